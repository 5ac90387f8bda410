"""The book as data says what the pages state, and what the checks said of it."""

from __future__ import annotations

import json
import math
from typing import Any

from formulas import page
from pages import at

from actbook.port import KinkRow
from actbook.result import Cost, Entry, NumericsRow, Outputs, Result
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import data

PAGE = page(
    """
    aliases: [ramp]
    family: rectifiers
    symbol: ReLU
    parameters:
      alpha: {default: 1.0, domain: "(0, oo)"}
    implementations:
      NumPy: relu(x)
    facts:
      range: "[0, oo)"
      kinks:
        - {value: [0], where: "alpha > 0"}
    variants:
      hard: {symbol: six, facts: {lipschitz: 1}}
    sources: [nair2010]
    """,
    r"\operatorname{ReLU}(x) = \max(0, x)",
    "x = x",
    path="docs/activations/relu.md",
)
FIRST, SECOND = PAGE.equations
RANGE = PAGE.functions[0].facts[0]
VERDICTS = (
    Verdict(at(PAGE, FIRST.line), "f", "NumPy", "holds", "near", points=7, worst=0.5),
    Verdict(at(PAGE, FIRST.line), "f", "autograd", "proved", "same", points=3, worst=0.25),
    Verdict(at(PAGE, RANGE.line), "range", "intervals", "proved", "by boxes"),
)


ROW = NumericsRow(
    *("ReLU", "NumPy", "float32", math.inf, "0", 9, False),
    saturates=(None, math.inf),
    measured_with="NumPy 9 (AVX2)",
)
KINK = KinkRow("ReLU", "0", "0", "1", (("PyTorch", "0"),))
COSTS = (Cost("", "1 comparison", 0, 1),)


def book(*verdicts: Verdict) -> dict[str, Any]:
    outputs, wrong = Outputs((), (), (), ()), (Diagnostic("a.md", 1, "wrong"),)
    result = Result(outputs, verdicts, "", "", (), wrong, (ROW,), (KINK,), COSTS)
    unread = Entry("b.md", "b", "", None, result)
    entries = [Entry(PAGE.path, "relu", PAGE.text, PAGE, result), unread]
    found = data.book(entries, {"date": "2030-01-02"})
    assert found["schema"] == data.SCHEMA == 3
    assert found["mutation"] == {"date": "2030-01-02"}
    assert found["verdicts"] == found["pages"][0]["verdicts"]
    assert json.loads(json.dumps(found)) == found
    assert len(found["pages"]) == 1
    return found["pages"][0]


def test_a_page_is_described_as_it_describes_itself() -> None:
    relu = book()
    assert (relu["slug"], relu["title"], relu["aliases"]) == ("relu", "T", ["ramp"])
    assert (relu["family"], relu["symbol"]) == ("rectifiers", r"\operatorname{ReLU}")
    assert relu["implementations"] == {"NumPy": "relu(x)"}
    assert relu["sources"] == ["nair2010"]
    assert "alpha" in relu["parameters"]
    assert [variant["symbol"] for variant in relu["variants"]] == [r"\operatorname{six}"]


def test_an_equation_has_the_weakest_of_its_verdicts_and_the_worst_of_its_errors() -> None:
    first, second = book(*VERDICTS)["equations"]
    assert (first["line"], first["claim"]) == (FIRST.line, r"\operatorname{ReLU}(x)")
    assert (first["verdict"], first["points"], first["worst_error"]) == ("holds", 10, 0.5)
    assert [check["against"] for check in first["checks"]] == ["NumPy", "autograd"]
    assert (second["verdict"], second["points"], second["worst_error"]) == ("unknown", 0, None)


def test_a_fact_has_what_is_stated_its_verdict_and_its_evidence() -> None:
    facts = {fact["name"]: fact for fact in book(*VERDICTS)["facts"]}
    assert facts["range"]["stated"] == "[0, oo)"
    assert (facts["range"]["verdict"], facts["range"]["evidence"]) == ("proved", "by boxes")
    assert (facts["kinks"]["where"], facts["kinks"]["verdict"]) == ("alpha > 0", "unknown")
    assert facts["lipschitz"]["function"] == r"\operatorname{six}"


def test_verdicts_are_counted_and_listed() -> None:
    relu = book(*VERDICTS)
    counts = {"proved": 2, "holds": 1, "unknown": 0, "fails": 0, "unchecked": 0}
    assert relu["verdicts"] == counts
    assert [check["kind"] for check in relu["checks"]] == ["formula", "formula", "fact"]
    assert relu["checks"][0]["worst_error"] == 0.5
    assert relu["checks"][2]["claim"] == "range: [0, ∞)"


def test_numerics_kinks_and_costs_are_told_without_infinities() -> None:
    relu = book()
    (row,), (kink,) = relu["numerics"], relu["kinks"]
    assert (row["dtype"], row["worst_ulp"], row["saturates"]) == ("float32", "inf", [None, "inf"])
    assert row["measured_with"] == "NumPy 9 (AVX2)"
    assert (kink["left"], kink["right"], kink["autograd"]) == ("0", "1", {"PyTorch": "0"})
    assert relu["costs"] == {"": "1 comparison"}
