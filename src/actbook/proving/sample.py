"""A formula at single parameter values and at chosen points, with error bounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import arb, ctx

from actbook.algebra.expression import Expression, evaluate
from actbook.algebra.stated import Value, read_value
from actbook.proving.box import IntervalAlgebra
from actbook.proving.exact import resolved
from actbook.proving.interval import Interval, rational
from actbook.proving.region import Region, number

BITS = 256
_STEPS = [Fraction(n, 8) for n in (*range(1, 17), *range(18, 33, 2))]
_FAR = [Fraction(10) ** n for n in (-30, -6, -3, 1, 2, 3, 6)]
POINTS = sorted({Fraction(0), *(s * v for v in (*_STEPS, *_FAR, Fraction(30)) for s in (1, -1))})


@dataclass(frozen=True)
class Sample:
    """A formula over a region of single parameter values."""

    definition: Expression
    region: Region

    def at(self, x: Interval) -> Interval | None:
        """The enclosed value, None where the formula has none or none is found."""
        with ctx.workprec(BITS):
            value: Interval = evaluate(
                self.definition, IntervalAlgebra(), {**self._parameters, "x": x}
            )
        bounded = value.lower.is_finite() and value.upper.is_finite()
        return value if value.defined and bounded else None

    @cached_property
    def _parameters(self) -> dict[str, Interval]:
        return {name: number(value) for name, value in self.region.values.items()}

    @cached_property
    def values(self) -> list[tuple[Fraction, Interval]]:
        """The values at `POINTS`, in ascending order of the points."""
        every = ((x, self.at(rational(x))) for x in POINTS)
        return [(x, value) for x, value in every if value is not None]

    def stated(self, text: Any) -> Interval:
        """The enclosure of a stated number; a decimal with all that rounds to it."""
        return enclosed(read_value(text, self.region.values), self.region)


def enclosed(value: Value, region: Region) -> Interval:
    """A stated number with its error bounds."""
    with ctx.workprec(BITS):
        exact = number(resolved(value.value, region))
        half = arb(10) ** -value.decimals / 2 if value.decimals is not None else arb(0)
        return Interval((exact.lower - half).lower(), (exact.upper + half).upper())
