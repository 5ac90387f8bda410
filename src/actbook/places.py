"""The places at which a page's claims are tried, and how they and their numbers are written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy
from flint import arb

from actbook.expression import Expression, symbols
from actbook.page import Page, Parameter
from actbook.points import breakpoints, parameter_values, points


@dataclass(frozen=True)
class Place:
    """Values of x, the parameters and the variables. `kink` numbers the breakpoint that x is."""

    values: Mapping[str, Any]
    kink: int | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name} = {number(value)}" for name, value in self.values.items())


def quantified(page: Page) -> list[Parameter]:
    """All that a page's equations quantify over beside x."""
    own = [parameter for function in page.functions for parameter in function.parameters]
    return list({p.name: p for p in (*own, *page.variables)}.values())


def places(page: Page, names: frozenset[str], formula: Expression) -> Iterator[Place]:
    """Where a claim in these names is tried: many x at the defaults, fewer at other parameters.

    `formula` has the breakpoints that are among them.
    """
    names |= symbols(formula)
    parameters = [p for p in quantified(page) if p.name in names]
    for index, values in enumerate(parameter_values(parameters)):
        if "x" not in names:
            yield Place(values)
            continue
        edges = breakpoints(formula, values)
        exact = {float(e): i for i, e in enumerate(edges) if e == sympy.Rational(float(e))}
        for x in points(edges, f"{page.slug} {index}", 160 if index == 0 else 40):
            yield Place({"x": x, **values}, exact.get(x))


def number(value: Any, other: Any = None) -> str:
    """A number for a message, with as many digits as tell it from the `other`."""
    if isinstance(value, list):
        return f"({', '.join(map(number, value))})"
    for digits in (6, 12, 17, 30):
        text = _digits(value, digits)
        if other is None or text != _digits(other, digits):
            break
    return text


def _digits(value: Any, digits: int) -> str:
    if isinstance(value, arb):
        plain = float(value.mid())
        if digits > 17 or math.isinf(plain) or (plain == 0 and value != 0):
            return str(value.mid().str(digits, radius=False))
        value = plain
    return f"{float(value):.{min(digits, 17)}g}"
