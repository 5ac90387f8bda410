"""A span of the line over a region of parameters, and signs along it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

import sympy
from flint import arb

from actbook.proving.exact import sign
from actbook.proving.interval import POSITIVE, Interval
from actbook.proving.limits import limit
from actbook.proving.region import Region, Span, enclosed_span


@dataclass(frozen=True)
class Signs:
    """The zeros inside a span, ascending, and the signs between them: one more than zeros."""

    zeros: tuple[sympy.Expr, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A span of the variable `x` over a region of the parameters: where a sign is asked for."""

    x: sympy.Symbol
    span: Span
    region: Region

    def over(self, lower: sympy.Expr, upper: sympy.Expr) -> Line:
        return Line(self.x, Span(lower, upper), self.region)

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
            return self.x, {**self.region.box, self.x: enclosed_span(self.span)}
        t = sympy.Dummy("t", positive=True)
        if upper == sympy.oo:
            return lower + t, {**self.region.box, t: POSITIVE}
        if lower == -sympy.oo:
            return upper - t, {**self.region.box, t: POSITIVE}
        unit = Interval(arb(0), arb(1), True, True)
        return lower + (upper - lower) * t, {**self.region.box, t: unit}


def squared(part: Signs) -> Signs:
    return Signs(part.zeros, tuple(abs(s) for s in part.signs))


def product(a: Signs, b: Signs, line: Line) -> Signs:
    """The signs of a product, by those of its factors."""

    def compared(p: sympy.Expr, q: sympy.Expr) -> int:
        return line.sign(p - q)

    ordered = sorted((*a.zeros, *b.zeros), key=cmp_to_key(compared))
    zeros = [z for i, z in enumerate(ordered) if i == 0 or compared(z, ordered[i - 1])]
    signs = [a.signs[0] * b.signs[0]]
    signs += [_after(a, zero, line) * _after(b, zero, line) for zero in zeros]
    return Signs(tuple(zeros), tuple(signs))


def _after(part: Signs, place: sympy.Expr, line: Line) -> int:
    """The sign just above a place."""
    return part.signs[sum(line.sign(place - zero) >= 0 for zero in part.zeros)]
