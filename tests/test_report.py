"""The report counts every claim, hides no weak one, and leads back to the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pages import HEADER, at, page, result

from actbook.result import Entry
from actbook.verdict import Verdict
from actbook.weaving import report

BODY = """# Ramp

$$
\\operatorname{ramp}(x) = \\max(0, x)
$$

$$ a = b $$ {unchecked="it is <vague>"}

```python run=no reason="it takes days"
slow()
```
"""
PAGE = page(BODY, HEADER.replace("facts:", "facts:\n  lipschitz: 1"))
EQUATION = PAGE.equations[0]
FACT, RANGE = PAGE.functions[0].facts
THEM, RAMP = "the definition", "\\operatorname{ramp}"
VERDICTS = (
    Verdict(at(PAGE, RANGE.line), "range of Ramp", "the definition", "proved", "by boxes"),
    Verdict(
        at(PAGE, FACT.line), "lipschitz of Ramp", "the definition", "unknown", "no proof was found"
    ),
    Verdict(
        at(PAGE, 6),
        "$\\operatorname{ramp}_{1}'(x)$ in float32",
        "NumPy: f",
        "holds",
        "near",
        1234,
        0.5,
    ),
    Verdict(
        at(PAGE, EQUATION.line, 30),
        "$\\operatorname{ramp}(x)$",
        "the definition",
        "proved",
        "same",
        7,
    ),
)
MUTATION: dict[str, Any] = {
    "date": "2030-01-02",
    "versions": {"python": "3.99"},
    "pages": ["a.md", "b.md"],
    "kinds": {"facts": {"killed": 90, "survived": 10, "equivalent": 5, "errors": 0, "score": 0.9}},
    "survivors": ["a.md:1:2: '<' → '>'"],
}


def shown(
    mutation: dict[str, Any] | None = None,
    verdicts: tuple[Verdict, ...] = VERDICTS,
    source: str = "a/ramp.md",
) -> str:
    entry = Entry(PAGE.path, "ramp", PAGE.text, PAGE, result(verdicts=verdicts))
    return report.report({source: entry}, lambda _: "../a/ramp/", mutation)


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def rows(html: str) -> list[list[str]]:
    """The texts of a table's cells."""
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall("<tr.*?</tr>", html)]
    return [[re.sub("<[^>]*>", "", cell) for cell in row] for row in cells if row]


def test_all_are_counted_by_kind_and_verdict() -> None:
    assert rows(shown().partition("## ")[0]) == [
        ["Formulas", "1", "1", "0", "0", "0", "1"],
        ["Facts", "2", "1", "0", "1", "0", "0"],
        ["Code", "1", "0", "1", "0", "0", "0"],
        ["All", "4", "2", "1", "1", "0", "1"],
    ]
    assert "4 checks on 1 page," in shown()


def test_every_page_has_a_row_with_its_counts_that_leads_to_its_claims() -> None:
    table = section(shown(), "All claims")
    # Of the four: two proved, one tried, one unknown, none of it failing or inaccurate, one unread.
    assert rows(table) == [["Ramp", "4", "2", "1", "1", "1"]]
    assert '<tr id="a-ramp">' in table and 'href="../a/ramp/#all-checks"' in table
    assert rows(section(shown(verdicts=()), "All claims")) == []


def test_a_page_that_lists_no_claims_itself_has_them_listed() -> None:
    table = section(shown(source="a/ramp.py"), "All claims")
    found = rows(table)
    assert [row[0] for row in found] == ["Ramp"] * len(VERDICTS)
    assert ["NumPy: f", "tried near"] in [row[2:] for row in found]
    assert "#" not in "".join(re.findall('href="(.*?)"', table))
    assert "<math" in table  # of the equation, with its other side


def test_what_is_not_proved_is_listed_with_its_reason() -> None:
    facts = section(shown(), "Facts without a proof")
    assert "Lipschitz constant of Ramp: 1" in facts and "no proof was found" in facts
    assert "range of Ramp" not in facts
    assert "it is &lt;vague&gt;" in section(shown(), "Equations that are not checked")
    assert "it takes days" in section(shown(), "Code that is not executed")
    assert "Facts without a proof" not in shown(verdicts=VERDICTS[:1])


def test_the_score_of_mutation_testing_has_its_date_and_versions() -> None:
    worth = section(shown(MUTATION), "What the checks are worth")
    assert rows(worth) == [["Facts", "105", "90", "10", "5", "90.00%"]]
    for part in ("2030-01-02", "2 pages", "python 3.99", "&#x27;&lt;&#x27; → &#x27;&gt;&#x27;"):
        assert part in worth
    assert "What the checks are worth" not in shown(None)


@pytest.mark.parametrize(
    ("kept", "latest", "found"),
    [
        (None, None, None),
        (json.dumps(MUTATION), None, MUTATION),
        (json.dumps(MUTATION), "{damaged", MUTATION),
        (json.dumps(MUTATION), "[]", MUTATION),
        ("{}", None, None),
        ("{}", json.dumps(MUTATION), MUTATION),
    ],
)
def test_the_latest_score_that_can_be_read_counts(
    tmp_path: Path, kept: str | None, latest: str | None, found: Any
) -> None:
    for name, text in ((".cache", latest), ("tests/data", kept)):
        (tmp_path / name).mkdir(parents=True)
        if text is not None:
            (tmp_path / name / "mutation.json").write_text(text)
    assert report.score(tmp_path) == found
