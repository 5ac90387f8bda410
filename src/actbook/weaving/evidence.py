"""Verdicts for readers: what an equation's mark opens to, and the tables of a page's checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from actbook import amounts
from actbook.reading import subjects
from actbook.reading.page import Equation, Page
from actbook.result import Glance
from actbook.verdict import Diagnostic, Status, Verdict, inaccurate, weakest
from actbook.weaving import domains, statement
from actbook.weaving.tables import Cell, Row, Sorted
from actbook.weaving.templates import breakable, part, sentence, show, typeset
from actbook.words import counted

_ORDER: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")


def equation(
    found: Equation,
    verdicts: Sequence[Verdict],
    uses: Sequence[tuple[str, str]],
    *,
    anchor: str = "",
    defines: bool = False,
    report: str = "",
    over: str = "",
) -> Markup:
    """A display equation with its mark. `over` says for which values it was checked; `uses` are the
    title and address of the pages whose functions it names; one that `defines` may have nothing to
    be checked against. `report` is the address of the page's rows in the report, but for their
    names. ValueError if the formula cannot be set."""
    checked = verdicts if found.unchecked is None else ()
    return show(
        "equation",
        equation=found,
        rows=list(_members(found, checked)),
        status=weakest(verdicts) if checked else None,
        inaccurate=any(map(inaccurate, checked)),
        uses=uses,
        defines=defines,
        report=report,
        anchor=anchor,
        row=subjects.anchor(checked[0].subject) if checked else None,
        over=over,
    )


def _members(found: Equation, verdicts: Sequence[Verdict]) -> Iterable[Row]:
    members = [statement.member(found, verdict) for verdict in verdicts]
    # With one member the formula beside it says what is claimed.
    several = len({member for member in members if member}) > 1
    for member, verdict in zip(members, verdicts, strict=True):
        claim = f"${member}$" if several and member else verdict.claim
        yield Row([sentence(claim), *cells(verdict)])


def glance(rows: Sequence[Glance], caption: str = "At a glance", report: str = "") -> Markup:
    """The at-a-glance table. `report` is the address of the page's rows in the report, but for
    their names."""
    return show("glance", rows=rows, caption=caption, report=report)


def checks(verdicts: Sequence[Verdict], page: Page, report: str = "") -> Markup:
    """All checks of a page, folded under their totals."""
    ordered = sorted(verdicts, key=lambda verdict: subjects.place(page, verdict.subject).line)
    seen: set[str] = set()
    rows = []
    for verdict in ordered:
        named = subjects.anchor(verdict.subject)
        anchor = "" if named in seen else f"check-{named}"
        seen.add(named)
        claim = sentence(statement.claim(verdict, page)) + over(verdict, page)
        rows.append(Row([_line(verdict, page), claim, *cells(verdict)], anchor))
    row = subjects.anchor(ordered[0].subject)
    return show("checks", totals=totals(verdicts), rows=rows, report=report, row=row)


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


def totals(verdicts: Sequence[Verdict]) -> str:
    """`48 checks: 31 proved, 17 hold`."""
    words = {"proved": "proved", "holds": "hold", "unknown": "unknown", "fails": "fail"}
    count = Counter(verdict.status for verdict in verdicts)
    if words["holds"] == "hold" and count["holds"] == 1:
        words["holds"] = "holds"
    if count["fails"] == 1:
        words["fails"] = "fails"
    parts = [f"{count[status]} {words[status]}" for status in _ORDER if count[status]]
    said = f"{counted(len(verdicts), 'check')}: {', '.join(parts)}"
    wrong = sum(map(inaccurate, verdicts))
    return f"{said}; {wrong} of inaccurate code" if wrong else said


def problems(found: Iterable[Diagnostic]) -> Markup:
    """What is wrong, each with its address."""
    return show("problems", problems=list(found))


def cells(verdict: Verdict) -> list[Cell]:
    """A verdict under the columns of `verdicts` in `templates/parts.html.j2`."""
    share, ulp = verdict.worst, verdict.worst_ulp
    return [
        breakable(statement.against(verdict)),
        f"{verdict.points:,}" if verdict.points else "",
        "" if share is None else Sorted(typeset(amounts.share(share)), share),
        "" if ulp is None else Sorted(typeset(amounts.ulps(ulp)), ulp),
        part("verdict", verdict, _said(verdict)),
    ]


def _said(verdict: Verdict) -> str:
    """The evidence with the place of the worst error."""
    untold = verdict.at is not None and verdict.at not in verdict.evidence
    return f"{verdict.evidence}, worst at {verdict.at}" if untold else verdict.evidence


def _line(verdict: Verdict, page: Page) -> Cell:
    line, anchor = subjects.place(page, verdict.subject).line, statement.anchor(verdict, page)
    return part("link", f"#{anchor}", line) if anchor else str(line)
