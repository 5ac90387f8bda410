"""Where f and f′ come near their extremes: many starts, the best of them refined.

Facts that are not proved are tried with it from both sides: that nothing contradicts them, and that
what they state is reached. A local extremum between three starts is narrowed down by golden
sections (J. Kiefer, Sequential minimax search for a maximum, 1953) in Arb balls.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from flint import arb, ctx

from actbook.formula.balls import exact

#: The precision, the sections, and how many extrema of a kind are narrowed down.
BITS, SECTIONS, MOST = 400, 160, 6
_GOLDEN = Fraction(618034, 1000000)
_FAR = [Fraction(10) ** n for n in (9, 12, 20, 30, 100, 300)]
_STEP = Fraction(1, 2**120)
#: How closely the chords on both sides meet where f′ exists.
_SMOOTH = 2.0**-50

#: So near an extremum values are almost the same: else it is a jump, which may not be attained.
_BESIDE, _CALM = Fraction(1, 2**60), 2.0**-20

#: A function of numbers in balls, None where it has no value or none is found.
Curve: TypeAlias = Callable[[Fraction], arb | None]


@dataclass(frozen=True)
class Met:
    """A point that was tried, and the value there; whether it is an extremum among its neighbours
    on both sides."""

    x: Fraction
    value: arb
    extremum: bool = False


def starts(given: Sequence[Fraction]) -> list[Fraction]:
    """Where a search begins: the points given, seeded random ones, and such as are far away."""
    generator = random.Random("starts")
    near = [generator.uniform(-width, width) for width in (8, 100) for _ in range(80)]
    scales = [10 ** generator.uniform(-5, 4) for _ in range(60)]
    chosen = [Fraction(x) for x in (*near, *scales, *(-x for x in scales))]
    return sorted({*given, *chosen, *_FAR, *(-x for x in _FAR)})


def explored(f: Curve, given: Sequence[Fraction]) -> list[Met]:
    """The values of a curve at all starts, then those at its extrema and beside its jumps."""
    found = [Met(x, value) for x in starts(given) if (value := _known(f, x)) is not None]
    return [*found, *_extrema(f, found), *_jumps(f, found)]


def slope(f: Curve, x: Fraction) -> arb | None:
    """The slope of a short chord, by the mean value theorem one of f′ there or, at a kink, between
    those of its sides; None where f jumps or the chords on both sides differ."""
    before, here, after = (f(x + step) for step in (-_STEP, Fraction(0), _STEP))
    if before is None or here is None or after is None:
        return None
    with ctx.workprec(BITS):
        left, right = (here - before) * 2**120, (after - here) * 2**120
        meet = abs(left - right) < _SMOOTH * (1 + abs(left))
        return (left + right) / 2 if meet else None


def _known(f: Curve, x: Fraction) -> arb | None:
    value = f(x)
    known = value is not None and value.rad() < (1 + abs(value)) * arb(2) ** -60
    return value if known else None


def _extrema(f: Curve, met: Sequence[Met]) -> Iterator[Met]:
    """The lowest and the highest of the local extrema between three starts."""
    for sign in (1, -1):
        inner = [
            (a.x, b, c.x)
            for a, b, c in zip(met, met[1:], met[2:], strict=False)
            if sign * (a.value - b.value) > 0 and sign * (c.value - b.value) > 0
        ]
        inner.sort(key=lambda three: sign * float(three[1].value))
        for low, middle, high in inner[:MOST]:
            yield _narrowed(f, low, middle, high, sign)


def _narrowed(f: Curve, low: Fraction, middle: Met, high: Fraction, sign: int) -> Met:
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


def _jumps(f: Curve, met: Sequence[Met]) -> Iterator[Met]:
    """Values beside the steepest rises and falls, which may be jumps."""

    def steepness(two: tuple[Met, Met]) -> float:
        return abs(float((two[1].value - two[0].value) / exact(two[1].x - two[0].x)))

    near = [two for two in pairwise(met) if max(abs(one.x) for one in two) <= 10_000]
    for left, right in sorted(near, key=steepness, reverse=True)[:MOST]:
        for _ in range(100):
            x = (left.x + right.x) / 2
            value = _known(f, x)
            if value is None:
                break
            with ctx.workprec(BITS):
                nearer = abs(value - left.value) < abs(value - right.value)
            left, right = (Met(x, value), right) if nearer else (left, Met(x, value))
        yield from (left, right)
