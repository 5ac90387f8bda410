"""Reference values with error bounds: a formula evaluated in Arb balls.

F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE
Transactions on Computers 66, 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, ctx, fmpq

from actbook.formula.expression import ARITHMETIC, OPPOSITES, RELATIONS, Expression
from actbook.formula.functions import ELEMENTARY
from actbook.formula.program import run

#: What has no value for some real arguments; of the rest Arb gives one unless it is too large.
_PARTIAL = {"/", "^", *(name for name, record in ELEMENTARY.items() if not record.total)}
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
    """A rational or a finite double as a ball; only a rational that is no double has a radius."""
    if isinstance(value, Fraction):
        return arb(fmpq(value.numerator, value.denominator))
    return arb(value)


def fraction(value: arb) -> Fraction:
    """The number of a ball without a radius."""
    rational = value.fmpq()
    return Fraction(int(rational.p), int(rational.q))


class BallAlgebra:
    """Real numbers enclosed in balls, at the precision of the context."""

    def number(self, value: Fraction) -> arb:
        return exact(value)

    def constant(self, name: str) -> arb:
        return {"pi": arb.pi, "e": arb.const_e, "oo": arb.pos_inf}[name]()

    def apply(self, name: str, arguments: Sequence[arb]) -> arb:
        value = OPERATIONS[name](*arguments)
        if value.is_nan():
            certain = all(a.is_finite() and a.rel_accuracy_bits() > 30 for a in arguments)
            if certain and name in _PARTIAL and not _leaves(name, arguments):
                raise Undefined(f"{_call(name, arguments)} is undefined")
            raise Undecided(f"Arb gives no value of {name}")
        return value

    def relation(self, name: str, left: arb, right: arb) -> bool:
        # Of two balls that overlap neither a relation nor its opposite is certain.
        holds = RELATIONS[name](left, right)
        if not holds and not RELATIONS[OPPOSITES[name]](left, right):
            raise Undecided(f"{_short(left)} {name} {_short(right)}")
        return bool(holds)

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


def _leaves(name: str, arguments: Sequence[arb]) -> bool:
    """Whether a ball is partly in a function's domain, as one about 1 in that of arccos is."""
    first, *others = arguments
    ends = () if others else (first.lower(), first.upper())
    return any(not OPERATIONS[name](end).is_nan() for end in ends)


def _call(name: str, arguments: Sequence[arb]) -> str:
    shown = list(map(_short, arguments))
    return f"{name}({shown[0]})" if len(shown) == 1 else f" {name} ".join(shown)


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


#: All operators on balls.
OPERATIONS: dict[str, Callable[..., arb]] = {
    **{name: getattr(arb, record.arb or name) for name, record in ELEMENTARY.items()},
    **ARITHMETIC,
    "/": _divide,
    "^": _power,
    "max": lambda *values: reduce(arb.max, values),
    "min": lambda *values: reduce(arb.min, values),
}


def ball(expression: Expression, values: Mapping[str, Any], bits: int = 100) -> arb:
    """The value of an expanded expression, to `bits` relative bits unless it is next to zero.

    `values` are exact (`Fraction`, `float`) or lists of such. Raises Undefined, Contradiction or,
    where Arb cannot decide a comparison or represent an intermediate value, Undecided.
    """
    for precision in (bits + 60, 2 * bits + 300, 12 * bits + 2400):
        with ctx.workprec(precision):
            balls = {name: lifted(value) for name, value in values.items()}
            try:
                value = run(expression, BallAlgebra(), balls)
            except Undecided:
                continue
            if value.rel_accuracy_bits() >= bits or value.rad() < _NOTHING:
                return value
    raise Undecided("Arb gives no value that is known well enough")


def lifted(value: Any) -> Any:
    """A value of a symbol in balls: a number, or a vector; the `int` of an index stays one."""
    if isinstance(value, list):
        return [lifted(item) for item in value]
    return value if isinstance(value, int) else exact(value)
