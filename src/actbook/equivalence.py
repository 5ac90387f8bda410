"""Whether a mutant says the same as the page: what no check could refuse.

Formulas are compared in Arb balls to 40 digits, at points and parameters of their own, which no
check tries; code by every bit of what it returns. A reason is a sentence, None that they differ.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actbook import vectors
from actbook.ball import Contradiction, Undecided, Undefined, ball
from actbook.expression import Expression, Reference, symbols
from actbook.formula import Chain
from actbook.page import Page, Parameter
from actbook.places import Place, quantified
from actbook.points import breakpoints, contains, parameter_values, points
from actbook.scope import Reading, expand
from actbook.sides import sides
from actbook.stated import Piece, read_set
from actbook.symbolic import derivative, identical

_BITS = 140
_ENOUGH = 60


def formulas(page: Page, before: Reading, after: Reading, line: int) -> str | None:
    """Whether the formula at a line, which differs in two readings, is the same function."""
    old, new = (_chain(reading, line) for reading in (before, after))
    if old is None or new is None or len(old.members) != len(new.members):
        return None
    reason: str | None = None
    slope = _slope(old, before)
    for one, other in zip(old.members, new.members, strict=True):
        if one.decimals != other.decimals:
            return None
        left = expand(one.expression, before.definitions, before.own)
        right = expand(other.expression, after.definitions, after.own)
        if left != right and (reason := _same(page, left, right, slope)) is None:
            return None
    return reason or "the same formula"


def _chain(reading: Reading, line: int) -> Chain | None:
    found = (chain for equation, chain in reading.chains if equation.start <= line <= equation.end)
    return next(found, None)


def _slope(chain: Chain, reading: Reading) -> Expression | None:
    """The derivative that the chain's left side names."""
    match chain.members[0].expression:
        case Reference(symbol, order, _) if order and symbol in reading.definitions:
            return derivative(reading.definitions[symbol].expression, order)
    return None


def _same(page: Page, left: Expression, right: Expression, slope: Expression | None) -> str | None:
    """Whether two expressions are equal. What a formula for a derivative gives at a kink, or
    whether it gives anything there, is a convention."""
    if any(function.vector for function in page.functions):
        return _same_vectors(page, left, right)
    agreed, kinks, other_there = 0, set[int](), set[int]()
    for place in _places(page, left, right):
        one, other = _value(left, place), _value(right, place)
        if "unknown" in (one, other):
            continue
        if slope is not None and place.kink is not None and _is_kink(slope, place):
            kinks.add(place.kink)
        if not _agree(one, other):
            if slope is None or place.kink is None:
                return None
            other_there.add(place.kink)
        agreed += 1
    enough = _ENOUGH if "x" in symbols(left) | symbols(right) else 1
    if agreed < enough or not other_there <= kinks:
        return None
    if other_there:
        return f"equal at {agreed} points; differs only where the derivative does not exist"
    how = "SymPy reduces the difference to 0; " if identical(left, right) else ""
    return f"{how}equal to 40 digits at {agreed} points"


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and one == other
    return bool(one.overlaps(other))


def _value(expression: Expression, place: Place) -> Any:
    """A ball, or in a word why there is none."""
    try:
        return ball(expression, place.values, _BITS)
    except Undecided:
        return "unknown"
    except Contradiction:
        return "contradiction"
    except Undefined:
        return "undefined"


def _places(page: Page, left: Expression, right: Expression) -> Iterator[Place]:
    names = symbols(left) | symbols(right)
    parameters = [p for p in quantified(page) if p.name in names]
    for index, values in enumerate(parameters_in(parameters)):
        if "x" not in names:
            yield Place(values)
            continue
        edges = {*breakpoints(left, values), *breakpoints(right, values)}
        exact = {float(edge): at for at, edge in enumerate(sorted(edges))}
        for x in points(edges, f"equivalence {index}", 40):
            yield Place({"x": x, **values}, exact.get(x))


def parameters_in(parameters: Sequence[Parameter]) -> list[dict[str, float]]:
    """What the checks try, and random values of each domain."""
    generator = random.Random(1)
    tried = parameter_values(parameters)
    rows: list[dict[str, float]] = []
    while parameters and len(rows) < 12:
        row: dict[str, float] = {}
        for parameter in parameters:
            domain = read_set(parameter.domain, row)
            row[parameter.name] = _drawn(domain, row, generator)
        rows.append(row)
    return tried + rows


def _drawn(domain: Sequence[Piece], row: Mapping[str, float], generator: random.Random) -> float:
    """A random number in a set, or the first that the checks try of one that is hard to hit."""
    for _ in range(1000):
        size = 10 ** generator.uniform(-3, 1)
        value = generator.choice((size, -size, generator.random()))
        if contains(domain, value, row):
            return value
    return float(domain[0].lower.value)


def _is_kink(slope: Expression, place: Place) -> bool:
    """Whether a derivative does not exist at a breakpoint."""
    try:
        return sides(slope, place.values).value is None
    except (Undefined, Undecided, Contradiction):
        return True


def _same_vectors(page: Page, left: Expression, right: Expression) -> str | None:
    agreed = 0
    for place in vectors.places(replace(page, slug=f"{page.slug} equivalence"), left, right):
        found = []
        for side in (left, right):
            try:
                found.append(vectors.component(side, place.values))
            except Undecided:
                found.append(None)
            except (Undefined, Contradiction):
                found.append("undefined")
        if None in found:
            continue
        if "undefined" in found:
            if found[0] != found[1]:
                return None
        elif not found[0].overlaps(found[1]):
            return None
        agreed += 1
    return f"equal to 30 digits at {agreed} places" if agreed >= _ENOUGH else None
