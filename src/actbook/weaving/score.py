"""The latest score of mutation testing, as `tests/mutate.py` leaves it, for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actbook import amounts
from actbook.weaving.tables import Row

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


def shown(found: Mapping[str, Any]) -> dict[str, Any]:
    """How many wrong versions were refused, when, and with which versions, for the report."""
    return {
        **found,
        "rows": [_row(kind, one) for kind, one in found["kinds"].items()],
        "pages": len(found["pages"]),
        "versions": ", ".join(f"{name} {version}" for name, version in found["versions"].items()),
        "survivors": list(found.get("survivors", ())),
    }


def _row(kind: str, one: Mapping[str, Any]) -> Row:
    killed, survived, same = one["killed"], one["survived"], one["equivalent"]
    numbers = (killed + survived + same, killed, survived, same)
    return Row([kind.capitalize(), *(f"{n:,}" for n in numbers), amounts.reached(one["score"])])
