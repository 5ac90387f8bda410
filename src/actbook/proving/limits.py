"""One-sided limits of smooth expressions, by the limits of their parts.

A part's limit is a number, +oo or -oo, with the side it comes from. A form such as 0 * oo is
decided by leading terms at infinity (`asymptotics.py`) and by derivatives elsewhere. SymPy's own
limits are not used: they are slow, and some of them are wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from actbook.proving.asymptotics import AT_INFINITY, Indeterminate, limit_at_infinity
from actbook.proving.exact import sign
from actbook.proving.forms import factored, large
from actbook.proving.region import Region, Undecided

_OO = sympy.oo
#: How often l'Hôpital's rule may be used for one limit.
TURNS = 4


@dataclass(frozen=True)
class Germ:
    """A limit and its side: 1 from above, -1 from below, 0 for a constant, None unknown."""

    value: sympy.Expr
    side: int | None

    @property
    def infinite(self) -> bool:
        return self.value in (_OO, -_OO)


def limit(
    expression: sympy.Expr, x: sympy.Symbol, at: Any, side: int, region: Region, turns: int = TURNS
) -> sympy.Expr:
    """The limit as x tends to `at` from above (`side` 1) or below (-1), exactly, maybe infinite.

    `turns` is how often numerator and denominator may still be replaced by their derivatives.
    """
    if x not in expression.free_symbols:
        return expression
    start = Germ(at, -1 if at == _OO else 1 if at == -_OO else side)
    for form in (expression, factored(expression)):
        try:
            return germ(form, x, start, region).value
        except Indeterminate:
            continue
    try:
        if large(expression):
            raise Indeterminate
        if start.infinite:
            return limit_at_infinity(expression, x, at, region)
        return _by_derivatives(expression, x, start, region, turns)
    except Indeterminate:
        raise Undecided("the limit of {} where {} tends to {}", expression, x, at) from None


def _by_derivatives(
    expression: sympy.Expr, x: sympy.Symbol, start: Germ, region: Region, turns: int
) -> sympy.Expr:
    """The limit of 0/0 as that of the derivatives' quotient: l'Hôpital's rule."""
    above, below = sympy.fraction(factored(expression))
    if turns == 0 or x not in below.free_symbols:
        raise Indeterminate
    for part in (above, below):
        if sign(germ(part, x, start, region).value, region) != 0:
            raise Indeterminate
    quotient = sympy.diff(above, x) / sympy.diff(below, x)
    return limit(quotient, x, start.value, start.side or 1, region, turns - 1)


def germ(node: Any, x: sympy.Symbol, start: Germ, region: Region) -> Germ:
    """The limit of a part; `Indeterminate` where its own parts do not tell."""
    if node == x:
        return start
    if x not in node.free_symbols:
        return Germ(node, 0)
    if node.is_Pow and x not in node.exp.free_symbols and node.exp.is_Rational:
        return _power(germ(node.base, x, start, region), node.exp, region)
    if node.is_Pow:
        return germ(sympy.exp(node.exp * sympy.log(node.base), evaluate=False), x, start, region)
    parts = [germ(argument, x, start, region) for argument in node.args]
    if node.is_Add:
        return _sum(parts)
    if node.is_Mul:
        total = parts[0]
        for part in parts[1:]:
            total = _product(total, part, region)
        return total
    return _function(node, parts[0], region)


def _sum(parts: list[Germ]) -> Germ:
    infinite = {part.value for part in parts if part.infinite}
    if len(infinite) > 1:
        raise Indeterminate
    sides = {part.side for part in parts} - {0}
    side = sides.pop() if len(sides) == 1 else None if sides else 0
    if infinite:
        return Germ(value := infinite.pop(), -1 if value == _OO else 1)
    return Germ(sympy.Add(*(part.value for part in parts)), side)


def _sign(a: Germ, region: Region) -> int | None:
    """The sign that the part has close to the limit."""
    decided = sign(a.value, region)
    return decided if decided else a.side


def _product(a: Germ, b: Germ, region: Region) -> Germ:
    if not (a.infinite or b.infinite) and 0 in (a.side, b.side):
        constant, other = (a, b) if a.side == 0 else (b, a)
        side = None if other.side is None else other.side * sign(constant.value, region)
        return Germ(a.value * b.value, side)
    signs = _sign(a, region), _sign(b, region)
    if a.infinite or b.infinite:
        if None in signs:
            raise Indeterminate
        if any(sign(g.value, region) == 0 and g.side != 0 for g in (a, b)):
            raise Indeterminate
        product = signs[0] * signs[1]  # type: ignore[operator]
        return Germ(product * _OO, -product) if product else Germ(sympy.Integer(0), 0)
    return Germ(a.value * b.value, _side_of_product(a, b, signs, region))


def _side_of_product(
    a: Germ, b: Germ, signs: tuple[int | None, int | None], region: Region
) -> int | None:
    if None in signs or a.side is None or b.side is None:
        return None
    if sign(a.value * b.value, region) == 0:
        return signs[0] * signs[1]  # type: ignore[operator]
    moves = {a.side * signs[1], b.side * signs[0]}  # type: ignore[operator]
    return moves.pop() if len(moves) == 1 else None


def _power(base: Germ, exponent: Any, region: Region) -> Germ:
    sign_of_base = _sign(base, region)
    zero = not base.infinite and sign(base.value, region) == 0
    if sign_of_base is None and (not exponent.is_Integer or exponent < 0) and zero:
        if exponent.is_Integer and exponent % 2 == 0:
            return Germ(_OO, -1)
        raise Indeterminate
    if sign_of_base == -1 and not exponent.is_Integer:
        raise Undecided("a power of a negative number")
    odd = exponent.is_Integer and exponent % 2 == 1
    if base.infinite or zero:
        infinite = base.infinite == bool(exponent > 0)
        direction = sign_of_base if odd else 1
        if infinite:
            return Germ(direction * _OO, -direction)  # type: ignore[operator]
        return Germ(sympy.Integer(0), direction)
    if base.side is None:
        return Germ(base.value**exponent, None)
    growth = 1 if exponent > 0 else -1
    if sign_of_base == -1:
        growth = growth if odd else -growth
    return Germ(base.value**exponent, base.side * growth)


def _function(node: Any, inner: Germ, region: Region) -> Germ:
    function = node.func
    if function == sympy.erfc:
        if inner.infinite:
            return Germ(sympy.Integer(0 if inner.value == _OO else 2), inner.side and -inner.side)
        return Germ(sympy.erfc(inner.value), inner.side and -inner.side)
    if function in AT_INFINITY:
        if inner.infinite:
            value = AT_INFINITY[function][inner.value == _OO]
            if value is None:
                raise Undecided("{} has no value there", node)
            return Germ(value, inner.side)
        if function == sympy.log and sign(inner.value, region) == 0:
            return Germ(-_OO, 1)
        return Germ(function(inner.value), inner.side)
    if function == sympy.cosh and inner.infinite:
        return Germ(_OO, -1)
    if inner.infinite:
        raise Undecided("{} has no limit", node)
    if function in (sympy.cosh, sympy.sin, sympy.cos, sympy.asin, sympy.acos):
        return Germ(function(inner.value), None)
    raise Indeterminate
