"""What is said and what is true, side by side: one page each, which a list shows as pairs.

The title of such a page is true, its first paragraph tells what is said instead, and its cells
decide. It is about the functions whose pages it links to; its `tags` are the libraries, and its
`status` is what became of what is said, seen or done on its `date`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.markup import placed
from actbook.result import Entry
from actbook.weaving.choosing import Choice, choices
from actbook.weaving.navigation import title
from actbook.weaving.references import Bibliography
from actbook.weaving.templates import show, write
from actbook.weaving.weave import summary

#: Where the pairs of a folder stand.
MARKER = re.compile(r"^<!-- pairs: ([\w/-]+) -->$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s#]+\.md)")
_HEADING = re.compile(r"^# .*$", re.MULTILINE)

Address = Callable[[str], str]


@dataclass(frozen=True)
class Ties:
    """The page that lists each pair, and the pairs about each function, all by their sources."""

    lists: Mapping[str, str]
    about: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Pair:
    """What is true, under a name and an address, and what it is about; `shown` is what its cells
    printed first."""

    slug: str
    true: str
    url: str
    shown: str
    functions: Sequence[str]
    libraries: Sequence[str]
    status: str
    date: str


def pairs(
    folder: str, entries: Mapping[str, Entry], address: Address, bibliography: Bibliography
) -> str:
    """Markdown with the pairs of a folder, in the order of their titles, and what to choose them
    by."""
    sources = _sources(folder, entries)
    found = [_pair(source, entries, address) for source in sources]
    return write(
        "pairs",
        pairs=list(zip(found, (_said(entries[s], bibliography) for s in sources), strict=True)),
        functions=_sorted(pair.functions for pair in found),
        libraries=_sorted(pair.libraries for pair in found),
        status=_sorted([pair.status] if pair.status else [] for pair in found),
    )


def ties(texts: Mapping[str, str], entries: Mapping[str, Entry]) -> Ties:
    """What the pages of a book have to do with pairs, which `texts` of them list."""
    lists = {found[1]: page for page, text in texts.items() for found in MARKER.finditer(text)}
    own = {pair: lists[folder] for folder in lists for pair in _sources(folder, entries)}
    about: dict[str, list[str]] = {}
    for pair in own:
        for function in _about(pair, entries):
            about.setdefault(function, []).append(pair)
    return Ties(own, about)


def tied(
    markdown: str, source: str, ties: Ties, entries: Mapping[str, Entry], address: Address
) -> str:
    """The Markdown of a page with what ties it to pairs: under the heading of one stands what it is
    about and the way to its list, at the end of a function's page the pairs about it."""
    if source in ties.lists:
        pair, back = _pair(source, entries, address), address(ties.lists[source])
        told = placed(show("pair", pair=pair, back=back))
        return _HEADING.sub(lambda heading: f"{heading[0]}\n\n{told}\n", markdown, count=1)
    about = [_pair(pair, entries, address) for pair in ties.about.get(source, ())]
    return f"{markdown}\n\n{placed(show('about_pairs', pairs=about))}\n" if about else markdown


def _sources(folder: str, entries: Mapping[str, Entry]) -> list[str]:
    """The pages of a folder that are pairs, in the order of their titles."""
    own = [
        source
        for source, entry in entries.items()
        if posixpath.dirname(source) == folder and entry.page and not MARKER.search(entry.text)
    ]
    return sorted(own, key=lambda source: title(entries[source]).lower())


def _sorted(named: Iterable[Iterable[str]]) -> list[Choice]:
    return sorted(choices(list(named)), key=lambda choice: choice.said.lower())


def _about(source: str, entries: Mapping[str, Entry]) -> list[str]:
    """The pages of functions that a page links to."""
    folder = posixpath.dirname(source)
    found = dict.fromkeys(
        posixpath.normpath(posixpath.join(folder, to)) for to in _LINK.findall(entries[source].text)
    )
    pages = {to: entries[to].page for to in found if to in entries}
    return [to for to, page in pages.items() if page is not None and page.functions]


def _said(entry: Entry, bibliography: Bibliography) -> Markup:
    return summary(entry.page, entry.result, bibliography) if entry.page else Markup("")


def _pair(source: str, entries: Mapping[str, Entry], address: Address) -> Pair:
    entry = entries[source]
    printed = (o.text for cell in entry.result.outputs.cells for o in cell if o.kind == "stdout")
    told = entry.page.metadata if entry.page else {}
    return Pair(
        entry.slug,
        title(entry),
        address(source),
        next(printed, "").strip(),
        [title(entries[function]) for function in _about(source, entries)],
        told.get("tags", []),
        told.get("status", ""),
        str(told.get("date", "")),
    )
