"""A function evaluated at points: what facts are tried at, in search of counterexamples.

It shares no step with the proofs, so that a wrong proof meets an opponent: the formula is evaluated
in Arb balls, and two that do not overlap are different numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy
from flint import arb, ctx

from actbook.checking.narrowing import BITS, Met
from actbook.facts.search import explored, slope
from actbook.facts.statements import Statement, f_at
from actbook.formula.balls import BallAlgebra, exact
from actbook.formula.expression import Expression
from actbook.formula.program import run
from actbook.formula.stated import Value, read_set, read_value
from actbook.proving.exact import resolved
from actbook.proving.region import Region
from actbook.proving.root import ball

#: The points at which a fact is tried.
_STEPS = [Fraction(n, 8) for n in (*range(1, 17), *range(18, 33, 2))]
_FAR = [Fraction(10) ** n for n in (-30, -6, -3, 1, 2, 3, 6)]
POINTS = sorted({Fraction(0), *(s * v for v in (*_STEPS, *_FAR, Fraction(30)) for s in (1, -1))})


@dataclass(frozen=True)
class Sample:
    """A formula over a region of single parameter values; a `deep` one is evaluated at all points
    of a search."""

    definition: Expression
    region: Region
    deep: bool = False

    def at(self, x: Fraction | sympy.Expr) -> arb | None:
        """The value as a ball, None where the formula has none or none is found."""
        with ctx.workprec(BITS):
            return self.over(exact(x) if isinstance(x, Fraction) else ball(x))

    def over(self, point: arb) -> arb | None:
        """The values at all points of a ball, None where some have none or it is too wide."""
        with ctx.workprec(BITS):
            try:
                value: arb = run(self.definition, BallAlgebra(), {**self._parameters, "x": point})
            except ArithmeticError:
                return None
        return value if value.is_finite() else None

    @cached_property
    def _parameters(self) -> dict[str, arb]:
        return {name: ball(value) for name, value in self.region.values.items()}

    @cached_property
    def values(self) -> list[tuple[Fraction, arb]]:
        """The values at `POINTS`, or all explored, in ascending order of the points."""
        if self.deep:
            return sorted({met.x: met.value for met in self.explored}.items())
        every = ((x, self.at(x)) for x in POINTS)
        return [(x, value) for x, value in every if value is not None]

    @cached_property
    def explored(self) -> list[Met]:
        """The values at many more points, at extrema and beside jumps."""
        return explored(self.at, POINTS)

    @cached_property
    def slopes(self) -> list[Met]:
        """f′ likewise, where it exists."""
        return explored(self.slope, POINTS)

    def slope(self, x: Fraction) -> arb | None:
        """f′ at a point, None where there is none or none is found."""
        return slope(self.at, x)

    def number(self, text: Any) -> sympy.Expr:
        """A stated number, exactly."""
        return resolved(read_value(text, self.region.values).value, self.region)

    def stated(self, text: Any) -> arb:
        """A stated number; a decimal with all that rounds to it."""
        return _around(read_value(text, self.region.values), self.region)

    def pieces(self, text: Any) -> list[tuple[arb, arb, bool, bool]]:
        """The pieces of a stated set: their ends, and whether those are closed."""
        pieces = read_set(text, self.region.values)
        ends = [[_around(end, self.region) for end in (p.lower, p.upper)] for p in pieces]
        return [
            (low, high, piece.lower_closed, piece.upper_closed)
            for (low, high), piece in zip(ends, pieces, strict=True)
        ]


def _around(value: Value, region: Region) -> arb:
    if value.value in (sympy.oo, -sympy.oo):
        return arb.pos_inf() if value.value == sympy.oo else arb.neg_inf()
    half = Fraction(1, 2 * 10**value.decimals) if value.decimals is not None else Fraction(0)
    with ctx.workprec(BITS):
        return ball(resolved(value.value, region)) + arb(0, exact(half).upper())


def met(x: Fraction, found: arb) -> Statement:
    """What is said of a point that was tried."""
    return f_at(x if x.denominator <= 1000 else float(x), float(found))
