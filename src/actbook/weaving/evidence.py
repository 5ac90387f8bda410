"""Verdicts as HTML: a quiet mark that opens to its evidence, and the tables of a page's checks."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from actbook import amounts
from actbook.reading.page import Equation, Page
from actbook.result import Glance
from actbook.verdict import Diagnostic, Status, Verdict, inaccurate, limits, weakest
from actbook.weaving import domains, mathml, statement
from actbook.weaving.marks import mark, sign
from actbook.weaving.markup import typeset
from actbook.weaving.prose import unsearched
from actbook.weaving.tables import Cell, Column, Row, Sorted, table
from actbook.words import counted

_ORDER: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")
#: Where a long name such as `torch.nn.functional.elu(x)` may break in a narrow column.
_BETWEEN_NAMES = re.compile(r"(?<=[._(])(?=[A-Za-z])")
#: What a verdict is shown under.
VERDICT = (
    Column("Against"),
    Column("Points"),
    Column(
        "Worst error, % of the tolerance",
        "the tolerance is four times what rounding may do to the formula, and what may be "
        "flushed to zero",
    ),
    Column("Worst error, ulp", "in units in the last place of the true value"),
    Column("Verdict"),
)


def text(value: str) -> str:
    """Text as HTML within one line: a newline in `<pre>` is kept as an entity."""
    return html.escape(value).replace("\n", "&#10;")


def sentence(value: str) -> str:
    """Text as HTML, with what stands between `$` set as formulas where that can be done."""
    return _set(value, text)


def _set(value: str, words: Callable[[str], str]) -> str:
    """A sentence whose `words`, between its formulas, become HTML in their own way."""
    parts = enumerate(value.split("$"))
    return "".join(_value(part) if at % 2 else words(part) for at, part in parts)


def evident(found: str) -> str:
    """A verdict's evidence as HTML, with its numbers set as such."""
    return _set(found, lambda part: typeset(statement.typed(part), text))


def formula(latex: str) -> str:
    """A display formula, which search passes over."""
    return unsearched(mathml.display(latex), "math")


def equation(
    found: Equation,
    verdicts: Sequence[Verdict],
    uses: Sequence[tuple[str, str]],
    *,
    defines: bool = False,
    report: str = "",
    over: str = "",
) -> str:
    """A display equation with its mark. `over` says for which values it was checked; `uses` are the
    title and address of the pages whose functions it names; one that `defines` may have nothing to
    be checked against. `report` is the address of the page's rows in the report, but for their
    line. ValueError if the formula cannot be set."""
    math = f'<div class="actbook-formula">{formula(found.latex)}</div>'
    if found.unchecked is None and verdicts:
        marks = sign(weakest(verdicts))
        if any(map(inaccurate, verdicts)):
            marks += f" {sign('inaccurate', 'code inaccurate')}"
        shown = details(marks, _evidence(found, verdicts, uses, report, over))
    else:
        words = "definition" if found.unchecked is None and defines else "not checked"
        reason = f": {text(found.unchecked)}" if found.unchecked else ""
        shown = f'<p class="actbook-unchecked">{sign("unchecked", words)}{reason}</p>'
    return f'<div class="actbook-equation" id="eq-{found.start}">{math}{shown}</div>'


def _evidence(
    found: Equation,
    verdicts: Sequence[Verdict],
    uses: Sequence[tuple[str, str]],
    report: str,
    over: str,
) -> str:
    members = [statement.member(found, verdict) for verdict in verdicts]
    # With one member the formula beside it says what is claimed.
    several = len({member for member in members if member}) > 1
    rows = [
        Row([sentence(f"${member}$" if several and member else verdict.claim), *cells(verdict)])
        for member, verdict in zip(members, verdicts, strict=True)
    ]
    links = [f'<a href="{text(url)}">{text(title)}</a>' for title, url in uses]
    notes = [f"Checked {evident(over)}."] if over else []
    notes += [f"Uses {', '.join(links)}."] if links else []
    notes += [_reported(report, verdicts[0].line)] if report else []
    shown = table((Column("Claim"), *VERDICT), rows, "Checks", "actbook-verdicts")
    return shown + (f"<p>{' '.join(notes)}</p>" if notes else "")


def _reported(report: str, line: int) -> str:
    return f'<a href="{text(report)}-{line}">In the report</a>'


