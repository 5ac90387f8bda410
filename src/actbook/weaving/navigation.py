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


def navigation(entries: Mapping[str, Entry], pages: Iterable[str], index: str) -> list[Any]:
    """The gallery on the page `index`, the pages of the book by folder and family, then what else
    there is. All are named as MkDocs names them, `activations/elu.md`."""
    present = list(pages)
    nav: list[Any] = [{"Gallery": index}] if index in present else []
    own = sorted((source for source in entries if source in present), key=_folder)
    for folder, sources in groupby(own, key=_folder):
        section = _section({source: entries[source] for source in sources})
        nav += [{text(_capital(folder)): section}] if folder else section
    others = sorted((s for s in present if s not in entries and s != index), key=_folder)
    for folder, group in groupby(others, key=_folder):
        rest = list(group)
        nav += [{_capital(folder): rest}] if folder else rest
    return nav


def _section(entries: Mapping[str, Entry]) -> list[Any]:
    """Pages by family where they have one, in the order of the gallery."""
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
