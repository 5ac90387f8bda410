"""The report counts every claim, hides no weak one, and leads back to the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pages import HEADER, at, page

from actbook.reading import subjects
from actbook.verdict import Verdict
from actbook.weaving import report, score
from actbook.weaving.report import Chapter

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


def shown(mutation: dict[str, Any] | None = None, **changes: Any) -> str:
    chapter = Chapter("a-ramp", "../a/ramp/", PAGE, changes.pop("verdicts", VERDICTS), **changes)
    return report.report([chapter], mutation)


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


def test_every_claim_has_a_row_in_the_order_of_lines() -> None:
    table = section(shown(), "All claims")
    found = rows(table)
    assert [int(row[1]) for row in found] == sorted(
        subjects.place(PAGE, v.subject).line for v in VERDICTS
    )
    assert [
        "Ramp",
        "6",
        "ramp_1′(x) in float32",
        "NumPy: f",
        "1,234",
        "50%",
        "○ tried near",
    ] in found
    assert "Lipschitz constant of Ramp: 1" in table
    assert "△ unknown no proof was found" in "\n".join(row[-1] for row in found)
    assert "<math" in table  # of the equation, with its other side


def test_rows_can_be_led_to_and_lead_back() -> None:
    table = section(shown(verdicts=(*VERDICTS, VERDICTS[0])), "All claims")
    anchors = re.findall(r'<tr id="a-ramp-(.*?)">', table)
    named = subjects.address(PAGE, EQUATION)
    assert anchors == ["code-numpy", "fact-lipschitz", "fact-range", named]
    for back in (named, "fact-lipschitz", "checks"):
        assert f'href="../a/ramp/#{back}"' in table
    assert "#" not in "".join(
        re.findall('href="(.*?)"', section(shown(marked=False), "All claims"))
    )


def test_a_row_of_code_leads_to_the_section_that_defines_it() -> None:
    cell = "## In code\n\n```python\ndef f(x):\n    return x\n```\n"
    coded = page(f"{BODY}\n{cell}", HEADER)
    chapter = Chapter("a-ramp", "../a/ramp/", coded, VERDICTS[2:3])
    assert 'href="../a/ramp/#in-code"' not in report.report([chapter], None)
    called = replace(VERDICTS[2], against="NumPy: f(x)")
    shown = report.report([replace(chapter, verdicts=[called])], None)
    assert 'href="../a/ramp/#in-code"' in shown


def test_what_is_not_proved_is_listed_with_its_reason() -> None:
    facts = section(shown(), "Facts without a proof")
    assert "Lipschitz constant of Ramp: 1" in facts and "no proof was found" in facts
    assert "range of Ramp" not in facts
    assert "it is &lt;vague&gt;" in section(shown(), "Equations that are not checked")
    assert "it takes days" in section(shown(), "Code that is not executed")
    assert "Facts without a proof" not in shown(verdicts=VERDICTS[:1])


def test_a_long_formula_is_shown_by_its_left_side() -> None:
    long = " + ".join(["\\frac{x}{2}"] * 12)
    one = page(f"# Ramp\n\n$$ \\operatorname{{ramp}}(x) = {long} $$\n")
    line = one.equations[0].line
    said = Verdict(at(one, line, 30), "$\\operatorname{ramp}(x)$", "itself", "holds", "said")
    table = section(report.report([Chapter("r", "r/", one, [said])], None), "All claims")
    assert rows(table)[0][2] == "ramp(x)"


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
    assert score.latest(tmp_path) == found
