"""What code gives at every number of float32, all 2³² bit patterns, beside the formula.

The reference is `patches`, so that an error is known to within its bound. A stretch of patterns
gives a `Tally`; the tallies of stretches add up to that of all.
"""

from __future__ import annotations

import bisect
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb

from actbook.checking.formats import FLOAT32, error
from actbook.checking.implementation import Code
from actbook.checking.patches import ALLOWED, Patch, patches
from actbook.checking.sides import valued
from actbook.checking.tallies import HALF, Tally, Wrong
from actbook.formula.expression import Expression
from actbook.swept import EDGES

#: How many bit patterns there are, and how many code is given at once: a multiple of all vector
#: registers, few enough for the processor's cache.
PATTERNS, BLOCK = 2**32, 2**16
_INFINITY = 0x7F800000
#: What is at least as large has the sign of its reference, and rounds to zero.
_SIGNED = 2 * ALLOWED * 2.0**FLOAT32.smallest
#: The digits of a value.
_DIGITS = 25
#: Where the reference may be off by so much of itself, the unit is that of the binade below.
_LOWERED = 1 - 2.0**-36
#: Two places so far out that a function which is the same at both has reached its limit.
_FAR = (2.0**40, 2.0**30)
#: One that is larger there, and grows still, grows without bound.
_GROWN = 2.0**20


@dataclass(frozen=True)
class Reference:
    """A formula, with its parameters, at all numbers: patches by sign, and what it is at zero and
    minus zero; if that is nothing, something too small to count, of the sign of what is beside."""

    formula: Expression
    parameters: Mapping[str, float]
    sides: tuple[Sequence[Patch], Sequence[Patch]]
    zeros: tuple[float, float]

    @property
    def bound(self) -> float:
        """The largest error that a reference may have, in ulps."""
        return max(patch.bound for side in self.sides for patch in side)

    def truth(self, x: float) -> arb | None:
        return valued(self.formula, {**self.parameters, "x": x})

    def values(self, start: int, x: Any) -> Any:
        """At the numbers of a block of finite ones, whose first pattern is `start`."""
        side, first = self.sides[start >= HALF], start % HALF
        found, last = np.empty_like(x), first + len(x) - 1
        at = bisect.bisect_right(side, first, key=lambda patch: patch.first) - 1
        for patch in side[max(at, 0) :]:
            if patch.first > last:
                break
            part = slice(max(patch.first - first, 0), patch.last - first + 1)
            patch.put(x[part], found[part])
        if first == 0:
            found[0] = self.zeros[start >= HALF]
        return found


def reference(formula: Expression, parameters: Mapping[str, float]) -> Reference:
    """Raises `Rugged`."""
    positive, negative = (patches(formula, parameters, FLOAT32, sign) for sign in (1, -1))
    zero = valued(formula, {**parameters, "x": 0.0})
    zeros = []
    for sign in (1, -1):
        beside = valued(formula, {**parameters, "x": FLOAT32.value(sign)})
        at = math.nan if zero is None else float(zero)
        if at == 0 and beside is not None and beside != 0:
            at = math.copysign(_SIGNED, float(beside.sgn()))
        zeros.append(at)
    return Reference(formula, parameters, (positive, negative), (zeros[0], zeros[1]))


def number(pattern: int) -> float:
    """The number that a bit pattern is."""
    return float(np.array([pattern], dtype=np.uint32).view(np.float32)[0])


def swept(code: Code, reference: Reference, start: int, stop: int) -> Tally:
    """The tally of the patterns from `start` to before `stop`, both multiples of `BLOCK`.

    Code is given whole blocks: libraries compute the last few elements of an array by other
    instructions, to other digits. Raises Failed.
    """
    total = Tally()
    for first in range(start, stop, BLOCK):
        x = np.arange(first, first + BLOCK, dtype=np.uint32).view(np.float32)
        results = code.results(x, reference.parameters, FLOAT32.name)
        if first % HALF < _INFINITY:
            total += compared(first, results, reference.values(first, x.astype(np.float64)))
        else:
            total += Tally(numbers=_wrong(_patterns(first), np.isnan(x) & ~np.isnan(results)))
    return total


def _patterns(first: int) -> Any:
    return np.arange(first, first + BLOCK)


def _at(code: Code, reference: Reference, x: float) -> float:
    """What code gives at one number, as part of a block."""
    return float(code.values(np.full(BLOCK, x), reference.parameters, FLOAT32.name)[0])


