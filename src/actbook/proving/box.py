"""All values of an expression over a box of its symbols: SymPy expressions compiled to steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial, reduce
from typing import Any

import sympy
from flint import arb

from actbook.formula.functions import ELEMENTARY
from actbook.formula.symbolic import FUNCTIONS
from actbook.proving.enclosure import elementary
from actbook.proving.interval import (
    UNDEFINED,
    Interval,
    add,
    ball,
    maximum,
    minimum,
    multiply,
    power,
    rational,
    reciprocal,
)

Program = Callable[[Mapping[sympy.Symbol, Interval]], Interval]


def raised(base: Interval, exponent: Interval) -> Interval:
    """`base ^ exponent`; a base that is not positive needs a whole exponent."""
    if exponent.lower == exponent.upper:
        number = exponent.lower.unique_fmpz()
        if number is not None:
            return power(base, int(number))
    result = elementary("exp", multiply(exponent, elementary("log", base)))
    return result if base.sign == 1 else UNDEFINED


_NAMES = {FUNCTIONS[name]: name for name, record in ELEMENTARY.items() if record.shape}
_MANY = {sympy.Add: add, sympy.Mul: multiply, sympy.Max: maximum, sympy.Min: minimum}


def compiled(expression: sympy.Expr) -> Program:
    """A program that encloses a SymPy expression over a box of its symbols.

    Each different part is computed once. ValueError for a part that has no enclosure.
    """
    steps: list[tuple[Callable[..., Interval], tuple[int, ...]]] = []
    symbols: list[sympy.Symbol] = sorted(expression.free_symbols, key=str)
    places: dict[Any, int] = {symbol: place for place, symbol in enumerate(symbols)}

    def place(node: Any) -> int:
        if node not in places:
            function, parts = _step(node)
            steps.append((function, tuple([place(part) for part in parts])))
            places[node] = len(symbols) + len(steps) - 1
        return places[node]

    result = place(expression)

    def run(box: Mapping[sympy.Symbol, Interval]) -> Interval:
        values = [box[symbol] for symbol in symbols]
        for function, parts in steps:
            values.append(function(*[values[part] for part in parts]))
        return values[result]

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
