"""Reference values with error bounds, and the rounding error that arithmetic may make.

`BallAlgebra` evaluates a formula in Arb balls (F. Johansson, Arb, IEEE Trans. Computers 66, 2017).
`RoundedAlgebra` runs a first-order forward error analysis beside it (Higham, Accuracy and Stability
of Numerical Algorithms, chapter 3): how far floating-point arithmetic may stray from the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from actbook.algebra.expression import Expression, evaluate

#: Rounding errors that one call of an elementary function may make: two units in the last place.
_LIBRARY = 4


#: What has no value for some real arguments; of the rest Arb gives one unless it is too large.
_PARTIAL = ("/", "^", "log", "sqrt", "tan", "asin", "acos", "acosh", "atanh", "lambertw")
#: The radius below which a value counts as known: smaller than all doubles.
_NOTHING = arb(2) ** -1100


class Undefined(ArithmeticError):
    """The formula has no value here: no case applies, or it divides by zero."""


class NoCase(Undefined):
    """The formula has cases, of which none applies here."""


class Contradiction(ArithmeticError):
    """Two cases apply here and differ."""


class Undecided(ArithmeticError):
    """More precision is needed, or there is none that Arb can give."""


def exact(value: Fraction | float) -> arb:
    """A rational or a double as a ball; only a rational that is no double has a radius."""
    fraction = Fraction(value)
    return arb(fmpq(fraction.numerator, fraction.denominator))


class BallAlgebra:
    """Real numbers enclosed in balls, at the precision of the context."""

    def number(self, value: Fraction) -> arb:
        return exact(value)

    def constant(self, name: str) -> arb:
        return {"pi": arb.pi, "e": arb.const_e, "oo": arb.pos_inf}[name]()

    def apply(self, operator: str, arguments: Sequence[arb]) -> arb:
        if operator in _ARITHMETIC:
            value = _ARITHMETIC[operator](*arguments)
        elif operator in ("sign", "abs"):
            value = abs(arguments[0]) if operator == "abs" else arguments[0].sgn()
        else:
            value = getattr(arguments[0], operator)()
        if value.is_nan():
            certain = all(a.is_finite() and a.rel_accuracy_bits() > 30 for a in arguments)
            if certain and operator in _PARTIAL:
                raise Undefined(f"{_call(operator, arguments)} is undefined")
            raise Undecided(f"Arb gives no value of {operator}")
        return value

    def relation(self, operator: str, left: arb, right: arb) -> bool:
        holds = {
            "<": (left < right, left >= right),
            "<=": (left <= right, left > right),
            ">": (left > right, left <= right),
            ">=": (left >= right, left < right),
            "=": (left == right, left != right),
            "!=": (left != right, left == right),
        }[operator]
        if not any(holds):
            raise Undecided(f"{_short(left)} {operator} {_short(right)}")
        return bool(holds[0])

    def cases(self, branches: Sequence[tuple[Callable[[], arb], Sequence[bool]]]) -> arb:
        chosen = [value for value, conditions in branches if conditions and all(conditions)]
        if not chosen:
            chosen = [value for value, conditions in branches if not conditions][:1]
        if not chosen:
            raise NoCase("no case applies")
        first, *others = (value() for value in chosen)
        for other in others:
            if not first.overlaps(other):
                raise Contradiction(f"two cases apply and give {_short(first)} and {_short(other)}")
        return first


def _call(operator: str, arguments: Sequence[arb]) -> str:
    shown = list(map(_short, arguments))
    return f"{operator}({shown[0]})" if len(shown) == 1 else f" {operator} ".join(shown)


def _short(value: arb) -> str:
    return f"{float(value.mid()):.6g}"


def _power(base: arb, exponent: arb) -> arb:
    if exponent.is_integer():
        return base ** int(exponent.unique_fmpz()) if base != 0 or exponent >= 0 else arb.nan()
    if base == 0 and exponent > 0:
        return arb(0)
    return base**exponent if base > 0 else arb.nan()


def _divide(numerator: arb, denominator: arb) -> arb:
    if denominator.contains(0) and denominator != 0:
        raise Undecided("the denominator may be zero")
    return numerator / denominator


_ARITHMETIC: dict[str, Callable[..., arb]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
    "^": _power,
    "neg": lambda a: -a,
    "max": lambda first, *rest: _extreme(arb.max, first, rest),
    "min": lambda first, *rest: _extreme(arb.min, first, rest),
}


def _extreme(function: Callable[[arb, arb], arb], first: arb, rest: Sequence[arb]) -> arb:
    for value in rest:
        first = function(first, value)
    return first


@dataclass(frozen=True)
class Rounded:
    """A value and the error that rounding may have put into it, in units of the unit roundoff."""

    value: arb
    error: arb


#: |f'| at a, given a and f(a): how an elementary function passes on the error of its argument.
_SLOPES: Mapping[str, Callable[[arb, arb], arb]] = {
    "exp": lambda a, f: f,
    "log": lambda a, f: 1 / a,
    "sqrt": lambda a, f: 1 / (2 * f) if f > 0 else arb(0),
    "abs": lambda a, f: arb(1),
    "sign": lambda a, f: arb(0),
    "floor": lambda a, f: arb(0),
    "ceil": lambda a, f: arb(0),
    "sin": lambda a, f: a.cos(),
    "cos": lambda a, f: a.sin(),
    "tan": lambda a, f: 1 + f * f,
    "asin": lambda a, f: 1 / (1 - a * a).sqrt(),
    "acos": lambda a, f: 1 / (1 - a * a).sqrt(),
    "atan": lambda a, f: 1 / (1 + a * a),
    "sinh": lambda a, f: a.cosh(),
    "cosh": lambda a, f: a.sinh(),
    "tanh": lambda a, f: 1 - f * f,
    "asinh": lambda a, f: 1 / (1 + a * a).sqrt(),
    "acosh": lambda a, f: 1 / (a * a - 1).sqrt(),
    "atanh": lambda a, f: 1 / (1 - a * a),
    "erf": lambda a, f: 2 * (-a * a).exp() / arb.pi().sqrt(),
    "erfc": lambda a, f: 2 * (-a * a).exp() / arb.pi().sqrt(),
    "lambertw": lambda a, f: 1 / (f.exp() * (1 + f)),
}


class RoundedAlgebra:
    """Values with the first-order bound of their rounding error, each operation rounding once.

    Overflow and underflow on the way are not allowed for: an implementation has to avoid them.
    """

    def __init__(self) -> None:
        self.balls = BallAlgebra()

    def number(self, value: Fraction) -> Rounded:
        ball = exact(value)
        denominator = Fraction(value).denominator
        return Rounded(ball, arb(0) if denominator & (denominator - 1) == 0 else abs(ball))

    def constant(self, name: str) -> Rounded:
        ball = self.balls.constant(name)
        return Rounded(ball, abs(ball))

    def apply(self, operator: str, arguments: Sequence[Rounded]) -> Rounded:
        values = [argument.value for argument in arguments]
        errors = [argument.error for argument in arguments]
        value = self.balls.apply(operator, values)
        fresh = abs(value)
        match operator:
            case "neg" | "max" | "min":
                error = _extreme(arb.max, errors[0], errors[1:])
            case "+" | "-":
                error = errors[0] + errors[1] + fresh
            case "*":
                error = abs(values[0]) * errors[1] + abs(values[1]) * errors[0] + fresh
            case "/":
                error = (errors[0] + abs(value) * errors[1]) / abs(values[1]) + fresh
            case "^":
                slope = value * values[1] / values[0] if values[0] != 0 else arb(0)
                by_exponent = value * values[0].log() if values[0] > 0 else arb(0)
                error = abs(slope) * errors[0] + abs(by_exponent) * errors[1] + _LIBRARY * fresh
            case _:
                error = abs(_SLOPES[operator](values[0], value)) * errors[0] + _LIBRARY * fresh
        return Rounded(value, error.upper())

    def relation(self, operator: str, left: Rounded, right: Rounded) -> bool:
        return self.balls.relation(operator, left.value, right.value)

    def cases(self, branches: Sequence[tuple[Callable[[], Rounded], Sequence[bool]]]) -> Rounded:
        """The first that applies; derivatives have cases that meet at a kink."""
        for value, conditions in sorted(branches, key=lambda branch: not branch[1]):
            if all(conditions):
                return value()
        raise Undefined("no case applies")


def ball(expression: Expression, values: Mapping[str, Any], bits: int = 100) -> arb:
    """The value of an expanded expression, to `bits` relative bits unless it is next to zero.

    `values` are exact (`Fraction`, `float`) or lists of such. Raises Undefined, Contradiction or,
    where Arb cannot decide a comparison or represent an intermediate value, Undecided.
    """
    for precision in (bits + 60, 2 * bits + 300, 12 * bits + 2400):
        with ctx.workprec(precision):
            balls = {name: _balls(value) for name, value in values.items()}
            try:
                value = evaluate(expression, BallAlgebra(), balls)
            except Undecided:
                continue
            if value.rel_accuracy_bits() >= bits or value.rad() < _NOTHING:
                return value
    raise Undecided("Arb gives no value that is known well enough")


def _balls(value: Any) -> Any:
    if isinstance(value, list):
        return [_balls(item) for item in value]
    return value if isinstance(value, int) else exact(value)


def rounding(expression: Expression, values: Mapping[str, Any], of_inputs: int = 0) -> arb:
    """The rounding error of the expression's own evaluation, in units of the unit roundoff.

    Raises as `ball`. Inputs are exact unless they are to carry so many units themselves.
    """
    with ctx.workprec(120):
        balls = {name: _rounded(_balls(value), of_inputs) for name, value in values.items()}
        return evaluate(expression, RoundedAlgebra(), balls).error


def _rounded(value: Any, units: int) -> Any:
    if isinstance(value, list):
        return [_rounded(item, units) for item in value]
    return value if isinstance(value, int) else Rounded(value, units * abs(value))
