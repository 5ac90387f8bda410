"""The places at which a page's claims are tried, and how they and their numbers are written."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from flint import arb

from actbook.checking.points import breakpoints, parameter_values, points, singularities
from actbook.checking.regions import Within, drawn
from actbook.formula.expression import Expression, Symbol, symbols
from actbook.reading.definitions import within
from actbook.reading.page import Function, Page, Parameter

#: How many points more are tried in each bounded part of a domain, and how many places where all
#: arguments of a function of several are chosen at random.
_AMONG, _ANYWHERE = 30, 120


@dataclass(frozen=True)
class Place:
    """Values of x, the parameters and the variables. `kink` numbers the breakpoint that x is."""

    values: Mapping[str, Any]
    kink: int | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name} = {number(value)}" for name, value in self.values.items())

    @property
    def split(self) -> tuple[Any, dict[str, Any]]:
        """x, and the rest."""
        return self.values["x"], {name: v for name, v in self.values.items() if name != "x"}

    @property
    def at(self) -> str:
        """` at x = 1`; nothing for a claim about numbers alone."""
        return f" at {self}" if self.values else ""


def quantified(page: Page) -> list[Parameter]:
    """All that a page's equations quantify over beside x."""
    own = [parameter for function in page.functions for parameter in function.parameters]
    return list({p.name: p for p in (*own, *page.variables)}.values())


def _needed(page: Page, names: frozenset[str]) -> list[Parameter]:
    """The quantities of these names, and those that their domains speak of."""
    every = quantified(page)
    domains = " ".join(p.domain for p in every if p.name in names)
    return [p for p in every if p.name in names or re.search(rf"\b{p.name}\b", domains)]


def places(
    page: Page,
    names: frozenset[str],
    formula: Expression,
    *others: Expression,
    counts: tuple[int, int] = (160, 40),
) -> Iterator[Place]:
    """Where a claim in these names is tried: many x at the defaults, fewer at other parameters.

    The breakpoints of `formula` are among them, as kinks, and all points at which it or the
    `others` have another piece or a denominator of zero.
    """
    names |= symbols(formula)
    function = next(iter(page.functions), None)
    if function is not None and "x" in names:
        names |= symbols(within(function, Symbol("x")))
    parameters = _needed(page, names)
    for index, values in enumerate(parameter_values(parameters)):
        if "x" not in names:
            yield Place(values)
            continue
        inside = None if function is None else Within(function, values)
        edges = breakpoints(formula, values)
        exact = {float(e): i for i, e in enumerate(edges) if e == sympy.Rational(float(e))}
        special = {point for each in (formula, *others) for point in singularities(each, values)}
        special.update(point for other in others for point in breakpoints(other, values))
        edges = sorted({*edges, *special, *(inside.ends if inside else ())})
        chosen = points(edges, f"{page.slug} {index}", counts[index > 0])
        if inside is not None:
            chosen += inside.among(random.Random(page.slug), _AMONG)
        for x in chosen:
            if inside is None or x in inside:
                yield Place({"x": x, **values}, exact.get(x))
    if function is not None and {a.name for a in function.arguments[1:]} & names:
        yield from _anywhere(page, function, parameters, "x" in names)


def _anywhere(
    page: Page, function: Function, parameters: Sequence[Parameter], moves: bool
) -> Iterator[Place]:
    """Places at which all arguments and parameters are chosen at random."""
    generator = random.Random(f"{page.slug} anywhere")
    for _ in range(_ANYWHERE):
        values = drawn(parameters, generator)
        if not moves:
            yield Place(values)
            continue
        for x in drawn([function.arguments[0]], generator, values).values():
            yield Place({"x": x, **values})


def number(value: Any, other: Any = None) -> str:
    """A number for a message, with as many digits as tell it from the `other`."""
    if isinstance(value, list):
        return f"({', '.join(map(number, value))})"
    for digits in (6, 12, 17, 30, 60, 120):
        text = _digits(value, digits)
        if other is None or text != _digits(other, digits):
            break
    return text


def _digits(value: Any, digits: int) -> str:
    if isinstance(value, arb):
        plain = float(value.mid())
        if digits > 17 or math.isinf(plain) or (plain == 0 and value != 0):
            text = str(value.mid().str(digits, radius=False))
            return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")
        value = plain
    return f"{float(value):.{min(digits, 17)}g}"
