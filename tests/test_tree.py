"""A formula as JSON says what the formula says, and nothing that refers to another page."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from formulas import tree as formula

from actbook.formula.expression import Aggregate, Apply, Indexed, Number, Reference, Symbol
from actbook.formula.tree import tree

X = {"symbol": "x"}
TREES: list[tuple[str, Any]] = [
    ("0.25 x", {"apply": "*", "to": [{"number": "1/4"}, X]}),
    (r"e^{-\pi}", {"apply": "neg", "to": [{"constant": "pi"}]}),
    (r"\tanh(\alpha)", {"apply": "tanh", "to": [{"symbol": "alpha"}]}),
    (
        r"\begin{cases} x & \text{if } x > 0 \\ 1 & \text{otherwise} \end{cases}",
        {
            "cases": [
                {"value": X, "if": [{"compare": ">", "left": X, "right": {"number": "0"}}]},
                {"value": {"number": "1"}, "if": []},
            ]
        },
    ),
]


@pytest.mark.parametrize(("latex", "expected"), TREES)
def test_each_part_of_a_formula_is_an_object_that_names_it(latex: str, expected: Any) -> None:
    found = tree(formula(latex))
    assert json.loads(json.dumps(found)) == found
    parts = [found, *found.get("to", [])]
    assert expected in parts


def test_components_and_sums_keep_their_index() -> None:
    total = Aggregate("+", "j", None, None, Apply("exp", (Indexed("x", Symbol("j")),)))
    component = {"component": "x", "at": {"symbol": "j"}}
    body = {"apply": "exp", "to": [component]}
    assert tree(total) == {"over": "j", "from": None, "to": None, "fold": "+", "of": body}
    ends = Aggregate("max", "j", Number(Fraction(1)), Symbol("n"), Symbol("j"))
    assert tree(ends)["to"] == {"symbol": "n"}


def test_what_stands_for_another_formula_is_refused() -> None:
    with pytest.raises(ValueError, match="refers to another formula"):
        tree(Apply("neg", (Reference(r"\sigma", 0, (Symbol("x"),)),)))
