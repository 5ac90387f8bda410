"""The files of `records/sweeps/`, one a page: what code gave at all numbers of float32.

Each sweep is bound to what it went through, its implementation and the code of the page that this
uses: if that has changed it says nothing any more, and a strict build refuses the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from actbook.digest import digest
from actbook.reading.page import Cell, Function, Implementation, Page
from actbook.records import code, store
from actbook.records.taking import Policy
from actbook.swept import EDGES, Origin, Swept
from actbook.verdict import Diagnostic


def place(page: Page) -> Path:
    """Where the sweeps of a page lie."""
    return store.place(Path(page.path), "sweeps")


def command(page: Page) -> str:
    """What to run to renew them."""
    return f"actbook sweep {page.path}"


def key(page: Page, function: Function, implementation: Implementation) -> str:
    """The digest of what an implementation computes by: its call, the parameters' defaults and the
    code of the page's cells that it uses. Builds hold that against the formula."""
    names = ", ".join(["x", *(parameter.name for parameter in function.parameters)])
    call = Cell(f"lambda {names}: {implementation.code}", 0, 0, 0, "", {})
    cells = [*page.cells, call]
    defaults = [(parameter.name, parameter.default) for parameter in function.parameters]
    return digest(code.key(cells, len(page.cells)), defaults)


def read(path: Path) -> tuple[Swept, ...]:
    """The sweeps in a file; none if there is no file. Raises Damaged."""
    if (data := store.loaded(path)) is None:
        return ()
    try:
        store.unseal(path, data, {})
        return tuple(_swept(one) for one in data["sweeps"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"is not of the shape of sweeps ({type(error).__name__}: {error})"
        raise store.Damaged(path, message) from None


def write(path: Path, sweeps: Iterable[Swept]) -> None:
    """Write sweeps in the place of what was there."""
    data = {
        "format": store.FORMAT,
        "dtype": "float32",
        "edges": list(EDGES),
        "sweeps": [asdict(one) for one in sweeps],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(store.sealed(data, {}), encoding="utf-8")


def take(page: Page, policy: Policy) -> tuple[tuple[Swept, ...], tuple[Diagnostic, ...]]:
    """The sweeps of a page that still hold, and what is wrong with the others. Where a record need
    not be right (while serving) nothing is said of them."""
    path = place(page)
    try:
        found = read(path)
    except store.Damaged as damaged:
        again = f": take it back from version control, or run `{command(page)}`"
        return (), (Diagnostic(str(path), 1, f"this record {damaged}{again}"),)
    keys = {
        (f.title, i.label): (key(page, f, i), i.line)
        for f in page.functions
        for i in (f.implementations if found else ())
    }
    good = tuple(
        one for one in found if keys.get((one.function, one.library), ("",))[0] == one.code
    )
    old = [one for one in found if one not in good] if policy == "refuse" else []
    return good, tuple(_stale(page, one, keys.get((one.function, one.library))) for one in old)


def _stale(page: Page, one: Swept, known: tuple[str, int] | None) -> Diagnostic:
    line = known[1] if known else page.body
    what = "its code, or code that it uses, changed" if known else "the page has no such code"
    message = f"the sweep of {one.function} in {one.library} is stale: {what}"
    return Diagnostic(page.path, line, f"{message}; renew {place(page)} with `{command(page)}`")


def _swept(data: dict[str, Any]) -> Swept:
    data["origin"] = Origin(**data["origin"])
    for name in ("above", "wrong", "infinite"):
        data[name] = tuple(tuple(x) if isinstance(x, list) else x for x in data[name])
    found = Swept(**data)
    if len(found.above) != len(EDGES):
        raise ValueError("counts of other errors")
    return found


def merged(old: Sequence[Swept], new: Sequence[Swept]) -> list[Swept]:
    """The new sweeps, and of the old those of other code."""
    renewed = {(one.function, one.library) for one in new}
    return [*(one for one in old if (one.function, one.library) not in renewed), *new]
