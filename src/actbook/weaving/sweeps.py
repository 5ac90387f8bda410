"""What code gave at all numbers of float32, as HTML tables: of a page, and of the whole book."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from actbook.amounts import ulps
from actbook.reading.page import Page
from actbook.records import sweeps
from actbook.result import Entry
from actbook.swept import EDGES, Swept
from actbook.weaving.templates import Cell, Row, Sorted, part, show, typeset

#: Of what kinds a mistake may be that has no error in ulps.
_MISTAKES = {
    "nan": "NaN",
    "overflow": "infinite",
    "zeros": "zero of the wrong sign",
    "numbers": "a number for NaN",
}
_SPECIAL = {"inf": "∞", "-inf": "−∞", "nan": "NaN"}
_HEADINGS = [[f"Above {edge:g} ulp"] for edge in EDGES]
_EXACT = "correctly rounded everywhere"


def table(page: Page, found: Sequence[Swept]) -> Markup:
    """What a page's code gave; empty where no sweep is recorded."""
    if not found:
        return Markup("")
    several = len({one.function for one in found}) > 1
    return show(
        "sweeps",
        rows=[Row([one.function * several, *_cells(one)]) for one in found],
        headings=_HEADINGS,
        inputs=max(one.inputs for one in found),
        reference=f"{math.ceil(max(one.reference for one in found) * 1e4) / 1e4:g}",
        dates=_each(one.origin.date for one in found),
        named=_each(one.measured_with for one in found),
        command=sweeps.command(page),
    )


def overview(entries: Mapping[str, Entry], address: Callable[[str], str]) -> Markup:
    """A row for each sweep of the book."""
    rows, found = [], []
    for source, entry in entries.items():
        for one in entry.result.sweeps:
            name = Sorted(part("link", address(source), one.function), one.function.casefold())
            worst = Sorted(_worst(one), one.worst_ulp)
            rows.append(Row([name, one.library, worst, *_shares(one), _mistakes(one)]))
            found.append(one)
    return show(
        "swept",
        rows=rows,
        headings=_HEADINGS,
        exact=sum(not one.at for one in found),
        named=_each(one.measured_with for one in found),
    )


def _cells(one: Swept) -> Iterator[str]:
    yield one.library
    yield _worst(one)
    yield from (f"{count:,}" if count else "" for count in one.above)
    yield _mistakes(one)


def _shares(one: Swept) -> Iterator[Cell]:
    """The parts of all inputs, rounded up."""
    for count in one.above:
        yield Sorted(f"{ulps(100 * count / one.inputs)}%" if count else "", count)


def _worst(one: Swept) -> str:
    if not one.at:
        return _EXACT
    return part("worst", one.worst_ulp, f"{float.fromhex(one.at):.9g}", None)


def _mistakes(one: Swept) -> str:
    found = [
        f"{_MISTAKES[kind]}: {count:,}, as at {typeset(f'{float.fromhex(first):.9g}')}"
        for kind, count, first in one.wrong
    ]
    found += [f"{_value(y)} at {_value(x)}, not {_value(limit)}" for x, y, limit in one.infinite]
    return part("lines", found)


def _value(text: str) -> str:
    return _SPECIAL.get(text) or typeset(f"{float(text) + 0.0:.9g}")


def _each(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))
