"""Whether what a fact states is there: its ends approached or attained, its bounds needed.

That a search comes to no such place is no refutation. It is what keeps a fact without a proof from
being said to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from flint import arb

from actbook.checking.narrowing import Met, ValueAt
from actbook.facts.sample import Sample
from actbook.facts.search import between
from actbook.facts.statements import Statement, say

#: How near an end that is approached a value is found, and one that is attained.
APPROACHED, ATTAINED = 1e-22, 2.0**-80
#: From here on values count as unbounded.
LARGE = 10_000
#: Up to which sizes values are searched for holes, and how wide, in parts of it, those are.
_SIZES, _WIDE = (0.03, 0.3, 3, 100), 0.1
#: So far out each value is near a limit, if there is one.
_FARTHEST = 10**99
#: Where a value that is the same to all digits is no tail of what merely approaches it.
_NEAR = 4


def ends(found: Sequence[Met], end: arb, closed: bool, side: int) -> Statement | None:
    """What is missing where the values come to an end below (`side` -1) or above (1)."""
    if not found:
        return say("no value", "no value was found")
    farthest = max(found, key=lambda met: side * float(met.value))
    if not end.is_finite():
        unbounded = side * farthest.value > LARGE
        return None if unbounded else _farthest(farthest, side)
    if not any(near(met.value, end, APPROACHED) for met in found):
        return _farthest(farthest, side)
    attained = [met for met in found if _attains(met, end)]
    if closed and not attained:
        return say("open", "no point was found at which {end} is attained", end=float(end))
    if not closed and (extrema := [met for met in attained if met.extremum]):
        words = "{end} seems to be attained, at x near {at}"
        return say("closed", words, end=float(end), at=float(extrema[0].x))
    return None


def _farthest(met: Met, side: int) -> Statement:
    which = "largest" if side > 0 else "smallest"
    words = "the {which} value that was found is {value}, at x = {at}"
    return say("farthest", words, which=which, value=float(met.value), at=float(met.x))


def near(value: arb, end: arb, tolerance: float) -> bool:
    """Whether a value may be as near an end as said, one of those that a decimal stands for."""
    return not abs(value - end) > tolerance * (1 + abs(end))


def _attains(met: Met, end: arb) -> bool:
    if met.extremum:
        return near(met.value, end, ATTAINED)
    if met.value.is_exact():
        return bool(met.value.overlaps(end))
    known = end.rad() < (1 + abs(end)) * arb(2) ** -200
    return bool(known and abs(met.x) <= _NEAR and met.value.overlaps(end))


def set_of_values(
    sample: Sample, stated: object, found: Sequence[Met], f: ValueAt
) -> Statement | None:
    """What is missing of a stated set, each piece of which is to be reached at both ends and passed
    through between them."""
    for low, high, low_closed, high_closed in sample.pieces(stated):
        inside = [met for met in found if not (met.value < low or met.value > high)]
        for end, closed, side in ((low, low_closed, -1), (high, high_closed, 1)):
            if (missing := ends(inside, end, closed, side)) is not None:
                return missing
        if (missing := _hole(f, inside)) is not None:
            return missing
    return None


def _hole(f: ValueAt, found: Sequence[Met]) -> Statement | None:
    """A wide gap between values of some size, if no value is found in it."""
    for size in _SIZES:
        values = sorted((met.value for met in found if abs(met.value) < size), key=float)
        gaps = [(float(b - a), a, b) for a, b in pairwise(values) if a < b]
        width, low, high = max(gaps, key=lambda gap: gap[0], default=(0.0, arb(0), arb(0)))
        if width > _WIDE * size and not between(f, found, low, high):
            words = "no value was found between {low} and {high}"
            return say("hole", words, low=float(low), high=float(high))
    return None


def limit(found: Iterable[Met], stated: arb, side: int) -> Statement | None:
    """What f does towards an infinity (`side` of 0) instead of coming near its limit."""
    far = sorted((m for m in found if side * m.x >= 1000), key=lambda met: abs(met.x))
    if not far:
        return say("no value", "no value was found far from 0")
    for last in [met for met in far if abs(met.x) >= _FARTHEST] or far[-1:]:
        if stated.is_finite():
            nearer = 20 * abs(last.value - stated) < abs(far[0].value - stated)
            there = nearer or near(last.value, stated, APPROACHED)
        else:
            there = abs(last.value) > LARGE and (last.value > 0) == (stated > 0)
        if not there:
            words = "f({at}) is {value}"
            return say("far", words, at=float(last.x), value=float(last.value))
    return None
