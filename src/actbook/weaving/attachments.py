"""What the site holds beside its pages: the book as data, and each page's downloads."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from actbook.digest import digest
from actbook.execution.cache import Cache
from actbook.result import Entry
from actbook.weaving import data, downloads, mathml, notebooks
from actbook.weaving.references import Bibliography

_ICON = "favicon.svg"
_FONT = "assets/actbook-math.woff2"
#: A line of a script that is a comment, which readers need not load.
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*.*\*/)\n", re.MULTILINE)
#: What a figure lays over its own function: `assets/actbook-controls.js` fetches it when asked to.
_FUNCTIONS = "assets/actbook-functions.json"


def attachments(
    entries: Sequence[Entry], bibliography: Bibliography, mutation: Mapping[str, Any] | None
) -> Iterator[tuple[str, str]]:
    """Files by their names from the root of the site. `mutation` is the score of its testing."""
    yield _FUNCTIONS, json.dumps(list(_functions(entries)), ensure_ascii=False)
    yield "actbook.json", json.dumps(data.book(entries, mutation), indent=1, ensure_ascii=False)
    for entry in entries:
        if entry.page is not None and entry.page.cells:
            name, suffix = posixpath.splitext(source_uri(entry))
            if suffix == ".py":
                yield from notebooks.downloads(name, entry, bibliography)
                continue
            values = entry.result.outputs.inlines
            yield f"{name}.ipynb", downloads.notebook(entry.page, values, bibliography)
            yield f"{name}.py", downloads.script(entry.page, values, bibliography)


def _functions(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """The functions of each page, as figures draw them, with their family."""
    for entry in entries:
        if entry.page is not None and entry.result.instrument:
            for function in json.loads(entry.result.instrument)["functions"]:
                yield {**function, "family": entry.page.family or "others"}


def asset(name: str) -> str:
    """A style sheet, script or icon as the site serves it."""
    text = (resources("actbook") / "assets" / name).read_text("utf-8")
    return _COMMENT.sub("", text) if name.endswith(".js") else text


def assets(names: Iterable[str], woven: str, cache: Cache, engine: str) -> dict[str, str | bytes]:
    """The files of these names, the icon, and the font with the glyphs that the pages use."""
    found = {f"assets/{name}": asset(name) for name in (*names, _ICON)}
    characters = sorted(mathml.characters(woven))
    key = digest("font", engine, characters)
    font = cache.get(key)
    if font is None:
        font = mathml.font(characters)
        cache.put(key, font)
    return {**found, _FONT: font}


def source_uri(entry: Entry) -> str:
    """A page's name from the root, `activations/elu.md`: pages are two levels deep."""
    return "/".join(Path(entry.path).parts[-2:])
