"""The sign of an expression that has the same sign along a whole span of the line.

It is decided by interval arithmetic on some form of the expression, or by monotony: what rises from
a limit that is not negative is positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy
from flint import arb

from actbook.proving.exact import sign
from actbook.proving.forms import factored, large
from actbook.proving.interval import POSITIVE, Interval
from actbook.proving.limits import limit
from actbook.proving.region import Region, Span, Undecided, enclosed_span, some_value
from actbook.proving.root import NUMBER_BITS, enclosure, number


@dataclass(frozen=True)
class Line:
    """A span of the variable `x` over a region of the parameters: where a sign is asked for."""

    x: sympy.Symbol
    span: Span
    region: Region

    def over(self, lower: sympy.Expr, upper: sympy.Expr) -> Line:
        return Line(self.x, Span(lower, upper), self.region)

    @property
    def box(self) -> dict[Any, Interval]:
        """All values of `x` and of the symbols of the region."""
        return {**self.region.box, self.x: enclosed_span(self.span)}

    def ends(self, expression: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
        """The limits of an expression at both ends."""
        return (
            limit(expression, self.x, self.span.lower, 1, self.region),
            limit(expression, self.x, self.span.upper, -1, self.region),
        )

    def sign(self, number: sympy.Expr) -> int:
        return sign(number, self.region)

    def inside(self, number: sympy.Expr) -> bool:
        return self.sign(number - self.span.lower) > 0 and self.sign(self.span.upper - number) > 0

    def shift(self) -> tuple[sympy.Expr, Mapping[Any, Interval]]:
        """`x` in a variable whose box does not depend on the parameters, and the whole box."""
        lower, upper = self.span.lower, self.span.upper
        if not any(end.free_symbols & set(self.region.spans) for end in (lower, upper)):
            return self.x, self.box
        t = sympy.Dummy("t", positive=True)
        if upper == sympy.oo:
            return lower + t, {**self.region.box, t: POSITIVE}
        if lower == -sympy.oo:
            return upper - t, {**self.region.box, t: POSITIVE}
        unit = Interval(arb(0), arb(1), True, True)
        return lower + (upper - lower) * t, {**self.region.box, t: unit}


def box_sign(expression: sympy.Expr, line: Line) -> int | None:
    """The sign of an expression on the whole span by interval arithmetic, where that decides."""
    place, box = line.shift()
    moved = expression.subs(line.x, place)
    try:
        decided = enclosure(moved, box).sign
        return enclosure(factored(moved), box).sign if decided is None else decided
    except ValueError:  # a part that has no enclosure
        return None


def monotone_sign(direction: int, lower: sympy.Expr, upper: sympy.Expr, line: Line) -> int | None:
    """The sign of what runs monotonically between two limits, None where it crosses 0."""
    first, last = line.sign(lower), line.sign(upper)
    if direction == 0:
        return first
    if first * direction >= 0:
        return direction
    return -direction if last * direction <= 0 else None


def vanishes(expression: sympy.Expr, line: Line) -> bool:
    """Whether an expression is 0 everywhere, by SymPy."""
    if expression.is_zero:
        return True
    for turn in (0, 5):
        spans = enumerate(line.region.spans.items(), start=turn + 1)
        middle = {symbol: some_value(span, i) for i, (symbol, span) in spans}
        point = {**middle, line.x: some_value(line.span, turn).subs(middle)}
        # Not by `subs`: SymPy ponders on every number that comes out of it.
        value = enclosure(expression, {s: number(at) for s, at in point.items()}, NUMBER_BITS)
        if value.sign or not value.defined:
            return False
    if not large(expression) and (
        factored(expression).is_zero or sympy.simplify(expression).is_zero
    ):
        return True
    raise Undecided("whether {} is 0 everywhere", expression)
