"""Where a gap in a smooth formula is filled by its limit, as that of sin(x)/x at 0.

A quotient of functions that are analytic at a point is analytic there once it has a finite limit
(Riemann's theorem on removable singularities).
"""

from __future__ import annotations

import sympy

#: Analytic on the whole real line.
_ENTIRE = (
    *(sympy.exp, sympy.sin, sympy.cos, sympy.sinh, sympy.cosh, sympy.tanh),
    *(sympy.atan, sympy.asinh, sympy.erf, sympy.erfc, sympy.erfi),
)


def removable(value: sympy.Expr, x: sympy.Symbol, at: sympy.Expr) -> bool:
    """Whether a formula with a finite limit at a point is analytic there, given that limit."""
    return all(_analytic(part, x, at) for part in sympy.fraction(sympy.together(value)))


def _analytic(value: sympy.Expr, x: sympy.Symbol, at: sympy.Expr) -> bool:
    if x not in value.free_symbols or value == x:
        return True
    if not all(_analytic(argument, x, at) for argument in value.args):
        return False
    if value.is_Add or value.is_Mul or isinstance(value, _ENTIRE):
        return True
    if value.is_Pow:
        base, whole = value.base.subs(x, at), value.exp.is_integer
        if whole and (value.exp.is_nonnegative or base.is_nonzero):
            return True
        return bool(base.is_positive)
    return isinstance(value, sympy.log) and bool(value.args[0].subs(x, at).is_positive)
