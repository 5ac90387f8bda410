"""Parts of formulas written in LaTeX again, for messages: a tree has no text of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

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