def compared(first: int, results: Any, near: Any) -> Tally:
    """The tally of a block of finite numbers, the first of which has the pattern `first`, from the
    results and the reference at each. Results that are the reference as it is rounded need no more
    than that, and most are."""
    with np.errstate(all="ignore"):
        rounded = near.astype(np.float32)
        if results.dtype == np.float32:
            off = np.flatnonzero(rounded.view(np.int32) != results.view(np.int32))
        else:
            off = np.arange(len(near))
        total = _compared(first + off, results[off].astype(np.float64), near[off])
    return replace(total, inputs=len(near) - int(np.count_nonzero(np.isnan(near[off]))))


def _compared(patterns: Any, results: Any, near: Any) -> Tally:
    """The tally of some results."""
    if not len(patterns):
        return Tally()
    known = ~np.isnan(near)
    beyond = np.abs(near) >= FLOAT32.largest + 2.0 ** (FLOAT32.highest - FLOAT32.digits)
    right = beyond & (results == np.copysign(np.inf, near))
    ulps = np.where(np.isfinite(results) & known, errors(results, near), 0.0)
    at = int(np.argmax(ulps))
    lost = (results == 0) & (np.abs(near) >= _SIGNED) & (np.signbit(results) != np.signbit(near))
    return Tally(
        above=tuple(int(np.count_nonzero(ulps > edge + ALLOWED)) for edge in EDGES),
        worst=((float(ulps[at]), int(patterns[at])),) if ulps[at] else (),
        nan=_wrong(patterns, np.isnan(results) & known),
        overflow=_wrong(patterns, np.isinf(results) & known & ~right),
        zeros=_wrong(patterns, lost),
    )


def _wrong(patterns: Any, flags: Any) -> Wrong:
    """Those of some results that are flagged."""
    count = int(np.count_nonzero(flags))
    return Wrong(count, int(patterns[np.argmax(flags)])) if count else Wrong()


def errors(results: Any, near: Any) -> Any:
    """The errors in ulps, at most by the reference's own too small; NaN or infinite where a result
    or reference is."""
    exponents = (np.abs(near) * _LOWERED).view(np.int64) >> 52
    lowest, highest = (1023 + FLOAT32.lowest, 1023 + FLOAT32.highest)
    # 2^-k for the ulp 2^k, put together from its exponent.
    units = (2 * 1023 + FLOAT32.digits - 1 - np.clip(exponents, lowest, highest)) << 52
    return np.abs(results - near) * units.view(np.float64)


@dataclass(frozen=True, order=True)
class Worst:
    """The largest error, in ulps, where it is, the result there, and digits of the value."""

    error: float
    x: float
    result: float
    value: str


def worst(reference: Reference, code: Code, tally: Tally) -> Worst | None:
    """The largest of the worst errors, as Arb has it; None where there is none."""
    found = []
    for _, pattern in tally.worst:
        x = number(pattern)
        result, truth = _at(code, reference, x), reference.truth(x)
        if truth is not None:
            shown = truth.str(_DIGITS, radius=False)
            found.append(Worst(error(result, truth, FLOAT32), x, result, shown))
    return max(found, default=None)


def deviation(reference: Reference, count: int, seed: str) -> float:
    """The largest error of the reference that is seen at random numbers, in ulps."""
    generator, largest = random.Random(seed), 0.0
    for _ in range(count):
        sign, ordinal = generator.choice((0, HALF)), generator.randint(1, FLOAT32.ordinals)
        x = number(sign + ordinal)
        near, truth = float(reference.values(sign + ordinal, np.array([x]))[0]), reference.truth(x)
        if truth is not None and abs(truth) < FLOAT32.largest:
            largest = max(largest, error(near, truth, FLOAT32))
    return largest


def at_infinity(code: Code, reference: Reference) -> Iterator[tuple[float, float, float]]:
    """Each infinite x at which the result is not the limit: x, the result and the limit."""
    for x in (-math.inf, math.inf):
        limit = _limit(reference, math.copysign(1.0, x))
        result = _at(code, reference, x)
        if limit is not None and not _same(result, limit):
            yield x, result, limit


def _same(result: float, limit: float) -> bool:
    finite = math.isfinite(limit) and math.isfinite(result)
    return error(result, arb(limit), FLOAT32) <= 1 if finite else result == limit


def _limit(reference: Reference, sign: float) -> float | None:
    far, nearer = (reference.truth(sign * x) for x in _FAR)
    if far is None or nearer is None:
        return None
    if abs(far) > _GROWN and abs(far) > 2 * abs(nearer):
        return math.copysign(math.inf, float(far))
    settled = error(float(far), nearer, FLOAT32) < 0.5
    return float(np.float32(float(far))) + 0.0 if settled else None
