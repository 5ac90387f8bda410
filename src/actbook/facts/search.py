"""Where f and f′ come near their extremes: many starts, the best of them refined.

Facts that are not proved are tried with it from both sides: that nothing contradicts them, and that
what they state is reached. A local extremum between three starts is narrowed down.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx

from actbook.checking.narrowing import BITS, Met, ValueAt, narrowed
from actbook.formula.balls import exact

#: How many extrema of a kind are narrowed down.
MOST = 6
#: Whole numbers, and between those too: a period may divide the former.
_FAR = [
    Fraction(10) ** n + part
    for n in (9, 12, 20, 30, 100, 300)
    for part in (Fraction(0), Fraction(1, 3), Fraction(17, 29))
]
_STEP = Fraction(1, 2**120)
#: How closely the chords on both sides meet where f′ exists.
_SMOOTH = 2.0**-50


def starts(given: Sequence[Fraction]) -> list[Fraction]:
    """Where a search begins: the points given, seeded random ones, and such as are far away."""
    generator = random.Random("starts")
    near = [generator.uniform(-width, width) for width in (8, 100) for _ in range(80)]
    scales = [10 ** generator.uniform(-5, 4) for _ in range(60)]
    chosen = [Fraction(x) for x in (*near, *scales, *(-x for x in scales))]
    return sorted({*given, *chosen, *_FAR, *(-x for x in _FAR)})


def explored(f: ValueAt, given: Sequence[Fraction]) -> list[Met]:
    """The values of a curve at all starts, then those at its extrema and beside its jumps."""
    found = [Met(x, value) for x in starts(given) if (value := _known(f, x)) is not None]
    return [*found, *_extrema(f, found), *_jumps(f, found)]


def slope(f: ValueAt, x: Fraction) -> arb | None:
    """The slope of a short chord, by the mean value theorem one of f′ there or, at a kink, between
    those of its sides; None where f jumps or the chords on both sides differ."""
    before, here, after = (f(x + step) for step in (-_STEP, Fraction(0), _STEP))
    if before is None or here is None or after is None:
        return None
    with ctx.workprec(BITS):
        left, right = (here - before) * 2**120, (after - here) * 2**120
        meet = abs(left - right) < _SMOOTH * (1 + abs(left))
        return (left + right) / 2 if meet else None


def between(f: ValueAt, met: Sequence[Met], low: arb, high: arb) -> bool:
    """Whether a value between two others is found where the curve passes from below to above."""
    sides = [(one.x, one.value > low) for one in met if one.value <= low or one.value >= high]
    passes = [(a, b) for a, b in pairwise(sorted(sides)) if a[1] != b[1]]
    for (left, up), (right, _) in sorted(passes, key=lambda two: two[1][0] - two[0][0])[:MOST]:
        for _ in range(100):
            x = (left + right) / 2
            if (value := _known(f, x)) is None:
                break
            if low < value < high:
                return True
            left, right = (left, x) if (value > low) != up else (x, right)
    return False


def _known(f: ValueAt, x: Fraction) -> arb | None:
    value = f(x)
    known = value is not None and value.rad() < (1 + abs(value)) * arb(2) ** -60
    return value if known else None


def _extrema(f: ValueAt, met: Sequence[Met]) -> Iterator[Met]:
    """The lowest and the highest of the local extrema between three starts."""
    for sign in (1, -1):
        inner = [
            (a.x, b, c.x)
            for a, b, c in zip(met, met[1:], met[2:], strict=False)
            if sign * (a.value - b.value) > 0 and sign * (c.value - b.value) > 0
        ]
        inner.sort(key=lambda three: sign * float(three[1].value))
        for low, middle, high in inner[:MOST]:
            yield narrowed(f, low, middle, high, sign)


def _jumps(f: ValueAt, met: Sequence[Met]) -> Iterator[Met]:
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
