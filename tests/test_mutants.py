"""What mutation testing tries on a page: numbers, formulas, facts and code."""

from __future__ import annotations

import pytest
from mutated import SOUND, named, page
from mutating.mutants import nudged
from mutating.trial import born

from actbook.execution.child import Tell


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
    ("a", "|a|"),
    ("", r"\;\operatorname{bump}(x) = 17"),
    (
        r"\operatorname{bump}'(x) = -\frac{2 a x}{(1 + x^2)^2}",
        r"\begin{aligned} \operatorname{bump}'(x) = -\frac{2 a x}{(1 + x^2)^2}"
        r" & \operatorname{bump}'(0) = 17 \end{aligned}",
    ),
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
    ("maximum:", "0", "1"),
    ("range:", "a", "abs(a)"),
]
CODE = [
    ("PyTorch:", "/", "*"),
    ("NumPy:", "bump(x, a)", "np.where(np.isinf(x), 17.0, bump(x, a))"),
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
