"""What an expression is like at infinity: c x^p exp(q(x)), q a polynomial.

The scale is small, but activation functions and their derivatives live in it, and limits in it
are decided exactly: by the terms that do not cancel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from actbook.proving.exact import sign
from actbook.proving.forms import factored, factors, root_split
from actbook.proving.region import Region

_OO, _ZERO = sympy.oo, sympy.Integer(0)
#: f(u) ~ slope * u where u tends to 0.
_SLOPES: dict[Any, sympy.Expr] = {
    sympy.tanh: sympy.Integer(1),
    sympy.sinh: sympy.Integer(1),
    sympy.atan: sympy.Integer(1),
    sympy.asinh: sympy.Integer(1),
    sympy.erf: 2 / sympy.sqrt(sympy.pi),
}
#: The limits of increasing functions at -oo and oo, None where they are not defined there.
AT_INFINITY: dict[Any, tuple[Any, Any]] = {
    sympy.exp: (_ZERO, _OO),
    sympy.log: (None, _OO),
    sympy.sinh: (-_OO, _OO),
    sympy.tanh: (sympy.Integer(-1), sympy.Integer(1)),
    sympy.atan: (-sympy.pi / 2, sympy.pi / 2),
    sympy.asinh: (-_OO, _OO),
    sympy.acosh: (None, _OO),
    sympy.erf: (sympy.Integer(-1), sympy.Integer(1)),
    sympy.LambertW: (None, _OO),
}
#: What is written by functions that vanish at infinity.
_REWRITTEN = (sympy.erf, sympy.tanh, sympy.log)


class Indeterminate(Exception):
    """A form whose limit its parts do not tell."""


@dataclass(frozen=True)
class Leading:
    """coefficient * x^power * exp(rate), where x tends to +oo; the rate is a polynomial in x."""

    coefficient: sympy.Expr
    power: sympy.Expr = _ZERO
    rate: sympy.Expr = _ZERO

    def times(self, other: Leading) -> Leading:
        return Leading(
            self.coefficient * other.coefficient,
            self.power + other.power,
            sympy.expand(self.rate + other.rate),
        )

    def raised(self, n: sympy.Expr) -> Leading:
        return Leading(self.coefficient**n, self.power * n, sympy.expand(self.rate * n))


@dataclass(frozen=True)
class Infinity:
    """`x` on its way to +oo, over a region of the parameters."""

    x: sympy.Symbol
    region: Region

    def limit(self, leading: Leading) -> sympy.Expr:
        growth = self.growth(leading)
        if growth == 0:
            return leading.coefficient
        return sign(leading.coefficient, self.region) * _OO if growth > 0 else _ZERO

    def growth(self, leading: Leading) -> int:
        """1 for what grows without bound, -1 for what vanishes, 0 for what stays."""
        if leading.rate != 0:
            return sign(sympy.Poly(leading.rate, self.x).LC(), self.region)
        return sign(leading.power, self.region)

    def leading(self, node: Any) -> Leading | None:
        """The leading term of an expression; None for 0."""
        if node == self.x:
            return Leading(sympy.Integer(1), sympy.Integer(1))
        if self.x not in node.free_symbols:
            return Leading(node) if sign(node, self.region) else None
        if node.is_Add:
            return self._sum([self.leading(part) for part in node.args])
        if node.is_Mul:
            return self._product([self.leading(part) for part in node.args])
        if node.is_Pow and node.exp.is_Rational:
            return self._of(node.base).raised(node.exp)
        if len(node.args) != 1:
            raise Indeterminate
        return self._function(node.func, node.args[0])

    def _of(self, node: Any) -> Leading:
        leading = self.leading(node)
        if leading is None:
            raise Indeterminate
        return leading

    def _product(self, parts: Sequence[Leading | None]) -> Leading | None:
        total = Leading(sympy.Integer(1))
        for part in parts:
            if part is None:
                return None
            total = total.times(part)
        return total

    def _sum(self, parts: Sequence[Leading | None]) -> Leading | None:
        terms = [part for part in parts if part is not None]
        if not terms:
            return None
        best = terms[0]
        for term in terms[1:]:
            if self._order(term, best) > 0:
                best = term
        total = sympy.Add(*(t.coefficient for t in terms if self._order(t, best) == 0))
        if sign(total, self.region) == 0:
            raise Indeterminate
        return Leading(total, best.power, best.rate)

    def _order(self, a: Leading, b: Leading) -> int:
        return self.growth(a.times(b.raised(sympy.Integer(-1))))

    def _function(self, function: Any, argument: Any) -> Leading:
        if function == sympy.exp:
            return self._exponential(argument)
        if function == sympy.log:
            return self._logarithm(argument)
        inner = self._of(argument)
        growth = self.growth(inner)
        if growth == 0:
            return Leading(function(inner.coefficient))
        if function == sympy.erfc:
            return self._erfc(argument, inner, growth)
        if growth < 0 and function in _SLOPES:
            return inner.times(Leading(_SLOPES[function]))
        if growth > 0 and function in AT_INFINITY:
            end = AT_INFINITY[function][sign(inner.coefficient, self.region) > 0]
            if end is not None and end.is_finite:
                return Leading(end)
        raise Indeterminate

    def _exponential(self, argument: Any) -> Leading:
        polynomial = sympy.expand(argument).as_poly(self.x)
        if polynomial is not None:
            constant = polynomial.eval(0)
            return Leading(sympy.exp(constant), rate=polynomial.as_expr() - constant)
        inner = self._of(argument)
        growth = self.growth(inner)
        if growth > 0:
            raise Indeterminate
        return Leading(sympy.exp(inner.coefficient if growth == 0 else 0))

    def _logarithm(self, argument: Any) -> Leading:
        inner = self._of(argument)
        if self.growth(inner) == 0:
            if sign(inner.coefficient - 1, self.region) != 0:
                return Leading(sympy.log(inner.coefficient))
            return self._of(sympy.expand(argument - 1))
        if inner.rate == 0:
            raise Indeterminate
        polynomial = sympy.Poly(inner.rate, self.x)
        return Leading(polynomial.LC(), sympy.Integer(polynomial.degree()))

    def _erfc(self, argument: Any, inner: Leading, growth: int) -> Leading:
        if growth < 0:
            return Leading(sympy.Integer(1))
        if sign(inner.coefficient, self.region) < 0:
            return Leading(sympy.Integer(2))
        polynomial = sympy.expand(argument).as_poly(self.x)
        if polynomial is None:
            raise Indeterminate
        square = self._exponential(-(argument**2))
        return square.times(inner.raised(sympy.Integer(-1))).times(
            Leading(1 / sympy.sqrt(sympy.pi))
        )

    def rewritten(self, expression: sympy.Expr) -> sympy.Expr:
        """tanh, erf and log by functions that vanish, so that 1 - tanh(x) is not 1 - 1."""

        def tail(node: Any) -> Any:
            inner = self.leading(node.args[0])
            if inner is None or self.growth(inner) <= 0:
                return node
            side = sign(inner.coefficient, self.region)
            if node.func == sympy.log:
                rest = sympy.expand(node.args[0] * sympy.exp(-inner.rate))
                return inner.rate + sympy.log(rest) if inner.rate != 0 else node
            if node.func == sympy.erf:
                return side * (1 - sympy.erfc(side * node.args[0]))
            return side * (1 - 2 / (sympy.exp(2 * side * node.args[0]) + 1))

        return expression.replace(lambda n: n.func in _REWRITTEN, tail)


def limit_at_infinity(expression: Any, x: sympy.Symbol, at: Any, region: Region) -> sympy.Expr:
    """The limit at +oo or -oo; `Indeterminate` beyond this scale."""
    infinity = Infinity(x, region)
    turned = expression if at == _OO else expression.subs(x, -x)
    plain = infinity.rewritten(turned)
    for form in (plain, factored(plain), sympy.expand(plain), _conjugated(plain, x)):
        try:
            leading = infinity.leading(form)
        except Indeterminate:
            continue
        return _ZERO if leading is None else infinity.limit(leading)
    raise Indeterminate


def _conjugated(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr:
    """Each factor a + b sqrt(u) as (a^2 - b^2 u) / (a - b sqrt(u)), where nothing cancels."""
    total = sympy.Integer(1)
    for base, power in factors(expression):
        split = root_split(base, x)
        if split is not None and split[0] != 0:
            a, b, square = split
            base = factored(a**2 - b**2 * square) / (a - b * sympy.sqrt(square))
        total *= base**power
    return total
