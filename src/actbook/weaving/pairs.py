"""What is said and what is true, side by side: one page each, which a list shows as pairs.

The title of such a page is true, its first paragraph tells what is said instead, and its cells
decide. It is about the functions whose pages it links to, and its `tags` are the libraries.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.reading.page import Page
from actbook.result import Entry
from actbook.weaving.choosing import Choice, choices
from actbook.weaving.references import Bibliography
from actbook.weaving.templates import write
from actbook.weaving.weave import summary

#: Where the pairs of a folder stand.
MARKER = re.compile(r"<!-- pairs: ([\w/-]+) -->")
_LINK = re.compile(r"\]\(([^()\s#]+\.md)")


@dataclass(frozen=True)
class Pair:
    """What is said, as HTML, and what is true; `shown` is what its cells printed first."""

    slug: str
    said: Markup
    true: str
    shown: str
    url: str
    functions: Sequence[str]
    libraries: Sequence[str]


def pairs(
    folder: str,
    entries: Mapping[str, Entry],
    address: Callable[[str], str],
    bibliography: Bibliography,
) -> str:
    """Markdown with the pairs of a folder, in the order of their titles, and what to choose them
    by."""
    found = [
        _pair(entry, entry.page, _linked(source, entries), address(source), bibliography)
        for source, entry in entries.items()
        if posixpath.dirname(source) == folder and entry.page is not None
    ]
    shown = sorted(found, key=lambda pair: pair.true.lower())
    return write(
        "pairs",
        pairs=shown,
        functions=_sorted(choices([pair.functions for pair in shown])),
        libraries=_sorted(choices([pair.libraries for pair in shown])),
    )


def _sorted(found: Sequence[Choice]) -> list[Choice]:
    return sorted(found, key=lambda choice: choice.said.lower())


def _linked(source: str, entries: Mapping[str, Entry]) -> list[str]:
    """The titles of the functions whose pages a page links to."""
    folder = posixpath.dirname(source)
    links = dict.fromkeys(
        posixpath.normpath(posixpath.join(folder, to)) for to in _LINK.findall(entries[source].text)
    )
    pages = [entries[to].page for to in links if to in entries]
    return [page.title for page in pages if page is not None and page.functions]


def _pair(
    entry: Entry, page: Page, functions: Sequence[str], url: str, bibliography: Bibliography
) -> Pair:
    printed = (o.text for cell in entry.result.outputs.cells for o in cell if o.kind == "stdout")
    return Pair(
        entry.slug,
        summary(page, entry.result, bibliography),
        page.title,
        next(printed, "").strip(),
        url,
        functions,
        page.metadata.get("tags", []),
    )
