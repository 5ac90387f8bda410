"""The values of a formula, and its one-sided derivatives where its pieces meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import ball
from actbook.formula.expression import Expression

#: How near a breakpoint its one-sided derivatives are taken, and how closely they meet where f′
#: exists.
_SIDE, SMOOTH = Fraction(1, 2**200), 2.0**-90


def valued(formula: Expression, values: Mapping[str, Any], bits: int = 100) -> arb | None:
    """The formula's value as `ball` gives it; None where it has none or none is found."""
    try:
        return ball(formula, values, bits)
    except ArithmeticError:
        return None


@dataclass(frozen=True)
class Sides:
    """The values of a function and of its derivatives from the left and from the right. At a `jump`
    of the function there is no derivative, whatever they are."""

    orders: tuple[tuple[arb, arb], ...]
    jump: bool

    @property
    def last(self) -> tuple[arb, arb]:
        """Those of the last derivative."""
        return self.orders[-1]

    @property
    def apart(self) -> tuple[arb, arb] | None:
        """Those of the first derivative that has two, None where there is none."""
        return next((pair for pair in self.orders if not _meet(*pair)), None)

    @property
    def value(self) -> arb | None:
        """What the last derivative is here; None at a kink or jump."""
        if self.jump or self.apart:
            return None
        left, right = self.last
        with ctx.workprec(300):
            return (left + right) / 2 + arb(0, SMOOTH)


def sides(orders: Sequence[Expression], values: Mapping[str, Any], by: str = "x") -> Sides:
    """What a function and its derivatives `by` a name do on both sides of `values`. Raises as
    `ball`."""
    x = Fraction(values[by])

    def at(order: Expression, step: Fraction) -> arb:
        return ball(order, {**values, by: x + step}, 300)

    pairs = tuple((at(order, -_SIDE), at(order, _SIDE)) for order in orders)
    left, right = pairs[0]
    jump = len(orders) > 1 and not (_meet(left, right) and _meet(at(orders[0], Fraction(0)), left))
    return Sides(pairs, jump)


def joined(orders: Sequence[Expression], values: Mapping[str, Any]) -> arb | None:
    """The last of a function and its derivatives where pieces meet; None where there is none, or
    nothing decides."""
    try:
        value = sides(orders, values).value
    except ArithmeticError:
        return None
    own = valued(orders[-1], values)
    # Where a row that applies there says what the sides do, it is the sharper value; the derivative
    # of max and min has another one where both are equal.
    sharper = own is not None and value is not None and own.overlaps(value)
    return own if sharper else value


def _meet(one: arb, other: arb) -> bool:
    return bool(abs(one - other) < SMOOTH * (1 + abs(one)))
