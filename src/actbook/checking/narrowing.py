"""The least or greatest value of a curve between two points, in Arb balls.

By golden sections (J. Kiefer, Sequential minimax search for a maximum, 1953).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import arb

#: The precision of values, and how often a bracket is narrowed.
BITS, SECTIONS = 400, 160
_GOLDEN = Fraction(618034, 1000000)
#: So near an extremum values are almost the same: else it is a jump, which may not be attained.
_BESIDE, _CALM = Fraction(1, 2**60), 2.0**-20

#: A function of numbers in balls, None where it has no value or none is found.
ValueAt: TypeAlias = Callable[[Fraction], arb | None]


@dataclass(frozen=True)
class Met:
    """A point that was tried, and the value there; whether it is an extremum among its neighbours
    on both sides."""

    x: Fraction
    value: arb
    extremum: bool = False


def narrowed(f: ValueAt, low: Fraction, middle: Met, high: Fraction, sign: int) -> Met:
    """The least (`sign` 1) or greatest (-1) value about a point that has a lesser, or greater, one
    than the two ends."""
    best = middle
    for _ in range(SECTIONS):
        wide, end = max((high - best.x, high), (best.x - low, low))
        x = _short(best.x + (end - best.x) * (1 - _GOLDEN), wide)
        value = f(x)
        if value is None or x in (low, best.x, high):
            break
        lower = sign * (best.value - value) > 0
        # The side on which the higher one of the two lies is left.
        if lower:
            low, high = (best.x, high) if x > best.x else (low, best.x)
            best = Met(x, value)
        else:
            low, high = (low, x) if x > best.x else (x, high)
    beside = [f(best.x + step) for step in (-_BESIDE, _BESIDE)]
    calm = all(v is not None and abs(v - best.value) < _CALM * (1 + abs(v)) for v in beside)
    return Met(best.x, best.value, extremum=calm)


def _short(x: Fraction, width: Fraction) -> Fraction:
    """A number near x with few digits, as far as a bracket of some width allows."""
    bits = max(0, 16 - (width.numerator.bit_length() - width.denominator.bit_length()))
    return Fraction(round(x * 2**bits), 2**bits)
