"""The sign of exact numbers over a region of parameters.

Where a sign differs inside the region, `Split` says at which value of which parameter.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy
from flint import arb, fmpz

from actbook.proving.equal import vanishing
from actbook.proving.forms import factors
from actbook.proving.interval import Interval
from actbook.proving.region import Alike, Region, Span, Split, Undecided, some_value
from actbook.proving.root import NUMBER_BITS, enclosure, number

#: With so many bits 1 - tanh(1000) is not yet 0: before and after an identity is looked for.
MORE_BITS, MOST_BITS = 1500, 30_000
#: A number has to be 0 to so many digits for it to be taken as 0, which is said then.
DIGITS = 1000


def sign(value: sympy.Expr, region: Region) -> int:
    """The sign of a number everywhere in the region; `Split` where it differs, `Undecided`, or
    `Alike` where it may be 0."""
    if value in (sympy.oo, -sympy.oo):
        return 1 if value == sympy.oo else -1
    if value.is_Rational:
        return int(value.p > 0) - int(value.p < 0)
    if not value.free_symbols & set(region.spans):
        return 0 if value in region.alike else _sign_of_number(value)
    if value.is_zero:
        return 0
    decided = enclosure(value, region.box).sign
    return decided if decided is not None else _sign_of_factors(value, region)


def _sign_of_factors(value: sympy.Expr, region: Region) -> int:
    total = 1
    for base, power in factors(value):
        part = _sign_of_factor(base, region)
        total *= part if power % 2 else abs(part)
    return total


def _sign_of_factor(factor: sympy.Expr, region: Region) -> int:
    if not factor.free_symbols & set(region.spans):
        return sign(factor, region)
    decided = enclosure(factor, region.box).sign
    return _sign_by_roots(factor, region) if decided is None else decided


def _sign_of_number(value: sympy.Expr) -> int:
    """The sign of a number that has no parameters, by balls where it is not 0, by an identity
    where it is."""
    for bits in (NUMBER_BITS, MORE_BITS):
        if (decided := number(value, bits).sign) is not None:
            return decided
        if bits == NUMBER_BITS and value.is_zero:
            return 0
    if vanishing(value):
        return 0
    enclosed = number(value, MOST_BITS)
    if enclosed.sign is not None:
        return enclosed.sign
    if not enclosed.defined:
        raise Undecided("{} has no value", value)
    digits = _zeros(enclosed)
    if digits < DIGITS:
        raise Undecided("the sign of {}", value)
    raise Alike(value, digits)


def _zeros(enclosed: Interval) -> int:
    """How many digits after the point are 0 in all numbers of an enclosure."""
    if not (enclosed.lower.is_finite() and enclosed.upper.is_finite()):
        return 0
    largest = max(-enclosed.lower, enclosed.upper)
    digits: fmpz = (-largest.log() / arb(10).log()).floor().unique_fmpz()
    return int(digits)


def _sign_by_roots(value: sympy.Expr, region: Region) -> int:
    """The sign of a polynomial in one parameter, `Split` at a zero inside the region."""
    for symbol in sorted(value.free_symbols & set(region.spans), key=_freest(region)):
        polynomial = value.as_poly(symbol)
        if polynomial is None or polynomial.degree() > 2:
            continue
        roots = [r for r in sympy.roots(polynomial.as_expr(), symbol) if r.is_real is not False]
        for root in roots:
            if root.free_symbols & set(region.spans) or inside(root, region.spans[symbol], region):
                raise Split(symbol, root)
        if not polynomial.as_expr().free_symbols - {symbol}:
            return sign(value.subs(symbol, some_value(region.spans[symbol])), region)
    if sympy.simplify(value).is_zero:
        return 0
    raise Undecided("the sign of {}", value)


def _freest(region: Region) -> Callable[[sympy.Symbol], tuple[bool, str]]:
    """An order of symbols: those first that may be anything, which are the easiest to split."""
    return lambda symbol: (region.spans[symbol].lower != -sympy.oo, str(symbol))


def resolved(value: sympy.Expr, region: Region) -> sympy.Expr:
    """A stated number with each Max, Min and Abs replaced by what it is in the region."""

    def chosen(*terms: sympy.Expr, smallest: bool) -> sympy.Expr:
        best = terms[0]
        for term in terms[1:]:
            if (sign(term - best, region) < 0) == smallest:
                best = term
        return best

    value = value.replace(sympy.Abs, lambda a: a * sign(a, region))
    value = value.replace(sympy.Max, lambda *terms: chosen(*terms, smallest=False))
    return value.replace(sympy.Min, lambda *terms: chosen(*terms, smallest=True))


def inside(value: sympy.Expr, span: Span, region: Region) -> bool:
    low, high = sign(value - span.lower, region), sign(span.upper - value, region)
    return (low > 0 or (low == 0 and not span.lower_open)) and (
        high > 0 or (high == 0 and not span.upper_open)
    )
