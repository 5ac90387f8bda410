"""The one-sided derivatives of a formula at a point where its pieces meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import ball
from actbook.formula.expression import Expression

#: How near a breakpoint its one-sided derivatives are taken, and how closely they meet where f′
#: exists.
_SIDE, _SMOOTH = Fraction(1, 2**200), 2.0**-90


@dataclass(frozen=True)
class Sides:
    """The derivatives from the left and from the right."""

    left: arb
    right: arb

    @property
    def value(self) -> arb | None:
        """What f′ is here; None at a kink."""
        if not abs(self.left - self.right) < _SMOOTH * (1 + abs(self.left)):
            return None
        with ctx.workprec(300):
            return (self.left + self.right) / 2 + arb(0, float(_SMOOTH))


def sides(slope: Expression, values: Mapping[str, Any]) -> Sides:
    """The one-sided values of a derivative at `values`, x among them. Raises as `ball.ball`."""
    x = Fraction(values["x"])
    left, right = (ball(slope, {**values, "x": x + step}, 300) for step in (-_SIDE, _SIDE))
    return Sides(left, right)
