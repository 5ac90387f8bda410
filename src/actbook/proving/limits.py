"""One-sided limits of smooth expressions, by their leading terms.

Every end is carried to infinity: x = a + 1/t or a - 1/t at a finite end a, x = t or -t at an
infinite one. There the series of an expression, a term or a few, decides. SymPy's own limits are
not used: they are slow, and some of them are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import sympy

from actbook.formula.elementary import Wave
from actbook.formula.functions import ELEMENTARY
from actbook.formula.symbolic import FUNCTIONS
from actbook.proving.forms import large
from actbook.proving.region import Region, Undecided
from actbook.proving.series import LEVELS, ONE, Indeterminate, Scale, Series, constant

_OO = sympy.oo
#: How many terms are looked at, one number after the other.
LENGTHS = (1, 2, 4, 8)
#: What has derivatives of all orders inside its domain, and is continuous at its ends. |u| has a
#: kink at 0.
_ANALYTIC = {
    FUNCTIONS[name]: record for name, record in ELEMENTARY.items() if record.shape and name != "abs"
}


def limit(
    expression: sympy.Expr, x: sympy.Symbol, at: Any, side: int, region: Region
) -> sympy.Expr:
    """The limit as x tends to `at` from above (`side` 1) or below (-1), exactly, maybe infinite."""
    if x not in expression.free_symbols:
        return expression
    t = sympy.Dummy("t", positive=True)
    moved = expression.xreplace({x: {_OO: t, -_OO: -t}.get(at, at + side / t)})
    if not moved.has(sympy.I):
        for length in LENGTHS[:1] if large(expression) else LENGTHS:
            try:
                return _Expansion(t, Scale(region, length)).limit(moved)
            except Indeterminate:
                continue
    raise Undecided("the limit of {} where {} tends to {}", expression, x, at)


@dataclass(frozen=True)
class _Expansion:
    """The series of expressions in `t`, which tends to +oo."""

    t: sympy.Symbol
    scale: Scale

    def limit(self, node: sympy.Expr) -> sympy.Expr:
        series = self.series(node)
        side = self.scale.heading(series.terms)
        return side * _OO if side else self.scale.parts(series)[1]

    def series(self, node: Any) -> Series:
        """The series of an expression; `Indeterminate` beyond the scale."""
        if node == self.t:
            return Series({LEVELS[0]: ONE})
        if self.t not in node.free_symbols:
            return constant(node)
        if node.is_Add:
            return self.scale.sum(map(self.series, node.args))
        if node.is_Mul:
            return self.scale.product(*map(self.series, node.args))
        if isinstance(node, sympy.exp):
            return self.scale.exponential(self.series(node.exp))
        if node.is_Pow and self.t not in node.exp.free_symbols:
            return self.scale.power(self.series(node.base), node.exp)
        if node.is_Pow:
            return self.series(sympy.exp(node.exp * sympy.log(node.base), evaluate=False))
        if isinstance(node, sympy.log):
            return self.scale.logarithm(self.series(node.args[0]))
        if isinstance(node, sympy.atanh):
            (u,) = node.args
            return self.series((sympy.log(1 + u) - sympy.log(1 - u)) / 2)
        if node.func not in _ANALYTIC or len(node.args) != 1:
            raise Indeterminate
        return self._function(node.func, node.args[0])

    def _function(self, function: Any, u: Any) -> Series:
        series = self.series(u)
        if side := self.scale.heading(series.terms):
            return self._far(function, u, side)
        _, start, small = self.scale.parts(series)
        if function(start).is_real is False:
            raise Undecided("{} has no value there", function(u))
        return self.scale.composed(_taylor(function, start), small)

    def _far(self, function: Any, u: Any, side: int) -> Series:
        """A function of an argument that grows without bound, to one side."""
        record = _ANALYTIC[function]
        if record.ends[side > 0] != ("oo" if side > 0 else "-oo"):
            raise Undecided("{} has no value there", function(u))
        if isinstance(record.shape, Wave) and record.total:  # bounded
            return Series({}, LEVELS[-1])
        if function == sympy.erfc and side > 0:
            return self._erfc(u)
        if function == sympy.LambertW:  # W(u) is log(u) but for a smaller part
            lead, coefficient, _ = self.scale.split(self.series(sympy.log(u)))
            return Series({lead: coefficient}, lead)
        if record.far is None:
            raise Indeterminate
        return self.series(record.far(sympy, u, side))

    def _erfc(self, u: Any) -> Series:
        """exp(-u^2) / (u sqrt(pi)) (1 - 1/(2 u^2) + 3/(2 u^2)^2 - …), which is asymptotic."""
        coefficients = ((-1) ** k * sympy.factorial2(2 * k - 1) / 2**k for k in count())
        first = self.series(sympy.exp(sympy.expand(-(u**2))) / (u * sympy.sqrt(sympy.pi)))
        return self.scale.product(first, self.scale.composed(coefficients, self.series(u**-2)))


def _taylor(function: Any, at: sympy.Expr) -> Iterator[sympy.Expr]:
    """The coefficients of a function's Taylor series at a point."""
    u = sympy.Dummy("u", real=True)
    slope, factor = function(u), ONE
    if function == sympy.LambertW:  # in terms of W, whose derivative exp(-W) / (1 + W) has no u
        slope, factor, at = u, sympy.exp(-u) / (1 + u), sympy.LambertW(at)
    for k in count():
        yield slope.subs(u, at) / sympy.factorial(k)
        slope = sympy.diff(slope, u) * factor
