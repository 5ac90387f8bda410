"""All values of a smooth expression over a box, by its Taylor series with Lagrange's remainder.

R. E. Moore, Methods and Applications of Interval Analysis, SIAM 1979, chapter 3; the series are
Arb's (`arb_series` of python-flint), so that no derivative is written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import sympy
from flint import arb, arb_series, ctx

from actbook.formula.balls import BallAlgebra, exact
from actbook.formula.expression import ARITHMETIC
from actbook.formula.functions import ELEMENTARY
from actbook.formula.program import Program
from actbook.proving.enclosure import traced
from actbook.proving.interval import Interval
from actbook.proving.root import BOX_BITS, roots_box

#: How many terms stand before the remainder.
ORDER = 6


class SeriesAlgebra:
    """Power series of so many terms, at the precision of the context; NaN for what has none."""

    def __init__(self, length: int) -> None:
        self.length = length

    def number(self, value: Fraction) -> arb_series:
        return self.constant_series(exact(value))

    def constant(self, name: str) -> arb_series:
        if name == "i":
            raise ValueError("an imaginary number has no series")
        return self.constant_series(BallAlgebra().constant(name))

    def constant_series(self, value: arb) -> arb_series:
        return arb_series([value], prec=self.length)

    def apply(self, operator: str, arguments: Sequence[arb_series]) -> arb_series:
        try:
            if operator == "^":
                return power(*arguments)
            if operator in ARITHMETIC:
                return ARITHMETIC[operator](*arguments)
            return series_of(operator)(*arguments)
        except ValueError:  # a division by what may be 0
            return arb_series([arb.nan()] * self.length, prec=self.length)

    def relation(self, operator: str, left: Any, right: Any) -> Any:
        raise ValueError("a condition has no series")

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[Any]]]) -> Any:
        raise ValueError("cases have no series")


def power(base: arb_series, exponent: arb_series) -> arb_series:
    """`base ^ exponent`; a base that is not positive needs a whole exponent."""
    if len(list(exponent)) <= 1:
        if (whole := exponent[0].unique_fmpz()) is not None:
            positive = base ** abs(int(whole))
            return positive if whole >= 0 else 1 / positive
        if (whole := (2 * exponent[0]).unique_fmpz()) is not None:
            return power(base.sqrt(), exponent * 2)
    return (exponent * base.log()).exp()


def _absolute(u: arb_series) -> arb_series:
    if not sign(u[0]):
        raise ValueError("no series where it is 0")
    return u if u[0] > 0 else -u


#: SymPy's names for what the functions that Arb has no series of are written in.
_OTHERS = SimpleNamespace(exp=lambda u: u.exp(), log=lambda u: u.log(), sqrt=lambda u: u.sqrt())
_OWN = {"abs": _absolute, "atanh": lambda u: ((1 + u) / (1 - u)).log() / 2}


def series_of(name: str) -> Callable[[arb_series], arb_series]:
    """An elementary function of a series. ValueError for what has no series."""
    record = ELEMENTARY[name]
    if name in _OWN:
        return _OWN[name]
    if hasattr(arb_series, record.arb or name):
        found: Callable[[arb_series], arb_series] = getattr(arb_series, record.arb or name)
        return found
    if record.far is None:
        raise ValueError(f"{name} has no series")
    far = record.far
    return lambda u: far(_OTHERS, u, -1 if u[0].mid() < 0 else 1)


@dataclass(frozen=True)
class Smooth:
    """The derivative of some order of an expression in `x`, which is expanded into series at a
    precision of so many bits."""

    expression: sympy.Expr
    x: sympy.Symbol
    order: int = 0
    bits: int = BOX_BITS

    @cached_property
    def derived(self) -> sympy.Expr:
        return sympy.diff(self.expression, self.x, self.order)

    @property
    def parity(self) -> int:
        """1 where it is seen to be even, -1 where it is seen to be odd, else 0."""
        mirrored = self.expression.xreplace({self.x: -self.x})
        for parity in (1, -1):
            if mirrored == parity * self.expression:
                return int(parity * (-1) ** self.order)
        return 0

    @cached_property
    def _program(self) -> tuple[Sequence[sympy.Symbol], Program]:
        return traced(self.expression)

    @cached_property
    def _roots(self) -> Mapping[sympy.Symbol, Interval]:
        return roots_box(self.expression, self.bits)

    def series(self, at: arb, length: int) -> list[arb]:
        """The coefficients of so many terms around each point of a ball."""
        symbols, program = self._program
        n = self.order
        algebra = SeriesAlgebra(length + n)
        with ctx.workprec(self.bits):
            inputs = [
                arb_series([at, 1], prec=length + n)
                if symbol == self.x
                else algebra.constant_series(self._roots[symbol].ball)
                for symbol in symbols
            ]
            found = program.run(algebra, inputs)
            return [math.perm(k + n, n) * found[k + n] for k in range(length)]

    def over(self, lower: arb, upper: arb) -> Box:
        """What is known of it over the box [lower, upper]."""
        with ctx.workprec(self.bits):
            middle = ((lower + upper) / 2).mid()
            around = lower.union(upper)
            reach = max((middle - lower).upper(), (upper - middle).upper())
            return Box(self.series(middle, ORDER), self.series(around, ORDER + 1), reach, self.bits)


@dataclass(frozen=True)
class Box:
    """The series at the middle of a box and those around all its points, with half its width."""

    middle: Sequence[arb]
    around: Sequence[arb]
    reach: arb
    bits: int

    def values(self, order: int = 0) -> arb:
        """A ball around all values of a derivative."""
        with ctx.workprec(self.bits):
            total = arb(0)
            for k in range(order, ORDER + 1):
                term = self.middle[k] if k < ORDER else self.around[k]
                total += math.perm(k, order) * term * _power(self.reach, k - order)
            return total

    def sign(self, order: int = 0) -> int | None:
        """The sign of a derivative on the whole box, None where it is not seen."""
        return sign(self.around[order]) or sign(self.values(order))


def _power(reach: arb, k: int) -> arb:
    """All values of h^k for |h| up to `reach`."""
    if k % 2:
        return arb(0, (reach**k).upper())
    half = (reach**k).upper() / 2
    return arb(half, half.upper()) if k else arb(1)


def sign(value: arb) -> int | None:
    """The sign of all numbers in a ball, None where they have none or it is not known."""
    return 1 if value > 0 else -1 if value < 0 else None
