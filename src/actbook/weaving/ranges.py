"""The table of all functions: ranges, shape, smoothness, slope and cost, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from actbook.reading.page import Function, Page
from actbook.result import Cost, Glance, Result
from actbook.weaving.evidence import sentence, text
from actbook.weaving.tables import Cell, Column, Row, Sorted, table

#: What a page holds where the table is to be.
MARKER = "<!-- ranges -->"
#: The facts that have a column, with their headings.
_FACTS = {
    "range": "Range",
    "derivative_range": "Range of f′",
    "monotonic": "Monotonicity",
    "smoothness": "Smoothness",
    "kinks": "Kinks",
    "lipschitz": "Lipschitz constant",
}
#: What stands before the decimals of a value that is written in both ways.
_EXACT = re.compile(r"(?:\$[^$]*\$ )?\$[^$]*\\approx ")
_DIGITS = re.compile(r"(\.\d{5})\d+")
_COST = "elementary functions, divisions, sums and comparisons in the formula as its page writes it"


def ranges(pages: Iterable[tuple[str, Page, Result]]) -> str:
    """A row for each function and variant of which something is stated; a page comes with its
    address. Values without a proof carry the mark of their verdict."""
    columns = [Column("Function"), *map(Column, _FACTS.values()), Column("Cost", _COST)]
    rows = [row for url, page, result in pages for row in _rows(url, page, result)]
    shown = table(columns, rows, "Functions", "actbook-ranges actbook-sortable")
    return f'<div class="actbook-comparison">{shown}</div>'


def _rows(url: str, page: Page, result: Result) -> Iterator[Row]:
    costs = {cost.function: cost for cost in result.costs}
    for function in page.functions:
        own = [row for row in result.glance if row.function == function.name]
        if own:
            facts = {fact: list(rows) for fact, rows in groupby(own, key=lambda row: row.fact)}
            values = [_values(facts.get(fact, [])) for fact in _FACTS]
            yield Row([_name(url, function), *values, _cost(costs.get(function.name))])


def _name(url: str, function: Function) -> Cell:
    title = text(function.title)
    return Sorted(f'<a href="{text(url)}">{title}</a>', function.title.casefold())


def _values(rows: Sequence[Glance]) -> Cell:
    """The values of a fact, of which there may be several for different parameters."""
    shown = "<br>".join(_value(row) for row in rows)
    size = rows[0].size if rows else None
    return shown if size is None else Sorted(shown, size)


def _value(row: Glance) -> str:
    value = sentence(_short(row.value))
    if row.verdict.status == "proved":
        return value
    title = text(f"{row.verdict.status}, not proved")
    return f'{value}<span class="actbook-{row.verdict.status}" title="{title}">*</span>'


def _short(value: str) -> str:
    """A value without what its page has room for: closed forms of decimals, and last digits."""
    return _DIGITS.sub(r"\1\\ldots", _EXACT.sub(r"$\\approx ", value))


def _cost(cost: Cost | None) -> Cell:
    if cost is None:
        return ""
    # A call of exp takes longer than all the rest of these formulas.
    return Sorted(text(cost.words), 1000 * cost.dear + cost.others)
