"""The table of all functions: ranges, shape, smoothness, slope and cost, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from actbook.reading.page import Function, Page
from actbook.result import Cost, Entry, Glance, Result
from actbook.weaving.choosing import properties
from actbook.weaving.templates import Cell, Row, Sorted, part, show

#: The facts that have a column.
_FACTS = ("range", "derivative_range", "monotonic", "smoothness", "kinks", "lipschitz")


def ranges(entries: Mapping[str, Entry], address: Callable[[str], str]) -> Markup:
    """A row for each function and variant of which something is stated. Values without a proof
    carry the mark of their verdict."""
    rows = [
        row
        for source, entry in entries.items()
        if entry.page is not None
        for row in _rows(address(source), entry.page, entry.result)
    ]
    return show("ranges", rows=rows)


def _rows(url: str, page: Page, result: Result) -> Iterator[Row]:
    costs = {cost.function: cost for cost in result.costs}
    for function in page.functions:
        own = [row for row in result.glance if row.function == function.name]
        if own:
            name = Sorted(part("link", url, function.title), function.title.casefold())
            facts = {fact: list(rows) for fact, rows in groupby(own, key=lambda row: row.fact)}
            values = [_values(facts.get(fact, [])) for fact in _FACTS]
            cells = [name, *values, _cost(costs.get(function.name))]
            yield Row(cells, "", page.family or "others", list(_has(function)))


def _has(function: Function) -> Iterator[str]:
    """The properties of a function, and the libraries that the page has code of."""
    yield from properties(function)
    yield from dict.fromkeys(f"in {i.label.split()[0]}" for i in function.implementations)


def _values(rows: Sequence[Glance]) -> Cell:
    """The values of a fact, of which there may be several for different parameters."""
    values = [part("marked", row.brief or row.value, row.verdict.status) for row in rows]
    shown = part("lines", values)
    size = rows[0].size if rows else None
    return shown if size is None else Sorted(shown, size)


def _cost(cost: Cost | None) -> Cell:
    if cost is None:
        return ""
    # A call of exp takes longer than all the rest of these formulas.
    return Sorted(cost.words, 1000 * cost.dear + cost.others)
