"""Verdicts as HTML: a quiet mark that opens to its evidence, and the tables of a page's checks."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence

from actbook import mathml
from actbook.page import Equation
from actbook.prose import unsearched
from actbook.result import Glance
from actbook.verdict import Diagnostic, Status, Verdict

#: From the weakest: what is said of several checks together is what can be said of all of them.
_ORDER: tuple[Status, ...] = ("fails", "unknown", "holds", "proved")
_SIGNS = {"fails": "✗", "unknown": "?", "holds": "✓", "proved": "✓", "unchecked": "–"}
_HEADINGS = ("Against", "Points", "Worst error", "Where", "Verdict")
_ERROR_UNIT = "in units of the rounding error to be expected there"


def text(value: str) -> str:
    """Text as HTML within one line: a newline in `<pre>` is kept as an entity."""
    return html.escape(value).replace("\n", "&#10;")


def sentence(value: str) -> str:
    """Text as HTML, with what stands between `$` set as formulas where that can be done."""
    return "".join(
        _value(part) if at % 2 else text(part) for at, part in enumerate(value.split("$"))
    )


def formula(latex: str) -> str:
    """A display formula, which search passes over."""
    return unsearched(mathml.display(latex), "math")


def equation(
    found: Equation,
    verdicts: Sequence[Verdict],
    uses: Sequence[tuple[str, str]],
    *,
    defines: bool = False,
) -> str:
    """A display equation with its mark. `uses` are the title and address of the pages whose
    functions it names; one that `defines` may have nothing to be checked against. ValueError if
    the formula cannot be set."""
    math = f'<div class="actbook-formula">{formula(found.latex)}</div>'
    return (
        f'<div class="actbook-equation" id="eq-{found.start}">{math}'
        f"{_equation_mark(found, verdicts, uses, defines)}</div>"
    )


def _equation_mark(
    found: Equation, verdicts: Sequence[Verdict], uses: Sequence[tuple[str, str]], defines: bool
) -> str:
    if found.unchecked is not None:
        return f'<p class="actbook-unchecked">{_mark("unchecked", "not checked")}: ' + (
            f"{text(found.unchecked)}</p>"
        )
    if not verdicts:
        words = "definition" if defines else "not checked"
        return f'<p class="actbook-unchecked">{_mark("unchecked", words)}</p>'
    links = ", ".join(f'<a href="{text(url)}">{text(title)}</a>' for title, url in uses)
    body = _table(("Claim", *_HEADINGS), [[sentence(v.claim), *_cells(v)] for v in verdicts])
    return details(_mark(weakest(verdicts)), body + (f"<p>Uses {links}.</p>" if links else ""))


def glance(rows: Sequence[Glance]) -> str:
    """The at-a-glance table: a label, its value, and the mark that opens to its evidence."""
    lines = "".join(
        f'<tr><th scope="row">{text(row.label)}</th><td>{_value(row.latex)}</td>'
        f"<td>{_opening_mark(row.verdict)}</td></tr>"
        for row in rows
    )
    return (
        '<div class="actbook-glance"><table class="actbook-facts" data-search-exclude>'
        f"<caption>At a glance</caption><tbody>{lines}</tbody></table></div>"
    )


def _opening_mark(verdict: Verdict) -> str:
    return details(_mark(verdict.status), f"<p>{sentence(verdict.evidence)}</p>")


def _value(latex: str) -> str:
    try:
        return mathml.inline(latex)
    except ValueError:
        return text(latex)


def checks(verdicts: Sequence[Verdict], equations: Sequence[Equation]) -> str:
    """All checks of a page, folded under their totals."""
    rows = [
        [_line(verdict.line, equations), sentence(verdict.claim), *_cells(verdict)]
        for verdict in sorted(verdicts, key=lambda verdict: verdict.line)
    ]
    table = _table(("Line", "Claim", *_HEADINGS), rows)
    return f'<div class="actbook-checks">{details(text(totals(verdicts)), table)}</div>'


def totals(verdicts: Sequence[Verdict]) -> str:
    """`48 checks: 31 proved, 17 hold`."""
    words = {"proved": "proved", "holds": "hold", "unknown": "unknown", "fails": "fail"}
    count = Counter(verdict.status for verdict in verdicts)
    if words["holds"] == "hold" and count["holds"] == 1:
        words["holds"] = "holds"
    if count["fails"] == 1:
        words["fails"] = "fails"
    parts = [f"{count[status]} {words[status]}" for status in reversed(_ORDER) if count[status]]
    return f"{len(verdicts)} check{'s' * (len(verdicts) != 1)}: {', '.join(parts)}"


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


def weakest(verdicts: Iterable[Verdict]) -> Status:
    """What can be said of all of them."""
    return min((verdict.status for verdict in verdicts), key=_ORDER.index)


def _mark(kind: str, words: str | None = None) -> str:
    sign = f'<span aria-hidden="true">{_SIGNS[kind]}</span>'
    return f'<span class="actbook-mark actbook-{kind}">{sign} {words or kind}</span>'


def _cells(verdict: Verdict) -> list[str]:
    """A verdict under `_HEADINGS`."""
    return [
        sentence(verdict.against),
        f"{verdict.points:,}" if verdict.points else "",
        "" if verdict.worst is None else f"{verdict.worst:.2g}",
        sentence(verdict.at or ""),
        f"{_mark(verdict.status)} {sentence(verdict.evidence)}",
    ]


def _line(line: int, equations: Sequence[Equation]) -> str:
    start = next((e.start for e in equations if e.start <= line <= e.end), None)
    return str(line) if start is None else f'<a href="#eq-{start}">{line}</a>'


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that scrolls within itself, without the columns that are empty."""
    kept = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    title = {"Worst error": f' title="{_ERROR_UNIT}"'}
    head = "".join(f'<th scope="col"{title.get(headings[i], "")}>{headings[i]}</th>' for i in kept)
    body = "".join("<tr>" + "".join(f"<td>{row[i]}</td>" for i in kept) + "</tr>" for row in rows)
    # Focusable, because only what has the focus can be scrolled by keyboard.
    return (
        '<div class="actbook-scroll" tabindex="0" role="region" aria-label="Checks">'
        f'<table class="actbook-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
