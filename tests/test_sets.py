"""Sets with exact ends, and decimals that stand for what rounds to them."""

from __future__ import annotations

import pytest
import sympy
from proofs import NOWHERE, OO, region

from actbook.formula.stated import read_set, read_value
from actbook.proving.exact import resolved
from actbook.proving.region import Region, Span, symbol_over
from actbook.proving.sets import agrees, shown_set, union

#: stated, the same in order
SETS = [
    ("(0, 1) U {1}", "(0, 1]"),
    ("{1} U (0, 1)", "(0, 1]"),
    ("(0, 1) U (1, 2)", "(0, 1) U (1, 2)"),
    ("(0, 1] U (1, 2)", "(0, 2)"),
    ("{3, 1, 2, 1}", "{1} U {2} U {3}"),
    ("[0, 2] U (1, 5)", "[0, 5)"),
    ("(0, 5) U [1, 2]", "(0, 5)"),
    ("(-oo, 0) U (0, oo)", "(-oo, 0) U (0, oo)"),
]


@pytest.mark.parametrize(("stated", "ordered"), SETS)
def test_sets_are_put_in_order(stated: str, ordered: str) -> None:
    assert shown_set(union(read_set(stated, ()), NOWHERE), NOWHERE) == ordered


def test_a_set_with_its_ends_in_the_wrong_order_is_refused() -> None:
    part = region(a="(0, 1)")
    with pytest.raises(ValueError, match="wrong order"):
        union(read_set("(0, a - 1)", part.values), part)


#: stated, number, agree
ROUNDED = [
    ("0.333", "1/3", True),
    ("0.334", "1/3", False),
    ("-0.17", "-0.16997", True),
    ("-0.170", "-0.16949", False),
    ("1/3", "0.333333333333333333333333", False),
    ("0.5", "1/2", True),
    ("2.0", "1.96", True),
    ("2", "1.96", False),
]


@pytest.mark.parametrize(("stated", "number", "expected"), ROUNDED)
def test_a_decimal_stands_for_what_rounds_to_it(stated: str, number: str, expected: bool) -> None:
    exact = sympy.sympify(number, rational=True)
    assert agrees(read_value(stated, ()), exact, NOWHERE) is expected


def test_max_and_min_are_resolved_in_a_region() -> None:
    span = Span(sympy.Integer(1), OO)
    a = symbol_over("a", span)
    part = Region({"a": a}, {a: span})
    assert resolved(sympy.Max(1, a) + sympy.Min(0, -a) + sympy.Abs(-a), part) == a
