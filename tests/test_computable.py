"""Formulas that cannot be computed with are refused at once, at their place in the page."""

from __future__ import annotations

import pytest
from formulas import page

from actbook.reading.scope import read_formulas

UNREAL, LARGE = "no real value", "too large"
#: The definition of f, what the refusal says.
UNSOUND = [
    (r"\sqrt{-2/\pi}\,x", UNREAL),
    (r"\sqrt{\frac{2}{-\pi}}\,x", UNREAL),
    (r"\frac{1}{0}", UNREAL),
    (r"0^{-1} x", UNREAL),
    (r"\ln(0) x", UNREAL),
    (r"(-2)^{0.5} x", UNREAL),
    (r"\begin{cases} \sqrt{-1} & \text{if } x > 0 \\ x & \text{otherwise} \end{cases}", UNREAL),
    (r"\ln(-1 - x^2)", UNREAL),
    (r"\sqrt{-1 - x^2}", UNREAL),
    (r"\arcsin(2 + x^2)", UNREAL),
    (r"\frac{1}{x - x}", UNREAL),
    (r"\ln(-a - x^2)", UNREAL),
    (r"9^{9^{9}}", LARGE),
    (r"9^{9^{9^{9^{9}}}} x", LARGE),
    (r"10^{10^{10}} x", LARGE),
    (r"2^{-10^{9}} x", LARGE),
    (r"x^{10^{10}}", LARGE),
    (r"(x + 1)^{100000}", LARGE),
    (r"x^{3^{2^{2^{40}}}}", LARGE),
    (r"x^{\sum_{k=1}^{100000} 1}", LARGE),
    (r"((10^{99})^{99})^{99} x", LARGE),
    (r"\sum_{i=1}^{1000000000} x", LARGE),
    (r"\sum_{i=1}^{99} \prod_{j=1}^{99} x", LARGE),
]
SOUND = (
    *(
        r"\ln(x)",
        r"\sqrt{x - 3}",
        r"x^{x}",
        r"0^0 + x",
        r"10^{-300} x",
        r"x^{0.333333333}",
        r"x^{99}",
    ),
    *(r"\exp(\exp(\exp(\exp(x))))", r"e^{x^{x^{x}}}", r"\arcsin(a x)", r"\sum_{i=1}^{9} x^i"),
)
HEADER = """
symbol: f
parameters:
  a: {default: 1, domain: "(0, oo)"}
"""


@pytest.mark.parametrize(("formula", "message"), UNSOUND)
def test_a_formula_that_cannot_be_computed_is_refused(formula: str, message: str) -> None:
    (problem,) = read_formulas(page(HEADER, f"f(x) = {formula}")).problems
    assert message in problem.message
    assert problem.column == 11


@pytest.mark.parametrize("formula", SOUND)
def test_a_formula_with_a_value_somewhere_is_read(formula: str) -> None:
    assert read_formulas(page(HEADER, f"f(x) = {formula}")).problems == ()


def test_what_a_formula_claims_is_refused_too() -> None:
    (problem,) = read_formulas(page(HEADER, "f(x) = x", r"f(2) = 2 + \sqrt{-3}")).problems
    assert UNREAL in problem.message
