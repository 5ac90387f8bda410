"""Series of what an expression is like as t tends to +oo, with a rest that is known to be smaller.

K. O. Geddes and G. H. Gonnet, A new algorithm for computing symbolic limits using hierarchical
series, ISSAC 1988; D. Gruntz, On computing limits in a symbolic manipulation system, ETH Zurich
1996. Their scale is cut off: of the logarithms it has log(t) and log(log(t)) alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import count, islice
from typing import Any

import sympy

from actbook.proving.exact import sign
from actbook.proving.region import Region, Undecided

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
LEVELS = (
    Monomial((ONE, ZERO, ZERO)),
    Monomial((ZERO, ONE, ZERO)),
    Monomial((ZERO, ZERO, ONE)),
)


@dataclass(frozen=True)
class Series:
    """The sum of coefficients times monomials, descending, and of what is smaller than `rest`:
    its quotient by `rest` tends to 0. None where nothing is left out."""

    terms: Mapping[Monomial, sympy.Expr]
    rest: Monomial | None = None

    @property
    def size(self) -> Monomial | None:
        """A monomial that bounds the sum but for a factor, None for 0."""
        return next(iter(self.terms), self.rest)


def constant(value: Any) -> Series:
    return Series({UNIT: sympy.sympify(value)} if value != 0 else {})


@dataclass(frozen=True)
class Scale:
    """How series of at most so many terms are reckoned with, over a region of parameters."""

    region: Region
    length: int

    def growth(self, monomial: Monomial) -> int:
        """1 for what grows without bound, -1 for what vanishes, 0 for what is 1."""
        if monomial.rate and (side := self.heading(self._ordered(dict(monomial.rate)))):
            return side
        return next(filter(None, (sign(power, self.region) for power in monomial.powers)), 0)

    def heading(self, terms: Mapping[Monomial, sympy.Expr]) -> int:
        """The side to which a sum grows without bound, 0 where none of its terms does."""
        for monomial, coefficient in terms.items():
            if self.growth(monomial) > 0 and (side := sign(coefficient, self.region)):
                return side
        return 0

    def order(self, a: Monomial, b: Monomial) -> int:
        return 0 if a == b else self.growth(a.times(b, -ONE))

    def larger(self, a: Monomial | None, b: Monomial | None) -> Monomial | None:
        if a is None or b is None:
            return a or b
        return a if self.order(a, b) >= 0 else b

    def _ordered(self, terms: Mapping[Monomial, sympy.Expr]) -> dict[Monomial, sympy.Expr]:
        """The terms descending, those added that are the same though written differently: t^a and
        t^b where a is b."""
        found: dict[Monomial, sympy.Expr] = {}
        for monomial, coefficient in terms.items():
            same = next((m for m in found if self.order(m, monomial) == 0), monomial)
            found[same] = found.get(same, ZERO) + coefficient
        kept = sorted((m for m in found if found[m] != 0), key=cmp_to_key(self.order), reverse=True)
        return {monomial: found[monomial] for monomial in kept}

    def sum(self, parts: Iterable[Series]) -> Series:
        terms: dict[Monomial, sympy.Expr] = {}
        rest: Monomial | None = None
        for part in parts:
            rest = self.larger(rest, part.rest)
            for monomial, coefficient in part.terms.items():
                terms[monomial] = terms.get(monomial, ZERO) + coefficient
        # What is smaller than the rest is lost in it.
        ordered = self._ordered({m: c for m, c in terms.items() if self.larger(m, rest) == m})
        kept = dict(islice(ordered.items(), self.length))
        return Series(kept, rest if len(kept) == len(ordered) else [*kept][-1])

    def product(self, first: Series, *others: Series) -> Series:
        for second in others:
            a, b = first.size, second.size
            if a is None or b is None:
                return Series({})
            lost = [first.rest and first.rest.times(b), second.rest and second.rest.times(a)]
            terms = [
                Series({m.times(n): c * d})
                for m, c in first.terms.items()
                for n, d in second.terms.items()
            ]
            first = self.sum([*terms, *(Series({}, rest) for rest in lost)])
        return first

    def split(self, series: Series) -> tuple[Monomial, sympy.Expr, Series]:
        """The leading monomial, its coefficient, and what the series is to this term, less 1."""
        others = dict(series.terms)
        for lead, coefficient in series.terms.items():
            del others[lead]
            if sign(coefficient, self.region):
                small = {m.times(lead, -ONE): c / coefficient for m, c in others.items()}
                return (
                    lead,
                    coefficient,
                    Series(small, series.rest and series.rest.times(lead, -ONE)),
                )
        raise Indeterminate

    def parts(self, series: Series) -> tuple[dict[Monomial, sympy.Expr], sympy.Expr, Series]:
        """What grows, the constant, and what vanishes."""
        if series.rest is not None and self.growth(series.rest) > 0:
            raise Indeterminate
        found: dict[int, dict[Monomial, sympy.Expr]] = {1: {}, 0: {}, -1: {}}
        for monomial, coefficient in series.terms.items():
            found[self.growth(monomial)][monomial] = coefficient
        return found[1], sympy.Add(*found[0].values()), Series(found[-1], series.rest)

    def composed(self, coefficients: Iterable[sympy.Expr], small: Series) -> Series:
        """A power series of what tends to 0, by its coefficients up to the first that has no
        value."""
        known: list[sympy.Expr] = []
        for coefficient in islice(coefficients, self.length + 1):
            if coefficient.has(sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
                break
            known.append(coefficient)
        if not known:
            raise Indeterminate
        total = Series({})
        for coefficient in reversed(known):
            total = self.sum([self.product(total, small), constant(coefficient)])
        return self.sum([total, Series({}, small.size and small.size.raised(len(known) - 1))])

    def power(self, base: Series, exponent: sympy.Expr) -> Series:
        if base.size is None and exponent.is_positive:
            return base
        lead, coefficient, small = self.split(base)
        if not exponent.is_Integer and sign(coefficient, self.region) < 0:
            raise Undecided("a power of a negative number")
        binomial = (sympy.ff(exponent, k) / sympy.factorial(k) for k in count())
        first = Series({lead.raised(exponent): coefficient**exponent})
        return self.product(first, self.composed(binomial, small))

    def exponential(self, exponent: Series) -> Series:
        if exponent.rest is not None and self.growth(exponent.rest) > 0:
            # exp of what tends to -oo is smaller than exp of half its leading term.
            lead, coefficient, _ = self.split(exponent)
            if sign(coefficient, self.region) > 0:
                raise Indeterminate
            return Series({}, self.exponential_of(lead, coefficient / 2))
        growing, start, small = self.parts(exponent)
        monomial = UNIT
        for part, coefficient in growing.items():
            monomial = monomial.times(self.exponential_of(part, coefficient))
        powers = (1 / sympy.factorial(k) for k in count())
        return self.product(Series({monomial: sympy.exp(start)}), self.composed(powers, small))

    def exponential_of(self, monomial: Monomial, coefficient: sympy.Expr) -> Monomial:
        """exp(coefficient * monomial) for a monomial that grows."""
        for level, below in zip(LEVELS[1:], LEVELS, strict=False):
            if self.order(monomial, level) == 0:
                return below.raised(coefficient)
        if self.order(monomial, LEVELS[1]) < 0:
            raise Indeterminate
        return Monomial(rate=frozenset({(monomial, coefficient)}))

    def logarithm(self, argument: Series) -> Series:
        lead, coefficient, small = self.split(argument)
        if sign(coefficient, self.region) < 0:
            raise Undecided("the logarithm of a negative number")
        if lead.powers[-1] != 0:
            raise Indeterminate
        powers = (sympy.Rational((-1) ** (k + 1), k) if k else ZERO for k in count())
        logs = Series(dict(zip(LEVELS[1:], lead.powers, strict=False)))
        start = constant(sympy.log(coefficient))
        return self.sum([start, logs, Series(dict(lead.rate)), self.composed(powers, small)])
