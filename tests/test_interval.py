"""Intervals hold every value, and their open ends hold none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from boxes import holds, interval, intervals
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.proving.enclosure import elementary
from actbook.proving.interval import (
    UNDEFINED,
    Interval,
    absolute,
    add,
    maximum,
    minimum,
    multiply,
    power,
    reciprocal,
)

OPERATIONS: list[tuple[Callable[[Interval, Interval], Interval], Callable[[Any, Any], Any]]] = [
    (add, lambda x, y: x + y),
    (multiply, lambda x, y: x * y),
    (maximum, max),
    (minimum, min),
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
