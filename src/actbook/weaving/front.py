"""What a front page shows of the book: counts of all checks, how much is not checked, and one claim
with its figure and its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from actbook.result import Entry, Glance
from actbook.verdict import Diagnostic
from actbook.weaving import report
from actbook.weaving.navigation import title
from actbook.weaving.tally import tally
from actbook.weaving.templates import show, write

#: Where a fact of a page, by its name, is shown with its figure.
SHOWN = re.compile(r"<!-- shown: ([\w-]+) (\w+) -->")
_FIGURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def counts(entries: Mapping[str, Entry], address: Callable[[str], str]) -> Markup:
    """How many functions and checks the book has, in a line."""
    verdicts = [verdict for entry in entries.values() for verdict in entry.result.verdicts]
    return show(
        "counts",
        functions=sum(bool(e.page and e.page.functions) for e in entries.values()),
        checks=len(verdicts),
        count=Counter(verdict.status for verdict in verdicts),
        report=address(report.SOURCE),
    )


def checked(entries: Mapping[str, Entry], address: Callable[[str], str]) -> str:
    """What of the book is checked and what is not, with numbers, as Markdown."""
    said = [(e.page, e.result.unread) for e in entries.values() if e.page is not None]
    return write("checked", count=tally(said), report=address(report.SOURCE))


def problems(text: str, path: str, entries: Mapping[str, Entry]) -> Iterator[Diagnostic]:
    """Which facts a page wants to show that no page states. One that cannot be read may."""
    for wanted in SHOWN.finditer(text):
        slug, name = wanted.groups()
        known = [entry for entry in entries.values() if entry.slug == slug]
        if any(entry.page is None or _row(entry, name) for entry in known):
            continue
        line = text.count("\n", 0, wanted.start()) + 1
        said = f"no page `{slug}` states `{name}`" if known else f"there is no page `{slug}`"
        yield Diagnostic(path, line, f"`shown: {slug} {name}`: {said}")


def fact(
    slug: str, name: str, entries: Mapping[str, Entry], address: Callable[[str], str]
) -> Markup:
    """A fact of the page of that name with the figure; empty where there is none."""
    for source, entry in entries.items():
        row = _row(entry, name) if entry.slug == slug else None
        if row is not None:
            figure = _FIGURE.search(entry.result.portrait)
            return show(
                "shown",
                title=title(entry),
                row=row,
                figure=Markup(figure[0]) if figure else "",
                url=address(source),
            )
    return Markup("")


def _row(entry: Entry, name: str) -> Glance | None:
    rows = (row for row in entry.result.glance if row.fact == name and not row.function)
    return next(rows, None)
