"""Expressions as quotients of polynomials in their kernels, and their factors.

A kernel is what no polynomial is made of: x, a parameter, exp(x), tanh(u), sqrt(2). SymPy factors
such a quotient in milliseconds, and a factor's sign is easier to tell than that of a sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any

import sympy
from sympy.polys.rings import PolyElement, ring

#: Larger expressions, and roots of a higher degree, are left as they are: they would take minutes.
OPERATIONS, TERMS, ROOTS = 1500, 2000, 64
_INEXACT = (ValueError, sympy.CoercionFailed)
#: A fraction with more is told in decimals.
_DIGITS = 20


@cache
def large(expression: Any) -> bool:
    """Whether an expression is too long, or would be if it were multiplied out."""
    return bool(_terms(expression) > TERMS or expression.count_ops() > OPERATIONS)


def brief(expression: Any, longest: int = 60) -> str:
    """An expression for readers: of a long one they are told what it is, and how long. SymPy would
    take minutes to print a very long one."""
    if not large(expression) and len(text := written(expression)) <= longest:
        return text
    heads = sorted({type(part).__name__ for part in expression.atoms(sympy.Function)})
    size = len(expression.args)
    what = (
        f"a sum of {size} terms"
        if expression.is_Add
        else f"a product of {size} factors"
        if expression.is_Mul
        else f"an expression of {expression.count_ops()} operations"
    )
    return f"{what} with {', '.join(heads)}" if heads else what


def written(expression: Any) -> str:
    """An expression as a page writes it: fractions of many digits in decimals."""
    long = [one for one in expression.atoms(sympy.Rational) if len(str(one)) > _DIGITS]
    expression = expression.xreplace({one: sympy.Float(one, 17) for one in long})
    return str(expression).replace("LambertW(", "W(")


@cache
def _terms(node: Any) -> int:
    """The most terms that a part of an expression can have when it is multiplied out."""
    parts = list(map(_terms, node.args))
    if node.is_Add:
        return sum(parts)
    if node.is_Mul:
        return math.prod(parts)
    if node.is_Pow and node.exp.is_Integer and node.exp > 1:
        return math.comb(parts[0] + int(node.exp) - 1, int(node.exp))
    return max(parts, default=1)


@dataclass
class Kernels:
    """The kernels of an expression, and for roots what their power is."""

    symbols: dict[sympy.Expr, sympy.Symbol] = field(default_factory=dict)
    exponents: dict[sympy.Expr, list[sympy.Rational]] = field(default_factory=dict)

    def symbol(self, kernel: sympy.Expr) -> sympy.Symbol:
        return self.symbols.setdefault(kernel, sympy.Dummy(f"k{len(self.symbols)}"))

    def gather(self, expression: sympy.Expr) -> None:
        """Note the exponents of every exp, so that exp(x) and exp(-2x) share a kernel."""
        for exponent in _exponents(expression):
            for coefficient, term in _terms_of(exponent):
                self.exponents.setdefault(term, []).append(coefficient)

    def opened(self, node: Any) -> sympy.Expr:
        """The node with kernels replaced by symbols."""
        if node.is_Rational:
            return node
        if node.is_Add or node.is_Mul:
            return node.func(*map(self.opened, node.args))
        if node.is_Pow and node.exp.is_Integer:
            return self.opened(node.base) ** node.exp
        if node.is_Pow and node.exp.is_Rational and node.exp.q <= ROOTS:
            return self.symbol(node.base ** sympy.Rational(1, node.exp.q)) ** node.exp.p
        if isinstance(node, sympy.exp):
            return sympy.Mul(*(self._exponential(*term) for term in _terms_of(node.exp)))
        return self.symbol(node)

    def _exponential(self, coefficient: sympy.Rational, term: sympy.Expr) -> sympy.Expr:
        unit = reduce(sympy.gcd, self.exponents[term])
        return self.symbol(sympy.exp(unit * term)) ** (coefficient / unit)

    def relations(self) -> list[tuple[sympy.Symbol, int, sympy.Expr]]:
        """For each root: its symbol, the power that is free of it, and that power."""
        roots = [(k, s) for k, s in self.symbols.items() if _is_root(k)]
        return [(s, int(k.exp.q), self.opened(k.base)) for k, s in roots]


def _exponents(node: Any) -> Iterator[sympy.Expr]:
    """The exponents of all exp that stand in sums, products and powers."""
    if isinstance(node, sympy.exp):
        yield node.exp
    elif node.is_Add or node.is_Mul or (node.is_Pow and node.exp.is_Rational):
        for part in node.args:
            yield from _exponents(part)


@cache
def _terms_of(exponent: sympy.Expr) -> list[tuple[sympy.Rational, sympy.Expr]]:
    """An exponent as rational multiples of the terms that have kernels."""
    terms = sympy.Add.make_args(sympy.expand(exponent))
    return [term.as_coeff_Mul(rational=True) for term in terms]


@dataclass(frozen=True)
class Quotient:
    """An expression as numerator and denominator: polynomials in the symbols of its kernels."""

    parts: tuple[sympy.Expr, sympy.Expr]
    polynomials: Any
    relations: list[tuple[sympy.Symbol, int, sympy.Expr]]
    closing: dict[sympy.Symbol, sympy.Expr]

    @classmethod
    def of(cls, expression: sympy.Expr) -> Quotient | None:
        """None for an expression without kernels."""
        kernels = Kernels()
        prepared = _prepared(expression)
        kernels.gather(prepared)
        opened = kernels.opened(prepared)
        relations = kernels.relations()
        if not kernels.symbols:
            return None
        names = [*(s for s, _, _ in relations), *kernels.symbols.values()]
        polynomials, *_ = ring(list(dict.fromkeys(names)), sympy.QQ)
        closing = {symbol: kernel for kernel, symbol in kernels.symbols.items()}
        return cls(sympy.fraction(sympy.together(opened)), polynomials, relations, closing)

    def polynomial(self, part: sympy.Expr) -> PolyElement:
        """A part with the powers of roots reduced."""
        whole: PolyElement = self.polynomials.from_expr(sympy.expand(part))
        for symbol, power, value in self.relations:
            if value.is_polynomial():
                try:
                    root = self.polynomials.from_expr(sympy.expand(symbol**power - value))
                    whole = whole.rem([root])
                except (*_INEXACT, sympy.polys.polyerrors.ExactQuotientFailed):
                    continue
        return whole


def cancels(expression: sympy.Expr) -> bool:
    """Whether all terms of an expression's numerator cancel, so that it is 0."""
    quotient = None if large(expression) else Quotient.of(expression)
    return quotient is not None and not quotient.polynomial(quotient.parts[0])


