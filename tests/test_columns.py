"""A compiled formula has the values of its tree, and none where the tree has none."""

from __future__ import annotations

import pytest
from flint import ctx
from formulas import tree

from actbook.formula import columns
from actbook.formula.balls import ball

POINTS = (-745.5, -30.25, -2.0, -1.0, -0.3, 0.0, 1e-20, 0.5, 1.0, 2.0, 37.0, 1e10)
FORMULAS = {
    "arithmetic": r"\frac{3 - 2x}{4 + x^2} + \pi x - \alpha",
    "a power of a parameter": r"(1 + x^2)^\alpha",
    "a whole power": r"x^3 - x^{-2} (x^2)",
    "a root": r"\sqrt{|x|}",
    "a sigmoid": r"\frac{1}{1 + e^{-x}}",
    "cancellation": r"1 + \operatorname{erf}(x)",
    "the same part twice": r"\tanh(x) (1 - \tanh^2(x))",
    "a maximum of three": r"\max(x, -1, \min(2, \alpha x))",
    "cases": r"\begin{cases} x & \text{if } x > 0 \\ \alpha e^x & \text{if } x \le 0 \end{cases}",
    "a case of one point": (
        r"\begin{cases} 7 & \text{if } x = 0 \\ \frac{\sin(x)}{x} & \text{if } x \ne 0 \end{cases}"
    ),
    "otherwise": r"\begin{cases} 1 & \text{if } -1 \le x < 2 \\ 0 & \text{otherwise} \end{cases}",
}


@pytest.mark.parametrize("latex", FORMULAS.values(), ids=FORMULAS)
def test_a_compiled_formula_has_the_value_of_its_tree_of(latex: str) -> None:
    formula = tree(latex)
    found = columns.values(formula, {"alpha": 0.3}, POINTS, -1114)
    for x, value in zip(POINTS, found, strict=True):
        if value is None:
            assert x == 0 and "x^{-2}" in latex
            continue
        with ctx.workprec(200):
            assert value.overlaps(ball(formula, {"x": x, "alpha": 0.3}))
            assert value.rel_accuracy_bits() >= 80 or value.rad() < 2.0**-1074 or value == 0


NOTHING = {
    "a pole": (r"\frac{1}{x}", 0.0),
    "nothing by nothing": (r"\frac{x^2}{x}", 0.0),
    "a logarithm": (r"\ln x", -1.0),
    "a root of a negative number": (r"\sqrt{x}", -2.0),
    "a gap": (r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}", 0.0),
}


@pytest.mark.parametrize(("latex", "x"), NOTHING.values(), ids=NOTHING)
def test_there_is_no_value_at(latex: str, x: float) -> None:
    assert columns.values(tree(latex), {}, [x], -200) == [None]


def test_a_comparison_of_constants_that_nobody_can_decide_gives_no_value() -> None:
    formula = tree(
        r"\begin{cases} x & \text{if } 2 < \sqrt{2} \sqrt{2} \\ -x & \text{otherwise} \end{cases}"
    )
    assert columns.values(formula, {}, [1.0], -200) == [None]
