"""The one-sided derivatives of a formula at a point where its pieces meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression

#: How near a breakpoint its one-sided derivatives are taken, and how closely they meet where f′
#: exists.
_SIDE, _SMOOTH = Fraction(1, 2**200), 2.0**-90


@dataclass(frozen=True)
class Sides:
    """The derivatives from the left and from the right. At a `jump` of the function, or of a
    derivative before this one, there is none, whatever they are."""

    left: arb
    right: arb
    jump: bool = False

    @property
    def value(self) -> arb | None:
        """What f′ is here; None at a kink or jump."""
        if self.jump or not _meet(self.left, self.right):
            return None
        with ctx.workprec(300):
            return (self.left + self.right) / 2 + arb(0, float(_SMOOTH))


def sides(orders: Sequence[Expression], values: Mapping[str, Any]) -> Sides:
    """The one-sided values of the last of a function and its derivatives at `values`, x among them.
    Raises as `ball.ball`."""
    x = Fraction(values["x"])
    pairs = [
        [ball(order, {**values, "x": x + step}, 300) for step in (-_SIDE, _SIDE)]
        for order in orders
    ]
    jump = not all(_meet(left, right) for left, right in pairs[:-1])
    if not jump and len(orders) > 1:
        jump = not _meet(ball(orders[0], {**values, "x": x}, 300), pairs[0][0])
    left, right = pairs[-1]
    return Sides(left, right, jump)


def joined(orders: Sequence[Expression], values: Mapping[str, Any]) -> arb | None:
    """The last of a function and its derivatives where pieces meet; None where there is none, or
    nothing decides."""
    try:
        value = sides(orders, values).value
    except (Undefined, Undecided, Contradiction):
        return None
    try:
        own = ball(orders[-1], values)
    except (Undefined, Undecided, Contradiction):
        return value
    # Where a row that applies there says what the sides do, it is the sharper value; the derivative
    # of max and min has another one where both are equal.
    return own if value is not None and own.overlaps(value) else value


def _meet(one: arb, other: arb) -> bool:
    return bool(abs(one - other) < _SMOOTH * (1 + abs(one)))
