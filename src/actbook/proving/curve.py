"""A formula on the line as smooth pieces between its breakpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise

import sympy
from sympy.simplify.fu import TR8

from actbook.formula.expression import Expression, evaluate
from actbook.formula.functions import ELEMENTARY, Elementary
from actbook.formula.stated import read_set
from actbook.formula.symbolic import SympyAlgebra
from actbook.proving.exact import sign
from actbook.proving.region import Parts, Region, Span, Undecided, until_decided
from actbook.proving.sets import order
from actbook.proving.sign import Line, vanishes
from actbook.proving.zeros import signs

#: More spans than any activation function is cut into: a formula that asks for more is not
#: understood.
PIECES = 80


class Undefined(Exception):
    """A formula that has no value on a span or at a point."""


class SmoothAlgebra:
    """Exact values where each condition is decided: `cases` and `abs` become what they choose."""

    def __init__(self, sign_of: Callable[[sympy.Expr], int]) -> None:
        self._sign = sign_of
        self._smooth = SympyAlgebra()

    def number(self, value: Fraction) -> sympy.Expr:
        return self._smooth.number(value)

    def constant(self, name: str) -> sympy.Expr:
        return self._smooth.constant(name)

    def apply(self, operator: str, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        first = arguments[0]
        match operator:
            case "abs":
                return first * self._sign(first)
            case "sign":
                return sympy.Integer(self._sign(first))
            case "max":
                return reduce(lambda a, b: a if self._sign(a - b) >= 0 else b, arguments)
            case "min":
                return reduce(lambda a, b: a if self._sign(a - b) <= 0 else b, arguments)
            case "/":
                if self._sign(arguments[1]) == 0:
                    raise Undefined
            case "^":
                self._check_power(*arguments)
            case "floor" | "ceil" | "tan":
                raise Undecided("{} has infinitely many breakpoints", operator)
        if operator in ELEMENTARY:
            self._check_domain(ELEMENTARY[operator], first)
        value = self._smooth.apply(operator, arguments)
        # SymPy makes |x| of sqrt(x**2).
        return value.replace(sympy.Abs, lambda part: part * self._sign(part))

    def _check_domain(self, function: Elementary, argument: sympy.Expr) -> None:
        for stretch in () if function.total else function.stretches:
            (domain,) = read_set(stretch.domain, ())
            for end, closed, side in (
                (domain.lower.value, domain.lower_closed, 1),
                (domain.upper.value, domain.upper_closed, -1),
            ):
                if end.is_finite and self._sign(side * (argument - end)) < (not closed):
                    raise Undefined

    def _check_power(self, base: sympy.Expr, exponent: sympy.Expr) -> None:
        if exponent.is_Integer and exponent >= 0:
            return
        side = self._sign(base)
        if (side == 0 and not exponent.is_positive) or (side < 0 and not exponent.is_Integer):
            raise Undefined

    def relation(self, operator: str, left: sympy.Expr, right: sympy.Expr) -> bool:
        side = self._sign(left - right)
        return bool(self._smooth.relation(operator, sympy.Integer(side), sympy.Integer(0)))

    def cases(
        self, branches: Sequence[tuple[Callable[[], sympy.Expr], Sequence[bool]]]
    ) -> sympy.Expr:
        for value, conditions in branches:
            if all(conditions):
                return value()
        raise Undefined


@dataclass(frozen=True)
class Curve:
    """A function as smooth `pieces` between `breaks`, with its `values` at the breaks.

    There is one piece more than there are breaks. None stands for "not defined".
    """

    x: sympy.Symbol
    region: Region
    breaks: tuple[sympy.Expr, ...]
    pieces: tuple[sympy.Expr | None, ...]
    values: tuple[sympy.Expr | None, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The open span of each piece."""
        ends = (-sympy.oo, *self.breaks, sympy.oo)
        return tuple(Line(self.x, Span(a, b), self.region) for a, b in pairwise(ends))


def curve(definition: Expression, region: Region) -> Curve:
    """The pieces of a formula in `x` and the parameters of the region."""
    x = sympy.Symbol("x", real=True)
    spans, pieces = zip(
        *until_decided(
            Span(),
            lambda span: _on(definition, Line(x, span, region)),
            PIECES,
            lambda span: Undecided("more pieces than can be looked at"),
        ),
        strict=True,
    )
    breaks = tuple(span.upper for span in spans[:-1])
    values = tuple(value_at(definition, point, region) for point in breaks)
    return Curve(x, region, breaks, pieces, values)


def _on(definition: Expression, line: Line) -> sympy.Expr | None:
    def sign_of(value: sympy.Expr) -> int:
        if line.x not in value.free_symbols:
            return line.sign(value)
        found = signs(value, line)
        if found.zeros:
            ends = (line.span.lower, *found.zeros, line.span.upper)
            raise Parts(*(Span(a, b) for a, b in pairwise(ends)))
        return found.signs[0]

    try:
        piece = evaluate(definition, SmoothAlgebra(sign_of), {**line.region.values, "x": line.x})
    except Undefined:
        return None
    # Sums of sines and cosines have exact zeros where their products and powers have decimals.
    return TR8(piece) if piece.has(sympy.sin, sympy.cos) else piece


def value_at(definition: Expression, point: sympy.Expr, region: Region) -> sympy.Expr | None:
    """The exact value of a formula at a point, None where it has none."""
    algebra = SmoothAlgebra(lambda value: sign(value, region))
    try:
        return evaluate(definition, algebra, {**region.values, "x": point})
    except Undefined:
        return None


def without_idle_breaks(plain: Curve) -> Curve:
    """The curve without breakpoints between equal pieces that also give the value there."""
    kept = [
        i
        for i, (at, value) in enumerate(zip(plain.breaks, plain.values, strict=True))
        if not _idle(plain, i, at, value)
    ]
    return Curve(
        plain.x,
        plain.region,
        tuple(plain.breaks[i] for i in kept),
        (plain.pieces[0], *(plain.pieces[i + 1] for i in kept)),
        tuple(plain.values[i] for i in kept),
    )


def _idle(plain: Curve, i: int, at: sympy.Expr, value: sympy.Expr | None) -> bool:
    left, right = plain.pieces[i], plain.pieces[i + 1]
    if left is None or right is None or value is None:
        return False
    line = plain.lines[i]
    try:
        same = vanishes(left - right, line)
    except ValueError:  # one of them is not real beyond its own span
        return False
    there = left.subs(plain.x, at)
    gap = there.has(sympy.nan, sympy.zoo, sympy.AccumBounds)  # as of sin(x)/x at 0
    return same and not gap and order(there, value, plain.region) == 0
