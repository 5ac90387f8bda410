"""The files of `records/`: one of JSON a page, and in a folder beside it its larger arrays.

`docs/concepts/cost.md` has `records/concepts/cost.json`, and its arrays `records/concepts/cost/`.
A file is believed when it is of the right shape and its digest, that of all the rest, is right:
which shows damage and editing by hand, not truth. `actbook record --check` shows that.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from actbook.digest import digest
from actbook.result import Kind, Output, Record, RecordedCell, Trials
from actbook.swept import Origin

#: The version of the format.
FORMAT = 1
#: How many bytes the record of a page may have.
BOUND = 200_000
_WIDTH = 100


class Damaged(Exception):
    """A record that cannot be believed, with the file that is wrong."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def pages_of(page: Path) -> Path | None:
    """The folder of the site's pages, which is called `docs` or lies beside a `mkdocs.yml`."""
    beside = pairwise(page.parents)
    return next((parent for parent in page.parents if parent.name == "docs"), None) or next(
        (folder for folder, above in beside if (above / "mkdocs.yml").is_file()), None
    )


def place(page: Path, kind: str = "") -> Path:
    """Where the record of a page lies: in `records` beside the folder of the site's pages, or else
    beside the page. One of another kind lies in a folder of its own there."""
    if (docs := pages_of(page)) is None:
        return page.parent / "records" / kind / f"{page.stem}.json"
    return docs.parent / "records" / kind / page.relative_to(docs).with_suffix(".json")


def loaded(path: Path) -> dict[str, Any] | None:
    """What a file of this format holds; None if there is none. Raises Damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(path, f"cannot be read: {error}") from None
    except (ValueError, RecursionError) as error:
        raise Damaged(path, f"is not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Damaged(path, f"is not a record of format {FORMAT}")
    return data


def read(path: Path) -> Record | None:
    """The record in a file; None if there is none. Raises Damaged."""
    if (data := loaded(path)) is None:
        return None
    arrays = _arrays(path)
    try:
        unseal(path, data, arrays)
        return _record(data, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"is not of a record's shape ({type(error).__name__}: {error})"
        raise Damaged(path, message) from None


def write(path: Path, record: Record) -> int:
    """Write a record in the place of what was there. The number of its bytes."""
    arrays = {name: data for cell in record.cells for name, data in cell.arrays.items()}
    data = _data(record)
    text = sealed(data, arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.with_suffix("")
    for old in set(_arrays(path)) - arrays.keys():
        (folder / old).unlink()
    for name, content in arrays.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    path.write_text(text, encoding="utf-8")
    return size(record)


def size(record: Record) -> int:
    """The bytes that the files of a record have, but for its digest."""
    arrays = sum(len(data) for cell in record.cells for data in cell.arrays.values())
    return arrays + len(shown(_data(record)).encode())


def _arrays(path: Path) -> dict[str, bytes]:
    try:
        return {found.name: found.read_bytes() for found in path.with_suffix("").glob("*.npy")}
    except OSError as error:
        raise Damaged(path.with_suffix(""), f"cannot be read: {error}") from None


def unseal(path: Path, data: dict[str, Any], arrays: Mapping[str, bytes]) -> None:
    """Take out the digest, which has to be right. Raises Damaged, or KeyError without one."""
    if data.pop("digest") != _seal(data, arrays):
        raise Damaged(path, "does not have the digest that it states: it was changed by hand")


def sealed(data: Mapping[str, Any], arrays: Mapping[str, bytes]) -> str:
    """The text of a record, with its digest."""
    return shown({**data, "digest": _seal(data, arrays)}) + "\n"


def _seal(data: Mapping[str, Any], arrays: Mapping[str, bytes]) -> str:
    return digest(json.dumps(data, sort_keys=True), dict(sorted(arrays.items())))


def _data(record: Record) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "recorded": record.origin.date,
        "processor": record.origin.processor,
        "capability": record.origin.capability,
        "versions": dict(record.origin.versions),
        "cells": [
            {
                "record": " ".join(cell.names),
                "code": cell.code,
                "seconds": cell.seconds,
                "outputs": [_output(output) for output in cell.outputs],
                "values": dict(cell.values),
                "arrays": sorted(cell.arrays),
            }
            for cell in record.cells
        ],
        "tried": record.tried,
        "processors": list(record.processors),
        "trials": [
            {"claim": one.claim, "processors": list(one.processors), "seeds": list(one.seeds)}
            for one in record.trials
        ],
    }


def _record(data: Mapping[str, Any], arrays: Mapping[str, bytes]) -> Record:
    versions = {str(name): str(one) for name, one in data["versions"].items()}
    said = [str(data[name]) for name in ("recorded", "processor", "capability")]
    origin = Origin(said[0], said[1], said[2], versions)
    return Record(
        origin,
        tuple(_cell(one, arrays) for one in data["cells"]),
        tuple(Trials(str(one["claim"]), *map(_count, (one["processors"], one["seeds"])))
              for one in data["trials"]),
        str(data["tried"]),
        tuple(map(str, data["processors"])),
    )  # fmt: skip


def _cell(data: Mapping[str, Any], arrays: Mapping[str, bytes]) -> RecordedCell:
    names, seconds, values = tuple(data["record"].split()), float(data["seconds"]), data["values"]
    if tuple(values) != names or not math.isfinite(seconds):
        raise ValueError(f"its values are not those of {data['record']}")
    outputs = [
        Output(
            one["kind"],
            "\n".join(one["text"]),
            tuple((str(kind), str(held)) for kind, held in one.get("data", {}).items()),
        )
        for one in data["outputs"]
    ]
    if any(output.kind not in get_args(Kind) or output.kind == "figure" for output in outputs):
        raise ValueError("an output of an unknown kind")
    own = {name: arrays[name] for name in data["arrays"]}
    return RecordedCell(names, str(data["code"]), seconds, tuple(outputs), values, own)


def _output(output: Output) -> dict[str, Any]:
    data = {"data": dict(output.data)} if output.data else {}
    return {"kind": output.kind, "text": output.text.split("\n"), **data}


def _count(pair: Any) -> tuple[int, int]:
    held, of = pair
    return int(held), int(of)


def shown(value: Any, indent: str = "") -> str:
    """JSON whose lines hold as much as fits: a change of a number is a change of a line."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(indent) + len(line) <= _WIDTH or not value or not isinstance(value, dict | list):
        return line
    deeper = indent + " "
    if isinstance(value, dict):
        items = [f"{json.dumps(k, ensure_ascii=False)}: {shown(v, deeper)}"
                 for k, v in value.items()]  # fmt: skip
        return "{\n" + ",\n".join(deeper + item for item in items) + f"\n{indent}}}"
    parts = [shown(item, deeper) for item in value]
    return "[\n" + "\n".join(deeper + line for line in _filled(parts, deeper)) + f"\n{indent}]"


def _filled(parts: list[str], indent: str) -> list[str]:
    """Items of a list, with commas, as many to a line as fit."""
    lines = [""]
    for number, part in enumerate(parts):
        item = part + "," * (number + 1 < len(parts))
        if lines[-1] and len(indent) + len(lines[-1]) + len(item) < _WIDTH and "\n" not in item:
            lines[-1] += f" {item}"
        else:
            lines.append(item)
    return lines[1:] if not lines[0] else lines
