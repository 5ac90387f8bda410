"""What is made of all pages together: the gallery, the table of functions and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actbook.markup import placed
from actbook.result import Entry
from actbook.weaving import front, gallery, pairs, properties, ranges, report, sentences
from actbook.weaving.gallery import Card
from actbook.weaving.references import Bibliography
from actbook.weaving.report import Chapter
from actbook.weaving.weave import summary

#: Addresses of pages by their source, as seen from the page that is made.
Address = Callable[[str], str]


def filled(
    text: str, entries: Mapping[str, Entry], address: Address, bibliography: Bibliography
) -> str:
    """A page's Markdown with the gallery, the table of functions, the counts of what is checked
    and what a front page shows where it has their markers."""
    if gallery.MARKER.search(text):
        shown = cards(entries, address, bibliography)
        text = gallery.MARKER.sub(lambda order: gallery.gallery(shown, order[1] or ""), text)
    text = front.filled(text, entries, address)
    text = pairs.filled(text, entries, address, bibliography)
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


def cards(
    entries: Mapping[str, Entry], address: Address, bibliography: Bibliography
) -> Sequence[Card]:
    """A card for each page with a function, and for each that cannot be read."""
    return [
        _card(entry, address(source), bibliography)
        for source, entry in entries.items()
        if entry.page is None or entry.page.functions
    ]


def _card(entry: Entry, url: str, bibliography: Bibliography) -> Card:
    page = entry.page
    if page is None:
        return Card(entry.slug, "not readable", "", "", "", url)
    shown = summary(page, entry.result, bibliography)
    own = page.functions[0]
    return Card(
        page.title,
        page.family or "others",
        own.symbol,
        shown,
        entry.result.thumbnail,
        url,
        entry.slug,
        front.formula(page),
        properties.properties(own),
    )


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
