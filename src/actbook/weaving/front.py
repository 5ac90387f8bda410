"""What a front page shows of the book: counts of all checks, one claim with its figure and its
evidence, and the formula of each function in a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from actbook.latex import pieces
from actbook.markup import placed
from actbook.reading.page import Page
from actbook.result import Entry, Glance
from actbook.verdict import Diagnostic
from actbook.weaving import evidence, report, statement
from actbook.weaving.navigation import title
from actbook.weaving.room import width
from actbook.weaving.templates import show

#: Where the counts stand, and where a fact of a page, by its name, is shown with its figure.
COUNTS = "<!-- counts -->"
SHOWN = re.compile(r"<!-- shown: ([\w-]+) (\w+) -->")
#: A formula that is wider than so many letters has no room on a card.
_CARD = 22
_FIGURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def filled(text: str, entries: Mapping[str, Entry], address: Callable[[str], str]) -> str:
    """A page's Markdown with the counts and the facts that it wants to show."""
    if COUNTS in text:
        text = text.replace(COUNTS, placed(_counts(entries, address(report.SOURCE))))

    def fact(wanted: re.Match[str]) -> str:
        return placed(_fact(wanted[1], wanted[2], entries, address))

    return SHOWN.sub(fact, text)


def formula(page: Page) -> str:
    """The first of the formulas that define a page's function for which there is room, if it can
    be one without cases."""
    symbol = page.functions[0].symbol
    for equation in page.equations:
        if statement.defines(equation, symbol):
            signs = pieces.first(equation.latex, ("=",))
            members = (pieces.member(equation.latex, sign.end) for sign in signs)
            said = [member.removeprefix("=").strip() for member in members if member]
            short = [member for member in said if width(member) <= _CARD]
            return min(short, key=lambda member: r"\begin" in member, default="")
    return ""


def _counts(entries: Mapping[str, Entry], url: str) -> Markup:
    verdicts = [verdict for entry in entries.values() for verdict in entry.result.verdicts]
    count = Counter(verdict.status for verdict in verdicts)
    functions = sum(bool(e.page and e.page.functions) for e in entries.values())
    return show("counts", functions=functions, checks=len(verdicts), count=count, report=url)


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


def _fact(
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
                seal=evidence.seal([row.verdict]),
                figure=Markup(figure[0]) if figure else "",
                url=address(source),
            )
    return Markup("")


def _row(entry: Entry, name: str) -> Glance | None:
    rows = (row for row in entry.result.glance if row.fact == name and not row.function)
    return next(rows, None)
