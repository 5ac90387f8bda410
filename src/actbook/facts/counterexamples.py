"""Facts tried at points: an independent search for counterexamples.

It shares no step with the proofs, so that a wrong proof meets an opponent: the formula is evaluated
in Arb balls, and two that do not overlap are different numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, TypeAlias

import sympy
from flint import arb, ctx

from actbook.facts.evidence import Case
from actbook.facts.statements import OffChord, Rise, Statement, Value
from actbook.formula.balls import BallAlgebra, exact
from actbook.formula.expression import Expression
from actbook.formula.program import run
from actbook.formula.stated import Value as Stated
from actbook.formula.stated import read_set, read_value
from actbook.proving.exact import resolved
from actbook.proving.region import Alike, Region, Undecided
from actbook.proving.root import number
from actbook.reading.page import Fact

Statements: TypeAlias = tuple[Statement, ...]
#: The working precision, and the points at which a fact is tried.
BITS = 256
_STEPS = [Fraction(n, 8) for n in (*range(1, 17), *range(18, 33, 2))]
_FAR = [Fraction(10) ** n for n in (-30, -6, -3, 1, 2, 3, 6)]
POINTS = sorted({Fraction(0), *(s * v for v in (*_STEPS, *_FAR, Fraction(30)) for s in (1, -1))})


@dataclass(frozen=True)
class Sample:
    """A formula over a region of single parameter values."""

    definition: Expression
    region: Region

    def at(self, x: Fraction | sympy.Expr) -> arb | None:
        """The value as a ball, None where the formula has none or none is found."""
        with ctx.workprec(BITS):
            point = exact(x) if isinstance(x, Fraction) else _ball(x)
            try:
                value: arb = run(self.definition, BallAlgebra(), {**self._parameters, "x": point})
            except ArithmeticError:
                return None
        return value if value.is_finite() else None

    @cached_property
    def _parameters(self) -> dict[str, arb]:
        return {name: _ball(value) for name, value in self.region.values.items()}

    @cached_property
    def values(self) -> list[tuple[Fraction, arb]]:
        """The values at `POINTS`, in ascending order of the points."""
        every = ((x, self.at(x)) for x in POINTS)
        return [(x, value) for x, value in every if value is not None]

    def stated(self, text: Any) -> arb:
        """A stated number; a decimal with all that rounds to it."""
        return _around(read_value(text, self.region.values), self.region)


def _ball(value: sympy.Expr) -> arb:
    enclosed = number(value)
    with ctx.workprec(BITS):
        return enclosed.lower.union(enclosed.upper)


def _around(value: Stated, region: Region) -> arb:
    if value.value in (sympy.oo, -sympy.oo):
        return arb.pos_inf() if value.value == sympy.oo else arb.neg_inf()
    half = Fraction(1, 2 * 10**value.decimals) if value.decimals is not None else Fraction(0)
    with ctx.workprec(BITS):
        return _ball(resolved(value.value, region)) + arb(0, exact(half).upper())


def refuted(fact: Fact, samples: Iterable[Sample]) -> Case | None:
    """A counterexample, None where none is found."""
    for sample in samples:
        try:
            found = next(_counterexamples(fact, sample), None)
        except (ValueError, TypeError, LookupError, AttributeError, Undecided, Alike):
            return None  # not a value of this fact: the proof says what is wrong with it
        if found is not None:
            return Case(sample.region, found)
    return None


def tried(fact: Fact, samples: Iterable[Sample]) -> int:
    """At how many points a fact was tried; 0 for a fact that points cannot speak of."""
    if fact.name not in _TRIALS or fact.value == "none":
        return 0
    return sum(len(sample.values) for sample in samples)


def _counterexamples(fact: Fact, sample: Sample) -> Iterator[Statements]:
    if fact.name in _TRIALS and fact.value != "none":
        yield from _TRIALS[fact.name](sample, fact.value)


def _range(sample: Sample, stated: Any) -> Iterator[Statements]:
    pieces = read_set(stated, sample.region.values)
    ends = [(_around(p.lower, sample.region), _around(p.upper, sample.region), p) for p in pieces]
    for x, value in sample.values:
        if all(
            value < low
            or value > high
            or (not piece.lower_closed and value <= low)
            or (not piece.upper_closed and value >= high)
            for low, high, piece in ends
        ):
            yield (_value(x, value),)


def _monotonic(sample: Sample, stated: Any) -> Iterator[Statements]:
    for (x, a), (y, b) in pairwise(sample.values):
        if (b < a and stated in ("strictly increasing", "non-decreasing")) or (
            a < b and stated in ("strictly decreasing", "non-increasing")
        ):
            yield _value(x, a), _value(y, b)


def _parity(sample: Sample, stated: Any) -> Iterator[Statements]:
    values = dict(sample.values)
    for x, value in values.items() if stated in ("even", "odd") else ():
        other = values.get(-x)
        if other is not None and value != (other if stated == "even" else -other):
            yield _value(x, value), _value(-x, other)


def _minimum(sample: Sample, stated: Any) -> Iterator[Statements]:
    bound = sample.stated(stated["value"])
    yield from ((_value(x, v),) for x, v in sample.values if v < bound)


def _maximum(sample: Sample, stated: Any) -> Iterator[Statements]:
    bound = sample.stated(stated["value"])
    yield from ((_value(x, v),) for x, v in sample.values if v > bound)


def _lipschitz(sample: Sample, stated: Any) -> Iterator[Statements]:
    bound = sample.stated(stated)
    for (x, a), (y, b) in pairwise(sample.values):
        rise = abs(b - a)
        if rise > bound * exact(y - x):
            yield (Rise(x, y, float(rise)),)


def _convexity(sample: Sample, stated: Any) -> Iterator[Statements]:
    values = [(x, value) for x, value in sample.values if abs(x) <= 4]
    for (x, a), (y, b) in combinations(values, 2):
        middle = sample.at((x + y) / 2) if y - x == Fraction(1, 4) else None
        if middle is None:
            continue
        above = 2 * middle - a - b
        if (above > 0 and "convex" in stated) or (above < 0 and "concave" in stated):
            yield (OffChord((x + y) / 2, float(middle), 1 if above > 0 else -1),)


def _values(sample: Sample, stated: Any) -> Iterator[Statements]:
    for key, text in stated.items():
        point = resolved(read_value(key, sample.region.values).value, sample.region)
        value = sample.at(point)
        if value is not None and value != sample.stated(text):
            yield (Value(point, float(value)),)


def _value(x: Fraction, value: arb) -> Value:
    return Value(x, float(value))


_TRIALS: dict[str, Callable[[Sample, Any], Iterator[Statements]]] = {
    "range": _range,
    "monotonic": _monotonic,
    "parity": _parity,
    "minimum": _minimum,
    "maximum": _maximum,
    "lipschitz": _lipschitz,
    "convexity": _convexity,
    "values": _values,
}
