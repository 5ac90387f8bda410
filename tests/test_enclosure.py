"""Elementary functions on intervals, and expressions over boxes: every value is inside, and ends
stay open or closed."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy
from boxes import holds, interval, intervals
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.formula.functions import ELEMENTARY
from actbook.proving.enclosure import elementary, enclosed
from actbook.proving.interval import rational

FUNCTIONS = sorted(name for name, record in ELEMENTARY.items() if record.shape)
_MPMATH = {
    "abs": mpmath.fabs,
    "lambertw": lambda x: mpmath.lambertw(x) if x >= -mpmath.exp(-1) else mpmath.nan,
}


@settings(max_examples=600, deadline=None)
@given(intervals(), st.sampled_from(FUNCTIONS))
def test_elementary_functions_lie_in_the_interval(a: Any, name: str) -> None:
    box, x = a
    with mpmath.workdps(60):
        function = _MPMATH.get(name) or getattr(mpmath, name)
        try:
            value = function(mpmath.mpf(x.numerator) / x.denominator)
        except (ValueError, ZeroDivisionError):
            value = mpmath.inf
    result = elementary(name, box)
    if mpmath.im(value) or not mpmath.isfinite(value):
        assert not result.defined
    else:
        assert holds(result, mpmath.re(value))


#: function, interval, what it becomes: openness is kept, and an end out of reach stays so
ENDS = [
    ("exp", "(-oo, 0]", "(0, 1]"),
    ("exp", "[0, oo)", "[1, oo)"),
    ("exp", "(-oo, oo)", "(0, oo)"),
    ("tanh", "(-oo, 0)", "(-1, 0)"),
    ("tanh", "[0, oo)", "[0, 1)"),
    ("erf", "(-oo, oo)", "(-1, 1)"),
    ("erfc", "(-oo, oo)", "(0, 2)"),
    ("erfc", "[0, oo)", "(0, 1]"),
    ("log", "(0, 1]", "(-oo, 0]"),
    ("sqrt", "[0, 4)", "[0, 2)"),
    ("sqrt", "(0, oo)", "(0, oo)"),
    ("sqrt", "(-oo, oo)", "[0, oo)"),
    ("sqrt", "(-1, 4)", "[0, 2)"),
    ("acosh", "(0, 1]", "[0, 0]"),
    ("abs", "(-2, 1]", "[0, 2)"),
    ("abs", "[-2, 2)", "[0, 2]"),
    ("cosh", "(-oo, oo)", "[1, oo)"),
    ("cosh", "(-oo, 0)", "(1, oo)"),
    ("tan", "(-oo, 1]", "(-oo, oo)"),
    ("sin", "(-oo, oo)", "[-1, 1]"),
]


@pytest.mark.parametrize(("name", "argument", "expected"), ENDS)
def test_ends_stay_open_or_closed(name: str, argument: str, expected: str) -> None:
    assert elementary(name, interval(argument))[:4] == interval(expected)[:4]


def test_an_open_end_that_rounds_onto_a_bound_stays_open() -> None:
    tiny = elementary("exp", interval("[-1000000000000000000000000000000, -1]"))
    assert tiny.sign == 1
    assert elementary("tanh", interval("[1, 1000000000]")).upper_open


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
