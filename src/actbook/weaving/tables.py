"""What tables of HTML are filled with; `templates/table.html.j2` is how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.weaving.templates import show


@dataclass(frozen=True)
class Sorted:
    """A cell that is sorted by something else than by its text."""

    shown: str
    key: float | str


#: Text, or HTML where it is Markup.
Cell = str | Sorted


@dataclass(frozen=True)
class Row:
    """The cells of a row, which links can lead to if it has an `anchor`. `family` and what it `has`
    are what readers choose rows by."""

    cells: Sequence[Cell]
    anchor: str = ""
    family: str = ""
    has: Sequence[str] = ()


def table(
    columns: Sequence[tuple[str, ...]], rows: Sequence[Row], label: str, kind: str = ""
) -> Markup:
    """A table whose columns are headings and, where there is one, what explains them."""
    return show("table", columns=columns, rows=rows, label=label, kind=kind)
