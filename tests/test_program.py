"""A program runs each different step once, and of cases only what the algebra asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from flint import arb
from formulas import tree
from hypothesis import given
from hypothesis import strategies as st

from actbook.formula.balls import BallAlgebra, Undefined
from actbook.formula.expression import Aggregate, Apply, Indexed, Symbol, evaluate
from actbook.formula.program import run


class Counting(BallAlgebra):
    """Balls, and the operators that were applied."""

    def __init__(self) -> None:
        self.applied: list[str] = []

    def apply(self, name: str, arguments: Sequence[arb]) -> arb:
        self.applied.append(name)
        return super().apply(name, arguments)


CASES = (
    r"\begin{cases} \sqrt{x} + \exp(x) & \text{if } x > 0 \\"
    r" \exp(x) \cdot \exp(x) & \text{otherwise} \end{cases}"
)
#: A formula, x, and the operators that are applied to find its value.
APPLIED = [
    (r"\tanh(x) (1 - \tanh^2(x))", "2", ["tanh", "^", "-", "*"]),
    (r"\exp(x) + \exp(-x)", "2", ["exp", "neg", "exp", "+"]),
    (CASES, "2", ["sqrt", "exp", "+"]),
    (CASES, "-2", ["exp", "*"]),
    (rf"\exp(x) + {CASES}", "-2", ["exp", "*", "+"]),
    (rf"{CASES} + \exp(x)", "-2", ["exp", "*", "exp", "+"]),
]


@pytest.mark.parametrize(("latex", "x", "applied"), APPLIED)
def test_each_different_step_that_is_needed_is_run_once(
    latex: str, x: str, applied: list[str]
) -> None:
    algebra, at = Counting(), arb(int(x))
    plain = evaluate(tree(latex), BallAlgebra(), {"x": at})
    assert run(tree(latex), algebra, {"x": at}).overlaps(plain)
    assert algebra.applied == applied


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=4), st.data())
def test_vectors_and_indices_are_as_in_the_tree(components: list[int], data: Any) -> None:
    i = data.draw(st.integers(1, len(components)))
    squares = Apply("*", (Indexed("x", Symbol("j")), Indexed("x", Symbol("j"))))
    formula = Apply("-", (Aggregate("+", "j", None, None, squares), Indexed("x", Symbol("i"))))
    values = {"x": [arb(c) for c in components], "i": i}
    assert run(formula, BallAlgebra(), values) == sum(c * c for c in components) - components[i - 1]


def test_a_program_refuses_what_the_tree_refuses() -> None:
    for latex, x in ((r"\ln(x)", -1), (r"\begin{cases} x & \text{if } x > 0 \end{cases}", -1)):
        with pytest.raises(Undefined):
            run(tree(latex), BallAlgebra(), {"x": arb(x)})
    with pytest.raises(IndexError, match="x has no component 3"):
        run(Indexed("x", Symbol("i")), BallAlgebra(), {"x": [arb(1)], "i": 3})
    assert run(tree("x"), BallAlgebra(), {"x": 2}) == 2
