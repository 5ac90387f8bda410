"""The signs of a smooth expression along a span of the line, with its zeros between them.

The factors of an expression are looked at one by one. What has zeros is cut at them: exactly for
polynomials of low degree, between the extrema where the derivative is simple, else by bisection.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache, cmp_to_key

import sympy

from actbook.proving.equal import FAILURES
from actbook.proving.forms import factors, large
from actbook.proving.isolate import isolated
from actbook.proving.region import Region, Span, Undecided
from actbook.proving.sign import Line, box_sign, monotone_sign, vanishes
from actbook.proving.table import SignChart
from actbook.proving.taylor import Smooth

#: Sums of more terms go straight to bisection: their derivatives would only grow.
LARGE = 3
#: How often the zeros may be asked of the derivative instead.
DEPTH = 3


def signs(expression: sympy.Expr, line: Line, depth: int = DEPTH, order: int = 0) -> SignChart:
    """The zeros and the signs of a derivative of a smooth expression along the span."""
    symbols = expression.free_symbols | line.span.lower.free_symbols | line.span.upper.free_symbols
    if symbols.isdisjoint(line.region.spans) and not line.region.alike:
        return _signs_without_parameters(expression, line.x, line.span, depth, order)
    return _signs(sympy.diff(expression, line.x, order), line, depth)


@cache
def _signs_without_parameters(
    expression: sympy.Expr, x: sympy.Symbol, span: Span, depth: int, order: int
) -> SignChart:
    """The same for every region, and found once."""
    line = Line(x, span, Region({}, {}))
    smooth = Smooth(expression, x, order)
    if (parity := smooth.parity) and span.lower == -span.upper:
        half = replace(span, lower=sympy.Integer(0))
        right = _signs_without_parameters(expression, x, half, depth, order)
        crossed = parity < 0 or line.sign(smooth.derived.subs(x, 0)) == 0
        return _mirrored(right, parity, crossed)
    try:
        return _signs(smooth.derived, line, depth)
    except (Undecided, *FAILURES):
        return isolated(smooth, line)


def _mirrored(right: SignChart, parity: int, at_zero: bool) -> SignChart:
    """The chart of an even or odd function, by that on the right of 0, where it may be 0 itself."""
    if 0 in right.signs:
        return right
    zeros = tuple(-zero for zero in reversed(right.zeros))
    signs = tuple(parity * sign for sign in reversed(right.signs))
    if at_zero:
        return SignChart(
            (*zeros, sympy.Integer(0), *right.zeros), (*signs, *right.signs), right.boxes
        )
    return SignChart((*zeros, *right.zeros), (*signs, *right.signs[1:]), right.boxes)


def _signs(expression: sympy.Expr, line: Line, depth: int) -> SignChart:
    decided = box_sign(expression, line)
    if decided is not None:
        return SignChart((), (decided,))
    if vanishes(expression, line):
        return SignChart((), (0,))
    if large(expression):
        raise Undecided("the sign of {} where {} is in {}", expression, line.x, line.span)
    total = SignChart((), (1,))
    for base, power in factors(expression):
        part = _signs_of_factor(base, line, depth)
        if power % 2 == 0:
            part = replace(part, signs=tuple(map(abs, part.signs)))
        total = _product(total, part, line)
    return total


def _signs_of_factor(factor: sympy.Expr, line: Line, depth: int) -> SignChart:
    if line.x not in factor.free_symbols:
        return SignChart((), (line.sign(factor),))
    decided = box_sign(factor, line)
    if decided is not None:
        return SignChart((), (decided,))
    polynomial = factor.as_poly(line.x)
    if polynomial is not None and polynomial.degree() <= 2:
        return _of_polynomial(polynomial, line)
    with suppress(Undecided):
        if factor.free_symbols.isdisjoint(line.region.spans):
            return isolated(Smooth(factor, line.x), line)
    with suppress(Undecided):
        if depth and len(sympy.Add.make_args(factor)) <= LARGE:
            return _by_derivative(factor, line, depth)
    raise Undecided("the sign of {} where {} is in {}", factor, line.x, line.span)


def _of_polynomial(polynomial: sympy.Poly, line: Line) -> SignChart:
    """Exact zeros of a polynomial of degree 1 or 2."""
    leading = line.sign(polynomial.LC())
    if leading == 0:
        raise Undecided("the degree of {}", polynomial.as_expr())
    zeros, double = _roots(polynomial, leading, line)
    inner = tuple(zero for zero in zeros if line.inside(zero))
    if double:
        return SignChart(inner, (leading,) * (len(inner) + 1))
    right = sum(line.sign(zero - line.span.lower) > 0 for zero in zeros)
    return SignChart(inner, tuple(leading * (-1) ** (right - i) for i in range(len(inner) + 1)))


def _roots(polynomial: sympy.Poly, leading: int, line: Line) -> tuple[tuple[sympy.Expr, ...], bool]:
    """The real zeros, ascending, and whether there is at most one that is not crossed."""
    if polynomial.degree() == 1:
        a, b = polynomial.all_coeffs()
        return (-b / a,), False
    a, b, c = polynomial.all_coeffs()
    discriminant = sympy.factor(b**2 - 4 * a * c)
    side = line.sign(discriminant)
    if side <= 0:
        return ((-b / (2 * a),) if side == 0 else ()), True
    half = leading * sympy.sqrt(discriminant) / (2 * a)
    return (-b / (2 * a) - half, -b / (2 * a) + half), False


def _by_derivative(factor: sympy.Expr, line: Line, depth: int) -> SignChart:
    """The zeros between the extrema: at most one in each monotone stretch."""
    slope = signs(sympy.diff(factor, line.x), line, depth - 1)
    ends = (line.span.lower, *slope.zeros, line.span.upper)
    zeros: list[sympy.Expr] = []
    found: list[int] = []
    for lower, upper, direction in zip(ends, ends[1:], slope.signs, strict=False):
        stretch = line.over(lower, upper)
        if lower in slope.zeros:
            if line.sign(factor.subs(line.x, lower)) == 0:
                zeros.append(lower)
            else:
                found.pop()  # not zero at the extremum: its sign goes on
        whole = monotone_sign(direction, *stretch.ends(factor), stretch)
        if whole is None:
            zeros.append(_crossing(factor, stretch))
            found += [-direction, direction]
        else:
            found.append(whole)
    return SignChart(tuple(zeros), tuple(found), slope.boxes)


def _crossing(expression: sympy.Expr, line: Line) -> sympy.Expr:
    """The one zero, with parameters, of what runs monotonically through 0 along the span."""
    for zero in _solved(expression, line.x):
        if sympy.simplify(expression.subs(line.x, zero)).is_zero and line.inside(zero):
            return zero
    raise Undecided("where {} is 0", expression)


def _solved(expression: sympy.Expr, x: sympy.Symbol) -> list[sympy.Expr]:
    """Where an expression is 0. Of exp(q x/p) SymPy makes a polynomial of degree q: x is scaled."""
    scales = {term.exp.coeff(x) for term in expression.atoms(sympy.exp)} - {0}
    scale = scales.pop() if len(scales) == 1 else sympy.Integer(1)
    if not scale.is_Rational:
        return list(sympy.solve(expression, x))
    return [zero / scale for zero in sympy.solve(expression.subs(x, x / scale), x)]


def _product(a: SignChart, b: SignChart, line: Line) -> SignChart:
    """The signs of a product, by those of its factors."""

    def compared(p: sympy.Expr, q: sympy.Expr) -> int:
        return line.sign(p - q)

    ordered = sorted((*a.zeros, *b.zeros), key=cmp_to_key(compared))
    zeros = [z for i, z in enumerate(ordered) if i == 0 or compared(z, ordered[i - 1])]
    signs = [a.signs[0] * b.signs[0]]
    signs += [_after(a, zero, line) * _after(b, zero, line) for zero in zeros]
    return SignChart(tuple(zeros), tuple(signs), (*a.boxes, *b.boxes))


def _after(part: SignChart, place: sympy.Expr, line: Line) -> int:
    """The sign just above a place."""
    return part.signs[sum(line.sign(place - zero) >= 0 for zero in part.zeros)]
