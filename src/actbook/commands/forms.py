"""Problems as other programs read them: a line each, annotations of GitHub, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, get_args

from actbook.book.book import Book
from actbook.terminal.display import Tell, printed
from actbook.verdict import Diagnostic

Form = Literal["text", "github", "json"]
FORMS: tuple[Form, ...] = get_args(Form)


def as_github(problem: Diagnostic) -> str:
    """The command by which a step of a workflow annotates a line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    places = {"file": problem.path, "line": problem.line, "col": problem.column}
    fields = ",".join(f"{name}={_field(str(at))}" for name, at in places.items() if at)
    return f"::error {fields}::{_data(problem.message)}"


#: How a problem is told when it is found: in JSON they all stand at the end.
TELLERS: Mapping[Form, Tell] = {
    "text": printed,
    "github": lambda problem: print(as_github(problem)),
    "json": lambda problem: None,
}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(found: Book) -> str:
    """What was found, as JSON: `problems` in the order of pages, and the counts of verdicts."""
    problems: list[dict[str, Any]] = [
        {"path": p.path, "line": p.line, "column": p.column, "message": p.message}
        for p in found.problems
    ]
    verdicts = [v.status for entry in found.entries for v in entry.result.verdicts]
    counts = {status: verdicts.count(status) for status in ("proved", "holds", "unknown", "fails")}
    told = {"pages": len(found.entries), "verdicts": counts, "problems": problems}
    return json.dumps(told, indent=1, ensure_ascii=False)
