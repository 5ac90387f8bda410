"""Facts that no proof decides are tried from both sides: only what is true holds."""

from __future__ import annotations

from typing import Any

import pytest
from trees import subject

from actbook.facts.prover import Prover
from actbook.facts.verdicts import check
from actbook.proving.region import Undecided

#: formula, fact, what is true, what is not
TRIED = [
    ("x**2", "minimum", {"x": "0", "value": "0"}, {"x": "7", "value": "-100"}),
    ("1/(1+exp(-x))", "range", "(0, 1)", "(-1/10**12, 1)"),
    ("1/(1+exp(-x))", "range", "(0, 1)", "[0, 1)"),
    ("1/(1+exp(-x))", "derivative_range", "(0, 1/4]", "(0, 1/4)"),
    ("exp(-x**2)", "range", "(0, 1]", "(0, 10]"),
    ("tanh(x)", "derivative_range", "(0, 1]", "[5, 6]"),
    ("1/(1+exp(-x))", "limits", {"-oo": "0"}, {"-oo": "17"}),
    ("1/(1+exp(-x))", "lipschitz", "1/4", "100"),
    ("1/(1+exp(-x))", "lipschitz", "1/4", "none"),
    ("exp(-x**2)", "maximum", {"x": "0", "value": "1"}, "none"),
    ("max(0, x)", "monotonic", "non-decreasing", "strictly increasing"),
    ("exp(x)", "monotonic", "strictly increasing", "none"),
    ("exp(x)", "convexity", "strictly convex", "convex"),
    ("x**2", "parity", "even", "neither"),
    ("x*sin(x)", "values", {"0": "0"}, {"0": "1"}),
]


@pytest.mark.parametrize(("formula", "fact", "true", "false"), TRIED)
def test_without_a_proof_only_what_is_true_holds(
    monkeypatch: pytest.MonkeyPatch, formula: str, fact: str, true: Any, false: Any
) -> None:
    def unproved(*_: object) -> None:
        raise Undecided("nothing")

    monkeypatch.setattr(Prover, "proved", unproved)
    (verdict,) = check(subject(formula, {fact: true}))
    assert (verdict.status, verdict.refused) == ("holds", False)
    (verdict,) = check(subject(formula, {fact: false}))
    assert verdict.status in ("fails", "unknown") and verdict.refused


def test_a_decimal_is_said_to_be_rounded() -> None:
    (verdict,) = check(subject("atan(x)", {"range": "(-1.57, 1.57)"}))
    assert verdict.status == "proved"
    assert verdict.evidence.endswith(
        "to pi/2 on (-oo, oo); decimals are right to the digits written"
    )
    (exactly,) = check(subject("atan(x)", {"range": "(-pi/2, pi/2)"}))
    assert "digits" not in exactly.evidence
