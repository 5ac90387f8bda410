"""At a kink stand both derivatives of the formula and what autograd returns."""

from __future__ import annotations

import pytest
from measuring import function

from actbook.checking.kinks import kinks
from actbook.facts.prover import Prover
from actbook.port import KinkRow

CASES = r"\begin{cases} %s & \text{if } x > %s \\ %s & \text{if } x \le %s \end{cases}"
KINKS = {
    "an absolute value": (r"|x|", "torch.abs(x)", [("0", "-1", "1", "0")]),
    "a maximum": (r"\max(x, 0)", "torch.relu(x)", [("0", "0", "1", "0")]),
    "a maximum as clamp": (r"\max(x, 0)", "torch.clamp(x, 0)", [("0", "0", "1", "1")]),
    "two kinks": (
        r"\max(-2, \min(x, 1))",
        "torch.nn.functional.hardtanh(x, -2.0, 1.0)",
        [("-2", "0", "1", "0"), ("1", "1", "0", "0")],
    ),
    "a curve": (
        CASES % ("x^2", "3", "x", "3"),
        "torch.where(x > 3, x * x, x)",
        [("3", "1", "6", "1")],
    ),
    "no kink": (r"\tanh(x)", "torch.tanh(x)", []),
    "pieces that meet smoothly": (
        CASES % ("x", "0", "e^x - 1", "0"),
        "torch.nn.functional.elu(x)",
        [],
    ),
    "a kink that no polynomial shows": (
        r"|\tanh(x)|",
        "torch.abs(torch.tanh(x))",
        [("0", "-1", "1", "0")],
    ),
    "a square of an absolute value": (r"|x|^2", "x * x + 0 * torch.abs(x)", []),
}


@pytest.mark.parametrize(("formula", "code", "rows"), KINKS.values(), ids=KINKS)
def test_the_kinks_of(formula: str, code: str, rows: list[tuple[str, ...]]) -> None:
    _, own, definition, namespace = function(formula, {"PyTorch": code})
    found = list(kinks(own, Prover(definition.expression).at({}), namespace))
    assert found == [
        KinkRow("T", at, left, right, (("PyTorch", gradient),))
        for at, left, right, gradient in rows
    ]


def test_libraries_that_differ_stand_side_by_side() -> None:
    codes = {"PyTorch": "torch.relu(x)", "PyTorch, clamp": "torch.clamp(x, 0)"}
    _, own, definition, namespace = function(r"\max(x, 0)", codes)
    (row,) = kinks(own, Prover(definition.expression).at({}), namespace)
    assert row.autograd == (("PyTorch", "0"), ("PyTorch, clamp", "1"))
