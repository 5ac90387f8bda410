"""Every kind of fact is documented, refused on a page, proved in a case, shown and mutated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from formulas import page
from mutating import mutate_facts

from actbook.facts.fact import FactKind
from actbook.facts.registry import FACTS, named
from actbook.facts.shown import rows
from actbook.reading import subjects
from actbook.verdict import Verdict

ROOT = Path(__file__).parent.parent
KNOWN = yaml.safe_load((ROOT / "tests" / "data" / "facts.yaml").read_text(encoding="utf-8"))
WRONG = [path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "wrong").glob("*.md")]
GUIDE = (ROOT / "docs" / "guide" / "facts.md").read_text(encoding="utf-8")
#: A value of each fact that no proof but an experiment decides.
ASKED = {"torch_autograd_at_kinks": "{0: 0}"}
kinds = pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.key)


def example(kind: FactKind) -> str:
    """A value of a fact that is true of some function, as YAML."""
    every = [case["facts"][kind.key] for case in KNOWN.values() if kind.key in case["facts"]]
    plain = [value for value in every if "where" not in str(value)]
    return ASKED.get(kind.key) or yaml.safe_dump(plain[0], default_flow_style=True).split("\n")[0]


@kinds
def test_a_kind_of_fact_is_found_by_each_of_its_names(kind: FactKind) -> None:
    assert all(named(name) is kind for name in (kind.key, *kind.aliases))


@kinds
def test_authors_read_how_a_fact_is_written(kind: FactKind) -> None:
    (row,) = [
        row for row in re.findall(r"^\| (.*) \| (.*) \|$", GUIDE, re.M) if f"`{kind.key}`" in row[0]
    ]
    assert row[1] == kind.grammar.documented


@kinds
def test_a_page_is_refused_for_a_fact(kind: FactKind) -> None:
    keys = (kind.key, *kind.aliases)
    refused = [
        text
        for text in WRONG
        for number in re.findall(r"^<!-- refused: (\d+)", text, re.M)
        if text.split("\n")[int(number) - 1].strip().split(":")[0] in keys
    ]
    assert refused


@kinds
def test_a_fact_has_a_case_in_which_it_is_proved(kind: FactKind) -> None:
    assert (kind.prove is None) == (kind.key in ASKED)
    assert kind.prove is None or any(kind.key in case["facts"] for case in KNOWN.values())


@kinds
def test_a_fact_has_a_row_and_mutants(kind: FactKind) -> None:
    stated = page(f"symbol: ff\nfacts:\n  {kind.key}: {example(kind)}")
    (fact,) = stated.functions[0].facts
    (row,) = rows(
        stated.functions[0],
        [Verdict(subjects.fact(stated.functions[0], fact), "it", "it", "proved", "so it is")],
    )
    assert (row.label, row.fact) == (kind.label, kind.key) and row.value
    assert list(mutate_facts.mutants(stated))
