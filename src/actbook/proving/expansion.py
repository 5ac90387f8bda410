"""Expressions in t, which tends to +oo, expanded into sums of monomials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

import sympy
from flint import arb, arb_series

from actbook.formula.balls import fraction
from actbook.formula.functions import ELEMENTARY, Wave
from actbook.formula.symbolic import FUNCTIONS
from actbook.proving.enclosure import elementary
from actbook.proving.interval import LINE, Interval, ball, multiply
from actbook.proving.region import Undecided
from actbook.proving.scale import LEVELS, ONE, UNIT, ZERO, Indeterminate
from actbook.proving.sums import Coefficient, Sums, Terms, constant
from actbook.proving.taylor import power, series_of

#: What has derivatives of all orders inside its domain, and is continuous at its ends. |u| has a
#: kink at 0.
_ANALYTIC = {
    FUNCTIONS[name]: record for name, record in ELEMENTARY.items() if record.shape and name != "abs"
}


@dataclass(frozen=True)
class Expansion:
    """The sums of expressions in `t`; each different part is expanded once."""

    t: sympy.Symbol
    sums: Sums
    known: dict[Any, Terms] = field(default_factory=dict)

    def terms(self, node: Any) -> Terms:
        """The sum of an expression; `Indeterminate` beyond the scale."""
        if node not in self.known:
            self.known[node] = self._expanded(node)
        return self.known[node]

    def _expanded(self, node: Any) -> Terms:
        if node == self.t:
            return {LEVELS[0]: ONE}
        if self.t not in node.free_symbols:
            return constant(node)
        if node.is_Add:
            return self.sums.sum(map(self.terms, node.args))
        if node.is_Mul:
            return self.sums.product(*map(self.terms, node.args))
        if isinstance(node, sympy.exp):
            return self._exponential(self.terms(node.exp))
        if node.is_Pow and self.t not in node.exp.free_symbols:
            return self._power(self.terms(node.base), node.exp)
        if node.is_Pow:
            return self.terms(sympy.exp(node.exp * sympy.log(node.base), evaluate=False))
        if isinstance(node, sympy.log):
            return self._logarithm(self.terms(node.args[0]))
        if isinstance(node, sympy.atanh):
            (u,) = node.args
            return self.terms((sympy.log(1 + u) - sympy.log(1 - u)) / 2)
        if node.func not in _ANALYTIC or len(node.args) != 1:
            raise Indeterminate
        return self._function(node.func, node.args[0])

    def _composed(
        self,
        function: Callable[[arb_series], arb_series],
        coefficients: Iterable[sympy.Expr],
        at: Coefficient,
        small: Terms,
    ) -> Terms:
        """A function of a constant and what vanishes: its Taylor series with the remainder. The
        coefficients are those that are known exactly."""
        n = self.sums.length + 1
        exact: list[Coefficient] = []
        for coefficient in islice(coefficients, n):
            if coefficient.has(sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
                break
            exact.append(coefficient)
        if self.sums.start is not None:
            known, rest = self._enclosed(function, at, small, n)
            total: Terms = {UNIT: rest}
            exact += known[len(exact) :]
        elif not exact:
            raise Indeterminate
        else:
            # Where derivatives have no value, at the end of a domain, there is a square root.
            ends = small and len(exact) < n
            total = {next(iter(small)).raised(-ONE / 2) if ends else UNIT: LINE}
        for coefficient in reversed(exact):
            total = self.sums.sum([self.sums.product(total, small), {UNIT: coefficient}])
        return total

    def _enclosed(
        self, function: Callable[[arb_series], arb_series], at: Coefficient, small: Terms, n: int
    ) -> tuple[list[Coefficient], Interval]:
        """So many coefficients at a point, and what the next is with all that vanishes added."""
        middle = self.sums.enclosed(at).ball
        off = self.sums.size(small)
        around = middle.union(middle + off.lower).union(middle + off.upper)
        try:
            known = [*islice(function(arb_series([middle, 1], prec=n)), n)]
            last = function(arb_series([around, 1], prec=n + 1))[n]
        except ValueError:
            raise Indeterminate from None
        if not last.is_finite() or not all(c.is_finite() for c in known):
            raise Indeterminate
        return [*map(_known_as, known), *[ZERO] * (n - len(known))], ball(last)

    def _power(self, base: Terms, exponent: sympy.Expr) -> Terms:
        """A power with a constant exponent."""
        if not base and exponent.is_positive:
            return base
        lead, coefficient, small = self.sums.split(base)
        if not exponent.is_Integer and self.sums.sign(coefficient) != 1:
            raise Undecided("a power of a negative number")
        size = self.sums.enclosed(exponent).ball

        def raised(one: arb_series) -> arb_series:
            return power(one, arb_series([size], prec=one.prec))

        exactly = not isinstance(coefficient, Interval)
        factor = coefficient**exponent if exactly else ball(coefficient.ball**size)
        binomial = (sympy.ff(exponent, k) / sympy.factorial(k) for k in count())
        share = self._composed(raised, binomial, ONE, small)
        return self.sums.product({lead.raised(exponent): factor}, share)

    def _exponential(self, exponent: Terms) -> Terms:
        grows, start, small = self.sums.parts(exponent)
        if any(isinstance(c, Interval) for c in grows.values()):
            return self._bounded_exponential(exponent)
        monomial = UNIT
        for part, coefficient in grows.items():
            monomial = monomial.times(self.sums.scale.exponential(part, coefficient))
        factor = elementary("exp", start) if isinstance(start, Interval) else sympy.exp(start)
        powers = (ONE / sympy.factorial(k) for k in count())
        share = self._composed(lambda s: s.exp(), powers, ZERO, small)
        return self.sums.product({monomial: factor}, share)

    def _bounded_exponential(self, exponent: Terms) -> Terms:
        """exp of what tends to -oo and is not known exactly: it is less than an exp that is."""
        lead, coefficient, _ = self.sums.split(exponent)
        if self.sums.sign(coefficient) != -1:
            raise Indeterminate
        if self.sums.start is None and not isinstance(coefficient, Interval):
            most = coefficient / 2
        else:
            rate = self.sums.share(exponent).upper
            whole = (rate * 2**20).ceil().unique_fmpz() if rate.is_finite() else None
            if whole is None or not whole < 0:
                raise Indeterminate
            most = sympy.Rational(int(whole), 2**20)
        return {self.sums.scale.exponential(lead, most): Interval(arb(0), arb(1), True, False)}

    def _logarithm(self, argument: Terms) -> Terms:
        lead, coefficient, small = self.sums.split(argument)
        if self.sums.sign(coefficient) != 1:
            raise Undecided("the logarithm of a negative number")
        if lead.powers[-1] != 0:
            raise Indeterminate
        exactly = not isinstance(coefficient, Interval)
        first = sympy.log(coefficient) if exactly else elementary("log", coefficient)
        logs = dict(zip(LEVELS[1:], lead.powers, strict=False))
        powers = (sympy.Rational((-1) ** (k + 1), k) if k else ZERO for k in count())
        share = self._composed(lambda s: s.log(), powers, ONE, small)
        return self.sums.sum([{UNIT: first}, logs, dict(lead.rate), share])

    def _function(self, function: Any, u: Any) -> Terms:
        """Any other elementary function."""
        argument, name = self.terms(u), _ANALYTIC[function].name
        if side := self.sums.heading(argument):
            return self._far(function, u, side)
        _, start, small = self.sums.parts(argument)
        exact: Iterator[sympy.Expr] = iter(())
        if not isinstance(start, Interval):
            if function(start).is_real is False:
                raise Undecided("{} has no value there", function(u))
            # Derivatives of a high order are written out in the limit alone.
            exact = _taylor(function, start)
            exact = exact if self.sums.start is None else islice(exact, 1)
        return self._composed(series_of(name), exact, start, small)

    def _far(self, function: Any, u: Any, side: int) -> Terms:
        """A function of an argument that grows without bound, to one side."""
        record = _ANALYTIC[function]
        if record.ends[side > 0] != ("oo" if side > 0 else "-oo"):
            raise Undecided("{} has no value there", function(u))
        if isinstance(record.shape, Wave) and record.total:
            return {UNIT: Interval(arb(-1), arb(1))}
        if function == sympy.erfc and side > 0:
            return self._erfc(u)
        if function == sympy.LambertW and self.sums.start is None:
            # W(u) is log(u) but for a part that is smaller than its root.
            lead, coefficient, _ = self.sums.split(self.terms(sympy.log(u)))
            return {lead: coefficient, lead.raised(ONE / 2): LINE}
        if record.far is None:
            raise Indeterminate
        return self.terms(record.far(sympy, u, side))

    def _erfc(self, u: Any) -> Terms:
        """exp(-u^2) / (u sqrt(pi)) (1 - 1/(2 u^2) + 3/(2 u^2)^2 - …), where for u > 0 the rest is
        between 0 and the first term that is left out (https://dlmf.nist.gov/7.12.ii)."""
        if self.sums.start is not None and self.sums.share(self.terms(u)).sign != 1:
            raise Indeterminate
        every = ((-1) ** k * sympy.factorial2(2 * k - 1) / 2**k for k in count())
        *known, last = islice(every, self.sums.length + 2)
        small = self.terms(u**-2)
        total: Terms = {UNIT: multiply(self.sums.enclosed(last), Interval(arb(0), arb(1)))}
        for coefficient in reversed(known):
            total = self.sums.sum([self.sums.product(total, small), constant(coefficient)])
        bell = self.terms(sympy.exp(sympy.expand(-(u**2))) / (u * sympy.sqrt(sympy.pi)))
        return self.sums.product(bell, total)


def _taylor(function: Any, at: sympy.Expr) -> Iterator[sympy.Expr]:
    """The coefficients of a function's Taylor series at a point."""
    u = sympy.Dummy("u", real=True)
    slope, factor = function(u), ONE
    if function == sympy.LambertW:  # in terms of W, whose derivative exp(-W) / (1 + W) has no u
        slope, factor, at = u, sympy.exp(-u) / (1 + u), sympy.LambertW(at)
    for k in count():
        yield slope.subs(u, at) / sympy.factorial(k)
        slope = sympy.diff(slope, u) * factor


def _known_as(value: arb) -> Coefficient:
    """A ball as a coefficient: a number with few digits exactly."""
    if value.is_exact() and value.is_finite() and value.bits() <= 64:
        return sympy.Rational(fraction(value))
    return ball(value)
