"""The rounding error that floating-point arithmetic may make when it evaluates a formula.

A first-order forward error analysis beside the values in Arb balls (N. J. Higham, Accuracy and
Stability of Numerical Algorithms, chapter 3): how far arithmetic may stray from the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import BallAlgebra, NoCase, exact
from actbook.formula.expression import Expression
from actbook.formula.functions import ELEMENTARY
from actbook.formula.program import first, run

#: How many times what rounding may do code may be off: it need not evaluate as the formula does.
SLACK = 4
#: Rounding errors that one call of an elementary function may make: two units in the last place.
_LIBRARY = 4
#: The unit roundoff of the shortest format, which decides how near a value is to being chosen.
_COARSEST = arb(2) ** -8


@dataclass(frozen=True)
class Rounded:
    """A value and the error that rounding may have put into it, in units of the unit roundoff."""

    value: arb
    error: arb


def propagation(operator: str, values: Sequence[arb], value: arb) -> Callable[[Sequence[arb]], arb]:
    """How an operation that gives a value passes the errors of its arguments on: it adds its own
    rounding."""
    fresh = abs(value)
    match operator:
        case "neg":
            return lambda errors: errors[0]
        case "max" | "min":
            return lambda errors: _chosen(operator, values, value, errors).upper()
        case "+" | "-":
            return lambda errors: (errors[0] + errors[1] + fresh).upper()
        case "*":
            by_first, by_second = abs(values[1]), abs(values[0])
            return lambda errors: (by_second * errors[1] + by_first * errors[0] + fresh).upper()
        case "/":
            below = abs(values[1])
            return lambda errors: ((errors[0] + fresh * errors[1]) / below + fresh).upper()
        case "^":
            slope = abs(value * values[1] / values[0]) if values[0] != 0 else arb(0)
            by_exponent = abs(value * values[0].log()) if values[0] > 0 else arb(0)
            own = _LIBRARY * fresh
            return lambda errors: (slope * errors[0] + by_exponent * errors[1] + own).upper()
    steep, own = abs(ELEMENTARY[operator].slope(values[0], value)), _LIBRARY * fresh
    return lambda errors: (steep * errors[0] + own).upper()


def _chosen(operator: str, values: Sequence[arb], value: arb, errors: Sequence[arb]) -> arb:
    """The error of the largest or smallest of several values: the error of one that is far from
    being chosen does not count."""
    sign = 1 if operator == "max" else -1
    found = [sign * v + e * _COARSEST for v, e in zip(values, errors, strict=True)]
    beyond = (reduce(arb.max, found) - sign * value) / _COARSEST
    chosen = [e for v, e in zip(values, errors, strict=True) if not (sign * v < sign * value)]
    return reduce(arb.max, chosen, beyond)


class RoundedAlgebra:
    """Values with the first-order bound of their rounding error, each operation rounding once.

    Overflow and underflow on the way are not allowed for: an implementation has to avoid them.
    """

    def __init__(self) -> None:
        self.balls = BallAlgebra()

    def number(self, value: Fraction) -> Rounded:
        ball = exact(value)
        denominator = value.denominator
        return Rounded(ball, arb(0) if denominator & (denominator - 1) == 0 else abs(ball))

    def constant(self, name: str) -> Rounded:
        ball = self.balls.constant(name)
        return Rounded(ball, abs(ball))

    def apply(self, operator: str, arguments: Sequence[Rounded]) -> Rounded:
        values = [argument.value for argument in arguments]
        value = self.balls.apply(operator, values)
        passed = propagation(operator, values, value)
        return Rounded(value, passed([argument.error for argument in arguments]))

    def relation(self, operator: str, left: Rounded, right: Rounded) -> bool:
        return self.balls.relation(operator, left.value, right.value)

    def cases(self, branches: Sequence[tuple[Callable[[], Rounded], Sequence[bool]]]) -> Rounded:
        """The first that applies; derivatives have cases that meet at a kink."""
        if (value := first(branches)) is None:
            raise NoCase("no case applies")
        chosen: Rounded = value()
        return chosen


def rounding(expression: Expression, values: Mapping[str, Any], of_inputs: int = 0) -> arb:
    """The rounding error of the expression's own evaluation, in units of the unit roundoff.

    Raises as `ball`. Inputs are exact unless they are to carry so many units themselves.
    """
    with ctx.workprec(120):
        balls = {name: inexact(value, of_inputs) for name, value in values.items()}
        error: arb = run(expression, RoundedAlgebra(), balls).error
        return error


def inexact(value: Any, units: int) -> Any:
    """A value of a symbol that carries so many units; the `int` of an index stays one."""
    if isinstance(value, list):
        return [inexact(item, units) for item in value]
    return value if isinstance(value, int) else Rounded(exact(value), units * abs(exact(value)))
