"""Which step of a formula makes rounding errors large.

If the arguments of a step counted as exact, the bound of the whole would be smaller. Of the steps
for which it would be much smaller, the one is to blame in which relative errors grow most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import arb, ctx

from actbook.formula.expression import Expression, evaluate
from actbook.formula.rounding import Rounded, RoundedAlgebra, propagation
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


@dataclass(frozen=True, eq=False)
class _Part:
    """A value with its error and its text; of an operation also its number among the steps, its
    arguments, and how it passes on their errors."""

    rounded: Rounded
    text: Written
    operator: str = ""
    number: int = 0
    arguments: Sequence[_Part] = ()
    passed: Callable[[Sequence[arb]], arb] | None = None


@dataclass
class _WrittenAlgebra:
    """`RoundedAlgebra` with the text of each part. `steps` are the operations in their order."""

    rounded: RoundedAlgebra = field(default_factory=RoundedAlgebra)
    steps: list[_Part] = field(default_factory=list)

    def number(self, value: Fraction) -> _Part:
        return _Part(self.rounded.number(value), written.number(value))

    def constant(self, name: str) -> _Part:
        return _Part(self.rounded.constant(name), written.constant(name))

    def apply(self, operator: str, arguments: Sequence[_Part]) -> _Part:
        values = [argument.rounded.value for argument in arguments]
        value = self.rounded.balls.apply(operator, values)
        passed = propagation(operator, values, value)
        text = written.applied(operator, [argument.text for argument in arguments])
        result = Rounded(value, passed([argument.rounded.error for argument in arguments]))
        self.steps.append(_Part(result, text, operator, len(self.steps), arguments, passed))
        return self.steps[-1]

    def relation(self, operator: str, left: _Part, right: _Part) -> bool:
        return self.rounded.relation(operator, left.rounded, right.rounded)

    def cases(self, branches: Sequence[tuple[Callable[[], _Part], Sequence[bool]]]) -> _Part:
        chosen: _Part = self.rounded.cases(branches)  # type: ignore[arg-type, assignment]
        return chosen


@dataclass(frozen=True)
class Magnified:
    """The bound of a formula's rounding error, in units of the unit roundoff."""

    bound: float
    _whole: _Part
    _steps: Sequence[_Part]

    @cached_property
    def step(self) -> Magnifier:
        """The step that makes the bound so large."""
        with ctx.workprec(_BITS):
            without = _calmed(self._whole)
            steps = [(_magnifier(s), float(without.get(s.number, self.bound))) for s in self._steps]
        # Several steps may magnify errors: much smaller is what takes half of the digits away.
        # Where two steps do so side by side, each takes away only its share.
        least = min(calm for _, calm in steps)
        root = math.sqrt(least) * math.sqrt(self.bound)
        for small in (max(least, root), max(least, 0.9 * self.bound)):
            worst = max((s for s, calm in steps if calm <= small), key=lambda step: step.growth)
            if worst.growth >= MUCH:
                break
        return worst


def _calmed(part: _Part) -> dict[int, arb]:
    """The error of a part if the arguments of one step in it count as exact, by its number."""
    if part.passed is None:
        return {}
    errors = [argument.rounded.error for argument in part.arguments]
    found = {part.number: part.passed([arb(0)] * len(errors))}
    for at, argument in enumerate(part.arguments):
        for number, error in _calmed(argument).items():
            found[number] = part.passed([*errors[:at], error, *errors[at + 1 :]])
    return found


def _magnifier(step: _Part) -> Magnifier:
    before = max((_relative(argument.rounded) for argument in step.arguments), default=0.0)
    growth = _relative(step.rounded) / before if before else 1.0
    return Magnifier(step.operator, step.text, growth)


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
    """The bound and what makes it large; None for a formula without steps or without a bound.

    `names` are the LaTeX of the symbols in `values` where it is not their name. Raises as `ball`.
    """
    parts = {name: _lifted(value, names.get(name, name)) for name, value in values.items()}
    with ctx.workprec(_BITS):
        algebra = _WrittenAlgebra()
        whole = evaluate(formula, algebra, parts)
        bound = float(whole.rounded.error)
    if not algebra.steps or not math.isfinite(bound):
        return None
    return Magnified(bound, whole, algebra.steps)
