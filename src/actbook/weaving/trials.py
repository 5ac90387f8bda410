"""The report's table of what pages assert of their experiments, and in how many trials it holds."""

from __future__ import annotations

from collections.abc import Iterable

from actbook.result import Record
from actbook.weaving.tables import Row
from actbook.weaving.templates import part


def rows(pages: Iterable[tuple[str, str, Record | None]]) -> list[Row]:
    """A row for each assertion that was tried; pages come as title, address and record."""
    return [
        Row(
            [part("link", url, title), part("code", one.claim), _of(one.processors), _of(one.seeds)]
        )
        for title, url, record in pages
        if record is not None
        for one in record.trials
    ]


def _of(count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}" if count[1] else "–"
