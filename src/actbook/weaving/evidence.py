"""Verdicts for readers: what an equation's mark opens to, and the tables of a page's checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from actbook import markup
from actbook.reading import subjects
from actbook.reading.page import Equation, Page
from actbook.result import Glance
from actbook.verdict import Diagnostic, Status, Verdict, inaccurate, weakest
from actbook.weaving import domains, statement
from actbook.weaving.tables import Cell, Row
from actbook.weaving.templates import WORDS, evident, part, sentence, show
from actbook.words import counted

#: The titles and addresses of the pages whose functions an equation names.
Uses: TypeAlias = Callable[[Equation], Sequence[tuple[str, str]]]
_ORDER: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")


@dataclass(frozen=True)
class Seal:
    """The mark at a claim: the status, its evidence in plain words, and the address on the page of
    the row of its check. `exception` is what has to be seen though the claim is right."""

    status: Status
    said: str
    row: str
    exception: str = ""


def seal(verdicts: Sequence[Verdict]) -> Seal:
    """The mark of a claim with these verdicts, of which there is one at least: it is as good as the
    weakest of them."""
    status = weakest(verdicts)
    shown = next(verdict for verdict in verdicts if verdict.status == status)
    return Seal(
        status,
        plain(shown.evidence),
        f"check-{subjects.anchor(shown.subject)}",
        "code inaccurate" if any(map(inaccurate, verdicts)) else "",
    )


def equation(
    found: Equation,
    verdicts: Sequence[Verdict],
    *,
    anchor: str = "",
    defines: bool = False,
    over: str = "",
) -> Markup:
    """A display equation with its mark; one that `defines` may have nothing to be checked against,
    and `over` says for which values of its variables it is.
    ValueError if the formula cannot be set."""
    checked = verdicts if found.unchecked is None else ()
    return show(
        "equation",
        equation=found,
        seal=seal(checked) if checked else None,
        defines=defines,
        anchor=anchor,
        over=over,
    )


def glance(rows: Sequence[Glance], caption: str, elsewhere: Collection[str] = ()) -> Markup:
    """A table of facts, with their evidence; `elsewhere` are the anchors of those that have theirs
    in another place."""
    anchors = [subjects.anchor(row.verdict.subject) for row in rows]
    return show(
        "glance",
        rows=[
            (row, seal([row.verdict]), "" if anchor in elsewhere else anchor)
            for row, anchor in zip(rows, anchors, strict=True)
        ],
        caption=caption,
    )


def checks(
    verdicts: Sequence[Verdict], page: Page, report: str = "", uses: Uses = lambda equation: ()
) -> Markup:
    """All checks of a page, folded under their totals. `uses` gives the titles and addresses of the
    pages whose functions an equation names; `report` is the address of the page's rows in the
    report, but for their names."""
    ordered = sorted(verdicts, key=lambda verdict: subjects.place(page, verdict.subject).line)
    seen: set[str] = set()
    rows = []
    last: tuple[Cell, Cell] = ("", "")
    for verdict in ordered:
        named = subjects.anchor(verdict.subject)
        anchor = "" if named in seen else f"check-{named}"
        seen.add(named)
        claim = evident(statement.claim(verdict, page)) + over(verdict, page)
        equation = subjects.equation_of(page, verdict.subject) if anchor else None
        if equation is not None and (linked := uses(equation)):
            claim += part("uses", linked)
        place = (_where(verdict, page), claim)
        # What was claimed in the row above is not said again.
        said = ("", "") if place == last else place
        against = sentence(statement.against(verdict))
        rows.append(Row([*said, against, told(verdict)], anchor))
        last = place
    return show("checks", totals=summary(verdicts), rows=rows, report=report)


def over(verdict: Verdict, page: Page) -> Markup:
    """For which parameters and variables a claim was checked, as HTML to follow the claim."""
    said = domains.words(domains.over(verdict, page))
    fact = subjects.fact_of(page, verdict.subject)
    said += f", where {fact.where}" if fact is not None and fact.where and said else ""
    return part("over", said) if said else Markup("")


def limitations(verdicts: Iterable[Verdict]) -> Markup:
    """What the code of a page does not take, as a list; empty if there is nothing."""
    found = [(verdict.against, limit) for verdict in verdicts for limit in verdict.limits]
    return show("limits", limits=found) if found else Markup("")


def summary(verdicts: Sequence[Verdict], claims: int | None = None) -> str:
    """`48 checks: 31 proved, 17 tried`; with the number of `claims`, `48 of 50 checked: …`."""
    count = Counter(verdict.status for verdict in verdicts)
    parts = [f"{count[status]} {WORDS[status]}" for status in _ORDER if count[status]]
    number = len(verdicts)
    of = counted(number, "check") if claims is None else f"{number:,} of {claims:,} checked"
    said = f"{of}: {', '.join(parts)}"
    wrong = sum(map(inaccurate, verdicts))
    return f"{said}; {wrong} of inaccurate code" if wrong else said


def plain(found: str) -> str:
    """A verdict's evidence for where nothing can be set, such as a title."""
    return " ".join(markup.bare(evident(found)).split())


def problems(found: Iterable[Diagnostic]) -> Markup:
    """What is wrong, each with its address."""
    return show("problems", problems=list(found))


def told(verdict: Verdict) -> Cell:
    """A verdict with its evidence, and the place of the worst error."""
    untold = verdict.at is not None and verdict.at not in verdict.evidence
    said = f"{verdict.evidence}, worst at {verdict.at}" if untold else verdict.evidence
    return part("verdict", verdict, said)


def _where(verdict: Verdict, page: Page) -> Cell:
    """The section of the page that makes the claim, with the way back to it."""
    line, anchor = subjects.place(page, verdict.subject).line, statement.anchor(verdict, page)
    above = page.text.split("\n")[page.body - 1 : line - 1]
    section = next((words[3:] for words in reversed(above) if words.startswith("## ")), "")
    words = sentence(section or {"fact": "Facts", "code": "Code"}.get(verdict.subject.kind, "Top"))
    return part("link", f"#{anchor}", words) if anchor else words
