"""Every claim says for which values of parameters and free variables it was checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from formulas import page
from pages import at, result

from actbook.book.dependencies import others_of, symbols_of
from actbook.checking import vector_claims
from actbook.checking.places import places
from actbook.formula.expression import Reference, symbols
from actbook.reading import recognised, subjects
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.result import Entry
from actbook.verdict import Verdict
from actbook.weaving import data, domains, evidence, report

PAGES = [
    read(path.read_text(), str(path))
    for path in recognised.paths(Path(__file__).parent.parent / "docs")
    if path.suffix == ".md"
]
HEADER = """
symbol: ff
parameters:
  alpha: {default: 1/2, domain: "(0, beta]"}
  beta: {default: 2, domain: "[1, oo)"}
variables:
  s: {domain: "[0, 1]"}
  mu: {domain: "(-oo, oo)"}
implementations:
  NumPy: ff(x, alpha)
facts:
  range: {value: "(0, 1)", where: "alpha > beta"}
"""
FORMULAS = (
    r"\operatorname{ff}(x) = \alpha x + \beta",
    r"s + 1 = 1 + s",
    r"\operatorname{ff}(0) = \beta",
    r"x = \sum_{s=1}^{1} x",
)
PAGE = page(HEADER, *FORMULAS)


def over(equation: int) -> list[str]:
    return [q.name for q in domains.of_equation(PAGE.equations[equation], PAGE)]


def test_an_equation_is_over_what_it_names_and_what_its_functions_and_domains_do() -> None:
    assert [over(number) for number in range(4)] == [
        ["alpha", "beta"],
        ["s"],
        ["alpha", "beta"],
        [],
    ]


VERDICTS = {
    "an equation": (PAGE.equations[1].line, "$s + 1$", "for $s$ in [0, 1]"),
    "a fact": (
        PAGE.functions[0].facts[0].line,
        "range of T",
        r"for $\alpha$ in (0, $\beta$], $\beta$ in [1, oo)",
    ),
    "code in float64": (
        "",
        r"$\operatorname{ff}(x)$",
        r"for $\alpha$ in (0, $\beta$], $\beta$ in [1, oo)",
    ),
    "code in another format": (
        "float32",
        r"$\operatorname{ff}(x)$ in float32",
        r"for $\alpha$ = 1/2, $\beta$ = 2",
    ),
}


@pytest.mark.parametrize(("place", "claim", "words"), VERDICTS.values(), ids=VERDICTS)
def test_a_claim_says_for_which_values_it_was_checked(
    place: int | str, claim: str, words: str
) -> None:
    own = PAGE.functions[0]
    if isinstance(place, str):
        subject = subjects.code(own, own.implementations[0], place)
    else:
        subject = at(PAGE, place)
    verdict = Verdict(subject, claim, "it", "holds", "said")
    assert domains.words(domains.over(verdict, PAGE)) == words


def test_readers_and_the_data_are_told() -> None:
    equation = PAGE.equations[1]
    verdict = Verdict(at(PAGE, equation.line, 1), "$s + 1$", "it", "holds", "said")
    fact = Verdict(at(PAGE, PAGE.functions[0].facts[0].line), "range of T", "it", "proved", "said")
    whole = Entry(PAGE.path, "ff", PAGE.text, PAGE, result(verdicts=(verdict, fact)))
    (entry,) = json.loads(json.dumps(data.book([whole])))["pages"]
    s = {"name": "s", "symbol": "s", "domain": "[0, 1]", "default": None}
    assert entry["equations"][1]["over"] == [s] == entry["checks"][0]["over"]
    assert entry["equations"][1]["checks"][0]["over"] == [s]
    assert entry["checks"][1]["where"] == "alpha > beta"
    assert [quantity["name"] for quantity in entry["facts"][0]["over"]] == ["alpha", "beta"]
    for html in (
        evidence.checks([verdict, fact], PAGE),
        report.report({"f.py": whole}, lambda _: "f/", None),
    ):
        assert "in [0, 1]</span>" in html
        bare = re.sub(r"<[^>]*>", "", html)
        assert "(0, β], " in bare and "where α &gt; β" in bare


@pytest.mark.parametrize("own", PAGES, ids=lambda page: page.slug)
def test_what_is_said_is_what_was_tried(own: Page) -> None:
    reading = read_formulas(own, others_of(own, symbols_of(PAGES)))
    for equation, chain in reading.chains:
        members = [expand(m.expression, reading.definitions, reading.own) for m in chain.members]
        if any(variable.shape for variable in own.variables):
            continue
        if any(function.vector for function in own.functions):
            tried = next(vector_claims.places(own, *members)).values.keys() - set("nijk")
        else:
            names = frozenset().union(*map(symbols, members))
            function = chain.members[0].expression
            if isinstance(function, Reference):  # breakpoints are those of the function itself
                function = replace(function, order=0)
            function = expand(function, reading.definitions, reading.own)
            tried = next(places(own, names, function)).values.keys()
        tried -= {p.name for f in own.functions for p in f.parameters if p.constant}
        said = {q.name for q in domains.of_equation(equation, own)} - {"n"}
        assert said == tried - {"x"} - {"n"}, equation.latex
