"""Sums of monomials on a whole tail, with enclosed coefficients.

The scale is that of `series`. Here nothing is left out: a coefficient is an exact number, or an
interval that holds what its monomial is multiplied with at every t from `start` on. So the term
that dominates is held against all others, and the sign of the sum is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any, TypeAlias

import sympy
from flint import arb

from actbook.proving.interval import Interval, add, ball, multiply, reciprocal
from actbook.proving.root import BOX_BITS, number
from actbook.proving.series import LEVELS, ONE, UNIT, ZERO, Indeterminate, Monomial, Scale

#: An exact number, or all values of what is not known exactly.
Coefficient: TypeAlias = sympy.Expr | Interval
Terms: TypeAlias = dict[Monomial, Coefficient]
#: Exact numbers of more operations are enclosed.
LONG = 12


def enclosed(value: Coefficient) -> Interval:
    return value if isinstance(value, Interval) else number(value, BOX_BITS)


def _combined(
    a: Coefficient, b: Coefficient, exactly: Callable[..., Any], roughly: Callable[..., Interval]
) -> Coefficient:
    if not (isinstance(a, Interval) or isinstance(b, Interval)):
        found: sympy.Expr = exactly(a, b)
        if found.is_Rational or found.count_ops() <= LONG:
            return found
    return roughly(enclosed(a), enclosed(b))


def _plus(a: Coefficient, b: Coefficient) -> Coefficient:
    return _combined(a, b, lambda a, b: a + b, add)


def _times(a: Coefficient, b: Coefficient) -> Coefficient:
    return _combined(a, b, lambda a, b: a * b, multiply)


def as_ball(value: Interval) -> arb:
    return value.lower.union(value.upper)


def known_as(value: arb) -> Coefficient:
    """A ball as a coefficient: a number with few digits exactly."""
    if value.is_exact() and value.is_finite() and value.bits() <= 64:
        number = value.fmpq()
        return sympy.Rational(int(number.p), int(number.q))
    return ball(value)


@dataclass(frozen=True)
class Sums:
    """How sums of monomials in t are reckoned with, for all t from `start` on, which is at least 4:
    the logarithms of the scale are positive there. `above` and `orders` keep what was found."""

    start: arb
    scale: Scale
    above: dict[Monomial, arb] = field(default_factory=dict)
    orders: dict[tuple[Monomial, Monomial], int] = field(default_factory=dict)

    def order(self, a: Monomial, b: Monomial) -> int:
        if (a, b) not in self.orders:
            self.orders[a, b] = self.scale.order(a, b)
            self.orders[b, a] = -self.orders[a, b]
        return self.orders[a, b]

    def span(self, monomial: Monomial) -> Interval:
        """All values of a monomial that does not grow."""
        if monomial == UNIT:
            return Interval(arb(1), arb(1))
        return Interval(arb(0), self.bound(monomial), True, False)

    def bound(self, monomial: Monomial) -> arb:
        """What a monomial that vanishes is not above."""
        if monomial not in self.above:
            self.above[monomial] = self._bound(monomial).upper()
        return self.above[monomial]

    def _bound(self, monomial: Monomial) -> arb:
        if self.order(monomial, UNIT) >= 0:
            raise Indeterminate
        p, q, r = monomial.powers
        if not monomial.rate:
            return self._bound_of_powers(*(enclosed(each) for each in (p, q, r)))
        # Its logarithm is a sum that one of the terms dominates.
        if r != 0:
            raise Indeterminate
        logs = [(level, power) for level, power in zip(LEVELS[1:], (p, q), strict=True) if power]
        terms = dict([*monomial.rate, *logs])
        lead = max(terms, key=cmp_to_key(self.order))
        rate = enclosed(terms.pop(lead)).upper
        for other, coefficient in terms.items():
            share = self.span(other.times(lead, -ONE))
            rate = (rate + multiply(enclosed(coefficient), share).upper).upper()
        if not rate < 0:
            raise Indeterminate
        return (rate / self.bound(lead.raised(-ONE))).exp()

    def _bound_of_powers(self, p: Interval, q: Interval, r: Interval) -> arb:
        """t^p log(t)^q log(log(t))^r, as powers of u = log(t) and exp(u)."""
        u = self.start.log()
        if r.upper > 0:  # log(u) is less than u
            q, r = add(q, r), Interval(arb(0), arb(0))
        last = (r.upper * u.log().log()).exp() if r.upper < 0 else arb(1)
        if p.upper < 0:
            return last * _peak(p.upper, q.upper, u)
        return _peak(q.upper, arb(0), u.log()) * last

    def sum(self, parts: Iterable[Mapping[Monomial, Coefficient]]) -> Terms:
        found: Terms = {}
        for part in parts:
            for monomial, coefficient in part.items():
                known = found.get(monomial)
                found[monomial] = coefficient if known is None else _plus(known, coefficient)
        there = (m for m, c in found.items() if not _is_zero(c))
        ordered = sorted(there, key=cmp_to_key(self.order), reverse=True)
        kept, lost = ordered[: self.scale.length], ordered[self.scale.length :]
        terms = {monomial: found[monomial] for monomial in kept}
        for monomial in lost:  # into the last that is kept
            share = multiply(enclosed(found[monomial]), self.span(monomial.times(kept[-1], -ONE)))
            terms[kept[-1]] = add(enclosed(terms[kept[-1]]), share)
        return terms

    def product(self, first: Terms, *others: Terms) -> Terms:
        for second in others:
            first = self.sum(
                {m.times(n): _times(c, d)} for m, c in first.items() for n, d in second.items()
            )
        return first

    def size(self, terms: Terms) -> Interval:
        """All values of a sum that does not grow."""
        total = Interval(arb(0), arb(0))
        for monomial, coefficient in terms.items():
            total = add(total, multiply(enclosed(coefficient), self.span(monomial)))
        return total

    def split(self, terms: Terms) -> tuple[Monomial, Coefficient, Terms]:
        """The leading monomial, its coefficient, and the others by this term."""
        if not terms:
            raise Indeterminate
        (lead, coefficient), *others = terms.items()
        if not enclosed(coefficient).sign:
            raise Indeterminate
        share = _inverse(coefficient)
        return lead, coefficient, {m.times(lead, -ONE): _times(c, share) for m, c in others}

    def parts(self, terms: Terms) -> tuple[Terms, Coefficient, Terms]:
        """What grows, the constant, and what vanishes."""
        sides = {monomial: self.order(monomial, UNIT) for monomial in terms}
        grows, vanishes = ({m: c for m, c in terms.items() if sides[m] == s} for s in (1, -1))
        return grows, terms.get(UNIT, ZERO), vanishes

    def share(self, terms: Terms) -> Interval:
        """All values of the sum by those of its leading monomial."""
        lead = next(iter(terms), UNIT)
        return self.size({m.times(lead, -ONE): c for m, c in terms.items()})


def _is_zero(value: Coefficient) -> bool:
    if isinstance(value, Interval):
        return bool(value.lower == 0 and value.upper == 0)
    return bool(value == 0)


def _inverse(value: Coefficient) -> Coefficient:
    return reciprocal(value) if isinstance(value, Interval) else 1 / value


def _peak(rate: arb, power: arb, start: arb) -> arb:
    """The largest value of u^power exp(rate u) from `start` on, for a rate below 0."""
    if not rate < 0:
        raise Indeterminate
    at = start
    if power > 0 and (peak := -power / rate).upper() > start:
        at = peak
    return at**power * (rate * at).exp()
