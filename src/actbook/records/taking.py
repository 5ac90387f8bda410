"""Which of a page's cells are run, of which the record is taken in place of that, and what is kept
of those that are run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from actbook.reading.page import Cell, Page
from actbook.records import code, machine, store, values
from actbook.records.code import assertions
from actbook.records.values import Unfit
from actbook.result import Output, Record, RecordedCell
from actbook.verdict import Diagnostic

#: Of a record that is stale or missing: refuse the page, or run the cell. `fresh` runs all cells.
Policy = Literal["refuse", "run", "fresh"]
#: The environment variable by which one program tells the next its policy.
POLICY = "ACTBOOK_RECORDS"


def policy(strict: bool) -> Policy:
    """A strict build refuses a stale record; else the cell is run, so that editing stays easy."""
    if os.environ.get(POLICY) == "fresh":
        return "fresh"
    return "refuse" if strict else "run"


@dataclass(frozen=True)
class Taken:
    """What there is for a page's recorded cells, by the lines of their fences.

    A RecordedCell is taken, what a Diagnostic says is wrong, and None means that the cell is run.
    `notes` say of cells that are run why.
    """

    cells: tuple[tuple[int, RecordedCell | Diagnostic | None], ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    record: Record | None = None

    def of(self, cell: Cell) -> RecordedCell | Diagnostic | None:
        return dict(self.cells).get(cell.fence)


#: What is taken for a page that records nothing.
NOTHING_TAKEN = Taken()


def recorded(page: Page) -> list[Cell]:
    """The cells of a page that are recorded."""
    return [cell for cell in page.cells if "record" in cell.options]


def names(cell: Cell) -> tuple[str, ...]:
    """The variables that a cell records."""
    return tuple(cell.options["record"].split())


def command(page: Page, *options: str) -> str:
    """What to run to renew a page's record."""
    return " ".join(["actbook record", *options, page.path])


def take(page: Page, policy: Policy) -> Taken:
    """The record of a page, as far as its code is still what it was."""
    cells = recorded(page)
    if not cells:
        return NOTHING_TAKEN
    if policy == "fresh":
        return Taken(tuple((cell.fence, None) for cell in cells))
    path = store.place(Path(page.path))
    try:
        record = store.read(path)
    except store.Damaged as damaged:
        again = f": take it back from version control, or run `{command(page)}`"
        problem = Diagnostic(str(damaged.path), 1, f"this record {damaged}{again}")
        return Taken(tuple((cell.fence, problem) for cell in cells))
    found = {cell.names: cell for cell in record.cells} if record else {}
    wrong = [_wrong(page, cell, found.get(names(cell))) for cell in cells]
    pairs = zip(cells, wrong, strict=True)
    instead = [found[names(cell)] if problem is None else problem if policy == "refuse" else None
               for cell, problem in pairs]  # fmt: skip
    notes = [problem for problem in wrong if problem and policy == "run"]
    fences = (cell.fence for cell in cells)
    return Taken(tuple(zip(fences, instead, strict=True)), tuple(notes), record)


def _wrong(page: Page, cell: Cell, found: RecordedCell | None) -> Diagnostic | None:
    """Why the record of a cell cannot be taken."""
    shown = ", ".join(f"`{name}`" for name in names(cell))
    if found is None:
        what = f"{shown} of this cell {'is' if len(names(cell)) == 1 else 'are'} not recorded yet"
    elif found.code != code.key(page.cells, page.cells.index(cell)):
        what = f"the record of {shown} is stale: this cell's code, or code that it uses, changed"
    else:
        return None
    return Diagnostic(page.path, cell.fence, f"{what}; renew it with `{command(page)}`")


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


def refusals(page: Page) -> list[Diagnostic]:
    """What a page may not record, and what it would miss."""
    problems: list[Diagnostic] = []
    seen: set[str] = set()

    def refuse(cell: Cell, message: str) -> None:
        problems.append(Diagnostic(page.path, cell.fence, message))

    for cell in recorded(page):
        own = names(cell)
        if page.functions:
            refuse(cell, "a page of a function records nothing: its code runs on every build")
        if not own or not all(name.isidentifier() for name in own):
            refuse(cell, '`record` names the variables to keep, as record="runs saved"')
        if twice := [name for name in own if name in seen or own.count(name) > 1]:
            refuse(cell, f"`{twice[0]}` is recorded twice: record each name once")
        for option in ("raises", "alt", "run"):
            if option in cell.options:
                refuse(cell, f"a recorded cell has no `{option}`: give that a cell of its own")
        for line, _ in assertions(cell):
            message = "a build does not check an assertion in a recorded cell: move it to the next"
            problems.append(Diagnostic(page.path, line, message))
        seen |= set(own)
    for reader, name, cell in code.missing(page.cells):
        refuse(reader, f"`{name}` is set by the recorded cell at line {cell.line}, which does not "
               "run on a build: record it there, or set it in a cell of its own")  # fmt: skip
    return problems


def outdated(record: Record) -> str:
    """Which libraries a record was made with that are others here, in words; empty if none."""
    parts = [f"{name} {record.origin.versions[name]}, built with {now}"
             for name, now in machine.differing(record.origin.versions).items()]  # fmt: skip
    return f"recorded with {'; '.join(parts)}" if parts else ""


def untried(page: Page, record: Record) -> list[str]:
    """The assertions of a page, as code, of which no trial says in how many runs they hold."""
    tried = {one.claim for one in record.trials}
    asserted = (code for cell in page.cells for _, code in assertions(cell))
    return [code for code in dict.fromkeys(asserted) if code not in tried]


def worst(record: Record, kind: Literal["processors", "seeds"]) -> tuple[int, int]:
    """In how many of the trials all claims hold, and the number of trials, (0, 0) if none."""
    counts: Sequence[tuple[int, int]] = [getattr(one, kind) for one in record.trials]
    return min(counts, key=lambda count: count[0] - count[1], default=(0, 0))
