"""Zeros of a smooth expression without parameters, by bisection: nothing is left out.

A box where the Taylor series excludes 0 has no zero; one where that of the derivative excludes 0
has at most one, which the signs at its ends tell; one around a point where so many derivatives are
0 and the next is not has that zero alone. What remains is cut. The tails come first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, partial

import sympy
from flint import arb, ctx

from actbook.formula.balls import exact, fraction
from actbook.proving.limits import ending
from actbook.proving.region import Parts, Undecided, known, until_decided
from actbook.proving.root import NUMBER_BITS, Root, Zero, ball, number
from actbook.proving.sign import Line
from actbook.proving.table import Boxes, SignChart
from actbook.proving.taylor import ORDER, Smooth, sign

#: The most boxes that are tried, and how often the distance to an end is divided by four.
BOXES, STEPS = 4000, 24
#: Boxes that are smaller are looked at for a point where the derivative is 0 as well.
SMALL = arb(2) ** -8


@dataclass(frozen=True)
class Box:
    """A closed box [lower, upper] with a constant sign or, where that is None, one zero between two
    signs: a crossing, or `at` a known point."""

    lower: arb
    upper: arb
    sign: int | None
    at: sympy.Expr | None = None
    after: int = 0


def isolated(smooth: Smooth, line: Line) -> SignChart:
    """The zeros and the signs of an expression along the span."""
    lower, first, left = _end(smooth, line, -1)
    upper, last, right = _end(smooth, line, 1)
    if not lower < upper:
        lower = upper = (lower + upper) / 2
    zeros: list[sympy.Expr] = []
    found = [first]
    boxes = list(_boxes(smooth, line, lower, upper))
    for box in boxes:
        if box.sign is not None:
            if box.sign != found[-1]:
                raise Undecided("the signs of {}", smooth.derived)
        elif box.at is not None:
            zeros.append(box.at)
            found.append(box.after)
        else:
            zeros.append(refined(smooth, *map(fraction, (box.lower, box.upper))))
            found.append(-found[-1])
    if found[-1] != last:
        raise Undecided("the signs of {}", smooth.derived)
    edges = " ".join(map(_decimal, (lower, *(box.upper for box in boxes))))
    marks = "".join("-0+"[(box.sign or 0) + 1] for box in boxes)
    seen = Boxes(smooth.expression, smooth.x, smooth.order, left, right, edges, marks)
    return SignChart(tuple(zeros), tuple(found), (seen,))


def _decimal(point: arb) -> str:
    """A point in all its decimals."""
    exactly, digits = fraction(point), Context(prec=2000)
    quotient = digits.divide(Decimal(exactly.numerator), Decimal(exactly.denominator))
    return f"{quotient.normalize(digits):f}"


def _end(smooth: Smooth, line: Line, side: int) -> tuple[arb, int, str]:
    """How far inwards from an end of the span an expression keeps one sign, that sign, and why."""
    end = line.span.lower if side < 0 else line.span.upper
    if end.is_finite and (found := _by_series(smooth, line, end, side)) is not None:
        return found
    t = sympy.Dummy("t", positive=True)
    place = end - side / t if end.is_finite else side * t
    tail = ending(smooth.derived.xreplace({smooth.x: place}), t, line.region)
    if tail is None:
        raise Undecided(
            "the sign of {} near an end of {} in {}", smooth.derived, smooth.x, line.span
        )
    low, high = tail.between
    away = 1 / (side * (end - smooth.x)) if end.is_finite else side * smooth.x
    why = f"from {low:.6g} to {high:.6g} times {tail.lead.subs(t, away)}"
    if end.is_finite:
        return (ball(end) - arb(side) / tail.start).mid(), tail.sign, why
    return arb(side * tail.start), tail.sign, why


def _by_series(
    smooth: Smooth, line: Line, end: sympy.Expr, side: int
) -> tuple[arb, int, str] | None:
    """The sign next to a finite end, how far it holds, and why: by the first derivative that is not
    0 there. None where there is no series."""
    order = _order(replace(smooth, bits=NUMBER_BITS), end, line)
    if order is None:
        return None
    other = line.span.upper if side < 0 else line.span.lower
    width = abs(number(other - end).lower) if other.is_finite else arb(2)
    at = ball(end)
    for step in range(1, STEPS):
        point = (at - side * width / arb(4) ** step).mid()
        around = smooth.series(at.union(point), order + 1)
        if decided := sign(around[order]):
            why = f"the first derivative that is not 0 at {end} has order {order}"
            return point, decided * (-side) ** order, why
    return None


def _order(smooth: Smooth, point: sympy.Expr, line: Line) -> int | None:
    """How many derivatives are 0 at a point, None where there is no series or too many are."""
    derived = smooth.derived
    for order, coefficient in enumerate(smooth.series(ball(point), ORDER + 1)):
        if not coefficient.is_finite():
            return None
        if sign(coefficient):
            return order
        value = derived.subs(smooth.x, point)
        if known(partial(line.sign, value)) != 0:
            return None
        derived = sympy.diff(derived, smooth.x)
    return None


def _boxes(smooth: Smooth, line: Line, lower: arb, upper: arb) -> Iterator[Box]:
    """The boxes from `lower` to `upper`, ascending."""

    def left(box: tuple[arb, arb]) -> Undecided:
        at = f"{float(box[0]):.6g}"
        return Undecided("the signs of {} where {} is near {}", smooth.derived, smooth.x, at)

    found = until_decided((lower, upper), partial(_box, smooth, line), BOXES, left)
    return (box for _, box in found)


def _box(smooth: Smooth, line: Line, ends: tuple[arb, arb]) -> Box:
    lower, upper = ends
    known = smooth.over(lower, upper)
    if decided := known.sign():
        return Box(lower, upper, decided)
    if known.sign(1):
        first, last = sign_at(smooth, lower), sign_at(smooth, upper)
        return Box(lower, upper, first if first == last else None)
    if upper - lower < SMALL and (touching := _touching(smooth, line, lower, upper)) is not None:
        return touching
    # Off centre: zeros like to be at round numbers, where no sign could be told.
    grid = arb(2) ** (6 - math.frexp(float(upper - lower))[1])
    cut = ((lower + (upper - lower) * 61 / 128) * grid).mid().floor() / grid
    raise Parts((lower, cut), (cut, upper))


def _touching(smooth: Smooth, line: Line, lower: arb, upper: arb) -> Box | None:
    """A box with a zero at a simple fraction, where the derivative is 0 too."""
    middle = fraction((lower + upper).mid() / 2).limit_denominator(64)
    point = sympy.Rational(middle.numerator, middle.denominator)
    if not lower < exact(middle) < upper:
        return None
    order = _order(smooth, point, line)
    if not order:
        return None
    decided = sign(smooth.series(lower.union(upper), order + 1)[order])
    return None if not decided else Box(lower, upper, None, point, decided)


def sign_at(smooth: Smooth, point: arb) -> int:
    for bits in (smooth.bits, NUMBER_BITS):
        if decided := sign(replace(smooth, bits=max(bits, smooth.bits)).series(point, 1)[0]):
            return decided
    at = f"{float(point):.6g}"
    raise Undecided("the sign of {} where {} is {}", smooth.derived, smooth.x, at)


@cache
def refined(smooth: Smooth, lower: Fraction, upper: Fraction) -> sympy.Expr:
    """The one zero between two points of opposite sign: exactly where it is a simple fraction. The
    same zero is the same root, however often it is asked for."""
    zero = Zero(smooth.derived, smooth.x, lower, upper, partial(_closer, smooth))
    root = Root.of(zero)
    middle = fraction(root.enclosure().lower)
    close = middle.limit_denominator(10**6)
    simple = sympy.Rational(close.numerator, close.denominator)
    near = lower < close < upper and abs(middle - close) < Fraction(1, 2**250)
    at = smooth.derived.subs(smooth.x, simple) if near else None
    return simple if near and sympy.simplify(at).is_zero else root


def _closer(
    smooth: Smooth, ends: tuple[Fraction, Fraction], bits: int
) -> tuple[Fraction, Fraction]:
    """Two points around the zero that agree to so many bits, but for a few."""
    with ctx.workprec(bits):
        lower, upper = map(exact, ends)
        precise = replace(smooth, bits=bits)
        low = sign_at(precise, lower)
        while upper - lower > arb(2) ** (24 - bits) * (1 + abs(lower)):
            lower, upper = _tighter(precise, lower, upper, low)
        return fraction(lower), fraction(upper)


def _tighter(smooth: Smooth, lower: arb, upper: arb, low: int) -> tuple[arb, arb]:
    """A smaller bracket: around Newton's next point where that holds the zero, else half."""
    middle = ((lower + upper) / 2).mid()
    value, slope = smooth.series(middle, 2)
    if sign(slope):
        guess = (middle - value.mid() / slope.mid()).mid()
        reach = ((guess - middle) ** 2 * 8 + arb(2) ** (20 - smooth.bits)).mid()
        around = (guess - reach).mid(), (guess + reach).mid()
        if lower < around[0] and around[1] < upper:
            signs = [sign(smooth.series(end, 1)[0]) for end in around]
            if signs == [low, -low]:
                return around
    decided = sign_at(smooth, middle)
    return (middle, upper) if decided == low else (lower, middle)
