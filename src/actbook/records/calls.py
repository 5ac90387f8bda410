"""What libraries gave where functions of theirs were called: a file of `records/libraries` each.

Numbers are written as hexadecimal floats, so that none is rounded. A file is believed as a page's
record is (`store`): where its digest is that of the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from actbook.digest import digest
from actbook.records import store
from actbook.records.store import BOUND, Damaged
from actbook.swept import Origin

FORMAT = 1
Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Tried:
    """What a call gave with these parameters at `x`: several numbers, or one vector. `slopes` are
    f′ at each number or the rows of the Jacobian, None where the library has none."""

    parameters: Mapping[str, float]
    x: Numbers
    values: Numbers
    slopes: Numbers | None


@dataclass(frozen=True)
class Plain:
    """A function of a library called with nothing but `x`, an array of this `shape`: what its
    parameters are is seen in the `signature`, as the library has it. `failure` is why it gives
    nothing."""

    called: str
    signature: str
    shape: tuple[int, ...]
    x: Numbers
    values: Numbers = ()
    slopes: Numbers | None = None
    failure: str = ""


@dataclass(frozen=True)
class RecordedCall:
    """A call that a page names for its function, or for a variant of this key: what it gave where
    it was tried, and which format it makes of each, or why of none."""

    page: str
    function: str
    code: str
    tried: tuple[Tried, ...]
    formats: Mapping[str, str]
    plain: Plain | None = None
    failure: str = ""


@dataclass(frozen=True)
class Library:
    """All that is recorded of a library."""

    name: str
    kernels: str
    origin: Origin
    calls: tuple[RecordedCall, ...]

    def call(self, page: str, function: str, code: str) -> RecordedCall | None:
        """What is recorded of a call that a page names."""
        asked = (page, function, code)
        return next((c for c in self.calls if (c.page, c.function, c.code) == asked), None)


@dataclass(frozen=True)
class Recorded:
    """What is recorded of the calls of pages."""

    libraries: tuple[Library, ...] = ()

    def of(self, name: str) -> Library | None:
        """The library of a name."""
        return next((one for one in self.libraries if one.name == name), None)

    def on(self, page: str) -> Recorded:
        """What there is of a page of this name."""
        found = (
            replace(one, calls=tuple(call for call in one.calls if call.page == page))
            for one in self.libraries
        )
        return Recorded(tuple(one for one in found if one.calls))


NOTHING_RECORDED = Recorded()


def folder(page: Path) -> Path:
    """Where the records of libraries lie for a page."""
    return (store.pages_of(page) or page).parent / "records" / "libraries"


def read_all(place: Path) -> tuple[Library, ...]:
    """The libraries that are recorded in a folder. Raises Damaged."""
    return tuple(read(path) for path in sorted(place.glob("*.json")) if path.stem != "names")


def read(path: Path) -> Library:
    """The library in a file. Raises Damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        stated = data.pop("digest")
        if data["format"] != FORMAT:
            raise Damaged(path, f"is not a record of format {FORMAT}")
        if stated != _seal(data):
            raise Damaged(path, "does not have the digest that it states: it was changed by hand")
        said = [str(data[name]) for name in ("recorded", "processor", "capability")]
        origin = Origin(said[0], said[1], said[2], dict(data["versions"]))
        return Library(data["name"], data["kernels"], origin, tuple(map(_call, data["calls"])))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Damaged(path, f"cannot be read: {error}") from None
    except (KeyError, TypeError, AttributeError) as error:
        message = f"is not of a record's shape ({type(error).__name__}: {error})"
        raise Damaged(path, message) from None


def write(path: Path, library: Library) -> int:
    """Write the record of a library. The number of its bytes; ValueError where it has too many."""
    origin = library.origin
    data = {
        "format": FORMAT,
        "name": library.name,
        "kernels": library.kernels,
        "recorded": origin.date,
        "processor": origin.processor,
        "capability": origin.capability,
        "versions": dict(origin.versions),
        "calls": [_hexadecimal(asdict(call)) for call in library.calls],
    }
    data = json.loads(json.dumps(data))
    text = store.shown({**data, "digest": _seal(data)}) + "\n"
    if len(text) > BOUND:
        raise ValueError(f"{len(text):,} bytes, and a record has at most {BOUND:,}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return len(text)


def _seal(data: Mapping[str, Any]) -> str:
    return digest(json.dumps(data, sort_keys=True))


def _hexadecimal(value: Any) -> Any:
    """Plain data with its floats as texts, without the zeros at their ends."""
    if isinstance(value, float):
        return re.sub(r"\.?0+p", "p", value.hex())
    if isinstance(value, Mapping):
        return {name: _hexadecimal(one) for name, one in value.items()}
    return [_hexadecimal(one) for one in value] if isinstance(value, list | tuple) else value


def _numbers(texts: Sequence[str]) -> Numbers:
    return tuple(map(float.fromhex, texts))


def _slopes(texts: Sequence[str] | None) -> Numbers | None:
    return None if texts is None else _numbers(texts)


def _call(data: Mapping[str, Any]) -> RecordedCall:
    tried = [
        Tried(
            {name: float.fromhex(value) for name, value in one["parameters"].items()},
            *(_numbers(one["x"]), _numbers(one["values"]), _slopes(one["slopes"])),
        )
        for one in data["tried"]
    ]
    page, function, code, failure = (
        str(data[name]) for name in ("page", "function", "code", "failure")
    )
    plain = None if data["plain"] is None else _plain(data["plain"])
    return RecordedCall(page, function, code, tuple(tried), data["formats"], plain, failure)


def _plain(data: Mapping[str, Any]) -> Plain:
    called, signature, failure = (str(data[name]) for name in ("called", "signature", "failure"))
    x, values = _numbers(data["x"]), _numbers(data["values"])
    shape = tuple(map(int, data["shape"]))
    return Plain(called, signature, shape, x, values, _slopes(data["slopes"]), failure)
