"""The Markdown extensions that pages need: what the engine writes has them switched on, and what an
author writes is refused without, where it would be published as it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from actbook.reading import marked
from actbook.reading.blocks import blocks
from actbook.result import Entry
from actbook.verdict import Diagnostic

#: What woven pages are made with.
NEEDED = ("attr_list", "md_in_html", "tables")
#: How a line begins that needs an extension, and which do: the first is the one to name.
_SYNTAX = (
    (re.compile(r'[ \t]*===[!+]? "'), ("pymdownx.tabbed",)),
    (re.compile(r"[ \t]*!!! "), ("admonition",)),
    (re.compile(r"[ \t]*\?\?\?\+? "), ("pymdownx.details",)),
    (re.compile(r"\[\^[^\]]+\]:"), ("footnotes", "extra", "pymdownx.extra")),
)
#: What a fence needs that does not begin its line.
_INDENTED = ("pymdownx.superfences", "pymdownx.extra")


def switched_on(extensions: Collection[str]) -> list[str]:
    """What is to be added to the extensions of a site."""
    there = _plain(extensions)
    whole = there & {"extra", "pymdownx.extra"}
    return [] if whole else [name for name in NEEDED if name not in there]


def missing(entries: Iterable[Entry], extensions: Collection[str]) -> Iterator[Diagnostic]:
    """What pages write for which the site has no extension, each kind once a page."""
    there = _plain(extensions)
    wanted = [(start, names) for start, names in _SYNTAX if there.isdisjoint(names)]
    fences = there.isdisjoint(_INDENTED)
    for entry in entries:
        if entry.page is not None and entry.path.endswith(".md"):
            told: set[str] = set()
            for line, name in _written(entry.text, wanted, fences):
                if name not in told:
                    told.add(name)
                    message = f"this needs the Markdown extension {name}: list it under "
                    yield Diagnostic(entry.path, line, f"{message}`markdown_extensions`")


def iconless(entries: Iterable[Entry], folders: Iterable[str]) -> Iterator[Diagnostic]:
    """The pages whose `icon` the theme has not, if it has any, with the folders of the theme."""
    known = [icons for folder in folders if (icons := Path(folder, ".icons")).is_dir()]
    for entry in entries:
        icon = entry.page.metadata.get("icon") if entry.page else None
        if icon and known and not any((icons / f"{icon}.svg").is_file() for icons in known):
            lines = entry.text.split("\n")
            line = next((at for at, text in enumerate(lines, 1) if text.startswith("icon:")), 1)
            yield Diagnostic(entry.path, line, f"the theme has no icon `{icon}`")


def _plain(extensions: Collection[str]) -> set[str]:
    return {name.removeprefix("markdown.extensions.") for name in extensions}


def _written(
    text: str, wanted: Iterable[tuple[re.Pattern[str], tuple[str, ...]]], fences: bool
) -> Iterator[tuple[int, str]]:
    """The lines, with the name of the extension, that need one."""
    lines = text.split("\n")
    for block in blocks(lines, marked.body(lines)):
        first = lines[block.start]
        if block.kind == "text":
            for start, (name, *_) in wanted:
                if start.match(first):
                    yield block.start + 1, name
        elif block.kind == "fence" and fences and first[:1] in " \t":
            yield block.start + 1, _INDENTED[0]