@cache
def factors(expression: sympy.Expr) -> tuple[tuple[sympy.Expr, int], ...]:
    """The factors of an expression with their powers; the number in front comes first."""
    quotient = None if large(expression) else Quotient.of(expression)
    if quotient is None:
        return ((expression, 1),)
    found: dict[sympy.Expr, int] = {}
    for part, power in zip(quotient.parts, (1, -1), strict=True):
        whole = quotient.polynomial(part)
        content, listed = whole.factor_list() if whole else (0, [])
        content = sympy.sympify(content)
        found[content] = found.get(content, 0) + power
        for factor, multiplicity in listed:
            base = factor.as_expr().xreplace(quotient.closing)
            found[base] = found.get(base, 0) + power * multiplicity
    for root in filter(_is_root, list(found)):
        _absorb(root, found)
    return tuple((base, power) for base, power in found.items() if power and base != 1)


def _is_root(kernel: sympy.Expr) -> bool:
    """Whether a kernel is a root whose power is written without it."""
    return bool(kernel.is_Pow and kernel.exp.is_Rational and kernel.exp.q <= ROOTS)


def _absorb(root: sympy.Expr, found: dict[sympy.Expr, int]) -> None:
    """Count u or -u as powers of a root of u, so that sqrt(u) / u is 1 / sqrt(u)."""
    for side in (1, -1):
        power = found.pop(sympy.expand(side * root.base), 0)
        found[root] += int(root.exp.q) * power
        if side < 0 and power % 2:
            found[sympy.Integer(-1)] = found.get(sympy.Integer(-1), 0) + 1


def _prepared(expression: sympy.Expr) -> sympy.Expr:
    """Hyperbolic functions that are quotients of other kernels written so."""
    if expression.has(sympy.sinh, sympy.cosh):
        expression = expression.rewrite([sympy.sinh, sympy.cosh], sympy.exp)
    return expression.replace(
        lambda node: isinstance(node, sympy.tanh) and isinstance(node.args[0], sympy.log),
        lambda node: (node.args[0].args[0] ** 2 - 1) / (node.args[0].args[0] ** 2 + 1),
    )


def factored(expression: sympy.Expr) -> sympy.Expr:
    """The product of the factors."""
    return sympy.Mul(*(base**power for base, power in factors(expression)))
