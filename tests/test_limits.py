"""Limits are exact, or left open."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from proofs import NOWHERE, OO, X, read, region

from actbook.proving.limits import limit
from actbook.proving.region import Split, Undecided

#: expression, where, from which side, limit
LIMITS = [
    ("1/(1 + exp(-x))", OO, -1, "1"),
    ("1/(1 + exp(-x))", -OO, 1, "0"),
    ("x/(1 + exp(-x))", -OO, 1, "0"),
    ("x/(1 + exp(-x))", OO, -1, "oo"),
    ("x*exp(-x)", OO, -1, "0"),
    ("x*exp(-x)", -OO, 1, "-oo"),
    ("x**100*exp(-x)", OO, -1, "0"),
    ("x*(1 + erf(x))", -OO, 1, "0"),
    ("x*(1 - tanh(x**3))", OO, -1, "0"),
    ("exp(x)*(1 - tanh(x))", OO, -1, "0"),
    ("exp(2*x)*(1 - tanh(x))", OO, -1, "2"),
    ("exp(x**2)*(1 - erf(x))", OO, -1, "0"),
    ("x*exp(x**2)*(1 - erf(x))", OO, -1, "1/sqrt(pi)"),
    ("log(1 + exp(x)) - x", OO, -1, "0"),
    ("exp(-x)*log(1 + exp(x))", -OO, 1, "1"),
    ("x + sqrt(x**2 + 1)", -OO, 1, "0"),
    ("x*(x + sqrt(x**2 + 1))", -OO, 1, "-1/2"),
    ("x/sqrt(x**2 + 1)", -OO, 1, "-1"),
    ("x*tanh(log(1 + exp(x)))", -OO, 1, "0"),
    ("x**2 - x**3", OO, -1, "-oo"),
    ("1/x", 0, 1, "oo"),
    ("1/x", 0, -1, "-oo"),
    ("1/x**2", 0, -1, "oo"),
    ("exp(1/x)", 0, -1, "0"),
    ("(exp(x) - 1)/x", 0, 1, "1"),
    ("(1 - cos(x))/x**2", 0, 1, "1/2"),
    ("sqrt(x)/x", 0, 1, "oo"),
    ("x*log(x)/x", 0, 1, "-oo"),
    ("x**2/(x - 1)", 1, -1, "-oo"),
    ("1/(x**2 - 4)", -2, 1, "-oo"),
    ("1/(x**2 - 4)", -2, -1, "oo"),
    ("1/(x**3 + 8)", -2, -1, "-oo"),
    ("1/tanh(x*(exp(x) - 1))", 0, -1, "oo"),
    ("1/tanh(x*(exp(x) - 1))", 0, 1, "oo"),
]


@pytest.mark.parametrize(("text", "at", "side", "expected"), LIMITS)
def test_limits_are_exact(text: str, at: Any, side: int, expected: str) -> None:
    value = limit(read(text), X, sympy.sympify(at), side, NOWHERE)
    assert sympy.simplify(value - read(expected)) == 0 or value == read(expected)


@pytest.mark.parametrize("text", ["sin(x)", "x*sin(x)", "exp(x)*sin(x)", "x**x/exp(x*log(x))"])
def test_limits_that_do_not_exist_or_are_out_of_reach_are_left_open(text: str) -> None:
    with pytest.raises(Undecided):
        limit(read(text), X, OO, -1, NOWHERE)


def test_a_limit_with_a_parameter_asks_for_its_sign() -> None:
    part = region(a="(-oo, oo)")
    with pytest.raises(Split):
        limit(part.values["a"] * X, X, OO, -1, part)
