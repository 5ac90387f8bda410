"""What a stretch of float32's bit patterns gave, so that stretches add up."""

from __future__ import annotations

import operator
from dataclasses import dataclass

from actbook.swept import EDGES

#: Patterns from here on are those of the numbers before with a minus.
HALF = 2**31
#: How many of the worst places are kept.
_KEPT = 8


@dataclass(frozen=True)
class Wrong:
    """How many results are wrong in some way, and the pattern of the one next to zero, if any."""

    count: int = 0
    first: int = 0

    def __add__(self, other: Wrong) -> Wrong:
        if not (self.count and other.count):
            return self if self.count else other
        nearest = min(self.first, other.first, key=lambda pattern: pattern % HALF)
        return Wrong(self.count + other.count, nearest)


@dataclass(frozen=True)
class Tally:
    """What was found at so many finite inputs at which the formula has a value: how many results
    are surely off by more than each of `EDGES` ulps, the largest errors of finite results that are
    not correctly rounded, with their patterns, and what is wrong in other ways.

    A result may be `nan` or infinite (`overflow`) where the value is neither, a zero of the wrong
    sign (`zeros`), or a number where x is NaN (`numbers`).
    """

    inputs: int = 0
    above: tuple[int, ...] = (0,) * len(EDGES)
    worst: tuple[tuple[float, int], ...] = ()
    nan: Wrong = Wrong()
    overflow: Wrong = Wrong()
    zeros: Wrong = Wrong()
    numbers: Wrong = Wrong()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.inputs + other.inputs,
            tuple(map(operator.add, self.above, other.above)),
            tuple(sorted(self.worst + other.worst, reverse=True)[:_KEPT]),
            self.nan + other.nan,
            self.overflow + other.overflow,
            self.zeros + other.zeros,
            self.numbers + other.numbers,
        )
