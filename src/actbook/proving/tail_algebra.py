"""Expressions on a whole tail: the algebra of their sums of monomials, and the sign that follows.

What limits need of a function, its Taylor series at a point and what it is far out, is taken here
with the remainder, so that it is true from a known place on and not only in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import count, islice, product
from typing import Any

import sympy
from flint import arb, arb_series, ctx

from actbook.formula.elementary import Wave
from actbook.formula.functions import ELEMENTARY
from actbook.formula.symbolic import FUNCTIONS, interpreted
from actbook.proving.box import traced
from actbook.proving.enclosure import elementary
from actbook.proving.interval import Interval, ball, multiply
from actbook.proving.region import Region, Undecided
from actbook.proving.root import BOX_BITS, number
from actbook.proving.series import LEVELS, ONE, UNIT, ZERO, Indeterminate, Monomial, Scale
from actbook.proving.tail import Coefficient, Sums, Terms, as_ball, enclosed, known_as
from actbook.proving.taylor import power, series_of

#: From where on a tail is tried, and with how many terms.
STARTS, LENGTHS = (4, 8, 16, 64, 256), (2, 4, 8)


@dataclass(frozen=True)
class TailAlgebra:
    """Real functions of t as sums of monomials that hold from the start of `sums` on."""

    sums: Sums

    def number(self, value: Fraction) -> Terms:
        return _constant(sympy.Rational(value.numerator, value.denominator))

    def constant(self, name: str) -> Terms:
        if name not in ("pi", "e"):
            raise Indeterminate
        return _constant(sympy.pi if name == "pi" else sympy.E)

    def apply(self, operator: str, arguments: Sequence[Terms]) -> Terms:
        first, *rest = arguments
        match operator:
            case "+":
                return self.sums.sum(arguments)
            case "-":
                return self.sums.sum([first, self.sums.product(rest[0], _constant(-ONE))])
            case "neg":
                return self.sums.product(first, _constant(-ONE))
            case "*":
                return self.sums.product(first, *rest)
            case "/":
                return self.sums.product(first, self.power(rest[0], -ONE))
            case "^":
                return self._general_power(first, rest[0])
            case "sqrt":
                return self.power(first, ONE / 2)
            case "exp":
                return self.exponential(first)
            case "log":
                return self.logarithm(first)
        return self.function(operator, first)

    def relation(self, operator: str, left: Any, right: Any) -> Any:
        raise Indeterminate

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[Any]]]) -> Any:
        raise Indeterminate

    def composed(
        self,
        function: Callable[[arb_series], arb_series],
        at: Coefficient,
        small: Terms,
        first: Coefficient | None = None,
    ) -> Terms:
        """A function of a constant and what vanishes: its Taylor series with the remainder."""
        length = self.sums.scale.length
        middle = as_ball(enclosed(at))
        off = self.sums.size(small)
        around = middle.union(middle + off.lower).union(middle + off.upper)
        try:
            known = [*islice(function(arb_series([middle, 1], prec=length)), length)]
            last = function(arb_series([around, 1], prec=length + 1))[length]
        except ValueError:
            raise Indeterminate from None
        coefficients = list(map(known_as, known))
        coefficients += [sympy.Integer(0)] * (length - len(coefficients))
        if first is not None:
            coefficients[0] = first
        if not last.is_finite() or not all(c.is_finite() for c in known):
            raise Indeterminate
        total: Terms = {UNIT: ball(last)}
        for coefficient in reversed(coefficients):
            total = self.sums.sum([self.sums.product(total, small), {UNIT: coefficient}])
        return total

    def power(self, base: Terms, exponent: sympy.Expr) -> Terms:
        """A power with a constant exponent."""
        if exponent == 0:
            return _constant(ONE)
        if not base and exponent.is_positive:
            return base
        lead, coefficient, small = self.sums.split(base)
        if not exponent.is_Integer and enclosed(coefficient).sign != 1:
            raise Indeterminate
        size = as_ball(number(exponent, BOX_BITS))

        def raised(one: arb_series) -> arb_series:
            return power(one, arb_series([size], prec=self.sums.scale.length + 1))

        exactly = not isinstance(coefficient, Interval)
        factor = coefficient**exponent if exactly else ball(as_ball(coefficient) ** size)
        share = self.composed(raised, ONE, small, ONE)
        return self.sums.product({lead.raised(exponent): factor}, share)

    def _general_power(self, base: Terms, exponent: Terms) -> Terms:
        if exponent.keys() <= {UNIT}:
            value = exponent.get(UNIT, ZERO)
            if not isinstance(value, Interval):
                return self.power(base, value)
        return self.exponential(self.sums.product(exponent, self.logarithm(base)))

    def exponential(self, exponent: Terms) -> Terms:
        grows, start, small = self.sums.parts(exponent)
        if any(isinstance(c, Interval) for c in grows.values()):
            return self._bounded_exponential(exponent, next(iter(grows)))
        monomial = UNIT
        for part, coefficient in grows.items():
            monomial = monomial.times(self.sums.scale.exponential_of(part, coefficient))
        factor = elementary("exp", start) if isinstance(start, Interval) else sympy.exp(start)
        return self.sums.product(
            {monomial: factor}, self.composed(lambda s: s.exp(), ZERO, small, ONE)
        )

    def _bounded_exponential(self, exponent: Terms, lead: Monomial) -> Terms:
        """exp of what tends to -oo and is not known exactly: it is less than an exp that is."""
        rate = self.sums.size({m.times(lead, -ONE): c for m, c in exponent.items()}).upper
        most = (rate * 2**20).ceil().unique_fmpz() if rate.is_finite() else None
        if most is None or not most < 0:
            raise Indeterminate
        most = sympy.Rational(int(most), 2**20)
        return {self.sums.scale.exponential_of(lead, most): Interval(arb(0), arb(1), True, False)}

    def logarithm(self, argument: Terms) -> Terms:
        lead, coefficient, small = self.sums.split(argument)
        if enclosed(coefficient).sign != 1 or lead.powers[-1] != 0:
            raise Indeterminate
        exactly = not isinstance(coefficient, Interval)
        first = sympy.log(coefficient) if exactly else elementary("log", coefficient)
        logs = dict(zip(LEVELS[1:], lead.powers, strict=False))
        share = self.composed(lambda s: s.log(), ONE, small, ZERO)
        return self.sums.sum([{UNIT: first}, logs, dict(lead.rate), share])

    def function(self, name: str, argument: Terms) -> Terms:
        """Any other elementary function."""
        if name not in ELEMENTARY or not ELEMENTARY[name].shape:
            raise Indeterminate
        grows, start, small = self.sums.parts(argument)
        if grows:
            return self._far(name, argument, enclosed(next(iter(grows.values()))).sign)
        if name == "abs":
            _, coefficient, _ = self.sums.split(argument)
            side = enclosed(coefficient).sign
            return self.sums.product(argument, _constant(sympy.Integer(side)))
        first = None if isinstance(start, Interval) else FUNCTIONS[name](start)
        if first is not None and first.is_real is not True:
            raise Indeterminate
        return self.composed(series_of(name), start, small, first)

    def _far(self, name: str, argument: Terms, side: int | None) -> Terms:
        """A function of what grows without bound, to one side."""
        record = ELEMENTARY[name]
        if name == "abs" and side:
            return self.sums.product(argument, _constant(sympy.Integer(side)))
        if isinstance(record.shape, Wave) and record.total:
            return {UNIT: Interval(arb(-1), arb(1))}
        if name == "erfc" and side == 1:
            return self._erfc(argument)
        if not side or record.far is None or record.ends[side > 0] not in ("oo", "-oo"):
            raise Indeterminate
        value, symbol = _far(name, side)
        found: Terms = interpreted(value, self, {symbol: argument}.__getitem__)
        return found

    def _erfc(self, u: Terms) -> Terms:
        """exp(-u^2) / (u sqrt(pi)) (1 - 1/(2 u^2) + 3/(2 u^2)^2 - …), where for u > 0 the rest is
        between 0 and the first term that is left out (https://dlmf.nist.gov/7.12.ii)."""
        square = self.sums.product(u, u)
        small = self.power(square, -ONE)
        if self.sums.share(u).sign != 1:
            raise Indeterminate
        every = ((-1) ** k * sympy.factorial2(2 * k - 1) / 2**k for k in count())
        *known, last = islice(every, self.sums.scale.length + 1)
        total: Terms = {UNIT: multiply(enclosed(last), Interval(arb(0), arb(1)))}
        for coefficient in reversed(known):
            total = self.sums.sum([self.sums.product(total, small), _constant(coefficient)])
        bell = self.exponential(self.sums.product(square, _constant(-ONE)))
        share = self.sums.product(self.power(u, -ONE), _constant(1 / sympy.sqrt(sympy.pi)))
        return self.sums.product(bell, share, total)


@lru_cache(maxsize=64)
def _far(name: str, side: int) -> tuple[Any, sympy.Symbol]:
    symbol = sympy.Dummy("u", positive=side > 0, negative=side < 0)
    far = ELEMENTARY[name].far
    assert far is not None
    return far(sympy, symbol, side), symbol


def _constant(value: Any) -> Terms:
    value = sympy.sympify(value)
    return {} if value == 0 else {UNIT: value}


@dataclass(frozen=True)
class Ending:
    """What an expression is from `start` on: `lead` times numbers of one sign, which are between
    two bounds."""

    start: int
    sign: int
    lead: sympy.Expr
    between: tuple[float, float]


def ending(expression: sympy.Expr, t: sympy.Symbol, region: Region) -> Ending | None:
    """Where an expression in t has one sign for all larger t, None where none is seen."""
    symbols, program = traced(expression)
    inputs = [{LEVELS[0]: ONE} if symbol == t else _constant(symbol) for symbol in symbols]
    with ctx.workprec(BOX_BITS):
        for length, start in product(LENGTHS, STARTS):
            sums = Sums(arb(start), Scale(region, length))
            try:
                terms: Terms = program.run(TailAlgebra(sums), inputs)
                share = sums.share(terms)
            except (Indeterminate, Undecided, ValueError):
                continue
            if share.defined and share.sign is not None:
                lead = next(iter(terms), UNIT).written(t)
                return Ending(start, share.sign, lead, (float(share.lower), float(share.upper)))
    return None
