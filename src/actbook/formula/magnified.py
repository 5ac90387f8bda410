"""Which step of a formula makes rounding errors large.

If the arguments of a step counted as exact, the bound of the whole would be smaller. Of the steps
for which it would be much smaller, the one is to blame in which relative errors grow most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from actbook.formula.expression import Expression, evaluate
from actbook.formula.rounding import Rounded, RoundedAlgebra
from actbook.latex import written
from actbook.latex.written import Written

#: How many times larger relative errors have to become in a step for it to be to blame.
MUCH = 4.0
#: More than cancel where the smallest double is subtracted from 1 and 1 again.
_BITS = 1300


@dataclass(frozen=True)
class Magnifier:
    """A step: its operator, its text, and how many times its arguments' relative error is that of
    its value."""

    operator: str
    text: Written
    growth: float


@dataclass(frozen=True)
class Magnified:
    """The bound of a formula's rounding error, in units of the unit roundoff, and the step that
    makes it so large."""

    bound: float
    step: Magnifier


@dataclass(frozen=True)
class _Part:
    rounded: Rounded
    text: Written


@dataclass
class _WrittenAlgebra:
    """`RoundedAlgebra` with the text of each part. The arguments of the operation of number `calm`
    count as exact. `steps` are the operations in their order."""

    calm: int = -1
    rounded: RoundedAlgebra = field(default_factory=RoundedAlgebra)
    steps: list[Magnifier] = field(default_factory=list)

    def number(self, value: Fraction) -> _Part:
        return _Part(self.rounded.number(value), written.number(value))

    def constant(self, name: str) -> _Part:
        return _Part(self.rounded.constant(name), written.constant(name))

    def apply(self, operator: str, arguments: Sequence[_Part]) -> _Part:
        parts = given = [argument.rounded for argument in arguments]
        if self.calm == len(self.steps):
            parts = [Rounded(part.value, arb(0)) for part in parts]
        text = written.applied(operator, [argument.text for argument in arguments])
        result = self.rounded.apply(operator, parts)
        before = max((_relative(part) for part in given), default=0.0)
        growth = _relative(result) / before if before else 1.0
        self.steps.append(Magnifier(operator, text, growth))
        return _Part(result, text)

    def relation(self, operator: str, left: _Part, right: _Part) -> bool:
        return self.rounded.relation(operator, left.rounded, right.rounded)

    def cases(self, branches: Sequence[tuple[Callable[[], _Part], Sequence[bool]]]) -> _Part:
        chosen = [(value, conditions) for value, conditions in branches]
        parts: list[_Part] = []

        def kept(value: Callable[[], _Part]) -> Rounded:
            parts.append(value())
            return parts[-1].rounded

        self.rounded.cases([(lambda v=v: kept(v), c) for v, c in chosen])  # type: ignore[misc]
        return parts[-1]


def _relative(part: Rounded) -> float:
    """The error relative to the value; that of zero is not told."""
    return float(part.error / abs(part.value)) if part.value != 0 else 0.0


def _lifted(value: Any, name: str) -> Any:
    """A `Rounded`, a list of such or the `int` of an index, with its text."""
    if isinstance(value, list):
        return [_lifted(item, f"{name}_{{{at}}}") for at, item in enumerate(value, 1)]
    return value if isinstance(value, int) else _Part(value, Written(name))


def magnified(
    formula: Expression, values: Mapping[str, Any], names: Mapping[str, str]
) -> Magnified | None:
    """The step that makes the bound large; None for a formula without steps or without a bound.

    `names` are the LaTeX of the symbols in `values` where it is not their name. Raises as `ball`.
    """
    parts = {name: _lifted(value, names.get(name, name)) for name, value in values.items()}
    with ctx.workprec(_BITS):
        whole = _WrittenAlgebra()
        bound = float(evaluate(formula, whole, parts).rounded.error)
        calmed = [
            float(evaluate(formula, _WrittenAlgebra(calm), parts).rounded.error)
            for calm in range(len(whole.steps))
        ]
    if not calmed or not math.isfinite(bound):
        return None
    # Several steps may magnify errors: much smaller is what takes half of the digits away. Where
    # two steps do so side by side, each takes away only its share.
    least = min(calmed)
    for small in (max(least, math.sqrt(least) * math.sqrt(bound)), max(least, 0.9 * bound)):
        blamed = [step for step, calm in zip(whole.steps, calmed, strict=True) if calm <= small]
        worst = max(blamed, key=lambda step: step.growth)
        if worst.growth >= MUCH:
            break
    return Magnified(bound, worst)
