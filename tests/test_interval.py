"""Intervals hold every value, and their open ends hold none."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import tree

from actbook.box import IntervalAlgebra, compiled
from actbook.enclosure import INCREASING, elementary
from actbook.expression import evaluate
from actbook.interval import (
    INFINITY,
    LINE,
    UNDEFINED,
    Interval,
    absolute,
    add,
    hull,
    maximum,
    minimum,
    multiply,
    power,
    rational,
    reciprocal,
)

fractions = st.fractions(-50, 50, max_denominator=64)


def exact(value: Fraction) -> arb:
    with ctx.workprec(300):
        return arb(fmpq(value.numerator, value.denominator)).mid()


def interval(text: str) -> Interval:
    """`(-oo, -40]` with whole or dyadic ends."""
    lower, upper = text[1:-1].split(", ")
    ends = [
        INFINITY if end == "oo" else -INFINITY if end == "-oo" else exact(Fraction(end))
        for end in (lower, upper)
    ]
    return Interval(ends[0], ends[1], text[0] == "(", text[-1] == ")")


@st.composite
def intervals(draw: Any) -> tuple[Interval, Fraction]:
    """An interval, open or closed, bounded or not, and a point of it with dyadic coordinates."""
    steps = st.integers(-640, 640)
    low, inside, high = sorted(Fraction(draw(steps), 64) for _ in range(3))
    lower_open, upper_open = (
        draw(st.booleans()) and low < inside,
        draw(st.booleans()) and inside < high,
    )
    lower = -INFINITY if draw(st.integers(0, 4)) == 0 else exact(low)
    upper = INFINITY if draw(st.integers(0, 4)) == 0 else exact(high)
    return Interval(
        lower, upper, lower_open or not lower.is_finite(), upper_open or not upper.is_finite()
    ), inside


def holds(result: Interval, value: Any) -> bool:
    """Whether a number known to 60 digits lies in an interval, open ends excluded.

    A value within rounding of an open end is not told from it, and allowed.
    """
    with mpmath.workdps(60):
        low, high = (mpmath.mpf(_text(end)) for end in (result.lower, result.upper))
        value = (
            mpmath.mpf(value.numerator) / value.denominator
            if isinstance(value, Fraction)
            else value
        )
        slack = mpmath.mpf(10) ** -50 * (1 + abs(value))
        if result.lower_open and value == low:
            return False
        if result.upper_open and value == high:
            return False
        return bool(low - slack <= value <= high + slack)


def _text(end: arb) -> str:
    if not end.is_finite():
        return "inf" if end > 0 else "-inf"
    with ctx.workprec(400):
        return str(end.str(70, radius=False))


OPERATIONS: list[tuple[Callable[[Interval, Interval], Interval], Callable[[Any, Any], Any]]] = [
    (add, lambda x, y: x + y),
    (multiply, lambda x, y: x * y),
    (maximum, max),
    (minimum, min),
    (hull, lambda x, y: x),
    (hull, lambda x, y: y),
]


@settings(max_examples=400, deadline=None)
@given(intervals(), intervals(), st.sampled_from(OPERATIONS))
def test_results_of_operations_lie_in_the_interval(a: Any, b: Any, operation: Any) -> None:
    of_intervals, of_numbers = operation
    (x_interval, x), (y_interval, y) = a, b
    assert holds(of_intervals(x_interval, y_interval), of_numbers(x, y))


@given(intervals(), st.integers(-4, 5))
def test_powers_lie_in_the_interval(a: Any, n: int) -> None:
    box, x = a
    if n < 0 and x == 0:
        assert not power(box, n).defined
    else:
        assert holds(power(box, n), x**n)


@given(intervals())
def test_absolute_values_and_reciprocals_lie_in_the_interval(a: Any) -> None:
    box, x = a
    assert holds(absolute(box), abs(x))
    if x:
        assert holds(reciprocal(box), 1 / x)
    else:
        assert not reciprocal(box).defined


FUNCTIONS = sorted({*INCREASING, "erfc", "cosh", "sin", "cos", "tan", "acos"})
_MPMATH = {"lambertw": lambda x: mpmath.lambertw(x) if x >= -mpmath.exp(-1) else mpmath.nan}


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


@given(intervals(), st.sampled_from(["sign", "floor", "ceil"]))
def test_steps_lie_in_the_interval(a: Any, name: str) -> None:
    box, x = a
    values = {"sign": (x > 0) - (x < 0), "floor": math.floor(x), "ceil": math.ceil(x)}
    assert holds(elementary(name, box), Fraction(values[name]))


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
    ("sin", "(-oo, oo)", "[-1, 1]"),
    ("floor", "(1, 2)", "[1, 2]"),
    ("sign", "(0, oo)", "[1, 1]"),
    ("sign", "[0, oo)", "[0, 1]"),
]


@pytest.mark.parametrize(("name", "argument", "expected"), ENDS)
def test_ends_stay_open_or_closed(name: str, argument: str, expected: str) -> None:
    assert elementary(name, interval(argument))[:4] == interval(expected)[:4]


def test_an_open_end_that_rounds_onto_a_bound_stays_open() -> None:
    tiny = elementary("exp", interval("[-1000000000000000000000000000000, -1]"))
    assert tiny.sign == 1
    assert elementary("tanh", interval("[1, 1000000000]")).upper_open


PRODUCTS = [
    ("(0, oo)", "(0, 1)", "(0, oo)"),
    ("[0, oo)", "(0, 1)", "[0, oo)"),
    ("(-oo, -1]", "(0, 1]", "(-oo, 0)"),
    ("(-oo, oo)", "[0, 0]", "[0, 0]"),
    ("(0, 1)", "[0, 1)", "[0, 1)"),
    ("(-1, 1)", "(-1, 1)", "(-1, 1)"),
]


@pytest.mark.parametrize(("a", "b", "expected"), PRODUCTS)
def test_products_of_open_ends(a: str, b: str, expected: str) -> None:
    assert multiply(interval(a), interval(b)) == interval(expected)


QUOTIENTS = [("(0, 1]", "[1, oo)"), ("(-oo, -1]", "[-1, 0)"), ("(1, oo)", "(0, 1)")]


@pytest.mark.parametrize(("a", "expected"), QUOTIENTS)
def test_reciprocals_of_open_ends(a: str, expected: str) -> None:
    assert reciprocal(interval(a)) == interval(expected)


def test_a_box_with_a_pole_is_flagged() -> None:
    assert reciprocal(interval("[-1, 1]")) == UNDEFINED
    assert not reciprocal(interval("[0, 1]")).defined
    assert not elementary("log", interval("[0, 1]")).defined
    assert not elementary("sqrt", interval("[-1, 1]")).defined


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
