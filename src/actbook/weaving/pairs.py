"""What is said and what is true, side by side: one page each, which a list shows as pairs.

The title of such a page is true, its first paragraph tells what is said instead, and its cells
decide. It is about the functions whose pages it links to, and its `tags` are the libraries.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.result import Entry, Outputs
from actbook.weaving.gallery import Choice
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


def filled(
    text: str,
    entries: Mapping[str, Entry],
    address: Callable[[str], str],
    bibliography: Bibliography,
) -> str:
    """A page's Markdown with the pairs of the folders that it names."""

    def listed(wanted: re.Match[str]) -> str:
        return pairs(
            _pair(source, entries, address(source), bibliography)
            for source, entry in entries.items()
            if posixpath.dirname(source) == wanted[1] and entry.page is not None
        )

    return MARKER.sub(listed, text)


def pairs(found: Iterable[Pair]) -> str:
    """Markdown with the pairs, in the order of their titles, and what to choose them by."""
    shown = sorted(found, key=lambda pair: pair.true.lower())
    return write(
        "pairs",
        pairs=shown,
        functions=_choices([pair.functions for pair in shown]),
        libraries=_choices([pair.libraries for pair in shown]),
    )


def _choices(named: Sequence[Sequence[str]]) -> Sequence[Choice]:
    names = sorted({name for each in named for name in each}, key=str.lower)
    return [Choice(name, [at for at, each in enumerate(named) if name in each]) for name in names]


def _pair(source: str, entries: Mapping[str, Entry], url: str, bibliography: Bibliography) -> Pair:
    entry = entries[source]
    assert entry.page is not None
    folder = posixpath.dirname(source)
    linked = [posixpath.normpath(posixpath.join(folder, to)) for to in _LINK.findall(entry.text)]
    pages = [entries[to].page for to in dict.fromkeys(linked) if to in entries]
    return Pair(
        entry.slug,
        summary(entry.page, entry.result, bibliography),
        entry.page.title,
        _printed(entry.result.outputs),
        url,
        [page.title for page in pages if page is not None and page.functions],
        entry.page.metadata.get("tags", []),
    )


def _printed(outputs: Outputs) -> str:
    texts = (o.text for cell in outputs.cells for o in cell if o.kind == "stdout")
    return next(texts, "").strip()
