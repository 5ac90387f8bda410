"""Zeros of a smooth expression without parameters, by bisection: nothing is left out.

A box where the enclosure excludes 0 has no zero; one where the derivative's enclosure excludes 0
has at most one, which the signs at its ends tell. What remains is cut. The zones at the ends of
the span, infinite tails above all, are settled first, by monotony.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial

import sympy
from flint import arb, ctx

from actbook.formula.balls import exact
from actbook.proving.box import Program, compiled
from actbook.proving.interval import Interval
from actbook.proving.region import Parts, Undecided, until_decided
from actbook.proving.root import BOX_BITS, NUMBER_BITS, Root, Zero, number, roots_box
from actbook.proving.sign import DEPTH, Line, constant_sign

#: The most boxes that are tried, and how far out, by powers of two, a zone may end.
BOXES, FARTHEST = 3000, 7


@dataclass(frozen=True)
class Box:
    """A closed box [lower, upper] with a constant sign or, where that is None, one crossing."""

    lower: arb
    upper: arb
    sign: int | None


def isolated(expression: sympy.Expr, line: Line) -> tuple[tuple[sympy.Expr, ...], tuple[int, ...]]:
    """The zeros of an expression along the span, and the signs between them."""
    lower, first = _zone(expression, line, -1)
    upper, last = _zone(expression, line, 1)
    if not lower < upper:
        lower = upper = (lower + upper) / 2
    zeros: list[sympy.Expr] = []
    found = [first]
    function = _Function.of(expression, line.x)
    for stretch in function.stretches(lower, upper):
        if stretch.sign is None:
            zeros.append(refined(expression, line.x, stretch.lower, stretch.upper))
            found.append(-found[-1])
        elif stretch.sign != found[-1]:
            raise Undecided("the signs of {}", expression)
    if found[-1] != last:
        raise Undecided("the signs of {}", expression)
    return tuple(zeros), tuple(found)


def _zone(expression: sympy.Expr, line: Line, side: int) -> tuple[arb, int]:
    """How far inwards from an end of the span an expression keeps one sign, and that sign."""
    edges = [near_end(line, side, step) for step in range(FARTHEST)]
    for depth in range(DEPTH + 1):
        for point in edges:
            edge = sympy.Rational(_fraction(point))
            ends = (line.span.lower, edge) if side < 0 else (edge, line.span.upper)
            decided = constant_sign(expression, line.over(*ends), depth)
            if decided is not None:
                return point, decided
    raise Undecided("the sign of {} near an end of {} in {}", expression, line.x, line.span)


def near_end(line: Line, side: int, step: int) -> arb:
    """A point inside the span: far out by 2^step where it is infinite, close to a finite end."""
    lower, upper = line.span.lower, line.span.upper
    start, other = (lower, upper) if side < 0 else (upper, lower)
    if start in (sympy.oo, -sympy.oo):
        anchor = number(other).upper if other.is_finite else arb(0)
        return (anchor + side * arb(2) ** step).mid()
    width = number(upper - lower).lower if other.is_finite else arb(2)
    return (number(start).lower - side * width / arb(4) ** (step + 1)).mid()


@dataclass(frozen=True)
class _Function:
    """An expression and its derivative, ready to be enclosed; `bits` are those of single points."""

    expression: sympy.Expr
    value: Program
    slope: Program
    x: sympy.Symbol
    roots: dict[sympy.Symbol, Interval]
    bits: int

    @classmethod
    def of(cls, expression: sympy.Expr, x: sympy.Symbol, bits: int = NUMBER_BITS) -> _Function:
        slope = sympy.diff(expression, x)
        roots = roots_box(expression, bits)
        return cls(expression, compiled(expression), compiled(slope), x, roots, bits)

    def at(self, point: arb) -> tuple[sympy.Expr, sympy.Symbol, str]:
        """What is said of a point at which something stays open."""
        return self.expression, self.x, f"{float(point):.6g}"

    def sign(self, program: Program, lower: arb, upper: arb, bits: int = BOX_BITS) -> int | None:
        with ctx.workprec(bits):
            return program({**self.roots, self.x: Interval(lower, upper)}).sign

    def sign_at(self, point: arb) -> int:
        decided = self.sign(self.value, point, point, self.bits)
        if not decided:
            raise Undecided("the sign of {} where {} is {}", *self.at(point))
        return decided

    def stretches(self, lower: arb, upper: arb) -> Iterator[Box]:
        """The boxes from `lower` to `upper`, ascending."""

        def left(box: tuple[arb, arb]) -> Undecided:
            return Undecided("the signs of {} where {} is near {}", *self.at(box[0]))

        found = until_decided((lower, upper), self._stretch, BOXES, left)
        return (stretch for _, stretch in found)

    def _stretch(self, box: tuple[arb, arb]) -> Box:
        lower, upper = box
        decided = self.sign(self.value, lower, upper)
        if decided:
            return Box(lower, upper, decided)
        if not self.sign(self.slope, lower, upper):
            # Off centre: zeros like to be at round numbers, where no sign could be told.
            cut = (lower + (upper - lower) * 61 / 128).mid()
            raise Parts((lower, cut), (cut, upper))
        first, last = self.sign_at(lower), self.sign_at(upper)
        return Box(lower, upper, first if first == last else None)


def refined(expression: sympy.Expr, x: sympy.Symbol, lower: arb, upper: arb) -> sympy.Expr:
    """The one zero between two points of opposite sign: exactly where it is a simple fraction."""
    return _refined(expression, x, _fraction(lower), _fraction(upper))


@cache
def _refined(
    expression: sympy.Expr, x: sympy.Symbol, lower: Fraction, upper: Fraction
) -> sympy.Expr:
    """The same zero is the same root, however often it is asked for."""
    root = Root.of(Zero(expression, x, lower, upper, partial(_closer, expression, x)))
    middle = _fraction(root.enclosure().lower)
    close = middle.limit_denominator(10**6)
    simple = sympy.Rational(close.numerator, close.denominator)
    near = lower < close < upper and abs(middle - close) < Fraction(1, 2**250)
    return simple if near and sympy.simplify(expression.subs(x, simple)).is_zero else root


def _fraction(value: arb) -> Fraction:
    exact = value.fmpq()
    return Fraction(int(exact.p), int(exact.q))


def _closer(
    expression: sympy.Expr, x: sympy.Symbol, ends: tuple[Fraction, Fraction], bits: int
) -> tuple[Fraction, Fraction]:
    """Two points around the zero that agree to so many bits, but for a few."""
    with ctx.workprec(bits):
        lower, upper = map(exact, ends)
        function = _Function.of(expression, x, bits)
        low = function.sign_at(lower)
        while upper - lower > arb(2) ** (24 - bits) * (1 + abs(lower)):
            lower, upper = _tighter(function, lower, upper, low)
        return _fraction(lower), _fraction(upper)


def _tighter(function: _Function, lower: arb, upper: arb, low: int) -> tuple[arb, arb]:
    """A smaller bracket: around Newton's next point where that holds the zero, else half."""
    middle = ((lower + upper) / 2).mid()
    point = {**function.roots, function.x: Interval(middle, middle)}
    value, slope = function.value(point), function.slope(point)
    if slope.sign:
        guess = (middle - value.lower / slope.lower).mid()
        reach = ((guess - middle) ** 2 * 8 + arb(2) ** (20 - function.bits)).mid()
        around = (guess - reach).mid(), (guess + reach).mid()
        if lower < around[0] and around[1] < upper:
            signs = [function.sign(function.value, end, end, function.bits) for end in around]
            if signs == [low, -low]:
                return around
    decided = function.sign(function.value, middle, middle, function.bits)
    if not decided:
        raise Undecided("the sign of {} where {} is {}", *function.at(middle))
    return (middle, upper) if decided == low else (lower, middle)
