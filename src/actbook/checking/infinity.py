"""What code gives at infinities, beside the limits of the formula.

A limit is seen in values at powers of two: they settle, vanish or grow without bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from flint import arb

from actbook.checking.accuracy import Measured
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Failed
from actbook.checking.places import number

#: Three places far out. What grows as slowly as a logarithm grows by more than _MUCH between them.
_FAR, _MUCH = (2.0**100, 2.0**200, 2.0**400), 3.0


def check(measured: Measured) -> Iterator[tuple[str | None, str | None]]:
    """For each infinity at which the formula has a limit: what is wrong there, and what is shown
    as a limit of the code. To give NaN is one, to give another number is wrong."""
    for end in (-math.inf, math.inf):
        limit = _limit(measured.truths([math.copysign(x, end) for x in _FAR]))
        if limit is None:
            continue
        try:
            found = float(measured.results([end])[0])
        except Failed as failed:
            yield None, f"at x = {number(end)} it {failed}"
            continue
        same = found == limit or (math.isfinite(limit) and error(found, arb(limit), FLOAT64) < 1e3)
        if not same:
            said = f"at x = {number(end)} it gives {number(found)}, the limit is {number(limit)}"
            yield (said, None) if math.isfinite(found) else (None, said)


def _limit(values: list[arb | None]) -> float | None:
    """What three values far out, each farther than the one before, tend to; None for nothing."""
    if (known := [value for value in values if value is not None]) != values:
        return None
    first, second, third = known
    near, far = second - first, third - second
    if error(float(third), second, FLOAT64) <= 0.5:
        return float(third) + 0.0
    if abs(third) < 2.0**-60 and abs(third) < abs(second) < abs(first):
        return 0.0
    if abs(near) > _MUCH and abs(far) >= abs(near) and near * far > 0:
        return math.copysign(math.inf, float(far))
    return None
