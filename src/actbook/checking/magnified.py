"""Which step of a formula makes rounding errors large.

If the arguments of a step counted as exact, the bound of the whole would be smaller. Of the steps
for which it would be much smaller, the one is to blame in which relative errors grow most.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import arb, ctx

from actbook.formula.expression import Expression
from actbook.formula.rounding import Rounded, RoundedAlgebra, propagation
from actbook.latex.written import Part, told

#: How many times larger relative errors have to become in a step for it to be to blame.
MUCH = 4.0
#: More than cancel where the smallest double is subtracted from 1 and 1 again.
_BITS = 1300


@dataclass(frozen=True)
class Magnified:
    """The bound of a formula's rounding error, in units of the unit roundoff."""

    bound: float
    _whole: Part
    _steps: Sequence[Part]

    @cached_property
    def step(self) -> tuple[Part, float]:
        """The step that makes the bound so large, and how many times its arguments' relative error
        is that of its value."""
        with ctx.workprec(_BITS):
            without = _calmed(self._whole)
            steps = [(s, _growth(s), float(without.get(s, self.bound))) for s in self._steps]
        # Several steps may magnify errors: much smaller is what takes half of the digits away.
        # Where two steps do so side by side, each takes away only its share.
        least = min(calm for _, _, calm in steps)
        root = math.sqrt(least) * math.sqrt(self.bound)
        for small in (max(least, root), max(least, 0.9 * self.bound)):
            calmed = ((step, growth) for step, growth, calm in steps if calm <= small)
            worst = max(calmed, key=lambda found: found[1])
            if worst[1] >= MUCH:
                break
        return worst


def _calmed(part: Part) -> dict[Part, arb]:
    """The error of a part if the arguments of one step in it count as exact, by that step."""
    if not part.operator:
        return {}
    given = [argument.value for argument in part.arguments]
    errors = [argument.error for argument in given]
    passed = propagation(part.operator, [one.value for one in given], part.value.value)
    found = {part: passed([arb(0)] * len(errors))}
    for at, argument in enumerate(part.arguments):
        for step, error in _calmed(argument).items():
            found[step] = passed([*errors[:at], error, *errors[at + 1 :]])
    return found


def _growth(step: Part) -> float:
    before = max((_relative(argument.value) for argument in step.arguments), default=0.0)
    return _relative(step.value) / before if before else 1.0


def _relative(rounded: Rounded) -> float:
    """The error relative to the value; that of zero is not told."""
    return float(rounded.error / abs(rounded.value)) if rounded.value != 0 else 0.0


def magnified(
    formula: Expression, values: Mapping[str, Any], names: Mapping[str, str]
) -> Magnified | None:
    """The bound and what makes it large; None for a formula without steps or without a bound.
    Arguments as of `told`. Raises as `ball`."""
    with ctx.workprec(_BITS):
        whole, steps = told(formula, RoundedAlgebra(), values, names)
        bound = float(whole.value.error)
    return Magnified(bound, whole, steps) if steps and math.isfinite(bound) else None
