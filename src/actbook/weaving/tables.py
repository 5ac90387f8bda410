"""HTML tables that scroll within themselves, some of which a script lets readers sort."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading; `title` explains it. One `kept` is shown even if nothing is in it."""

    heading: str
    title: str = ""
    kept: bool = False


@dataclass(frozen=True)
class Sorted:
    """A cell of HTML that is sorted by something else than by its text."""

    html: str
    key: float | str


#: A cell of HTML.
Cell = str | Sorted


@dataclass(frozen=True)
class Row:
    """The cells of a row, which links can lead to if it has an `anchor`."""

    cells: Sequence[Cell]
    anchor: str = ""


def table(columns: Sequence[Column], rows: Sequence[Row], label: str, kind: str = "") -> str:
    """A table on one line, without the columns that are empty. `label` names it to screen readers,
    `kind` holds further classes. Search passes over it."""
    kept = [
        i
        for i, column in enumerate(columns)
        if column.kept or any(_html(row.cells[i]) for row in rows)
    ]
    head = "".join(_heading(columns[i]) for i in kept)
    body = "".join(_row(row, kept) for row in rows)
    classes = f"actbook-table {kind}".strip()
    # Focusable, because only what has the focus can be scrolled by keyboard.
    return (
        '<div class="actbook-scroll" tabindex="0" role="region" '
        f'aria-label="{html.escape(label)}"><table class="{classes}" data-search-exclude>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(column: Column) -> str:
    title = f' title="{html.escape(column.title)}"' if column.title else ""
    return f'<th scope="col"{title}>{html.escape(column.heading)}</th>'


def _row(row: Row, kept: Sequence[int]) -> str:
    anchor = f' id="{html.escape(row.anchor)}"' if row.anchor else ""
    return f"<tr{anchor}>" + "".join(_cell(row.cells[i]) for i in kept) + "</tr>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"<td>{cell}</td>"
    return f'<td data-sort="{html.escape(str(cell.key))}">{cell.html}</td>'


def _html(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.html
