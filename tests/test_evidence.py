"""What readers are shown of checks: marks, evidence, limits and their count."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pages import HEADER, at, bibliography, page, result

from actbook.reading import subjects
from actbook.result import Glance, Output
from actbook.verdict import Verdict
from actbook.weaving.evidence import Link
from actbook.weaving.weave import weave

START = "# Ramp\n\nThe ramp is simple.\n\n"
CELL = "```python\nprint(1)\n```\n"
PRINTED = (Output("stdout", "1\n"),)
EQUATION = "$$\n\\operatorname{ramp}(x) = \\max(0, x)\n$$\n"
FIRST = HEADER.count("\n") + START.count("\n") + 1


def verdict(status, written=None, line=FIRST + 1, column=None):
    written = written or page(START + EQUATION)
    return Verdict(
        at(written, line, column),
        "ramp(x)",
        "NumPy: f(x)",
        status,
        "said",
        points=1234,
        worst=0.456,
        at="x = 1",
    )


def seals(html):
    """The marks at claims in a piece of a page."""
    return re.findall('<a class="actbook-seal.*?</a>', html)


def row(woven):
    """The address of the first row of the table of checks."""
    found = re.search('<tr id="(.*?)"', woven.partition("## Checks")[2])
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("statuses", "status", "word"),
    [
        (["proved", "proved"], "proved", "proved"),
        (["proved", "holds"], "holds", "tried"),
        (["holds", "unknown", "proved"], "unknown", "unknown"),
        (["unknown", "fails", "proved"], "fails", "fails"),
    ],
)
def test_an_equation_is_as_good_as_its_weakest_check(tmp_path, statuses, status, word):
    checked = result(verdicts=tuple(map(verdict, statuses)))
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    (seal,) = seals(woven.partition("## Checks")[0].partition("actbook-equation")[2])
    assert f"actbook-seal actbook-{status}" in seal and f'title="{word}: said"' in seal
    assert f'aria-label="This formula: {word}"' in seal
    assert ("actbook-exception" in seal) == (status in ("unknown", "fails"))
    assert re.search(f'href="#({re.escape(row(woven))})"', seal)
    assert "said, worst at x = 1</td>" in woven


def test_a_check_of_code_is_shown_at_the_formula_it_was_held_against(tmp_path):
    code = replace(verdict("holds", line=7), claim="$\\operatorname{ramp}(x)$", against="needle")
    twice = f"{START}{EQUATION}\n{EQUATION}"
    woven = weave(page(twice), result(verdicts=(code,)), bibliography(tmp_path)).markdown
    first, second = woven.partition("## Checks")[0].split('class="actbook-equation"')[1:]
    assert len(seals(first)) == 1
    assert seals(second) == []
    assert "needle" in woven.partition("## Checks")[2]


def test_a_definition_that_nothing_is_held_against_says_so(tmp_path):
    other = EQUATION.replace("ramp}(x)", "ramp}(-x)")
    woven = weave(page(START + EQUATION + "\n" + other), result(), bibliography(tmp_path)).markdown
    equations = woven.partition("actbook-equation")[2]
    assert re.findall("definition|not checked", equations) == ["definition", "not checked"]


def test_a_check_of_a_component_is_shown_at_the_formula_of_the_components(tmp_path):
    equation = EQUATION.replace("ramp}(x)", "ramp}(x)_i")
    header = HEADER.replace("symbol:", "input: vector\nsymbol:")
    code = Verdict(at(page(START), 7), "$\\operatorname{ramp}(x)_{i}$", "needle", "holds", "said")
    written = page(START + equation, header)
    woven = weave(written, result(verdicts=(code,)), bibliography(tmp_path)).markdown
    assert len(seals(woven.partition("actbook-equation")[2])) == 1
    alone = weave(written, result(), bibliography(tmp_path)).markdown
    assert ">definition</p>" in alone


def test_each_variant_has_a_table_of_its_own(tmp_path):
    header = HEADER.replace("facts:", "variants: {hard: {title: Hard ramp, symbol: hr}}\nfacts:")
    said = Verdict(at(page(START), 8), "range", "formula", "proved", "it is $x$")
    rows = (Glance("Range", "$1$", said), Glance("Range", "$2$", said, "hard"))
    shown = weave(page(START, header), result(glance=rows), bibliography(tmp_path)).markdown
    assert re.findall("<caption>(.*?)</caption>", shown) == ["Ramp", "Hard ramp"]


def test_marks_lead_to_their_rows_and_those_to_the_report(tmp_path):
    fact = Verdict(at(page(START), 8), "range", "formula", "proved", "it is $x$")
    checked = result(
        glance=(Glance("Range", "$1$", fact, "", "range"),), verdicts=(fact, verdict("proved"))
    )
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path), (), "../checks/#a-ramp")
    rows = set(re.findall('<tr id="(check-.*?)"', woven.markdown))
    assert {"check-fact-range", f"check-{subjects.anchor(verdict('proved').subject)}"} == rows
    led = [re.findall('href="#(.*?)"', mark)[0] for mark in seals(woven.markdown)]
    assert set(led) == rows
    assert 'href="../checks/#a-ramp">In the report' in woven.markdown
    without = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    assert "In the report" not in without


def test_a_row_says_in_which_section_its_claim_stands(tmp_path):
    written = page(START + "## Kept\n\n" + EQUATION)
    fact = Verdict(
        at(written, 8), "range", "formula", "proved", "f falls to -sqrt(pi)*0.12345678901234"
    )
    checked = result(verdicts=(verdict("proved", written, FIRST + 3), fact))
    rows = weave(written, checked, bibliography(tmp_path)).markdown.partition("## Checks")[2]
    assert re.findall("<tr[^>]*><td><a[^>]*>(.*?)</a>", rows) == ["Facts", "Kept"]
    # In words that a student reads: no `sqrt`, and not seventeen digits.
    assert "f falls to −√π·0.123456…" in rows


@pytest.mark.parametrize(
    "limits", [("for lists it fails", "NaN gives 0"), ("the formula gives 1, f gives 2",), ()]
)
def test_what_code_does_not_take_is_listed(tmp_path, limits):
    code = replace(verdict("holds", line=7), limits=limits, at=None)
    woven = weave(page(START + EQUATION), result(verdicts=(code,)), bibliography(tmp_path)).markdown
    shown = woven.partition("Limits of this code")[2].partition("</div>")[0]
    assert re.findall("</code>: (.*?)</li>", shown) == list(limits)
    assert ("Limits of" in woven) == bool(limits)


def test_evidence_of_a_chain_says_which_member_is_meant(tmp_path):
    chain = EQUATION.replace("\\max(0, x)", "\\max(0, x) = \\frac{x + |x|}{2}")
    column = chain.split("\n")[1].index("\\frac") + 1
    written = page(START + chain)
    both = tuple(verdict("proved", written, column=at) for at in (29, column))
    woven = weave(written, result(verdicts=both), bibliography(tmp_path)).markdown
    evidence, whole = woven.partition("## Checks")[::2]
    assert "<mfrac" in evidence.rpartition("<tr>")[2]
    assert "<mfrac" in whole.rpartition("<tr>")[2]


def test_the_page_counts_its_checks(tmp_path):
    checked = result(verdicts=(verdict("proved"), verdict("proved"), verdict("holds", line=7)))
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    assert "3 of 3 checked: 2 proved, 1 tried" in woven.partition("## Checks")[0]
    assert "3 checks: 2 proved, 1 tried" in woven.partition("## Checks")[2]
    named = subjects.anchor(verdict("proved").subject)
    assert f'<a href="#{named}">' in woven.partition("## Checks")[2]


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("torch.relu(x)", True),
        ("torch.nn.functional.elu(x, alpha=2.0)", True),
        ("torch.relu(x) ** 2", False),
        ("torch.exp(-x * x)", False),
        ("torch.where(x < 0, 0, x)", False),
    ],
)
def test_a_page_has_the_name_of_a_library_only_if_that_is_the_function(tmp_path, code, named):
    header = HEADER.replace("np.maximum(x, 0)", code)
    written = page(START + EQUATION, header)
    woven = weave(written, result(verdicts=(verdict("proved", written),)), bibliography(tmp_path))
    called = f"<code>{code.partition('(')[0]}</code>"
    assert (called in woven.markdown.partition("Also called")[2].partition("</p>")[0]) == named


def test_an_equation_links_to_the_functions_it_uses(tmp_path):
    links = [Link("\\sigma", "Sigmoid", "../sigmoid/"), Link("\\sig", "Other", "../other/")]
    written = page(START + EQUATION.replace("\\max(0, x)", "\\sigma(x)"))
    checked = result(verdicts=(verdict("holds", written),))
    woven = weave(written, checked, bibliography(tmp_path), links).markdown
    assert '<a href="../sigmoid/">Sigmoid</a>' in woven
    assert "../other/" not in woven


def test_an_equation_links_to_no_function_whose_symbol_it_has_as_letters_alone(tmp_path):
    header = HEADER.replace("facts:", "parameters: {tau: {default: 1}, v: {default: 1}}\nfacts:")
    links = [Link("u", "Letter", "../u/"), Link("v", "Hidden", "../v/")]
    links += [Link("\\operatorname{amp}", "Word", "../amp/"), Link("\\max", "Most", "../most/")]
    written = page(START + EQUATION.replace("\\max(0, x)", "\\max(\\tau, x) + v"), header)
    checked = result(verdicts=(verdict("holds", written, FIRST + 2),))
    woven = weave(written, checked, bibliography(tmp_path), links).markdown
    assert "../most/" in woven
    assert not re.search(r"\.\./(u|v|amp)/", woven)
