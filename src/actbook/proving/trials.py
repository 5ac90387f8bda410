"""Facts tried at points: an independent search for counterexamples.

It shares no step with the proofs but interval arithmetic, so that a wrong proof meets an opponent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import sympy
from flint import arb

from actbook.algebra.stated import Value, read_set, read_value
from actbook.proving.exact import resolved
from actbook.proving.interval import Interval, rational
from actbook.proving.region import Region, number
from actbook.proving.sample import Sample, enclosed
from actbook.reading.page import Fact


def refuted(fact: Fact, samples: Iterable[Sample]) -> str | None:
    """A counterexample in words, None where none is found."""
    for sample in samples:
        try:
            found = next(_counterexamples(fact, sample), None)
        except (ValueError, TypeError, LookupError, AttributeError):
            return None  # not a value of this fact: the proof says what is wrong with it
        if found is not None:
            return found + (f", for {sample.region}" if sample.region.values else "")
    return None


def tried(fact: Fact, samples: Iterable[Sample]) -> int:
    """At how many points a fact was tried; 0 for a fact that points cannot speak of."""
    if fact.name not in _TRIALS or fact.value == "none":
        return 0
    return sum(len(sample.values) for sample in samples)


def _counterexamples(fact: Fact, sample: Sample) -> Iterator[str]:
    if fact.name in _TRIALS and fact.value != "none":
        yield from _TRIALS[fact.name](sample, fact.value)


def _range(sample: Sample, stated: Any) -> Iterator[str]:
    pieces = read_set(stated, sample.region.values)
    ends = [(_end(p.lower, sample.region, -1), _end(p.upper, sample.region, 1), p) for p in pieces]
    for x, value in sample.values:
        if not any(
            not value.upper < low
            and not value.lower > high
            and (p.lower_closed or not value.upper <= low)
            and (p.upper_closed or not value.lower >= high)
            for low, high, p in ends
        ):
            yield f"f({_shown(x)}) is {_number(value)}"


def _end(value: Value, region: Region, side: int) -> arb:
    if value.value in (sympy.oo, -sympy.oo):
        return arb.pos_inf() if value.value == sympy.oo else arb.neg_inf()
    around = enclosed(value, region)
    return around.lower if side < 0 else around.upper


def _monotonic(sample: Sample, stated: Any) -> Iterator[str]:
    for (x, a), (y, b) in pairwise(sample.values):
        falls, rises = b.upper < a.lower, a.upper < b.lower
        if (falls and stated in ("strictly increasing", "non-decreasing")) or (
            rises and stated in ("strictly decreasing", "non-increasing")
        ):
            yield f"f({_shown(x)}) is {_number(a)} and f({_shown(y)}) is {_number(b)}"


def _parity(sample: Sample, stated: Any) -> Iterator[str]:
    sides = {"even": 1, "odd": -1}
    values = dict(sample.values)
    for x, value in values.items():
        other = values.get(-x)
        if stated in sides and other is not None:
            a, b = (
                (value, other)
                if stated == "even"
                else (value, Interval(-other.upper, -other.lower))
            )
            if a.upper < b.lower or b.upper < a.lower:
                yield f"f({_shown(x)}) is {_number(value)} and f({_shown(-x)}) {_number(other)}"


def _extremum(side: int) -> Callable[[Sample, Any], Iterator[str]]:
    def trial(sample: Sample, stated: Any) -> Iterator[str]:
        bound = sample.stated(stated["value"]) if isinstance(stated, dict) else None
        for x, value in sample.values if bound is not None else ():
            if bound and (value.upper < bound.lower if side < 0 else value.lower > bound.upper):
                yield f"f({_shown(x)}) is {_number(value)}"

    return trial


def _lipschitz(sample: Sample, stated: Any) -> Iterator[str]:
    bound = sample.stated(stated).upper
    for (x, a), (y, b) in pairwise(sample.values):
        rise = max((b.lower - a.upper).lower(), (a.lower - b.upper).lower())
        if rise > (bound * rational(y - x).upper).upper():
            yield f"f rises by {float(rise):.6g} between {_shown(x)} and {_shown(y)}"


def _convexity(sample: Sample, stated: Any) -> Iterator[str]:
    values = [(x, value) for x, value in sample.values if abs(x) <= 4]
    for (x, a), (y, b) in combinations(values, 2):
        middle = sample.at(rational((x + y) / 2)) if y - x == Fraction(1, 4) else None
        if middle is None:
            continue
        above = (2 * middle.lower - a.upper - b.upper) > 0
        below = (2 * middle.upper - a.lower - b.lower) < 0
        if (above and "convex" in stated) or (below and "concave" in stated):
            yield f"f({_shown((x + y) / 2)}) is {_number(middle)}, on the wrong side of the chord"


def _values(sample: Sample, stated: Any) -> Iterator[str]:
    for key, text in stated.items():
        point = resolved(read_value(key, sample.region.values).value, sample.region)
        value, expected = sample.at(number(point)), sample.stated(text)
        if value and (value.upper < expected.lower or expected.upper < value.lower):
            yield f"f({key}) is {_number(value)}"


def _shown(x: Fraction) -> str:
    return str(x) if abs(x) >= 1 or x == 0 else f"{float(x):g}"


def _number(value: Interval) -> str:
    return f"{float(value.lower):.15g}"


_TRIALS: dict[str, Callable[[Sample, Any], Iterator[str]]] = {
    "range": _range,
    "monotonic": _monotonic,
    "parity": _parity,
    "minimum": _extremum(-1),
    "maximum": _extremum(1),
    "lipschitz": _lipschitz,
    "convexity": _convexity,
    "values": _values,
}
