"""Whether a mutant says the same as the page: what no check could refuse.

Formulas are compared in Arb balls to 40 digits, at points and parameters of their own, which no
check tries. A reason is a sentence, None that they differ.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy

from actbook.checking import vector_claims
from actbook.checking.places import Place, quantified
from actbook.checking.points import breakpoints, contains, parameter_values, points
from actbook.checking.sides import sides
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression, Reference, symbols
from actbook.formula.stated import Piece, read_set
from actbook.formula.symbolic import derivative, identical
from actbook.latex.formula import Chain
from actbook.reading.definitions import expand
from actbook.reading.page import Page, Parameter
from actbook.reading.scope import Reading

_BITS = 140
_ENOUGH = 60


def formulas(page: Page, before: Reading, after: Reading, line: int) -> str | None:
    """Whether the formula at a line, which differs in two readings, is the same function."""
    old, new = (_chain(reading, line) for reading in (before, after))
    if len(before.chains) != len(after.chains):
        return None
    if old is None or new is None or len(old.members) != len(new.members):
        return None
    for symbol in before.own:
        left, right = (r.definitions[symbol].expression for r in (before, after))
        if _same(page, left, right, None) is None:
            return None
    pairs = zip(_sides(old, before), _sides(new, after), strict=True)
    if [m.decimals for m in old.members] != [m.decimals for m in new.members]:
        return None
    reasons = [_same(page, left, right, _slope(old, before)) for left, right in pairs]
    if None not in reasons:
        return next((reason for reason in reasons if reason), "the same formula")
    return _true(page, new, after)


def _sides(chain: Chain, reading: Reading) -> list[Expression]:
    return [expand(m.expression, reading.definitions, reading.own) for m in chain.members]


def _true(page: Page, chain: Chain, reading: Reading) -> str | None:
    """Whether another claim is as true as the page's: all members equal, none of them rounded."""
    first, *rest = _sides(chain, reading)
    if any(member.approximate for member in chain.members):
        return None
    slope = _slope(chain, reading)
    equal = all(_same(page, first, other, slope) is not None for other in rest)
    return "another claim, which is true: its sides are equal to 30 digits" if equal else None


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
    if left == right:
        return ""
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
            domain = read_set(parameter.domain, tuple(row))
            row[parameter.name] = _drawn(domain, row, generator)
        rows.append(row)
    return tried + rows


def _drawn(domain: Sequence[Piece], row: Mapping[str, float], generator: random.Random) -> float:
    """A random number in a set, or one near the lower end of a set that is hard to hit."""
    for _ in range(1000):
        size = 10 ** generator.uniform(-3, 1)
        value = generator.choice((size, -size, generator.random()))
        if contains(domain, value, row):
            return value
    first, at = domain[0], {sympy.Symbol(name): value for name, value in row.items()}
    lower, upper = float(first.lower.value.subs(at)), float(first.upper.value.subs(at))
    return lower if first.lower_closed else min(lower + 1, (lower + upper) / 2)


def _is_kink(slope: Expression, place: Place) -> bool:
    """Whether a derivative does not exist at a breakpoint."""
    try:
        return sides((slope,), place.values).value is None
    except (Undefined, Undecided, Contradiction):
        return True


def _same_vectors(page: Page, left: Expression, right: Expression) -> str | None:
    agreed = 0
    for turn in range(4):
        fresh = replace(page, slug=f"{page.slug} equivalence {turn}")
        for place in vector_claims.places(fresh, left, right):
            one, other = _component(left, place), _component(right, place)
            if "unknown" in (one, other):
                continue
            if not _agree(one, other):
                return None
            agreed += 1
    return f"equal to 30 digits at {agreed} places" if agreed >= _ENOUGH else None


def _component(expression: Expression, place: Place) -> Any:
    """As `_value`, of a component of a vector function."""
    try:
        return vector_claims.component(expression, place.values)
    except Undecided:
        return "unknown"
    except (Undefined, Contradiction, IndexError):
        return "undefined"
