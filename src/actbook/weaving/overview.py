"""What is made of all pages together: the gallery, the table of functions and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from actbook.markup import placed
from actbook.result import Entry
from actbook.weaving import gallery, ranges, report, sentences
from actbook.weaving.gallery import Card
from actbook.weaving.references import Bibliography
from actbook.weaving.report import Chapter
from actbook.weaving.weave import summary

#: Addresses of pages by their source, as seen from the page that is made.
Address = Callable[[str], str]


def filled(
    text: str, entries: Mapping[str, Entry], address: Address, bibliography: Bibliography
) -> str:
    """A page's Markdown with the gallery, the table of functions and the counts of what is
    checked where it has their markers."""
    if gallery.MARKER in text:
        cards = [
            _card(entry, address(source), bibliography)
            for source, entry in entries.items()
            if entry.page is None or entry.page.functions
        ]
        text = text.replace(gallery.MARKER, gallery.gallery(cards))
    if ranges.MARKER in text:
        pages = [
            (address(source), entry.page, entry.result)
            for source, entry in entries.items()
            if entry.page is not None
        ]
        text = text.replace(ranges.MARKER, placed(ranges.ranges(pages)))
    if sentences.MARKER in text:
        said = [(entry.page, entry.result) for entry in entries.values() if entry.page is not None]
        text = text.replace(sentences.MARKER, sentences.summary(said, address(report.SOURCE)))
    return text


def _card(entry: Entry, url: str, bibliography: Bibliography) -> Card:
    page = entry.page
    if page is None:
        return Card(entry.slug, "not readable", "", "", "", url)
    shown = summary(page, entry.result, bibliography)
    family = page.family or "others"
    symbol = page.functions[0].symbol
    return Card(page.title, family, symbol, shown, entry.result.thumbnail, url)


def checks(
    entries: Mapping[str, Entry], address: Address, mutation: Mapping[str, Any] | None
) -> str:
    """The report as Markdown, with the score of mutation testing if there is one."""
    chapters = [
        # A notebook's page is rendered by another plugin, and has no anchors of ours.
        Chapter(
            report.key(source),
            address(source),
            entry.page,
            entry.result.verdicts,
            marked=source.endswith(".md"),
            unread=entry.result.unread,
            record=entry.result.record,
        )
        for source, entry in entries.items()
        if entry.page is not None
    ]
    return report.report(chapters, mutation)
