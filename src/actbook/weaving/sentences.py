"""What sentences say and no check vouches for: relations that are not read, and bare numbers."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from actbook.reading.page import Page
from actbook.result import Result, Unread
from actbook.weaving.tables import Row
from actbook.weaving.tally import tally, unchecked
from actbook.weaving.templates import part, show, write

#: What `docs/index.md` holds where the counts are to be.
MARKER = "<!-- checked -->"


def row(url: str, page: Page) -> Row:
    """The page at that address, with how many of its numbers are computed, cited and neither."""
    cited = [each for each in page.written if each.cited]
    bare = [each for each in page.written if not each.cited]
    places = ", ".join(f"{each.written} (line {each.line})" for each in bare)
    link = part("link", url, page.title)
    return Row([link, str(len(page.inlines)), str(len(cited)), places])


def missing(page: Page, unread: Iterable[Unread]) -> Markup:
    """The relations in a page's sentences that are not checked, as a list; empty if there is
    none."""
    relations = list(unchecked(page, unread))
    return show("missing", relations=relations) if relations else Markup("")


def summary(pages: Iterable[tuple[Page, Result]], report: str) -> str:
    """What is checked and what is not, with numbers; `report` is the address of the report."""
    return write("checked", count=tally((page, r.unread) for page, r in pages), report=report)
