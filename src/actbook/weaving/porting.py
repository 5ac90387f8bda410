"""What changes from library to library: of each function of a page, what libraries mean by it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook.port import Port
from actbook.result import Entry, Result
from actbook.weaving.templates import show


@dataclass(frozen=True)
class Shown:
    """A row of the table: a function of a library, with its values as JSON for the script."""

    port: Port
    title: str
    url: str
    formats: str

    @property
    def call(self) -> str:
        signature = re.sub(r"(?<=, )[/*], |, /(?=\))", "", self.port.signature)
        known = signature not in ("", "(*args, **kwargs)")
        return f"{self.port.called.removesuffix('()')}{signature if known else '(x)'}"

    @property
    def failure(self) -> str:
        """Why x alone is not enough."""
        return self.port.failure.removeprefix("raised ")

    @property
    def data(self) -> str:
        """x, values, slopes at kinks and formats, as the script compares them."""
        pairs = zip(self.port.x, self.port.values, strict=False)
        found = {
            "called": self.port.called,
            "vector": self.port.vector,
            "values": [[x, value] for x, value in pairs if math.isfinite(value)],
            "slopes": dict(self.port.slopes),
            "formats": dict(self.port.formats),
        }
        return json.dumps(found)


def _formats(formats: Mapping[str, str]) -> str:
    """What becomes of each format that is not kept, those alike together."""
    told: dict[str, list[str]] = {}
    for given, result in formats.items():
        if given != result:
            told.setdefault(result, []).append(given)
    parts = [
        f"{', '.join(given)} {result}" if result.startswith("raises")
        else f"{', '.join(given)} to {result}"
        for result, given in told.items()
    ]  # fmt: skip
    return "; ".join(parts) or "all kept"


def _rows(result: Result, title: str = "", url: str = "") -> list[Shown]:
    return [Shown(port, title, url, _formats(port.formats)) for port in result.ports]


def section(result: Result) -> Markup:
    """The rows of one page; empty where no library is known to have its function."""
    return _table(_rows(result), whole=False) if result.ports else Markup("")


def porting(entries: Mapping[str, Entry], address: Callable[[str], str]) -> Markup:
    """The rows of all pages, which a script compares from one library to another."""
    rows = [
        row
        for source, entry in entries.items()
        if entry.page is not None
        for row in _rows(entry.result, entry.page.title, address(source))
    ]
    return _table(rows, whole=True)


def _table(rows: Sequence[Shown], *, whole: bool) -> Markup:
    origins = sorted({row.port.kernels for row in rows})
    return show("porting", rows=rows, whole=whole, origins=origins)
