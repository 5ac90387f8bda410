"""Verdicts for readers: how much of a page is checked, and the table of its checks."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.amounts import counted
from actbook.latex.names import letter
from actbook.libraries.chosen import recorders
from actbook.reading import subjects
from actbook.reading.mentions import used
from actbook.reading.page import Equation, Page
from actbook.result import Result
from actbook.verdict import Status, Verdict, inaccurate
from actbook.weaving import domains, statement
from actbook.weaving.tally import tally
from actbook.weaving.templates import WORDS, Cell, Row, evident, part, sentence, show

#: What code is said to compute: a function or its derivative at x, and in which format.
_CALL = re.compile(
    r"\$(?:\\operatorname\{(?P<name>\w+)\}|(?P<sign>\\[A-Za-z]+|\w))(?:_\{?\\?(?P<index>\w+)\}?)?"
    r"(?P<prime>'?)\(x\)\$(?P<more>(?: in \w+)?)"
)
_ORDER: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")


@dataclass(frozen=True)
class Link:
    """Another page's function: its LaTeX, the page's title and its address from here."""

    symbol: str
    title: str
    url: str


def masthead(page: Page, result: Result) -> Markup:
    """What stands under the title: other names, names in libraries, and how much is checked."""
    missed = tally([(page, result.unread)])
    all_claims = len(result.verdicts) + missed.unchecked_formulas + missed.unchecked_relations
    own = page.functions[0].implementations if page.functions else ()
    # Those of other libraries have their code below, and would take a line or two.
    called = [ast.unparse(one.call.func) for one in own if one.call and not recorders(one)]
    statuses = {verdict.status for verdict in result.verdicts}
    # The sign of an exception, or of the best that is shown.
    told: tuple[Status, ...] = ("fails", "unknown", "proved")
    return show(
        "masthead",
        aliases=page.aliases,
        calls=[name for name in called if "." in name],
        checked=summary(result.verdicts, all_claims) if result.verdicts else "",
        sign=next((status for status in told if status in statuses), "holds"),
    )


def checks(
    verdicts: Sequence[Verdict], page: Page, report: str = "", links: Sequence[Link] = ()
) -> Markup:
    """All checks of a page, folded under their totals. `links` are the functions of other pages,
    which equations may name; `report` is the address of the page's row in the report."""
    ordered = sorted(verdicts, key=lambda verdict: subjects.place(page, verdict.subject).line)
    seen: set[str] = set()
    rows = []
    last: tuple[Cell, Cell] = ("", "")
    for verdict in ordered:
        named = subjects.anchor(verdict.subject)
        anchor = "" if named in seen else f"check-{named}"
        seen.add(named)
        claim = _claim(statement.claim(verdict, page)) + over(verdict, page)
        equation = subjects.equation_of(page, verdict.subject) if anchor else None
        if equation is not None and (linked := _linked(equation, page, links)):
            claim += part("uses", linked)
        place = (_where(verdict, page), claim)
        # What was claimed in the row above is not said again.
        said = ("", "") if place == last else place
        against = sentence(statement.against(verdict))
        rows.append(Row([*said, against, told(verdict)], anchor))
        last = place
    return show("checks", totals=summary(verdicts), rows=rows, report=report)


def _claim(claim: str) -> Markup:
    """A claim as mathematics; what code computes, which many rows say, with few elements."""
    if called := _CALL.fullmatch(claim):
        name = called["name"] or letter(called["sign"])
        return part("called", name, called["index"], bool(called["prime"]), called["more"])
    return evident(claim)


def _linked(equation: Equation, page: Page, links: Sequence[Link]) -> Sequence[tuple[str, str]]:
    """The titles and addresses of the pages whose functions an equation names."""
    named = used(page, equation, [link.symbol for link in links])
    return list(dict.fromkeys((link.title, link.url) for link in links if link.symbol in named))


def over(verdict: Verdict, page: Page) -> Markup:
    """For which parameters and variables a claim was checked, as HTML to follow the claim."""
    said = domains.words(domains.over(verdict, page))
    fact = subjects.fact_of(page, verdict.subject)
    said += f", where {fact.where}" if fact is not None and fact.where and said else ""
    return part("over", said) if said else Markup("")


def summary(verdicts: Sequence[Verdict], claims: int | None = None) -> str:
    """`48 checks: 31 proved, 17 tried`; with the number of `claims`, `48 of 50 checked: …`."""
    count = Counter(verdict.status for verdict in verdicts)
    parts = [f"{count[status]} {WORDS[status]}" for status in _ORDER if count[status]]
    number = len(verdicts)
    of = counted(number, "check") if claims is None else f"{number:,} of {claims:,} checked"
    said = f"{of}: {', '.join(parts)}"
    wrong = sum(map(inaccurate, verdicts))
    return f"{said}; in {wrong} the code is inaccurate" if wrong else said


def told(verdict: Verdict) -> Cell:
    """A verdict with its evidence, and the place of the worst error."""
    untold = verdict.at is not None and verdict.at not in verdict.evidence
    said = f"{verdict.evidence}, worst at {verdict.at}" if untold else verdict.evidence
    return part("verdict", verdict, said)


def _where(verdict: Verdict, page: Page) -> Cell:
    """The section of the page that makes the claim, with the way back to it."""
    line, anchor = subjects.place(page, verdict.subject).line, statement.anchor(verdict, page)
    section = statement.section(page, line)
    words = sentence(section or {"fact": "Facts", "code": "Code"}.get(verdict.subject.kind, "Top"))
    return part("link", f"#{anchor}", words) if anchor else words
