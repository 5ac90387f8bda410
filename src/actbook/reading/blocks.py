"""A page's lines in blocks: fences, formulas, comments, indented code and text.

The one reader of where a block starts and ends: as Python-Markdown and SuperFences cut them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

Kind = Literal["fence", "formula", "comment", "code", "text", "blank"]

FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
#: What opens a block whose content is indented: a tab, an admonition, a list item, a footnote, a
#: definition.
_CONTAINER = re.compile(
    r"(?P<four>===|!!!|\?\?\?\+?|(?P<note>\[\^[^\]\s]+\]:)|(?P<definition>:))(?:[ \t]|$)"
    r"|(?P<item>[-*+]|\d+[.)])[ \t]+"
)
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
#: Behind the marker of what it stands in, three backticks are text to Markdown, and no fence.
_BESIDE = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]\s]+\]:|:)[ \t]+)+(?P<mark>`{3,}|~{3,})[^`]*$"
)


@dataclass(frozen=True)
class Block:
    """Lines that belong together, from `start` to `end`, which count from 0.

    `within` says what a block stands in where neither cells nor formulas are read; `closed` is
    whether a fence, a formula or a comment ends at all; `stray` marks a line with a fence that is
    none, as it does not stand at the line's start.
    """

    kind: Kind
    start: int
    end: int
    within: str | None = None
    closed: bool = True
    stray: bool = False


def info(line: str) -> list[str]:
    """The language of the fence that a line opens, in small letters, and the rest of the line."""
    match = FENCE.search(line)
    words = match["info"].strip().strip("{}").strip().split(None, 1) if match else []
    return [words[0].strip("{}.").lower(), *words[1:]] if words else [""]


def blocks(lines: Sequence[str], start: int) -> Iterator[Block]:
    """The blocks of a body that begins with line `start`; together they are all its lines."""
    return _Cutter(lines).run(start)


@dataclass
class _Cutter:
    """One pass over lines. `containers` are the indents of what is open, and what it is."""

    lines: Sequence[str]
    within: str | None = None
    containers: list[tuple[int, str | None]] = field(default_factory=list)

    def run(self, at: int) -> Iterator[Block]:
        continues = False
        while at < len(self.lines):
            block = self.block(at, continues)
            found = [block] if block else list(self.quotation(at))
            yield from found
            at = found[-1].end + 1
            continues = found[-1].kind == "text"

    def block(self, at: int, continues: bool) -> Block | None:
        """The block that starts at a line, or None for a quotation."""
        line = self.lines[at]
        stripped = line.strip()
        if not stripped:
            return Block("blank", at, at, self.within)
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while self.containers and indent < self.containers[-1][0]:
            self.containers.pop()
        inner = [kind for _, kind in self.containers if kind]
        within = inner[-1] if inner else self.within
        # Deeper than its container by four: an indented code block, shown as it stands, unless it
        # goes on with a paragraph.
        if indent >= (self.containers[-1][0] if self.containers else 0) + 4:
            return Block("text" if continues else "code", at, at, within)
        if match := FENCE.fullmatch(line):
            return self.until(at, "fence", "", _closing(match["mark"]), within)
        if stripped.startswith("$$"):
            return self.until(at, "formula", stripped[2:], re.compile(r".*?\$\$"), within)
        if stripped.startswith("<!--"):
            return self.until(at, "comment", stripped, re.compile(r".*?-->"), within)
        if _QUOTED.match(line):
            return None
        self.open(stripped, indent)
        return Block("text", at, at, within, stray=_BESIDE.fullmatch(line) is not None)

    def until(
        self, at: int, kind: Kind, first: str, closing: re.Pattern[str], within: str | None
    ) -> Block:
        """The block up to the next line that is closing; `first` is the rest of its first line."""
        rest = [first, *self.lines[at + 1 :]]
        end = next((n for n, line in enumerate(rest) if closing.match(line)), None)
        last = len(rest) - 1 if end is None else end
        return Block(kind, at, at + last, within, closed=end is not None)

    def open(self, stripped: str, indent: int) -> None:
        if opened := _CONTAINER.match(stripped):
            kind = "a footnote" if opened["note"] else None
            kind = "a definition list" if opened["definition"] else kind
            # Content of a list item may be indented by its marker or by four.
            self.containers.append((indent + (4 if opened["four"] else len(opened[0])), kind))

    def quotation(self, at: int) -> Iterator[Block]:
        """The blocks of the quotation that starts at a line: each of its lines starts with `>`."""
        quoted = takewhile(_QUOTED.match, self.lines[at:])
        inner = [_QUOTED.sub("", line, count=1) for line in quoted]
        for block in _Cutter(inner, "a quotation").run(0):
            yield replace(block, start=block.start + at, end=block.end + at)


def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
