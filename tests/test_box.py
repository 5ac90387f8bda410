"""Formulas and SymPy expressions over boxes."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy
from boxes import holds, interval, intervals
from hypothesis import given
from trees import tree

from actbook.algebra.expression import evaluate
from actbook.proving.box import IntervalAlgebra, compiled
from actbook.proving.interval import (
    LINE,
    rational,
)

RELATIONS = [
    ("<", "(0, 1)", "[1, 2]", True),
    ("<", "[0, 1]", "[1, 2]", None),
    ("<=", "[0, 1]", "[1, 2]", True),
    (">", "[0, 1]", "[1, 2]", False),
    (">=", "[0, 1]", "[1, 2]", None),
    ("=", "[0, 1]", "(1, 2]", False),
    ("!=", "[0, 1)", "[1, 2]", True),
    ("=", "[1, 1]", "[1, 1]", True),
]


@pytest.mark.parametrize(("name", "a", "b", "truth"), RELATIONS)
def test_relations_are_true_false_or_open(name: str, a: str, b: str, truth: bool | None) -> None:
    assert IntervalAlgebra().relation(name, interval(a), interval(b)) is truth


def test_cases_are_the_hull_of_the_branches_that_may_be_chosen() -> None:
    step = tree("cases((1, x > 0), (0, True))")
    value = {
        text: evaluate(step, IntervalAlgebra(), {"x": interval(text)})
        for text in ("(0, 1]", "[-1, 0]", "[-1, 1]")
    }
    assert [value[text].sign for text in value] == [1, 0, None]
    assert not evaluate(tree("cases((1, x > 0))"), IntervalAlgebra(), {"x": LINE}).defined


@given(intervals())
def test_compiled_expressions_enclose_what_the_formula_gives(a: Any) -> None:
    box, x = a
    symbol = sympy.Symbol("x", real=True)
    expression = symbol**3 / (1 + sympy.exp(-symbol)) + sympy.sqrt(1 + symbol**2)
    point = compiled(expression)({symbol: rational(x)})
    around = compiled(expression)({symbol: box})
    assert not point.upper < around.lower and not point.lower > around.upper
    with mpmath.workdps(60):
        assert holds(around, mpmath.mpf(sympy.N(expression.subs(symbol, sympy.Rational(x)), 55)))


def test_what_has_no_enclosure_is_refused() -> None:
    with pytest.raises(ValueError, match="has no enclosure"):
        compiled(sympy.gamma(sympy.Symbol("x")))
    with pytest.raises(ValueError, match="infinity"):
        IntervalAlgebra().constant("oo")
