"""Expressions over boxes: formula trees by an algebra, SymPy expressions compiled to steps."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from typing import Any

import sympy
from flint import arb

from actbook.algebra.symbolic import FUNCTIONS
from actbook.proving.enclosure import elementary
from actbook.proving.interval import (
    INFINITY,
    UNDEFINED,
    Interval,
    add,
    ball,
    hull,
    maximum,
    minimum,
    multiply,
    negate,
    power,
    rational,
    reciprocal,
)

Program = Callable[[Mapping[sympy.Symbol, Interval]], Interval]


def subtract(a: Interval, b: Interval) -> Interval:
    return add(a, negate(b))


def divide(a: Interval, b: Interval) -> Interval:
    return multiply(a, reciprocal(b))


def raised(base: Interval, exponent: Interval) -> Interval:
    """`base ^ exponent`; a negative base needs a whole exponent."""
    if exponent.lower == exponent.upper:
        number = exponent.lower.unique_fmpz()
        if number is not None:
            return power(base, int(number))
    if base.lower >= 0 and exponent.lower > 0:
        return _increasing_power(base, exponent)
    result = elementary("exp", multiply(exponent, elementary("log", base)))
    return result if base.sign == 1 else UNDEFINED


def _increasing_power(base: Interval, exponent: Interval) -> Interval:
    def at(end: arb, *exponents: arb) -> list[arb]:
        return [end if end == 0 or not end.is_finite() else end**e for e in exponents]

    bounded = [exponent.lower, exponent.upper]
    low = min(value.lower() for value in at(base.lower, *bounded))
    high = max(value.upper() for value in at(base.upper, *bounded))
    if not exponent.upper.is_finite():
        low, high = arb(0), INFINITY
    defined = base.defined and exponent.defined
    return Interval(low, high, base.lower_open, base.upper_open, defined)


_BINARY = {"+": add, "-": subtract, "*": multiply, "/": divide, "^": raised}
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


class IntervalAlgebra:
    """Formulas over boxes: relations are True, False or, where a box decides nothing, None."""

    def number(self, value: Fraction) -> Interval:
        return rational(value)

    def constant(self, name: str) -> Interval:
        if name == "oo":
            raise ValueError("infinity is no value of a formula")
        return ball(arb.pi() if name == "pi" else arb(1).exp())

    def apply(self, name: str, arguments: Sequence[Interval]) -> Interval:
        if name in _BINARY:
            return _BINARY[name](*arguments)
        if name == "neg":
            return negate(*arguments)
        if name in ("max", "min"):
            return reduce(maximum if name == "max" else minimum, arguments)
        return elementary(name, *arguments)

    def relation(self, name: str, left: Interval, right: Interval) -> bool | None:
        difference = subtract(left, right)
        if difference.sign is not None:
            return bool(_HOLDS[name](difference.sign, 0))
        if difference.lower >= 0 and name in ("<", ">="):
            return name == ">="
        if difference.upper <= 0 and name in (">", "<="):
            return name == "<="
        return None

    def cases(
        self, branches: Sequence[tuple[Callable[[], Interval], Sequence[bool | None]]]
    ) -> Interval:
        chosen: list[Interval] = []
        for value, conditions in branches:
            if False in conditions:
                continue
            chosen.append(value())
            if None not in conditions:
                return reduce(hull, chosen)
        return reduce(hull, chosen)._replace(defined=False) if chosen else UNDEFINED


_NAMES = {function: name for name, function in FUNCTIONS.items() if name != "sqrt"}
_NAMES |= {sympy.Abs: "abs", sympy.sign: "sign"}
_MANY = {sympy.Add: add, sympy.Mul: multiply, sympy.Max: maximum, sympy.Min: minimum}


def compiled(expression: sympy.Expr) -> Program:
    """A program that encloses a SymPy expression over a box of its symbols.

    Each different part is computed once. ValueError for a part that has no enclosure.
    """
    steps: list[tuple[Callable[..., Interval], tuple[int, ...]]] = []
    places: dict[Any, int] = {}
    inputs: dict[int, sympy.Symbol] = {}

    def place(node: Any) -> int:
        if node not in places:
            if node.is_Symbol:
                inputs[len(steps)] = node
                steps.append((lambda: UNDEFINED, ()))
            else:
                step = _step(node)
                arguments = tuple(place(argument) for argument in step[1])
                steps.append((step[0], arguments))
            places[node] = len(steps) - 1
        return places[node]

    place(expression)

    def run(box: Mapping[sympy.Symbol, Interval]) -> Interval:
        values: list[Interval] = []
        for number, (function, arguments) in enumerate(steps):
            symbol = inputs.get(number)
            values.append(
                function(*[values[i] for i in arguments]) if symbol is None else box[symbol]
            )
        return values[-1]

    return run


def _step(node: Any) -> tuple[Callable[..., Interval], tuple[Any, ...]]:
    """What computes a node from the enclosures of its parts."""
    if node.is_Rational:
        return partial(rational, Fraction(int(node.p), int(node.q))), ()
    if node in (sympy.pi, sympy.E):
        return (lambda: ball(arb.pi() if node is sympy.pi else arb(1).exp())), ()
    if node.is_Pow:
        return _power_step(node)
    if node.func in _MANY:
        return (lambda *parts: reduce(_MANY[node.func], parts)), node.args
    if node.func in _NAMES and len(node.args) == 1:
        return partial(elementary, _NAMES[node.func]), node.args
    raise ValueError(f"{node} has no enclosure")


def _power_step(node: Any) -> tuple[Callable[..., Interval], tuple[Any, ...]]:
    base, exponent = node.args
    if exponent.is_Integer:
        return (lambda a: power(a, int(exponent))), (base,)
    if exponent.is_Rational and exponent.q == 2:
        return (lambda a: power(elementary("sqrt", a), int(exponent.p))), (base,)
    if exponent.is_Rational and exponent < 0:
        return reciprocal, (base**-exponent,)
    return raised, (base, exponent)
