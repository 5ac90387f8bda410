"""What a formula calls is counted as a reader would count it."""

from __future__ import annotations

import pytest
from formulas import page

from actbook.checking.cost import costs
from actbook.reading.scope import read_formulas

TANH = page("symbol: \\tanh", r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", path="tanh.md")
COSTS = {
    r"\max(0, x)": "1 comparison",
    r"3 x + x^2": "none",
    r"\frac{x}{1 + e^{-x}}": "1 exp, 1 division",
    r"\frac{x}{\sqrt{2}}": "none",
    r"\operatorname{erf}(x) + \operatorname{erf}(x)": "1 erf",
    r"x \tanh(\ln(1 + e^{x}))": "1 exp, 1 log, 1 tanh",
    r"\begin{cases} x & \text{if } x > 0 \\ e^{x} - 1 & \text{if } x \le 0 \end{cases}": (
        "1 exp, 1 comparison"
    ),
    r"2^{x} + x^{-1}": "1 power, 1 division",
    r"x^{1/2} + x^{0.5} + x^{\frac{1}{3}}": "2 sqrt, 1 power",
    r"e^{x} + e^{-x}": "2 exp",
    r"|x|": "1 abs",
}


@pytest.mark.parametrize(("formula", "words"), COSTS.items(), ids=COSTS)
def test_the_cost_of_a_formula(formula: str, words: str) -> None:
    one = page("symbol: ff", rf"\operatorname{{ff}}(x) = {formula}")
    (cost,) = costs(one, read_formulas(one, (TANH,)))
    assert cost.words == words
    assert (cost.dear, cost.others) != (0, 0) or words == "none"


def test_a_function_is_taken_apart_on_its_own_page() -> None:
    (cost,) = costs(TANH, read_formulas(TANH))
    assert cost.words == "2 exp, 1 division"


def test_a_component_of_a_vector_counts_what_is_done_for_each() -> None:
    one = page(
        "symbol: ss\ninput: vector",
        r"\operatorname{ss}(x)_i = \frac{e^{x_i}}{\sum_{j=1}^{n} e^{x_j}}",
    )
    (cost,) = costs(one, read_formulas(one))
    assert cost.words == "1 exp, 1 division, 1 sum"
    assert (cost.dear, cost.others) == (1, 2)
