"""What becomes of mutants on a sound page and on a weak one, and the score that is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mutated import RIDGE, SOUND, named, page
from mutating import mutation
from mutating.mutants import KINDS, Mutant
from mutating.mutation import Tally
from mutating.trial import Fate, Outcome, born, tried

from actbook.execution.child import Tell
from actbook.execution.pool import Pool

ROOT = Path(__file__).parent.parent
WEAK = """---
title: Hill
symbol: hill
---

# Hill

Nothing but a formula.

$$
\\operatorname{hill}(x) = \\frac{1}{1 + x^2}
$$
"""


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    sound = page(SOUND)
    return tried(sound, (), born(sound, (), Tell()), Tell())


def test_a_sound_page_refuses_every_mutant_that_says_something_else(
    outcomes: list[Outcome],
) -> None:
    assert [str(o.mutant) for o in outcomes if o.fate == "survived" or o.error] == []
    assert {o.mutant.kind for o in outcomes if o.fate == "killed"} == set(KINDS)


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        (("\\operatorname{bump}(x)", "|x|", "(x)"), "SymPy reduces the difference to 0"),
    ],
)
def test_an_equivalent_mutant_is_known_with_its_reason(
    outcomes: list[Outcome], expected: tuple[str, str, str], reason: str
) -> None:
    (found,) = [o for o in outcomes if named(o.mutant) == expected]
    assert found.fate == "equivalent"
    assert reason in found.said


def test_a_weak_page_lets_mutants_survive() -> None:
    weak = page(WEAK)
    found = tried(weak, (), born(weak, (), Tell()), Tell())
    survivors = {(o.mutant.before, o.mutant.after) for o in found if o.fate == "survived"}
    assert {("+", "-"), ("1", "2"), ("2", "3")} <= survivors
    assert not mutation.enough(found)


@pytest.mark.parametrize(
    ("fates", "score", "enough"),
    [
        ([], 1.0, True),
        (["killed"] * 3 + ["survived"], 0.75, False),
        (["killed"] * 199 + ["survived"], 0.995, True),
        (["killed"] * 198 + ["survived"], 198 / 199, False),
        (["killed", "equivalent", "unreadable"], 1.0, True),
    ],
)
def test_the_score_is_of_the_mutants_that_differ(
    fates: list[Fate], score: float, enough: bool
) -> None:
    one = Mutant("facts", "docs/activations/bump.md", 1, 1, "a", "b")
    found = [Outcome(one, fate, "") for fate in fates]
    assert mutation.tally(found, "facts").score == pytest.approx(score)
    assert mutation.enough(found) is enough


def test_what_ends_the_engine_is_counted_apart() -> None:
    one = Mutant("formulas", "docs/activations/bump.md", 1, 1, "a", "b")
    found = [Outcome(one, "killed", "KeyError", error=True), Outcome(one, "killed", "refused")]
    assert mutation.tally(found, "formulas") == Tally(2, 0, 0, 1)


def test_a_sample_of_the_mutants_of_pages_is_tried_in_their_order(pool: Pool) -> None:
    """Not of the book's: `make mutate` tries those, and a new page may let some survive."""
    pages = [page(SOUND), page(RIDGE, "ridge")]
    found = mutation.run(pages, pages, pool, count=40, seed=1)
    assert len(found) == 40
    assert [str(outcome.mutant) for outcome in found if outcome.fate == "survived"] == []
    order = [outcome.mutant.path for outcome in found]
    assert order == sorted(order) and len({*order}) == 2
    assert mutation.run(pages, pages, pool, count=40, seed=1) == found


@pytest.fixture
def mutate(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """tests/mutate.py as it is called from a shell, on a page with the given text."""

    def call(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "bump.md").write_text(text, "utf-8")
        command = [sys.executable, str(ROOT / "tests" / "mutate.py"), "bump.md"]
        command += ["--sample", "5", "--json", "score.json"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    return call


def test_the_script_tells_and_writes_the_score(
    mutate: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = mutate(SOUND)
    assert done.returncode == 0, done.stderr
    assert "100.00%" in done.stdout
    score = json.loads((tmp_path / "score.json").read_text("utf-8"))
    assert score["pages"] == ["bump.md"]
    # A mutant that names a key of the front matter twice cannot be read, and is none.
    tried = sum(kind["killed"] + kind["equivalent"] for kind in score["kinds"].values())
    assert 3 <= tried <= 5


def test_the_script_refuses_a_page_that_is_wrong_as_it_is(
    mutate: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    done = mutate(SOUND.replace('"(0, a]"', '"(0, a)"'))
    assert done.returncode == 1
    assert "bump.md:10:" in done.stderr
