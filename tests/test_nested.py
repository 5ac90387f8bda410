"""Facts of nested functions, which mpmath found, are proved; `make test-all` takes all of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import sympy
import yaml
from trees import subject
from wrong_facts import wrong

from actbook.facts.prover import Prover
from actbook.facts.verdicts import check
from actbook.proving.forms import brief

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import nested  # noqa: E402

KNOWN = yaml.load(nested.DATA.read_text(encoding="utf-8"), yaml.BaseLoader)
#: One of each outer and of nearly each inner function.
SAMPLE = [*KNOWN][::9]


def test_the_data_are_of_all_the_functions() -> None:
    assert {name: case["formula"] for name, case in KNOWN.items()} == nested.formulas()
    assert len(KNOWN) == 40


@pytest.mark.parametrize("name", SAMPLE)
def test_facts_of_nested_functions_are_proved(name: str) -> None:
    verdicts = check(subject(KNOWN[name]["formula"], KNOWN[name]["facts"]))
    assert [(v.claim, v.status, v.evidence) for v in verdicts if v.status != "proved"] == []


@pytest.mark.parametrize("name", SAMPLE[:2])
def test_facts_of_nested_functions_that_are_wrong_are_refused(name: str) -> None:
    case = KNOWN[name]
    prover = Prover(subject(case["formula"], {}).definition)
    for fact, value in case["facts"].items():
        for other in wrong(fact, value):
            (verdict,) = check(subject(case["formula"], {fact: other}), prover)
            assert verdict.status == "fails", (fact, other, verdict.evidence)


def test_less_than_the_share_to_be_proved_fails(capsys: pytest.CaptureFixture[str]) -> None:
    case = {"formula": "x*sin(1/x)", "facts": {"derivative_range": "(-oo, oo)", "maximum": "none"}}
    assert nested.measure({"endless": case, "twice": case}) == 1
    assert "of 4 facts of 2 functions are proved" in capsys.readouterr().out


def test_a_proof_names_the_boxes_that_anybody_can_check() -> None:
    (verdict,) = check(subject("x*erf(log(1 + exp(x)))", {"monotonic": "none"}))
    assert verdict.status == "proved" and verdict.proof is not None
    (boxes,) = verdict.proof["cases"][0]["statements"][0]["data"]["table"]["boxes"]
    expression = sympy.sympify(boxes["expression"], locals={"x": sympy.Symbol("x", real=True)})
    value = sympy.lambdify("x", sympy.diff(expression, "x", boxes["order"]), "mpmath")
    edges = list(map(float, boxes["edges"].split()))
    assert len(edges) == len(boxes["signs"]) + 1 and edges == sorted(edges)
    for low, high, sign in zip(edges, edges[1:], boxes["signs"], strict=False):
        signs = {"+" if value(low + (high - low) * i / 20) > 0 else "-" for i in range(21)}
        assert signs == ({"+", "-"} if sign == "0" else {sign})
    for words, place in ((boxes["left"], 2 * edges[0]), (boxes["right"], 2 * edges[-1])):
        bounds, lead = words.removeprefix("from ").split(" times ")
        share = float(value(place) / sympy.sympify(lead).subs("x", place))
        low, high = map(float, bounds.split(" to "))
        assert low <= share <= high


#: Facts without a proof, and the words that end their evidence.
OPEN = [
    ("monotonic", "none", "the sign of f′ near an end of x in (-oo, oo)"),
    ("convexity", "neither", "the sign of f″ near an end of x in (-oo, oo)"),
    ("limits", {"oo": "7"}, "the limit of f where x tends to oo"),
]


@pytest.mark.parametrize(("fact", "value", "words"), OPEN, ids=[row[0] for row in OPEN])
def test_what_is_open_is_called_by_its_name(fact: str, value: Any, words: str) -> None:
    (verdict,) = check(subject("x*sin(x)*tanh(exp(x))", {fact: value}))
    assert verdict.evidence.endswith(words)


def test_what_is_stated_is_told_as_a_page_writes_it() -> None:
    facts = {"minimum": {"x": "7", "value": "-100"}, "kinks": ["7"], "smoothness": ["C^0"]}
    minimum, kinks, smoothness = check(subject("x*tanh(exp(x))", facts))
    assert minimum.evidence.startswith("stated {x: 7, value: -100}, but")
    assert kinks.evidence.startswith("stated [7], but")
    assert smoothness.evidence.startswith("`[C^0]` is none of")


def test_a_long_expression_is_told_by_what_it_is() -> None:
    x = sympy.Symbol("x")
    assert brief(x + sympy.exp(x)) == "x + exp(x)"
    terms = [sympy.exp(k * x) * sympy.tanh(x + k) for k in range(2, 12)]
    assert brief(sympy.Add(*terms)) == "a sum of 10 terms with exp, tanh"
    assert brief(sympy.Mul(*(x + sympy.erf(term) for term in terms))).startswith("a product of 10")
