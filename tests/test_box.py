"""SymPy expressions over boxes."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy
from boxes import holds, intervals
from hypothesis import given

from actbook.proving.enclosure import enclosed
from actbook.proving.interval import rational


@given(intervals())
def test_an_enclosure_holds_what_the_formula_gives(a: Any) -> None:
    box, x = a
    symbol = sympy.Symbol("x", real=True)
    expression = symbol**3 / (1 + sympy.exp(-symbol)) + sympy.sqrt(1 + symbol**2)
    point = enclosed(expression, {symbol: rational(x)})
    around = enclosed(expression, {symbol: box})
    assert not point.upper < around.lower and not point.lower > around.upper
    with mpmath.workdps(60):
        assert holds(around, mpmath.mpf(sympy.N(expression.subs(symbol, sympy.Rational(x)), 55)))


def test_what_has_no_enclosure_is_refused() -> None:
    x = sympy.Symbol("x")
    with pytest.raises(ValueError, match="has no place in a formula"):
        enclosed(sympy.gamma(x), {x: rational(1)})
    for value in (sympy.I, sympy.floor(x), sympy.Piecewise((1, x > 0), (2, True))):
        with pytest.raises(ValueError, match="no enclosure"):
            enclosed(value, {x: rational(1)})
