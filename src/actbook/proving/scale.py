"""The scale of monomials that functions of t are held against as t tends to +oo.

K. O. Geddes and G. H. Gonnet, A new algorithm for computing symbolic limits using hierarchical
series, ISSAC 1988; D. Gruntz, On computing limits in a symbolic manipulation system, ETH Zurich
1996. Their scale is cut off: of the logarithms it has log(t) and log(log(t)) alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

import sympy

from actbook.proving.exact import sign
from actbook.proving.region import Region

ZERO, ONE = sympy.Integer(0), sympy.Integer(1)


class Indeterminate(Exception):
    """What so many terms do not tell."""


@dataclass(frozen=True)
class Monomial:
    """A product of powers of t, log(t) and log(log(t)), and of the exponential of a sum that
    outgrows log(t): its terms, each a monomial with its coefficient."""

    powers: tuple[sympy.Expr, sympy.Expr, sympy.Expr] = (ZERO, ZERO, ZERO)
    rate: frozenset[tuple[Monomial, sympy.Expr]] = frozenset()

    def times(self, other: Monomial, n: Any = ONE) -> Monomial:
        """The product with the n-th power of another."""
        a, b, c = (p + n * q for p, q in zip(self.powers, other.powers, strict=True))
        if not other.rate:
            return Monomial((a, b, c), self.rate)
        rate = dict(self.rate)
        for monomial, coefficient in other.rate:
            rate[monomial] = sympy.expand(rate.get(monomial, ZERO) + n * coefficient)
        return Monomial((a, b, c), frozenset((m, k) for m, k in rate.items() if k != 0))

    def raised(self, n: Any) -> Monomial:
        return UNIT.times(self, n)

    def written(self, t: sympy.Symbol) -> sympy.Expr:
        """The monomial as an expression."""
        levels = (t, sympy.log(t), sympy.log(sympy.log(t)))
        rate = sympy.Add(*(k * m.written(t) for m, k in self.rate))
        powers = (level**n for level, n in zip(levels, self.powers, strict=True))
        return sympy.Mul(*powers, sympy.exp(rate))


UNIT = Monomial()
#: t, log(t) and log(log(t)).
LEVELS = (Monomial((ONE, ZERO, ZERO)), Monomial((ZERO, ONE, ZERO)), Monomial((ZERO, ZERO, ONE)))


@dataclass(frozen=True)
class Scale:
    """Monomials compared, over a region of the parameters in their powers. `orders` keeps what was
    found."""

    region: Region
    orders: dict[tuple[Monomial, Monomial], int] = field(default_factory=dict)

    def growth(self, monomial: Monomial) -> int:
        """1 for what grows without bound, -1 for what vanishes, 0 for what is 1."""
        for coefficient in self.ordered(dict(monomial.rate)).values():
            if side := sign(coefficient, self.region):
                return side
        return next(filter(None, (sign(power, self.region) for power in monomial.powers)), 0)

    def order(self, a: Monomial, b: Monomial) -> int:
        if a == b:
            return 0
        if (a, b) not in self.orders:
            self.orders[a, b] = self.growth(a.times(b, -ONE))
            self.orders[b, a] = -self.orders[a, b]
        return self.orders[a, b]

    def ordered(
        self, terms: Mapping[Monomial, Any], plus: Callable[[Any, Any], Any] = operator.add
    ) -> dict[Monomial, Any]:
        """The terms of a sum descending, those added that are the same though written differently:
        t^a and t^b where a is b."""
        found: dict[Monomial, Any] = {}
        last: Monomial | None = None
        for monomial in sorted(terms, key=cmp_to_key(self.order), reverse=True):
            if last is not None and self.order(last, monomial) == 0:
                found[last] = plus(found[last], terms[monomial])
            else:
                last, found[monomial] = monomial, terms[monomial]
        return found

    def exponential(self, monomial: Monomial, coefficient: sympy.Expr) -> Monomial:
        """exp(coefficient * monomial) for a monomial that grows."""
        for level, below in zip(LEVELS[1:], LEVELS, strict=False):
            if self.order(monomial, level) == 0:
                return below.raised(coefficient)
        if self.order(monomial, LEVELS[1]) < 0:
            raise Indeterminate
        return Monomial(rate=frozenset({(monomial, coefficient)}))
