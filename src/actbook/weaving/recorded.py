"""How readers are told that a result is recorded: when, where, with what, and how far it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from actbook.reading.page import Cell, Page
from actbook.records import store, taking
from actbook.result import Record, RecordedCell
from actbook.weaving.templates import show
from actbook.words import counted

#: From how many seconds on one has to know.
_LONG = 1.0


def note(cell: Cell, page: Page, record: Record | None) -> Markup:
    """The line under what a recorded cell gave, as HTML; empty where no record was taken."""
    found = _cell(cell, record)
    if found is None or record is None:
        return Markup("")
    origin = record.origin
    seconds = f"{found.seconds:.0f} s on " if found.seconds >= _LONG else ""
    machine = f"{origin.processor} ({origin.capability})"
    head = "; ".join([f"Recorded {origin.date}, {seconds}{machine}", *_held(page, record)])
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    said = "; ".join(filter(None, [versions, taking.outdated(record)]))
    return show("recorded", head=head, said=said, command=taking.command(page, "--check"))


def _cell(cell: Cell, record: Record | None) -> RecordedCell | None:
    if record is None or "record" not in cell.options:
        return None
    return next((one for one in record.cells if one.names == taking.names(cell)), None)


def _held(page: Page, record: Record) -> Iterator[str]:
    """In how many trials all that the page asserts of its records holds."""
    processors, seeds = (taking.worst(record, kind) for kind in ("processors", "seeds"))
    counts = []
    if processors[1]:
        counts.append(f"{processors[0]} of {processors[1]} processors")
    if seeds[1]:
        counts.append(f"{seeds[0]} of {seeds[1]} sets of seeds")
    if counts:
        yield f"what is asserted holds with {' and '.join(counts)}"
    if missing := len(taking.untried(page, record)):
        yield f"{counted(missing, 'assertion')} not tried elsewhere yet"


def data(page: Page, record: Record | None) -> dict[str, Any] | None:
    """What `actbook.json` says of the record of a page, which has the values themselves."""
    if record is None:
        return None
    origin = record.origin
    cells = [(cell, found) for cell in page.cells if (found := _cell(cell, record))]
    return {
        "file": store.place(Path(page.path)).as_posix(),
        "recorded": origin.date,
        "processor": origin.processor,
        "capability": origin.capability,
        "versions": dict(origin.versions),
        "command": taking.command(page, "--check"),
        "cells": [
            {"line": cell.fence, "names": list(found.names), "seconds": found.seconds}
            for cell, found in cells
        ],
        "tried": record.tried or None,
        "processors": list(record.processors),
        "claims": [_trials(one.claim, one.processors, one.seeds) for one in record.trials],
    }


def _trials(claim: str, processors: tuple[int, int], seeds: tuple[int, int]) -> Mapping[str, Any]:
    return {
        "claim": claim,
        "processors": {"held": processors[0], "of": processors[1]},
        "seeds": {"held": seeds[0], "of": seeds[1]},
    }
