"""A stated derivative against difference quotients, which share no step with SymPy's."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import ctx

from actbook.checking.places import Place, number
from actbook.formula.balls import Undecided, Undefined, ball, exact
from actbook.formula.expression import Expression

#: The step of a difference quotient, short beside the gap of a float to the end of a domain, and
#: how closely it then meets the derivative.
_STEP, _CLOSE = Fraction(1, 2**120), 2.0**-60


def check(
    base: Expression, slope: Expression, tried: Iterable[Place], by: str = "x"
) -> tuple[bool, str, int]:
    """Whether a slope `by` x meets (f(x + h) − f(x − h)) / 2h with h = 2⁻¹²⁰, in high precision,
    what is said of that, and at how many points."""
    chosen = [p for p in tried if p.kink is None and 1e-6 < abs(p.values[by]) < 1e4][::5]
    for place in chosen:
        x = Fraction(place.values[by])
        try:
            after, before = (ball(base, {**place.values, by: x + h}, 500) for h in (_STEP, -_STEP))
            value = ball(slope, place.values, 300)
        except (Undefined, Undecided):
            continue
        with ctx.workprec(600):
            quotient = (after - before) / exact(2 * _STEP)
            if not abs(quotient - value) < _CLOSE * (abs(value) + 2.0**-20):
                said = f"the formula gives {number(value, quotient)}{place.at}, the quotient "
                return False, said + number(quotient, value), len(chosen)
    return True, f"equal to 18 digits at {len(chosen):,} points", len(chosen)
