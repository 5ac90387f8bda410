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
    ("x*log(x)", 0, 1, "0"),
    ("(sinh(x) - x)/x**3", 0, 1, "1/6"),
    ("LambertW(x)/x", 0, 1, "1"),
    ("atanh(x)", 1, -1, "oo"),
    ("x**x/exp(x*log(x))", OO, -1, "1"),
    ("x*exp(x**2)*(2 - erfc(x))", -OO, 1, "-1/sqrt(pi)"),
    ("x*exp(x**2)*(1 + erf(x))", -OO, 1, "-1/sqrt(pi)"),
    ("erfc(x*(x + 1))", -OO, 1, "0"),
    ("erf((x - 1/x)*(x + 1/x)/(x + 1))", 0, 1, "-1"),
    ("x*exp(x)*(1 - tanh(exp(x))**2)", OO, -1, "0"),
    ("x*exp(-log(1 + exp(2*x))**2)", OO, -1, "0"),
    ("exp(-x)*sin(x)", OO, -1, "0"),
    ("x + sin(x)", OO, -1, "oo"),
    ("acosh(x) - log(x)", OO, -1, "log(2)"),
    ("asinh(x) + log(-x)", -OO, 1, "-log(2)"),
    ("x*(atan(x) - pi/2)", OO, -1, "-1"),
    ("LambertW(x)/log(x)", OO, -1, "1"),
    ("log(log(x))/log(x)", OO, -1, "0"),
    ("exp(exp(x))*(1/exp(exp(x) - exp(-x)) - exp(-exp(x)))", OO, -1, "0"),
]


@pytest.mark.parametrize(("text", "at", "side", "expected"), LIMITS)
def test_limits_are_exact(text: str, at: Any, side: int, expected: str) -> None:
    value = limit(read(text), X, sympy.sympify(at), side, NOWHERE)
    assert sympy.simplify(value - read(expected)) == 0 or value == read(expected)


#: Limits that do not exist, that lie outside the domain or that are beyond the scale.
OPEN = [
    *(("sin(x)", OO, -1), ("x*sin(x)", OO, -1), ("exp(x)*sin(x)", OO, -1)),
    *(("log(x)", 0, -1), ("sqrt(x)", 0, -1), ("asin(x)", 2, 1), ("erf(acosh(x))", 0, 1)),
    *(("log(log(log(x)))", OO, -1), ("exp(sqrt(log(x)))/x", OO, -1), ("floor(x)", 0, 1)),
]


@pytest.mark.parametrize(("text", "at", "side"), OPEN)
def test_other_limits_are_left_open(text: str, at: Any, side: int) -> None:
    with pytest.raises(Undecided):
        limit(read(text), X, sympy.sympify(at), side, NOWHERE)


def test_a_limit_with_a_parameter_asks_for_its_sign() -> None:
    part = region(a="(-oo, oo)")
    with pytest.raises(Split):
        limit(part.values["a"] * X, X, OO, -1, part)
