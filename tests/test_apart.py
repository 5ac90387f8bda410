"""What is set apart is never one term: no product crosses a gap, and small spaces part nothing."""

from __future__ import annotations

import itertools
import re

import pytest
from formula_cases import CASES, NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.latex.formula import Formula, display
from actbook.verdict import Refused
from actbook.weaving import mathml

GAPS = (
    *(r"\quad ", r"\qquad ", r"\quad\quad ", r"\ \ \ ", "~~~", r"\;\;\;", r"\enspace "),
    *(r"\hspace{2em}", ", ", r",\quad ", "; ", r"\text{ and }", r" \\ ", " & "),
    *(r"\text{ where }", r"\text{, with }", r"\mbox{ and }", r" \\[6pt] ", r"\ \text{and}\ "),
)
RELATED = re.findall(
    r"\S+",
    r"\Rightarrow \implies \iff \Leftrightarrow \Longrightarrow \to \mapsto \land \lor \mid :",
)
SMALL = ("", " ", r"\,", r"\:", r"\;", r"\ ", "~", r"\! ", r"\thinspace ")
OPERANDS = (
    *("x", "2", r"\alpha", "f(x)", "(x + 1)", r"\tanh x", r"\frac{1}{x}", "x^2", "e^{x}", "|x|"),
    *(r"\left(x\right)", r"\begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}", r"\sqrt{x}"),
)
AROUND = ("{}", r"f(x) = {}", r"\begin{{aligned}} f(x) &= {} \end{{aligned}}", r"\max({}, 1)")


def found(latex: str) -> tuple[Formula, ...] | None:
    try:
        return display(latex, NAMES, "page.md", 1, 1)
    except Refused as refused:
        assert all(diagnostic.message for diagnostic in refused.diagnostics)
        return None


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("around", AROUND)
def test_no_product_crosses(gap: str, around: str) -> None:
    if "max" in around and gap[0] == ",":
        return  # which has two arguments then
    for left, right in itertools.product(OPERANDS, OPERANDS):
        assert found(around.format(f"{left}{gap}{right}")) is None


@pytest.mark.parametrize("gap", GAPS[:8])
def test_within_brackets_no_product_crosses(gap: str) -> None:
    for left, right in itertools.product(OPERANDS, OPERANDS):
        for inner in ("({})", r"\frac{{{}}}{{2}}", "e^{{{}}}", "|{}|", "f({})", r"\sqrt{{{}}}"):
            assert found(inner.format(f"{left}{gap}{right}")) is None


@pytest.mark.parametrize("gap", GAPS[:11])
def test_equations_are_two(gap: str) -> None:
    for left, right in itertools.product(OPERANDS, ("f(2) = 0", "f'(x) = x", "(x + 1)f(x) = 2")):
        parts = found(f"f(0) = {left}{gap}{right}")
        assert parts is not None and len(parts) == 2
        alone = [found(f"f(0) = {left}"), found(right)]
        assert [part.chain.members[-1].expression for part in parts] == [
            one[0].chain.members[-1].expression for one in alone if one
        ]


@pytest.mark.parametrize("space", SMALL)
def test_small_spaces_part_nothing(space: str) -> None:
    one, other = found(rf"f(x) = \alpha{space or ' '}f(x){space}c"), found(r"f(x) = \alpha f(x) c")
    assert one is not None and other is not None
    assert one[0].chain.members[1].expression == other[0].chain.members[1].expression


@pytest.mark.parametrize("sign", RELATED)
def test_what_relates_equations_is_refused(sign: str) -> None:
    for left, right in itertools.product(OPERANDS, (*OPERANDS, "f(2) = 0")):
        assert found(f"f(0) = {left} {sign} {right}") is None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*GAPS, *SMALL, *OPERANDS, "=", "+", "-", r"\cdot "]), max_size=9))
def test_a_formula_apart_has_its_own_relation(parts: list[str]) -> None:
    formulas = found("f(x) = " + "".join(parts)) or ()
    assert all(len(formula.chain.members) > 1 for formula in formulas)


def test_what_is_read_can_be_set() -> None:
    for _, latex, kind, _ in CASES:
        if kind == "tree":
            assert mathml.display(latex)
