"""Periods of expressions in sines and cosines: one period stands for the whole line."""

from __future__ import annotations

from functools import reduce

import sympy


def period(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """A period of an expression in which `x` stands in sin(c x + d) and cos(c x + d) alone."""
    waves = expression.atoms(sympy.sin, sympy.cos)
    slopes = [sympy.diff(wave.args[0], x) for wave in waves]
    slopes = [abs(slope) for slope in slopes if slope != 0]
    if not slopes or any(x in slope.free_symbols for slope in slopes):
        return None
    if x in expression.xreplace({wave: sympy.Dummy() for wave in waves}).free_symbols:
        return None
    ratios = [sympy.simplify(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    return 2 * sympy.pi / (slopes[0] * reduce(sympy.gcd, ratios))
