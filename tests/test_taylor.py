"""Enclosures of derivatives over boxes by Taylor series."""

from __future__ import annotations

import mpmath
import pytest
import sympy
from flint import arb
from proofs import X, read

from actbook.proving.taylor import Smooth

EXPRESSIONS = [
    "x*tanh(log(1 + exp(x)))",
    "exp(-x**2)/(2 + atan(x))",
    "erf(x)*asinh(x) + sqrt(x**2 + 1)",
    "sinh(x)*cosh(x) - acosh(x + 3)",
    "erfc(x)*LambertW(x + 2) + (x + 4)**pi",
    "atanh(x/10) + sin(x)*x**3",
    "2**x + x*Abs(x + 5)/Abs(x + 4)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_no_value_over_a_box_is_outside_of_its_enclosure(text: str, order: int) -> None:
    expression = read(text)
    smooth = Smooth(expression, X, order)
    plain = expression.replace(sympy.Abs, lambda inner: inner)  # positive at all points here
    value = sympy.lambdify(X, sympy.diff(plain, X, order), "mpmath")
    for lower, width in ((-1.5, 0.25), (0.25, 0.01), (1.0, 1.0)):
        box = smooth.over(arb(lower), arb(lower + width))
        points = [mpmath.mpf(lower) + width * mpmath.mpf(i) / 7 for i in range(8)]
        values = [float(value(point)) for point in points]
        around = box.values()
        if width == 1 and not around.is_finite():
            continue
        middle, reach = float(around.mid()), float(around.rad())
        assert all(abs(value - middle) <= reach + 1e-9 for value in values)
        if width < 0.1:
            assert float(around.rad()) < 1.2 * (max(values) - min(values)) + 1e-6


def test_a_sign_is_told_of_a_whole_box_only() -> None:
    smooth = Smooth(read("x**2 - 2"), X)
    assert smooth.over(arb(2), arb(3)).sign() == 1
    assert smooth.over(arb(-1), arb(1)).sign() == -1
    assert smooth.over(arb(1), arb(2)).sign() is None
    assert smooth.over(arb(1), arb(2)).sign(1) == 1


@pytest.mark.parametrize(
    "text", ["log(x)", "1/x", "sqrt(x)", "Abs(x)", "x**pi", "atanh(x - 1)", "x + 1/x"]
)
def test_where_there_is_no_series_no_sign_is_told(text: str) -> None:
    box = Smooth(read(text), X).over(arb(-0.25), arb(0.5))
    assert box.sign() is None and box.sign(1) is None
