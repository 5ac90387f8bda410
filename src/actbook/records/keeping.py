"""From a cell's variables to what is recorded of them, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actbook.reading.page import Cell
from actbook.records import code, values
from actbook.records.taking import names
from actbook.result import Output, RecordedCell

Unfit = values.Unfit


def kept(
    cells: Sequence[Cell],
    number: int,
    namespace: Mapping[str, Any],
    outputs: tuple[Output, ...],
    seconds: float,
) -> RecordedCell:
    """What a cell that was run has found. Raises Unfit for what no record holds."""
    wanted = names(cells[number])
    if lost := [name for name in wanted if name not in namespace]:
        raise Unfit(f"`{lost[0]}` is to be recorded, but the cell does not set it")
    try:
        plain, arrays = values.encode({name: namespace[name] for name in wanted}, wanted[0])
    except Unfit as error:
        raise Unfit(f"{error}: record numbers, texts, lists, arrays or tensors") from None
    key = code.key(cells, number)
    return RecordedCell(wanted, key, round(seconds, 2), outputs, plain, arrays)


def values_of(found: RecordedCell) -> dict[str, Any]:
    """The variables of a recorded cell. Raises Unfit."""
    try:
        return values.decode(found.values, found.arrays)
    except Unfit as error:
        raise Unfit(f"its record holds {error}: renew it with `actbook record`") from None
