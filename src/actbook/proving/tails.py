"""The sign of x^p exp(c x)-sums on an infinite tail, by the monomial that dominates there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sympy
from flint import arb, ctx

from actbook.proving.exact import enclosure
from actbook.proving.forms import Kernels, large
from actbook.proving.interval import INFINITY, Interval, add, multiply, negate
from actbook.proving.region import Region, Span, enclosed_span
from actbook.proving.root import BOX_BITS, number


def tail_sign(expression: sympy.Expr, x: sympy.Symbol, span: Span, region: Region) -> int | None:
    """The sign of an expression on a tail that starts beyond 0, where its terms tell."""
    if span.lower != -sympy.oo and span.upper != sympy.oo:
        return None
    side = 1 if span.upper == sympy.oo else -1
    start = span.lower if side > 0 else span.upper
    if start.free_symbols & set(region.spans) or start in (sympy.oo, -sympy.oo):
        return None
    sums = monomials(expression, x)
    if sums is None or not (near := number(side * start).lower) > 0:
        return None
    box = {**region.box, x: enclosed_span(span)}
    rate = enclosure(side * sums.rate, box)
    coefficients = {key: enclosure(c, box) for key, c in sums.terms.items()}
    with ctx.workprec(BOX_BITS):
        return _dominated(coefficients, rate, near, side)


def _dominated(
    coefficients: dict[tuple[int, int], Interval], rate: Interval, near: arb, side: int
) -> int | None:
    growth = rate.sign
    if not growth:
        return None
    lead = max(coefficients, key=lambda key: (growth * key[1], key[0]))
    total = Interval(arb(0), arb(0))
    for (p, k), coefficient in coefficients.items():
        decay = _decay(p - lead[0], multiply(rate, _whole(k - lead[1])), near)
        if side < 0 and (p - lead[0]) % 2:
            decay = negate(decay)
        total = add(total, multiply(coefficient, decay))
    if total.sign is None:
        return None
    return total.sign * (-1 if side < 0 and lead[0] % 2 else 1)


def _whole(value: int) -> Interval:
    return Interval(arb(value), arb(value))


def _decay(power: int, rate: Interval, near: arb) -> Interval:
    """The values of t^power exp(r t) for t beyond `near` and r in a rate that is not positive."""
    if power == 0 and rate.sign == 0:
        return _whole(1)
    at = near if power <= 0 or rate.sign == 0 else arb(max(near, (power / -rate.upper).upper()))
    if power > 0 and not rate.upper < 0:
        return Interval(arb(0), INFINITY, True, True)
    return Interval(arb(0), (at**power * (rate.upper * at).exp()).upper(), True, False)


@dataclass(frozen=True)
class Monomials:
    """An expression as a sum of coefficient * x^p * exp(rate * x)^k, by (p, k).

    The rate may depend on x, as it does for exp(-x^2).
    """

    terms: dict[tuple[int, int], sympy.Expr]
    rate: sympy.Expr


@cache
def monomials(expression: sympy.Expr, x: sympy.Symbol) -> Monomials | None:
    """An expression ordered by powers of `x` and of one exponential in it, where it is such."""
    if large(expression):
        return None
    kernels = Kernels()
    kernels.gather(expression)
    opened = kernels.opened(expression)
    rates = {k: sympy.expand(k.exp / x) for k in kernels.symbols if isinstance(k, sympy.exp)}
    rates = {k: rate for k, rate in rates.items() if x in k.free_symbols}
    if len(rates) > 1:
        return None
    exponential, rate = next(iter(rates.items()), (sympy.exp(x), sympy.Integer(1)))
    names = kernels.symbol(x), kernels.symbol(exponential)
    polynomial = opened.as_poly(*names)
    if polynomial is None:
        return None
    closing = {symbol: kernel for kernel, symbol in kernels.symbols.items()}
    return Monomials({p: c.xreplace(closing) for p, c in polynomial.terms()}, rate)
