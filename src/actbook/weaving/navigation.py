"""What the book's navigation holds, in the form of MkDocs' `nav`, and pages as it names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import yaml

from actbook.markup import bare, text
from actbook.result import Entry
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Woven, summary


def navigation(
    entries: Mapping[str, Entry], pages: Iterable[str], titles: Mapping[str, str]
) -> list[Any]:
    """The pages of the book by folder and family, each folder with what else it holds.

    All are named as MkDocs names them, `activations/elu.md`. What has one of the `titles`, a page
    or a folder, comes first in its folder in their order; folders without a page of the book come
    last.
    """
    present = list(pages)
    rest = [source for source in present if source not in titles]
    own = {source: entries[source] for source in rest if source in entries}
    places = {folder: at for at, folder in enumerate(titles)}
    folders = sorted(
        {_folder(source) for source in present} - {""},
        key=lambda name: (places.get(name, len(places)), name not in map(_folder, own), name),
    )

    def section(folder: str) -> list[Any]:
        named = [s for s in titles if s in present and _folder(s) == folder]
        return [*({text(titles[s]): s} for s in named), *_section(own, folder)]

    def others(folder: str) -> list[Any]:
        return [source for source in rest if source not in own and _folder(source) == folder]

    return [
        *section(""),
        *({text(titles.get(f, _capital(f))): [*section(f), *others(f)]} for f in folders),
        *others(""),
    ]


def _section(book: Mapping[str, Entry], folder: str) -> list[Any]:
    """The pages of a folder by family where they have one, in the order of the gallery."""
    entries = {source: entry for source, entry in book.items() if _folder(source) == folder}
    families = {source: _family(entry) for source, entry in entries.items()}
    size = Counter(families.values())

    def order(source: str) -> tuple[bool, int, str, str]:
        family = families[source]
        return (bool(family), -size[family], family, title(entries[source]).lower())

    section: list[Any] = []
    for family, sources in groupby(sorted(entries, key=order), key=families.__getitem__):
        pages = [{text(title(entries[source])): source} for source in sources]
        section += [{text(_capital(family)): pages}] if family else pages
    return section


def _family(entry: Entry) -> str:
    return entry.page.family or "" if entry.page else ""


def _folder(source: str) -> str:
    return source.rpartition("/")[0]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def title(entry: Entry) -> str:
    """The title of a page, or its name if it cannot be read."""
    return entry.page.title if entry.page else entry.slug


def titled(entry: Entry, woven: Woven, bibliography: Bibliography) -> str:
    """Woven Markdown under front matter that is meant for MkDocs."""
    # The theme writes texts into its templates as they are.
    header: dict[str, Any] = {"title": title(entry)}
    if entry.page is not None:
        header["description"] = bare(summary(entry.page, entry.result, bibliography))
        header |= entry.page.metadata
    fields = yaml.safe_dump(_written(header), allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{fields}---\n{woven.markdown}"


def _written(value: Any) -> Any:
    """YAML's values with all texts in them as HTML."""
    match value:
        case str():
            return str(text(value))
        case list():
            return [_written(item) for item in value]
        case dict():
            return {key: _written(item) for key, item in value.items()}
    return value
