"""How readers are told that a result is recorded: when, where, with what, and how far it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from actbook.reading.page import Cell, Page
from actbook.records import store, taking
from actbook.result import Record, RecordedCell
from actbook.weaving.templates import show


def note(cell: Cell, page: Page, record: Record | None) -> Markup:
    """The line under what a recorded cell gave, as HTML; empty where no record was taken."""
    found = _cell(cell, record)
    if found is None or record is None:
        return Markup("")
    worst = {
        "processors": taking.worst(record, "processors"),
        "sets of seeds": taking.worst(record, "seeds"),
    }
    return show(
        "recorded",
        origin=record.origin,
        seconds=found.seconds,
        trials={name: (held, of) for name, (held, of) in worst.items() if of},
        untried=len(taking.untried(page, record)),
        outdated=taking.outdated(record),
        command=taking.command(page, "--check"),
    )


def _cell(cell: Cell, record: Record | None) -> RecordedCell | None:
    if record is None or "record" not in cell.options:
        return None
    return next((one for one in record.cells if one.names == taking.names(cell)), None)


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
        "claims": [
            {
                "claim": one.claim,
                "processors": dict(zip(("held", "of"), one.processors, strict=True)),
                "seeds": dict(zip(("held", "of"), one.seeds, strict=True)),
            }
            for one in record.trials
        ],
    }
