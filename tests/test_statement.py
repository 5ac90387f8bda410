"""A claim says by itself what is claimed."""

from __future__ import annotations

import pytest
from pages import HEADER, at, page

from actbook.reading.page import Page
from actbook.verdict import Verdict
from actbook.weaving import statement

CHAIN = r"""
$$
\operatorname{ramp}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{if } x = 0 \end{cases}
= \sum_{i=1}^{1} \max(0, x)
  \approx 0.5
$$

$$ a = b $$ {unchecked="it shows nothing"}
"""
PAGE = page(f"# Ramp\n{CHAIN}")
START = HEADER.count("\n") + 4
LINES = PAGE.text.split("\n")


def verdict(line: int, part: str | None = None, claim: str = "$f(x)$") -> Verdict:
    """A verdict on the part of a line that starts like this."""
    column = LINES[line - 1].index(part) + 1 if part else None
    return Verdict(at(PAGE, line, column), claim, "other", "holds", "said")


@pytest.mark.parametrize(
    ("line", "part", "said"),
    [
        (START, "\\begin", "f(x) = \\begin{cases}"),
        (START + 1, "\\sum", "f(x) = \\sum_{i=1}^{1} \\max(0, x)$"),
        (START + 2, "0.5", "f(x) \\approx 0.5$"),
        (START, "\\operatorname", "f(x)$"),
        (START, None, "f(x)$"),
    ],
)
def test_a_formula_is_told_with_its_member(line: int, part: str | None, said: str) -> None:
    assert statement.claim(verdict(line, part), PAGE).startswith(f"${said}")


def test_relations_in_cases_and_bounds_part_no_members() -> None:
    first, last = (
        statement.member(PAGE.equations[0], v)
        for v in (verdict(START, "\\begin"), verdict(START + 1, "\\sum"))
    )
    assert first is not None and first.endswith("\\end{cases}")
    assert last == "= \\sum_{i=1}^{1} \\max(0, x)"


def test_members_over_several_rows_are_told_in_one() -> None:
    cases = r"\begin{cases} x & y \\ z \end{cases}"
    rows = f"$$\n\\begin{{aligned}}\nf(x) &= {cases} \\\\\n&+ 1 \\\\ &= 2\n"
    whole = page(f"# Ramp\n\n{rows}\\end{{aligned}}\n$$\n")
    one = whole.equations[0]
    line = one.line + 1
    column = rows.split("\n")[2].index("\\begin") + 1
    first = Verdict(at(whole, line, column), "$f(x)$", "other", "holds", "said")
    assert statement.member(one, first) == f"= {cases} + 1"
    last = Verdict(at(whole, line + 1, 12), "$f(x)$", "other", "holds", "said")
    assert statement.member(one, last) == "= 2"


FACTS = {
    '"[0, oo)"': "[0, ∞)",
    "[0, 1]": "0, 1",
    "non-increasing": "non-increasing",
    '"(-oo, -1 - alpha) U {0}"': "(−∞, −1 − α) ∪ {0}",
    "[]": "none",
    '{"-oo": 0, "oo": 1}': "0 at −∞, 1 at ∞",
    "{x: 1/2, value: 3}": "3 at 1/2",
}
NAMES = ("range", "kinks", "parity", "range", "kinks", "limits", "minimum")


@pytest.mark.parametrize(("name", "value"), list(zip(NAMES, FACTS, strict=True)))
def test_a_fact_is_told_with_its_value(name: str, value: str) -> None:
    header = HEADER.replace('range: "[0, oo)"', f"{name}: {value}")
    one: Page = page("# Ramp\n", header)
    (fact,) = one.functions[0].facts
    said = Verdict(at(one, fact.line), f"{name} of Ramp", "the definition", "proved", "so it is")
    assert statement.claim(said, one) == f"{name} of Ramp: {FACTS[value]}"
    assert statement.kind(said) == "fact"


def test_kinds_are_told_apart_by_the_subject() -> None:
    assert statement.kind(verdict(START)) == "formula"
    assert statement.kind(verdict(3)) == "code"


def test_an_equation_that_is_held_against_itself_names_its_left_side() -> None:
    same = Verdict(at(PAGE, START), "$f(x)$", "$f(x)$", "holds", "said")
    assert statement.against(same) == "the left side"
    assert statement.against(verdict(START)) == "other"
