"""A page's body in order: passages of prose, cells, equations, and code of other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from actbook.reading.page import Cell, Equation, Page

#: A mark in a comment of code that the theme shows a note at, and the list of the notes.
NOTED = re.compile(r"#.*\(\d+\)!?[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*\d+\.[ \t]")


@dataclass(frozen=True)
class Passage:
    """Lines that are neither cell nor equation, the first of which is `start`.

    `literal` is code in another language. `titled` ends with the page's title, `opening` with its
    first paragraph; of a page that has none both are one.
    """

    text: str
    start: int
    literal: bool = False
    titled: bool = False
    opening: bool = False


Part: TypeAlias = Passage | Cell | Equation


def parts(page: Page) -> Iterator[Part]:
    """The body in order. One passage is the opening, unless the page starts with something else."""
    lines = page.text.split("\n")
    blocks = _blocks(page, lines)
    title, _, opening = _summary(page, lines)
    start = page.body
    for at in sorted({*blocks, title + 1, opening + 1, len(lines) + 1}):
        if start < at:
            text = "\n".join(lines[start - 1 : at - 1])
            yield Passage(text, start, titled=at - 1 == title, opening=at - 1 == opening)
            start = at
        if start == at and at in blocks:
            part, end = blocks[at]
            yield part
            start = end + 1


def summary(page: Page) -> str:
    """The first paragraph under the title, or nothing."""
    lines = page.text.split("\n")
    _, first, last = _summary(page, lines)
    return "\n".join(lines[first - 1 : last])


def _blocks(page: Page, lines: list[str]) -> dict[int, tuple[Part, int]]:
    """What is no prose by its first line, each with its last."""
    return {
        **{cell.fence: (cell, cell.end) for cell in page.cells},
        **{equation.start: (equation, equation.end) for equation in page.equations},
        **{
            first: (Passage("\n".join(lines[first - 1 : last]), first, literal=True), last)
            for first, last in page.literal
        },
    }


def _summary(page: Page, lines: list[str]) -> tuple[int, int, int]:
    """The line of the title, and the first and last of the first paragraph under it. Without one,
    their range is empty and ends with the title."""
    body = range(page.body, len(lines) + 1)
    title = next((at for at in body if lines[at - 1].startswith("# ")), page.body - 1)
    first = next((at for at in body if at > title and lines[at - 1].strip()), len(lines))
    blocks = _blocks(page, lines)

    def ends(at: int) -> bool:
        line = lines[at - 1]
        return not line.strip() or at in blocks or line.startswith("#")

    last = next((at for at in body if at >= first and ends(at)), len(lines) + 1) - 1
    return (title, first, last) if last >= first else (title, title + 1, title)


def notes(text: str) -> tuple[str, str]:
    """The list that a passage begins with, which to the theme are the notes of the code before it,
    and the rest. It looks for them directly behind the code: what the cell gave comes after."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not _ITEM.match(lines[at]):
        return "", text
    end = at + 1
    while end < len(lines) and (
        not lines[end].strip()
        or lines[end - 1].strip()
        or lines[end].startswith((" ", "\t"))
        or _ITEM.match(lines[end])
    ):
        end += 1
    return "\n".join([*lines[:end], ""]), "\n".join(lines[end:])
