"""Formulas that are the same to the digits that are written.

A number of as many digits as a double has is not meant exactly: it stands for all that rounds to
it, as SELU's product of two constants does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import BallAlgebra, exact, lifted
from actbook.formula.expression import Expression, Number, children
from actbook.formula.program import run

#: From how many digits on a decimal is a rounding; and how many places decimals have at most.
_LONG, _MOST = 15, 400


def alike(first: Expression, second: Expression, values: Mapping[str, Any]) -> bool:
    """Whether two formulas agree at `values` if the long decimals of one stand for what rounds to
    them. The other, which has more of them, is taken as it is: else what is off by a digit would
    pass."""
    decimals = {side: len(set(_long(side))) for side in (first, second)}
    fewest = min(filter(None, decimals.values()), default=None)
    return any(
        decimals[rounded] == fewest and _overlap(rounded, other, values)
        for rounded, other in ((first, second), (second, first))
    )


def _overlap(rounded: Expression, other: Expression, values: Mapping[str, Any]) -> bool:
    with ctx.workprec(400):
        balls = {name: lifted(value) for name, value in values.items()}
        try:
            sides = [run(rounded, _Rounded(), balls), run(other, BallAlgebra(), balls)]
        except ArithmeticError:
            return False
        finite = all(side.is_finite() for side in sides)
        return finite and bool(sides[0].overlaps(sides[1]))


class _Rounded(BallAlgebra):
    """Balls, in which a long decimal is all that rounds to it."""

    def number(self, value: Fraction) -> arb:
        places = _places(value)
        within = Fraction(0) if places is None else Fraction(1, 2 * 10**places)
        return exact(value) + arb(0, exact(within).upper())


def _long(expression: Expression) -> Iterator[Fraction]:
    """The long decimals in a formula."""
    if isinstance(expression, Number) and _places(expression.value) is not None:
        yield expression.value
    for part in children(expression):
        yield from _long(part)


def _places(value: Fraction) -> int | None:
    """The places of a decimal with at least as many digits as a double; None of another number."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or value.denominator == 1 or value.denominator.bit_length() > 4 * _MOST:
        return None
    places = next(n for n in count(1) if 10**n % value.denominator == 0)
    return places if len(str(abs(int(value * 10**places)))) >= _LONG else None
