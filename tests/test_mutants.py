"""What mutation testing tries, and what becomes of it on a sound page and on a weak one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from actbook import book
from actbook.execution.child import Tell
from actbook.execution.pool import Pool
from actbook.mutating import mutation
from actbook.mutating.mutants import KINDS, Mutant, nudged
from actbook.mutating.mutation import Tally
from actbook.mutating.trial import Fate, Outcome, born, tried
from actbook.reading.page import Page
from actbook.reading.parse import read

ROOT = Path(__file__).parent.parent
SOUND = """---
title: Bump
symbol: bump
parameters:
  a: {default: 1.0, domain: "(0, oo)"}
implementations:
  NumPy: bump(x, a)
  PyTorch: a / (1 + x * x)
facts:
  range: "(0, a]"
  parity: even
  smoothness: C^oo
  kinks: []
  limits: {"-oo": 0, "oo": 0}
  maximum: {x: 0, value: a}
  values: {1: a/2, -1: a/2}
---

# Bump

A hill.

$$
\\operatorname{bump}(x) = \\frac{a}{1 + x^2} = \\frac{a}{1 + |x|^2}
$$

$$
\\operatorname{bump}'(x) = -\\frac{2 a x}{(1 + x^2)^2}
$$

```python
def scaled(x, a):
    return a * x

def bump(x, a):
    return scaled(1 / (1 + x * x), a + 0.0)

def never_called(x):
    return x + 1
```
"""
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


def page(text: str) -> Page:
    return read(text, "docs/activations/bump.md")


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    sound = page(SOUND)
    return tried(sound, (), born(sound, (), Tell()), Tell())


def named(mutant: Mutant, text: str = SOUND) -> tuple[str, str, str]:
    """The words of the line that a mutant changes, what it changes, and into what."""
    return text.split("\n")[mutant.line - 1].split()[0], mutant.before, mutant.after


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0.044715", ["0.044716", "0.044714"]),
        ("1", ["2", "0"]),
        ("0", ["1"]),
        ("1.0", ["1.1", "0.9"]),
        ("10", ["11", "9"]),
        ("1e-9", ["2E-9", "0E-9"]),
    ],
)
def test_a_number_is_nudged_in_its_last_printed_digit(number: str, expected: list[str]) -> None:
    assert list(nudged(number)) == expected


def test_a_mutant_changes_what_stands_at_its_place_and_nothing_else() -> None:
    for mutant in born(page(SOUND), (), Tell()):
        line = SOUND.split("\n")[mutant.line - 1]
        assert line[mutant.column - 1 :].startswith(mutant.before), mutant
        after = mutant.applied(SOUND)
        assert after != SOUND, mutant
        assert len(after) - len(SOUND) == len(mutant.after) - len(mutant.before), mutant


FORMULAS = [
    ("x^2", "x"),
    ("+", "-"),
    ("1", "2"),
    ("1", "-1"),
    ("x", "a"),
    ("\\frac{a}{1 + x^2}", "\\frac{1 + x^2}{a}"),
    ("1 + x^2", "1"),
    ("|x|", "(x)"),
    ("'", "''"),
    ("2 a x", "2 a"),
]
FACTS = [
    ("range:", "(", "["),
    ("range:", "]", ")"),
    ("range:", "a", "-a"),
    ("parity:", "even", "odd"),
    ("smoothness:", "C^oo", "C^1"),
    ("kinks:", "[]", "[0]"),
    ("limits:", "0", "1"),
    ("maximum:", "{x: 0, value: a}", "none"),
    ("values:", "/", "*"),
]
CODE = [
    ("PyTorch:", "/", "*"),
    ("NumPy:", "a", "x"),
    ("return", "*", "/"),
    ("return", "0.0", "0.1"),
    ("return", "1", "2"),
]


@pytest.mark.parametrize(("before", "after"), FORMULAS)
def test_formulas_are_changed_by_token_and_by_structure(before: str, after: str) -> None:
    found = {(m.before, m.after) for m in born(page(SOUND), (), Tell()) if m.kind == "formulas"}
    assert (before, after) in found


@pytest.mark.parametrize("expected", FACTS + CODE)
def test_facts_and_code_are_changed(expected: tuple[str, str, str]) -> None:
    assert expected in {named(mutant) for mutant in born(page(SOUND), (), Tell())}


def test_code_that_no_implementation_reaches_is_left_alone() -> None:
    last = SOUND.split("\n").index("def never_called(x):") + 1
    assert not [mutant for mutant in born(page(SOUND), (), Tell()) if mutant.line > last]


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


def test_a_sample_of_the_books_mutants_is_refused() -> None:
    library = list(mutation.readable(book.paths(ROOT / "docs")))
    pages = [page for page in library if "/activations/" in page.path]
    with Pool() as pool:
        found = mutation.run(pages, library, pool, count=40, seed=1)
    assert len(found) == 40
    assert [str(outcome.mutant) for outcome in found if outcome.fate == "survived"] == []


@pytest.fixture
def mutate(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """scripts/mutate.py as it is called from a shell, on a page with the given text."""

    def call(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "bump.md").write_text(text, "utf-8")
        command = [sys.executable, str(ROOT / "scripts" / "mutate.py"), "bump.md"]
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
    assert sum(kind["killed"] + kind["equivalent"] for kind in score["kinds"].values()) == 5


def test_the_script_refuses_a_page_that_is_wrong_as_it_is(
    mutate: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    done = mutate(SOUND.replace('"(0, a]"', '"(0, a)"'))
    assert done.returncode == 1
    assert "bump.md:10:" in done.stderr
