"""All values of an expression over a box of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import sympy
from flint import arb

from actbook.formula import program
from actbook.formula.symbolic import interpreted
from actbook.proving.enclosure import elementary
from actbook.proving.interval import (
    UNDEFINED,
    Interval,
    add,
    ball,
    maximum,
    minimum,
    multiply,
    negate,
    power,
    rational,
    reciprocal,
)


class IntervalAlgebra:
    """Intervals of reals, at the precision of the context. ValueError for what has no enclosure."""

    def number(self, value: Fraction) -> Interval:
        return rational(value)

    def constant(self, name: str) -> Interval:
        if name in ("pi", "e"):
            return ball(arb.pi() if name == "pi" else arb.const_e())
        raise ValueError(f"{name} has no enclosure")

    def apply(self, operator: str, arguments: Sequence[Interval]) -> Interval:
        if operator in _OPERATIONS:
            return _OPERATIONS[operator](*arguments)
        return elementary(operator, arguments[0])

    def relation(self, operator: str, left: Interval, right: Interval) -> Any:
        raise ValueError("a condition has no enclosure")

    def cases(self, branches: Sequence[tuple[Callable[[], Interval], Sequence[Any]]]) -> Interval:
        raise ValueError("cases have no enclosure")


def _divided(a: Interval, b: Interval) -> Interval:
    one = a.lower == 1 and a.upper == 1
    return reciprocal(b) if one else multiply(a, reciprocal(b))


def _raised(base: Interval, exponent: Interval) -> Interval:
    """`base ^ exponent`; a base that is not positive needs a whole exponent, or half of one."""
    if exponent.lower == exponent.upper:
        if (number := exponent.lower.unique_fmpz()) is not None:
            return power(base, int(number))
        if (number := (2 * exponent.lower).unique_fmpz()) is not None:
            return power(elementary("sqrt", base), int(number))
    result = elementary("exp", multiply(exponent, elementary("log", base)))
    return result if base.sign == 1 else UNDEFINED


_OPERATIONS: dict[str, Callable[..., Interval]] = {
    **{"+": add, "*": multiply, "/": _divided, "^": _raised, "neg": negate},
    **{"-": lambda a, b: add(a, negate(b))},
    **{"max": lambda *parts: reduce(maximum, parts), "min": lambda *parts: reduce(minimum, parts)},
}


@lru_cache(maxsize=512)
def traced(expression: sympy.Expr) -> tuple[list[sympy.Symbol], program.Program]:
    """The program of a SymPy expression, with the symbols that its inputs are the values of."""
    symbols: list[sympy.Symbol] = sorted(expression.free_symbols, key=str)
    tracer = program.Tracer(len(symbols))
    places = dict(zip(symbols, tracer.inputs, strict=True))
    steps = tracer.program(lambda: interpreted(expression, tracer, places.__getitem__))
    return symbols, steps


def enclosed(expression: sympy.Expr, box: Mapping[sympy.Symbol, Interval]) -> Interval:
    """An enclosure of a SymPy expression over a box of its symbols. ValueError for a part that has
    none."""
    symbols, steps = traced(expression)
    found: Interval = steps.run(IntervalAlgebra(), [box[symbol] for symbol in symbols])
    return found
