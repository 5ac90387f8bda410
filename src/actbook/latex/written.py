"""Parts of formulas written in LaTeX again, for messages: a tree has no text of its own.

What is computed of a formula is told of by its parts: each value goes with the LaTeX that it is of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from actbook.formula.expression import Algebra, Expression, evaluate
from actbook.latex.names import CONSTANTS, EXTREMA, FUNCTIONS

#: Each operator of the tree as the first of its names.
_NAMES = {operator: name for name, operator in reversed({**FUNCTIONS, **EXTREMA}.items())}
_CONSTANTS = {constant: name for name, constant in reversed(CONSTANTS.items())}
#: How tightly a part holds together.
_SUM, _PRODUCT, _ATOM = 0, 1, 2


@dataclass(frozen=True)
class Written:
    """The LaTeX of a part, and how tightly it holds together."""

    latex: str
    level: int = _ATOM

    def within(self, level: int) -> str:
        """The part as an operand of something that holds together so tightly."""
        return self.latex if self.level >= level else f"({self.latex})"


def number(value: Fraction) -> Written:
    """A rational, as a decimal if it has a short one."""
    decimal = f"{float(value):.12g}"
    if value.denominator == 1:
        return Written(str(value), _ATOM if value >= 0 else _SUM)
    if "e" not in decimal and Fraction(decimal) == value and len(decimal) <= 9:
        return Written(decimal, _ATOM if value >= 0 else _SUM)
    return Written(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _PRODUCT)


def constant(name: str) -> Written:
    return Written(_CONSTANTS[name])


def applied(operator: str, parts: Sequence[Written]) -> Written:
    """An operator on its arguments."""
    first, *rest = parts
    match operator:
        case "+":
            return Written(f"{first.latex} + {rest[0].within(_PRODUCT)}", _SUM)
        case "-":
            return Written(f"{first.latex} - {rest[0].within(_PRODUCT)}", _SUM)
        case "neg":
            return Written(f"-{first.within(_PRODUCT)}", _SUM)
        case "*":
            times = r" \cdot " if rest[0].latex[:1].isdigit() else r" \, "
            return Written(f"{first.within(_PRODUCT)}{times}{rest[0].within(_PRODUCT)}", _PRODUCT)
        case "/":
            return Written(rf"\frac{{{first.latex}}}{{{rest[0].latex}}}", _PRODUCT)
        case "^":
            base = first.latex if len(first.latex) == 1 or first.latex.isalnum() else None
            return Written(f"{base or f'({first.latex})'}^{{{rest[0].latex}}}")
        case "exp":
            return Written(f"e^{{{first.latex}}}")
        case "sqrt":
            return Written(rf"\sqrt{{{first.latex}}}")
        case "abs":
            return Written(f"|{first.latex}|")
    inner = ", ".join(part.latex for part in parts)
    return Written(f"{_NAMES[operator]}({inner})")


@dataclass(frozen=True, eq=False)
class Part:
    """The value of a part of a formula, and the part; of an operation also its arguments."""

    value: Any
    text: Written
    operator: str = ""
    arguments: Sequence[Part] = ()


class TellingAlgebra:
    """An algebra whose values are parts. `steps` are the operations in their order."""

    def __init__(self, inner: Algebra) -> None:
        self._inner = inner
        self.steps: list[Part] = []

    def number(self, value: Fraction) -> Part:
        return Part(self._inner.number(value), number(value))

    def constant(self, name: str) -> Part:
        return Part(self._inner.constant(name), constant(name))

    def apply(self, operator: str, arguments: Sequence[Part]) -> Part:
        value = self._inner.apply(operator, [argument.value for argument in arguments])
        text = applied(operator, [argument.text for argument in arguments])
        self.steps.append(Part(value, text, operator, arguments))
        return self.steps[-1]

    def relation(self, operator: str, left: Part, right: Part) -> Any:
        return self._inner.relation(operator, left.value, right.value)

    def cases(self, branches: Sequence[tuple[Callable[[], Part], Sequence[Any]]]) -> Part:
        chosen: Part = self._inner.cases(branches)
        return chosen


def told(
    formula: Expression, inner: Algebra, values: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[Part, Sequence[Part]]:
    """The value of an expanded formula in an algebra, and its steps. `names` are the LaTeX of the
    symbols in `values` where it is not their name. Raises as the algebra does."""
    algebra = TellingAlgebra(inner)
    parts = {name: _lifted(value, names.get(name, name)) for name, value in values.items()}
    return evaluate(formula, algebra, parts), algebra.steps


def _lifted(value: Any, name: str) -> Any:
    """A number, a list of such or the `int` of an index, with its text."""
    if isinstance(value, list):
        return [_lifted(item, f"{name}_{{{at}}}") for at, item in enumerate(value, 1)]
    return value if isinstance(value, int) else Part(value, Written(name))
