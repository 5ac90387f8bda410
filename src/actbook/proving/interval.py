"""Intervals of reals with open, closed and infinite ends, rounded outwards through Arb.

An `Interval` encloses every value an expression takes at points of a box. An open end is a bound
that no value reaches: exp over (-oo, -40] is (0, exp(-40)], so that its sign is decided strictly.
`ctx.prec` of python-flint is the working precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from flint import arb, fmpq

INFINITY = arb.pos_inf()


class Interval(NamedTuple):
    """The reals between two exact ends. `defined` is False where some point may have no value."""

    lower: arb
    upper: arb
    lower_open: bool = False
    upper_open: bool = False
    defined: bool = True

    @property
    def sign(self) -> int | None:
        """1, 0 or -1 where all values have that sign, else None."""
        if self.lower > 0 or (self.lower == 0 and self.lower_open):
            return 1
        if self.upper < 0 or (self.upper == 0 and self.upper_open):
            return -1
        return 0 if self.lower == 0 and self.upper == 0 else None

    @property
    def ball(self) -> arb:
        """A ball that holds it, at the precision of the context."""
        return self.lower.union(self.upper)


LINE = Interval(-INFINITY, INFINITY, True, True)
UNDEFINED = LINE._replace(defined=False)
POSITIVE = Interval(arb(0), INFINITY, True, True)


def ball(value: arb) -> Interval:
    """The interval of a ball; the whole line, perhaps undefined, for one that is not finite."""
    return Interval(value.lower(), value.upper()) if value.is_finite() else UNDEFINED


def rational(value: Fraction | int) -> Interval:
    return ball(arb(fmpq(value.numerator, value.denominator)))


def add(a: Interval, b: Interval) -> Interval:
    return Interval(
        (a.lower + b.lower).lower() if a.lower > -INFINITY < b.lower else -INFINITY,
        (a.upper + b.upper).upper() if a.upper < INFINITY > b.upper else INFINITY,
        a.lower_open or b.lower_open,
        a.upper_open or b.upper_open,
        a.defined and b.defined,
    )


def negate(a: Interval) -> Interval:
    return Interval(-a.upper, -a.lower, a.upper_open, a.lower_open, a.defined)


def multiply(a: Interval, b: Interval) -> Interval:
    if a.lower >= 0 and b.lower >= 0:  # by far the most frequent: two products are enough
        low = _corner(a.lower, b.lower, a.lower_open, b.lower_open)
        high = _corner(a.upper, b.upper, a.upper_open, b.upper_open)
        return Interval(low[0], high[1], low[2], high[2], a.defined and b.defined)
    corners = [
        _corner(x, y, x_open, y_open)
        for x, x_open in ((a.lower, a.lower_open), (a.upper, a.upper_open))
        for y, y_open in ((b.lower, b.lower_open), (b.upper, b.upper_open))
    ]
    return _hull_of_corners(corners, a.defined and b.defined)


def _corner(x: arb, y: arb, x_open: bool, y_open: bool) -> tuple[arb, arb, bool]:
    """The product of two ends, rounded both ways, and whether it is out of reach."""
    if x == 0 or y == 0:
        # A zero that is reached makes the product zero whatever the other factor is, and an
        # infinite end stands for finite values only: 0 * oo is 0 here.
        reached = (x == 0 and not x_open) or (y == 0 and not y_open)
        return arb(0), arb(0), not reached
    product = x * y
    if product.is_finite():
        return product.lower(), product.upper(), x_open or y_open
    end = INFINITY if (x > 0) == (y > 0) else -INFINITY
    return end, end, True


def _hull_of_corners(corners: Sequence[tuple[arb, arb, bool]], defined: bool) -> Interval:
    lower, upper = corners[0][0], corners[0][1]
    lower_open = upper_open = corners[0][2]
    for low, high, is_open in corners[1:]:
        if low < lower:
            lower, lower_open = low, is_open
        elif low == lower:
            lower_open = lower_open and is_open
        if high > upper:
            upper, upper_open = high, is_open
        elif high == upper:
            upper_open = upper_open and is_open
    return Interval(lower, upper, lower_open, upper_open, defined)


def reciprocal(a: Interval) -> Interval:
    if a.sign in (1, -1):
        positive = a.sign == 1
        lower = _inverse(a.upper, -1, positive)
        upper = _inverse(a.lower, 1, positive)
        return Interval(lower, upper, a.upper_open, a.lower_open, a.defined)
    if a.lower == 0 and a.upper > 0:
        return Interval(_inverse(a.upper, -1, True), INFINITY, a.upper_open, True, False)
    if a.upper == 0 and a.lower < 0:
        return Interval(-INFINITY, _inverse(a.lower, 1, False), True, a.lower_open, False)
    return UNDEFINED


def _inverse(end: arb, side: int, positive: bool) -> arb:
    """1/end rounded to `side`; `positive` says on which side of 0 the interval lies."""
    if end == 0:
        return INFINITY if positive else -INFINITY
    if not end.is_finite():
        return arb(0)
    return (1 / end).lower() if side < 0 else (1 / end).upper()


def maximum(a: Interval, b: Interval) -> Interval:
    """Values of max(x, y): the larger of the ends on both sides."""
    low, high = max(a.lower, b.lower), max(a.upper, b.upper)
    lower_open = (a.lower == low and a.lower_open) or (b.lower == low and b.lower_open)
    upper_open = (a.upper < high or a.upper_open) and (b.upper < high or b.upper_open)
    return Interval(low, high, lower_open, upper_open, a.defined and b.defined)


def minimum(a: Interval, b: Interval) -> Interval:
    return negate(maximum(negate(a), negate(b)))


def hull(a: Interval, b: Interval) -> Interval:
    """The smallest interval that holds both."""
    low, high = min(a.lower, b.lower), max(a.upper, b.upper)
    lower_open = all(each.lower_open for each in (a, b) if each.lower == low)
    upper_open = all(each.upper_open for each in (a, b) if each.upper == high)
    return Interval(low, high, lower_open, upper_open, a.defined and b.defined)


def absolute(a: Interval) -> Interval:
    if a.lower >= 0:
        return a
    if a.upper <= 0:
        return negate(a)
    if -a.lower == a.upper:
        return Interval(arb(0), a.upper, False, a.lower_open and a.upper_open, a.defined)
    upper, is_open = max((-a.lower, a.lower_open), (a.upper, a.upper_open))
    return Interval(arb(0), upper, False, is_open, a.defined)


def power(a: Interval, n: int) -> Interval:
    """The n-th power, n a whole number: even powers know that they are not negative."""
    if n < 0:
        return reciprocal(power(a, -n))
    if n == 0:
        return Interval(arb(1), arb(1), defined=a.defined)
    if n % 2 == 0:
        a = absolute(a)
    return Interval(
        (a.lower**n).lower() if a.lower.is_finite() else -INFINITY,
        (a.upper**n).upper() if a.upper.is_finite() else INFINITY,
        *a[2:],
    )
