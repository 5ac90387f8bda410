"""Small wrong versions of a page, each one edit of its text: what mutation testing tries.

A check is worth what it refuses (R. DeMillo, R. Lipton, F. Sayward, Hints on test data selection,
Computer 11, 1978). Only edits that the readers accept count: a misspelling proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from actbook.reading.page import Page

Kind = Literal["formulas", "facts", "implementations"]
KINDS: tuple[Kind, ...] = ("formulas", "facts", "implementations")


@dataclass(frozen=True)
class Edit:
    """A replacement in some text: `text` stands for what is between `start` and `end`."""

    start: int
    end: int
    text: str

    def moved(self, by: int) -> Edit:
        return Edit(self.start + by, self.end + by, self.text)

    def applied(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


@dataclass(frozen=True)
class Mutant:
    """A page with `before` at a line and column (from 1) replaced by `after`."""

    kind: Kind
    path: str
    line: int
    column: int
    before: str
    after: str

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.path}:{self.line}:{self.column}: '{before}' → '{after}'"

    def applied(self, text: str) -> str:
        """The text of the mutated page, given the page's."""
        start = offset(text, self.line, self.column)
        return Edit(start, start + len(self.before), self.after).applied(text)


def offset(text: str, line: int, column: int) -> int:
    """The position of a line and column, both from 1, in a text."""
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1


def mutant(kind: Kind, page: Page, edit: Edit) -> Mutant:
    """An edit of a page's text as a mutant, without what it leaves as it is at either end."""
    before, after = page.text[edit.start : edit.end], edit.text
    line = page.text.count("\n", 0, edit.start) + 1
    column = edit.start - (page.text.rfind("\n", 0, edit.start) + 1) + 1
    return Mutant(kind, page.path, line, column, before, after)


def nudged(number: str) -> Iterator[str]:
    """A number as written, its last printed digit one more and one less; never below zero."""
    value = Decimal(number)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    for changed in (value + step, value - step):
        if changed >= 0:
            yield f"{changed:f}" if "e" not in number.lower() else f"{changed}"


def distinct(edits: Iterable[Edit]) -> list[Edit]:
    """The edits without repetitions, in the order of the text."""
    return sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.text))
