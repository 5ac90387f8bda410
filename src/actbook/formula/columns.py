"""A scalar formula in Arb balls at very many points, by columns: each step at all points at once.

What a step cannot tell at a point becomes NaN there, and the point is tried again with more
precision; what stays open is left to `balls.ball`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import repeat
from typing import Any, TypeAlias

from flint import arb, ctx

from actbook.formula.balls import (
    OPERATIONS,
    BallAlgebra,
    Contradiction,
    Undecided,
    Undefined,
    ball,
    exact,
)
from actbook.formula.expression import OPPOSITES, RELATIONS, Expression
from actbook.formula.program import Program, compiled

#: Working precisions, tried in this order until the value is known.
_PRECISIONS = (110, 330, 1000, 4000)
#: To how many relative bits a value is known.
_BITS = 80
#: How many points are run at once: no more are kept in memory.
_ROWS = 512
_NAN = arb.nan()
#: A value or truth at each point, or one for all points; None is a truth that is not known.
Column: TypeAlias = list[Any] | Any


def _mapped(function: Callable[..., Any], columns: Sequence[Column]) -> Column:
    if not any(isinstance(column, list) for column in columns):
        return function(*columns)
    return list(map(function, *(c if isinstance(c, list) else repeat(c) for c in columns)))


class ColumnAlgebra:
    """Columns of balls, at the precision of the context."""

    def __init__(self) -> None:
        self._balls = BallAlgebra()

    def number(self, value: Fraction) -> arb:
        return exact(value)

    def constant(self, name: str) -> arb:
        return self._balls.constant(name)

    def apply(self, name: str, arguments: Sequence[Column]) -> Column:
        if name == "^" and isinstance(arguments[1], arb) and arguments[1].is_integer():
            power = int(arguments[1].unique_fmpz())
            return _mapped(operator.pow, (arguments[0], power))
        # Arb itself divides by what may be 0, and gives NaN.
        return _mapped(operator.truediv if name == "/" else OPERATIONS[name], arguments)

    def relation(self, name: str, left: Column, right: Column) -> Column:
        certain = [_mapped(RELATIONS[each], (left, right)) for each in (name, OPPOSITES[name])]
        if not isinstance(certain[0], list):
            return certain[0] or (False if certain[1] else None)
        return [True if yes else False if no else None for yes, no in zip(*certain, strict=True)]

    def cases(self, branches: Sequence[tuple[Callable[[], Column], Sequence[Column]]]) -> Column:
        """The first that applies, at each point."""
        chosen: Column = _NAN
        first_last = sorted(branches, key=lambda branch: not branch[1])[::-1]
        for value, conditions in first_last:
            truth = reduce(_both, conditions) if conditions else True
            chosen = _chosen(truth, value(), chosen)
        return chosen


def _both(left: Column, right: Column) -> Column:
    return _mapped(lambda a, b: False if a is False or b is False else a and b, (left, right))


def _chosen(truth: Column, value: Column, other: Column) -> Column:
    """The value where the truth is True, the other where it is False."""
    if not isinstance(truth, list):
        return value if truth else other if truth is False else _NAN
    values, others = (c if isinstance(c, list) else repeat(c) for c in (value, other))
    rows = zip(truth, values, others, strict=False)
    return [value if yes else other if yes is False else _NAN for yes, value, other in rows]


def values(
    formula: Expression, parameters: Mapping[str, float], xs: Iterable[float], negligible: int
) -> list[arb | None]:
    """An expanded scalar formula at each x, None where it has no value.

    Each is known to 80 bits, or to within 2^`negligible`.
    """
    points = list(xs)
    program = compiled(formula, (*((name, None, None) for name in parameters), ("x", None, None)))
    found: list[arb | None] = []
    for start in range(0, len(points), _ROWS):
        rows = points[start : start + _ROWS]
        known = _known(program, list(parameters.values()), rows, arb(2) ** negligible)
        for x, value in zip(rows, known, strict=True):
            found.append(_asked(formula, {**parameters, "x": x}) if value is None else value)
    return found


def _known(
    program: Program, parameters: Sequence[float], points: Sequence[float], small: arb
) -> list[arb | None]:
    """The values at points, None where no precision suffices."""
    known: list[arb | None] = [None] * len(points)
    left: Sequence[int] = range(len(points))
    for bits in _PRECISIONS:
        with ctx.workprec(bits):
            inputs = [*map(arb, parameters), [arb(points[i]) for i in left]]
            column = program.run(ColumnAlgebra(), inputs)
        values = column if isinstance(column, list) else [column] * len(left)
        for i, value in zip(left, values, strict=True):
            if value.rel_accuracy_bits() >= _BITS or value.rad() < small:
                known[i] = value
        left = [i for i in left if known[i] is None]
        if not left:
            break
    return known


def _asked(formula: Expression, values: Mapping[str, float]) -> arb | None:
    try:
        return ball(formula, values, _BITS)
    except (Undefined, Undecided, Contradiction):
        return None
