"""Derivatives in SymPy of formulas with steps, of which it leaves a `Derivative` as it is."""

from __future__ import annotations

from typing import Any

import sympy


def _differentiable(whole: Any) -> Any:
    """A step function whose slope is 0, and does not exist where it jumps."""

    def slope(step: Any, _: int = 1) -> sympy.Expr:
        return sympy.Piecewise((0, sympy.Ne(step.args[0], whole(step.args[0]))))

    return type(f"differentiable {whole}", (sympy.Function,), {"fdiff": slope})


_STEPS = {whole: _differentiable(whole) for whole in (sympy.floor, sympy.ceiling)}


def differentiated(value: sympy.Expr, variable: sympy.Symbol, order: int) -> sympy.Expr:
    """SymPy's derivative of a formula; where a step in it jumps, it has no value."""
    for whole, step in _STEPS.items():
        value = value.replace(whole, step)
    value = sympy.diff(value, variable, order)
    for whole, step in _STEPS.items():
        value = value.replace(step, whole)
    return value
