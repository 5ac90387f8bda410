"""The report's table of what pages assert of their experiments, and in how many trials it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actbook.records.store import Record
from actbook.weaving.markup import escaped
from actbook.weaving.tables import Column, Row, table

_WORDS = """\
What an experiment finds depends on random numbers and on the processor that adds them up. So \
experiments are not repeated when the site is built: they are recorded, with date and machine, and \
everything else is computed from the record. What a page asserts of them was tried under other \
processors, for which this one stood in, and with other sets of seeds; it is to hold on all \
processors, and with at least 19 of 20 sets of seeds."""


def section(pages: Iterable[tuple[str, str, Record | None]]) -> Iterator[str]:
    """The section of the report, if a page has trials: of each the title, address and record."""
    rows = [
        Row([_link(title, url), _code(one.claim), _of(one.processors), _of(one.seeds)])
        for title, url, record in pages
        if record is not None
        for one in record.trials
    ]
    if rows:
        columns = [Column(name) for name in ("Page", "Assertion", "Processors", "Sets of seeds")]
        shown = table(columns, rows, "Experiments", "actbook-sortable")
        yield f'## Experiments\n\n{_WORDS}\n\n<div class="actbook-experiments">{shown}</div>'


def _link(title: str, url: str) -> str:
    return f'<a href="{escaped(url)}">{escaped(title)}</a>'


def _code(source: str) -> str:
    return f"<code>{escaped(source)}</code>"


def _of(count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}" if count[1] else "–"
