"""What sentences say is counted, listed and shown: checked, not checked, cited and bare."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import Read, edit
from pages import at, bibliography, page, result

from actbook.reading import subjects
from actbook.result import Entry, Result, Unread
from actbook.verdict import Verdict
from actbook.weaving import data, domains, overview, report
from actbook.weaving.tally import tally
from actbook.weaving.weave import weave

BODY = """# Ramp

It is $\\operatorname{ramp}(2) = 2$ at $x = 2$, and $E = mc^2$ [@first2001].

So $a(x) = b(x)$, or $f(x) = x$ {unchecked="a <sketch>"}.

Of `{python} 6 * 7` runs 0.25 failed. So did 40 % of theirs [@first2001].
"""
PAGE = page(BODY)
CLAIM, _, _, LOST, _ = PAGE.remarks
VERDICT = Verdict(
    at(PAGE, CLAIM.line, CLAIM.column), f"${CLAIM.latex}$", "the definition", "holds", "equal", 1
)
RESULT = Result(
    **{
        **vars(result(verdicts=(VERDICT,), inlines=("42",))),
        "unread": (Unread(at(PAGE, LOST.line, LOST.column), "unknown name a"),),
    }
)
QUANTITIES = {
    "a decimal": ("about 0.95 of it", ["0.95"]),
    "a percentage": ("40% or 3 % or 5 per cent", ["40%", "3 %", "5 per cent"]),
    "thousands and powers": ("1,024 of 65,536, and 1e-7", ["1,024", "65,536", "1e-7"]),
    "a negative number": ("from -0.5 to −0.17.", ["-0.5", "−0.17"]),
    "a number alone in a formula": (r"$0.17$ and $40\,\%$", ["0.17"]),
    "at the end of a sentence": ("It is 0.5.", ["0.5"]),
    "not whole numbers, years, words": ("In 2016 three of 12 layers in a 32-bit format", []),
    "not in formulas that say more": (r"$x + 0.5$ at $x = 0.25$", []),
    "not in code, addresses and tags": ('`0.5` [a](b/0.5.md) <a href="0.5"> https://a.b/1.5', []),
    "not in headings": ("# Slope 0.01\n\n## 0.5", []),
    "not in code by indentation": ("text\n\n    0.5\n", []),
    "not versions": ("torch 2.13, 2.13.0, NumPy 2.4, version 0.9; with Python 3.11", []),
}  # fmt: skip


@pytest.mark.parametrize(("prose", "written"), QUANTITIES.values(), ids=QUANTITIES)
def test_a_number_in_a_sentence_is(prose: str, written: list[str]) -> None:
    assert [number.written for number in page(prose).written] == written


def test_a_number_is_cited_by_its_own_sentence() -> None:
    found = page("By 0.5 [@first2001]. By 0.6.\n\n- Or 0.7\n- [@a; @b] 0.8").written
    assert [(q.written, q.cited, q.line) for q in found] == [
        ("0.5", ("first2001",), 10),
        ("0.6", (), 10),
        ("0.7", (), 12),
        ("0.8", ("a", "b"), 13),
    ]


def test_everything_is_counted_once() -> None:
    counts = vars(tally([(PAGE, RESULT.unread)]))
    assert counts == {
        "formulas": 0,
        "unchecked_formulas": 0,
        "relations": 1,
        "unchecked_relations": 2,
        "conditions": 2,
        "facts": 1,
        "computed_numbers": 1,
        "cited_numbers": 1,
        "unchecked_numbers": 1,
    }


def entry() -> Entry:
    return Entry(PAGE.path, PAGE.slug, PAGE.text, PAGE, RESULT)


def test_the_data_have_each_relation_and_each_number() -> None:
    book = data.book([entry()])
    (found,) = book["pages"]
    told = [(r["role"], r["verdict"], r["reason"]) for r in found["inline"]]
    assert told == [
        ("claim", "holds", None),
        ("name", None, None),
        ("name", None, None),
        ("claim", "unchecked", "unknown name a"),
        ("unchecked", "unchecked", "a <sketch>"),
    ]
    assert found["unchecked_numbers"] == [{"number": "0.25", "line": PAGE.written[0].line}]
    assert found["cited_numbers"][0]["sources"] == ["first2001"]
    assert found["computed_numbers"] == 1 and found["checks"][0]["kind"] == "formula"
    assert book["counts"]["unchecked_relations"] == 2


def test_a_relation_is_told_with_what_it_was_checked_for() -> None:
    variables = "variables:\n  a: {domain: '(0, oo)'}\n  b: {domain: '[0, 1]'}\n---"
    text = "Of $a + b = b + a$.\n\nFor $a = 1$ it is $a + b = b + 1$.\n"
    written = page(text, f"---\ntitle: T\n{variables}\n")
    first, _, second = written.remarks
    told = [
        [
            q.name
            for q in domains.over(
                Verdict(at(written, r.line, r.column), "", "", "holds", ""), written
            )
        ]
        for r in (first, second)
    ]
    assert told == [["a", "b"], ["b"]]


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_the_report_lists_what_is_not_checked_and_leads_back_to_what_is() -> None:
    shown = report.report({"r.md": entry()}, lambda _: "../r/", None)
    relations = section(shown, "Relations in sentences")
    assert "unknown name a" in relations and "a &lt;sketch&gt;" in relations
    assert relations.count("<li>") == 2
    numbers = section(shown, "Numbers in sentences")
    assert "0.25 (line 16)" in numbers and "40" not in numbers
    assert 'href="../r/#all-checks"' in section(shown, "All claims")


def test_a_page_shows_its_exceptions_and_where_its_claims_stand(tmp_path: Path) -> None:
    woven = weave(PAGE, RESULT, bibliography(tmp_path)).markdown
    assert woven.count(f'id="{subjects.anchor(VERDICT.subject)}"') == 1
    assert f'href="#{subjects.anchor(VERDICT.subject)}"' in woven
    assert "(not checked: a &lt;sketch&gt;)" in woven
    assert "{unchecked" not in woven
    listed = woven.partition("Relations in sentences that are not checked:")[2]
    assert "unknown name a" in listed


def test_code_by_indentation_is_shown_as_it_is_written(tmp_path: Path) -> None:
    text = "# T\n\nText.\n\n    $f(1) = 2$ [@nobody]\n    more\n\nText $f(1)$.\n"
    woven = weave(page(text), result(), bibliography(tmp_path))
    assert "\n    $f(1) = 2$ [@nobody]\n    more\n" in woven.markdown
    assert woven.problems == () and woven.markdown.count("<math") == 1


def test_the_front_page_says_what_is_checked_and_what_is_not(tmp_path: Path) -> None:
    text = "# Book\n\n<!-- checked -->\n"
    shown = overview.filled(
        text, {"activations/r.md": entry()}, lambda source: f"to/{source}", bibliography(tmp_path)
    )
    shown = " ".join(shown.split())
    assert "0 display formulas, 1 relation in sentences, 1 stated property" in shown
    assert "1 number in sentences" in shown and 'href="to/checks.md"' in shown
    assert "0 display formulas, 2 relations and 1 number in sentences" in shown


def test_a_claim_in_a_sentence_is_checked_again_when_it_or_its_condition_changes(
    read: Read, docs: Path
) -> None:
    path = docs / "activations" / "two.md"
    edit(path, "# Two\n", "# Two\n\nFor $x > 0$ it is $\\operatorname{two}(x) > 0$.\n")
    first, _ = read()
    assert first.problems == ()
    edit(path, "For $x > 0$ it is", "It is so: for $x > 0$ it is")
    moved, ran = read()
    assert ran == [] and _place(moved.entries[1]) == (8, 29)
    edit(path, "# Two\n", "# Two\n\nMore.\n")
    moved, ran = read()
    assert ran == [] and _place(moved.entries[1]) == (10, 29)
    edit(path, "for $x > 0$", "for $x < 1$")
    wrong, ran = read()
    assert ran == ["two"] and [p.line for p in wrong.problems] == [10]


def _place(entry: Entry) -> tuple[int, int | None]:
    assert entry.page is not None
    found = [v for v in entry.result.verdicts if "> 0" in v.claim]
    (remark,) = (r for r in entry.page.remarks if r.role == "claim")
    assert [subjects.place(entry.page, v.subject) for v in found] == [(remark.line, remark.column)]
    return remark.line, remark.column


def test_a_claim_in_a_sentence_rests_on_the_page_whose_function_it_names(
    read: Read, docs: Path
) -> None:
    edit(docs / "concepts" / "idea.md", "It is", "As $\\operatorname{one}(1) = 2$, it is")
    assert read()[0].problems == ()
    edit(docs / "activations" / "one.md", "= 2x", "= 3x")
    problems = {Path(p.path).stem: p.message for p in read()[0].problems}
    assert "not checked: it rests on" in problems["idea"]
