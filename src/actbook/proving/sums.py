"""Sums of monomials, descending: what a function of t is like as t tends to +oo.

A coefficient is an exact number, or an interval where it is not known exactly. A sum on a whole
tail holds from a `start` on: an interval has all that its monomial is multiplied with there, so
that the term that dominates is held against all others. A sum without a start tells limits alone:
an interval stands for anything that is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any, TypeAlias

import sympy
from flint import arb

from actbook.proving.exact import sign
from actbook.proving.interval import LINE, Interval, add, multiply, reciprocal
from actbook.proving.root import BOX_BITS, number
from actbook.proving.scale import LEVELS, ONE, UNIT, ZERO, Indeterminate, Monomial, Scale

#: An exact number, or all values of what is not known exactly.
Coefficient: TypeAlias = sympy.Expr | Interval
Terms: TypeAlias = Mapping[Monomial, Coefficient]
#: On tails, exact numbers of more operations are enclosed.
LONG = 12


def constant(value: Any) -> Terms:
    value = sympy.sympify(value)
    return {} if value == 0 else {UNIT: value}


@dataclass(frozen=True)
class Sums:
    """How sums of so many terms and one more are reckoned with, in the limit or for all t from
    `start` on, which is at least 4: the logarithms of the scale are positive there. `above` keeps
    what was found."""

    scale: Scale
    length: int
    start: arb | None = None
    above: dict[Monomial, arb] = field(default_factory=dict)

    def enclosed(self, value: Coefficient) -> Interval:
        if isinstance(value, Interval):
            return value
        return LINE if self.start is None else number(value, BOX_BITS)

    def sign(self, value: Coefficient) -> int | None:
        """The sign of a coefficient, None where it is not known."""
        if self.start is not None:
            return self.enclosed(value).sign
        return None if isinstance(value, Interval) else sign(value, self.scale.region)

    def _combined(
        self,
        a: Coefficient,
        b: Coefficient,
        exactly: Callable[..., Any],
        roughly: Callable[..., Interval],
    ) -> Coefficient:
        if not (isinstance(a, Interval) or isinstance(b, Interval)):
            found: sympy.Expr = exactly(a, b)
            if self.start is None or found.is_Rational or found.count_ops() <= LONG:
                return found
        return roughly(self.enclosed(a), self.enclosed(b))

    def _plus(self, a: Coefficient, b: Coefficient) -> Coefficient:
        return self._combined(a, b, lambda a, b: a + b, add)

    def _times(self, a: Coefficient, b: Coefficient) -> Coefficient:
        return self._combined(a, b, lambda a, b: a * b, multiply)

    def sum(self, parts: Iterable[Terms]) -> Terms:
        found: dict[Monomial, Coefficient] = {}
        for part in parts:
            for monomial, coefficient in part.items():
                known = found.get(monomial)
                found[monomial] = coefficient if known is None else self._plus(known, coefficient)
        ordered = self.scale.ordered(found, self._plus)
        terms = [(m, c) for m, c in ordered.items() if not _is_zero(c)]
        unknown = [i for i, (_, c) in enumerate(terms) if isinstance(c, Interval)]
        last = min([self.length, *(unknown if self.start is None else ())])
        kept, lost = dict(terms[: last + 1]), terms[last + 1 :]
        for monomial, coefficient in lost:  # into the last that is kept
            lead = terms[last][0]
            share = multiply(self.enclosed(coefficient), self.span(monomial.times(lead, -ONE)))
            kept[lead] = add(self.enclosed(kept[lead]), share)
        return kept

    def product(self, first: Terms, *others: Terms) -> Terms:
        for second in others:
            first = self.sum(
                {m.times(n): self._times(c, d)} for m, c in first.items() for n, d in second.items()
            )
        return first

    def split(self, terms: Terms) -> tuple[Monomial, sympy.Expr | Interval, Terms]:
        """The leading monomial, its coefficient, which is not 0, and the others by this term."""
        others = dict(terms)
        for lead, coefficient in terms.items():
            del others[lead]
            if (side := self.sign(coefficient)) is None:
                break
            if side:
                if isinstance(coefficient, Interval):
                    share: Coefficient = reciprocal(coefficient)
                else:
                    share = 1 / coefficient
                small = {m.times(lead, -ONE): self._times(c, share) for m, c in others.items()}
                return lead, coefficient, small
        raise Indeterminate

    def heading(self, terms: Terms) -> int:
        """The side to which a sum grows without bound, 0 where it does not."""
        for monomial, coefficient in terms.items():
            if self.scale.order(monomial, UNIT) <= 0:
                break
            if (side := self.sign(coefficient)) is None:
                raise Indeterminate
            if side:
                return side
        return 0

    def parts(self, terms: Terms) -> tuple[Terms, Coefficient, Terms]:
        """What grows, the constant, and what vanishes."""
        sides = {monomial: self.scale.order(monomial, UNIT) for monomial in terms}
        grows, level, vanishes = (
            {m: c for m, c in terms.items() if sides[m] == side} for side in (1, 0, -1)
        )
        return grows, next(iter(level.values()), ZERO), vanishes

    def size(self, terms: Terms) -> Interval:
        """All values of a sum that does not grow."""
        total = Interval(arb(0), arb(0))
        for monomial, coefficient in terms.items():
            total = add(total, multiply(self.enclosed(coefficient), self.span(monomial)))
        return total

    def share(self, terms: Terms) -> Interval:
        """All values of the sum by those of its leading monomial."""
        lead = next(iter(terms), UNIT)
        return self.size({m.times(lead, -ONE): c for m, c in terms.items()})

    def span(self, monomial: Monomial) -> Interval:
        """All values of a monomial that does not grow."""
        if monomial == UNIT:
            return Interval(arb(1), arb(1))
        return LINE if self.start is None else Interval(arb(0), self.bound(monomial), True, False)

    def bound(self, monomial: Monomial) -> arb:
        """What a monomial that vanishes is not above."""
        if monomial not in self.above:
            self.above[monomial] = self._bound(monomial).upper()
        return self.above[monomial]

    def _bound(self, monomial: Monomial) -> arb:
        if self.scale.order(monomial, UNIT) >= 0:
            raise Indeterminate
        p, q, r = monomial.powers
        if not monomial.rate:
            return self._bound_of_powers(*(self.enclosed(each) for each in (p, q, r)))
        # Its logarithm is a sum that one of the terms dominates.
        if r != 0:
            raise Indeterminate
        logs = [(level, power) for level, power in zip(LEVELS[1:], (p, q), strict=True) if power]
        terms = dict([*monomial.rate, *logs])
        lead = max(terms, key=cmp_to_key(self.scale.order))
        rate = self.share({lead: terms.pop(lead), **terms}).upper
        if not rate < 0:
            raise Indeterminate
        return (rate / self.bound(lead.raised(-ONE))).exp()

    def _bound_of_powers(self, p: Interval, q: Interval, r: Interval) -> arb:
        """t^p log(t)^q log(log(t))^r, as powers of u = log(t) and exp(u)."""
        assert self.start is not None
        u = self.start.log()
        if r.upper > 0:  # log(u) is less than u
            q, r = add(q, r), Interval(arb(0), arb(0))
        last = (r.upper * u.log().log()).exp() if r.upper < 0 else arb(1)
        if p.upper < 0:
            return last * _peak(p.upper, q.upper, u)
        return _peak(q.upper, arb(0), u.log()) * last


def _is_zero(value: Coefficient) -> bool:
    if isinstance(value, Interval):
        return bool(value.lower == 0 and value.upper == 0)
    return bool(value == 0)


def _peak(rate: arb, power: arb, start: arb) -> arb:
    """The largest value of u^power exp(rate u) from `start` on, for a rate below 0."""
    if not rate < 0:
        raise Indeterminate
    at = start
    if power > 0 and (peak := -power / rate).upper() > start:
        at = peak
    return at**power * (rate * at).exp()
