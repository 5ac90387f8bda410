"""Intervals for tests: read, drawn by Hypothesis, and held against numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
from flint import arb, ctx, fmpq
from hypothesis import strategies as st

from actbook.proving.interval import INFINITY, Interval

fractions = st.fractions(-50, 50, max_denominator=64)


def exact(value: Fraction) -> arb:
    with ctx.workprec(300):
        return arb(fmpq(value.numerator, value.denominator)).mid()


def interval(text: str) -> Interval:
    """`(-oo, -40]` with whole or dyadic ends."""
    lower, upper = text[1:-1].split(", ")
    ends = [
        INFINITY if end == "oo" else -INFINITY if end == "-oo" else exact(Fraction(end))
        for end in (lower, upper)
    ]
    return Interval(ends[0], ends[1], text[0] == "(", text[-1] == ")")


@st.composite
def intervals(draw: Any) -> tuple[Interval, Fraction]:
    """An interval, open or closed, bounded or not, and a point of it with dyadic coordinates."""
    steps = st.integers(-640, 640)
    low, inside, high = sorted(Fraction(draw(steps), 64) for _ in range(3))
    lower_open, upper_open = (
        draw(st.booleans()) and low < inside,
        draw(st.booleans()) and inside < high,
    )
    lower = -INFINITY if draw(st.integers(0, 4)) == 0 else exact(low)
    upper = INFINITY if draw(st.integers(0, 4)) == 0 else exact(high)
    return Interval(
        lower, upper, lower_open or not lower.is_finite(), upper_open or not upper.is_finite()
    ), inside


def holds(result: Interval, value: Any) -> bool:
    """Whether a number known to 60 digits lies in an interval, open ends excluded.

    A value within rounding of an open end is not told from it, and allowed.
    """
    with mpmath.workdps(60):
        low, high = (mpmath.mpf(_text(end)) for end in (result.lower, result.upper))
        value = (
            mpmath.mpf(value.numerator) / value.denominator
            if isinstance(value, Fraction)
            else value
        )
        slack = mpmath.mpf(10) ** -50 * (1 + abs(value))
        if result.lower_open and value == low:
            return False
        if result.upper_open and value == high:
            return False
        return bool(low - slack <= value <= high + slack)


def _text(end: arb) -> str:
    if not end.is_finite():
        return "inf" if end > 0 else "-inf"
    with ctx.workprec(400):
        return str(end.str(70, radius=False))
