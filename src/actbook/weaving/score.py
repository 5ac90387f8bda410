"""The latest score of mutation testing, as `tests/mutate.py` leaves it, for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actbook import amounts
from actbook.weaving.evidence import text
from actbook.weaving.tables import Column, Row, table
from actbook.words import counted

#: Where it may be: that of the last full run here, or the one that is kept.
_PLACES = (".cache/mutation.json", "tests/data/mutation.json")


def latest(root: Path) -> Mapping[str, Any] | None:
    """The latest score of mutation testing; None if there is none that can be read."""
    for name in _PLACES:
        try:
            found = json.loads((root / name).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(found, Mapping) and {"date", "versions", "pages", "kinds"} <= found.keys():
            return found
    return None


def shown(found: Mapping[str, Any]) -> str:
    """Markdown that says how many wrong versions were refused, when, and with which versions."""
    columns = [
        *(Column(name, kept=True) for name in ("Changed in", "Tried", "Refused", "Not refused")),
        Column(
            "Same function",
            "as the right version, as far as can be told: there is nothing to refuse",
        ),
        Column("Score", "refused, of those that are not the same function"),
    ]
    rows = []
    for kind, one in found["kinds"].items():
        killed, survived, same = one["killed"], one["survived"], one["equivalent"]
        numbers = (killed + survived + same, killed, survived, same)
        rows.append(
            Row([kind.capitalize(), *(f"{n:,}" for n in numbers), amounts.reached(one["score"])])
        )
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    pages = len(found["pages"])
    counts = table(columns, rows, "Mutation testing", "actbook-numbers")
    return (
        "## What the checks are worth\n\nMutation testing measures it: a constant, sign, operator, "
        "bracket or name is changed in a formula, a fact or the code, and some check has to refuse "
        f'the page.\n\n<div class="actbook-totals">{counts}</div>\n\nMeasured on {found["date"]} '
        f"on {counted(pages, 'page')}, with {text(versions)}."
        f"{_survivors(found.get('survivors', ()))}"
    )


def _survivors(survivors: Sequence[str]) -> str:
    if not survivors:
        return ""
    items = "".join(f"<li><code>{text(one)}</code></li>" for one in survivors)
    summary = f"The {len(survivors)} changes that were not refused"
    return (
        f'\n\n<div class="actbook-list"><details class="actbook-evidence" data-search-exclude>'
        f"<summary>{summary}</summary><ul>{items}</ul></details></div>"
    )