def glance(rows: Sequence[Glance], caption: str = "At a glance", report: str = "") -> str:
    """The at-a-glance table: a label, its value, and the mark that opens to its evidence. `report`
    is the address of the page's rows in the report, but for their line."""
    lines = "".join(
        f'<tr id="fact-{row.verdict.line}"><th scope="row">{text(row.label)}</th>'
        f"<td>{sentence(row.value)}</td><td>{_opening_mark(row.verdict, report)}</td></tr>"
        for row in rows
    )
    return (
        '<div class="actbook-glance"><table class="actbook-facts" data-search-exclude>'
        f"<caption>{text(caption)}</caption><tbody>{lines}</tbody></table></div>"
    )


def _opening_mark(verdict: Verdict, report: str) -> str:
    link = f". {_reported(report, verdict.line)}" if report else ""
    return details(sign(verdict.status), f"<p>{evident(verdict.evidence)}{link}</p>")


def _value(latex: str) -> str:
    try:
        return mathml.inline(latex)
    except ValueError:
        return text(latex)


def checks(verdicts: Sequence[Verdict], page: Page, report: str = "") -> str:
    """All checks of a page, folded under their totals."""
    ordered = sorted(verdicts, key=lambda verdict: verdict.line)
    seen: set[int] = set()
    rows = []
    for verdict in ordered:
        anchor = "" if verdict.line in seen else f"check-{verdict.line}"
        seen.add(verdict.line)
        claim = sentence(statement.claim(verdict, page)) + over(verdict, page)
        rows.append(Row([_line(verdict, page), claim, *cells(verdict)], anchor))
    columns = (Column("Line"), Column("Claim"), *VERDICT)
    shown = table(columns, rows, "Checks", "actbook-verdicts actbook-sortable")
    link = f"<p>{_reported(report, ordered[0].line)}</p>" if report else ""
    return f'<div class="actbook-checks">{details(text(totals(verdicts)), shown + link)}</div>'


def over(verdict: Verdict, page: Page) -> str:
    """For which parameters and variables a claim was checked, as HTML to follow the claim."""
    said = domains.words(domains.over(verdict, page))
    fact = statement.fact_of(verdict, page)
    said += f", where {fact.where}" if fact is not None and fact.where and said else ""
    return f', <span class="actbook-over">{evident(said)}</span>' if said else ""


def limitations(verdicts: Iterable[Verdict]) -> str:
    """What the code of a page does not take, as a list; empty if there is nothing."""
    items = "".join(
        f"<li><code>{text(verdict.against)}</code>: {sentence(limit)}</li>"
        for verdict in verdicts
        for limit in limits(verdict)
    )
    if not items:
        return ""
    return f'<div class="actbook-limits"><p>Limits of this code:</p><ul>{items}</ul></div>'


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


def problems(found: Iterable[Diagnostic]) -> str:
    """What is wrong, each with its address."""
    items = "".join(f"<li><code>{text(str(problem))}</code></li>" for problem in found)
    return f'<div class="actbook-error" role="alert"><ul>{items}</ul></div>'


def details(summary: str, body: str) -> str:
    """A line that opens to more; search passes over it. Must not be nested, see `unsearched`."""
    return (
        f'<details class="actbook-evidence" data-search-exclude>'
        f"<summary>{summary}</summary>{body}</details>"
    )


def cells(verdict: Verdict) -> list[Cell]:
    """A verdict under `VERDICT`."""
    return [
        _set(statement.against(verdict), lambda part: _BETWEEN_NAMES.sub("<wbr>", text(part))),
        f"{verdict.points:,}" if verdict.points else "",
        _amount(verdict.worst, amounts.share),
        _amount(verdict.worst_ulp, amounts.ulps),
        f"{mark(verdict)} {evident(_said(verdict))}",
    ]


def _amount(error: float | None, written: Callable[[float], str]) -> Cell:
    return "" if error is None else Sorted(typeset(written(error), text), error)


def _said(verdict: Verdict) -> str:
    """The evidence with the place of the worst error."""
    untold = verdict.at is not None and verdict.at not in verdict.evidence
    return f"{verdict.evidence}, worst at {verdict.at}" if untold else verdict.evidence


def _line(verdict: Verdict, page: Page) -> str:
    equation = statement.equation_of(verdict, page)
    if equation is not None:
        return f'<a href="#eq-{equation.start}">{verdict.line}</a>'
    if statement.fact_of(verdict, page) is not None:
        return f'<a href="#fact-{verdict.line}">{verdict.line}</a>'
    if (remark := statement.remark_of(verdict, page)) is not None:
        return f'<a href="#{statement.anchor(remark)}">{verdict.line}</a>'
    if (section := statement.section_of(verdict, page)) is not None:
        return f'<a href="#{section}">{verdict.line}</a>'
    return str(verdict.line)
