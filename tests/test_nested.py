"""Facts of nested functions, which mpmath found, are proved; `make test-all` takes all of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml
from trees import subject
from wrong_facts import wrong

from actbook.facts.prover import Prover
from actbook.facts.verdicts import check

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
