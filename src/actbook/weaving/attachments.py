"""What the site holds beside its pages: the book as data, and each page's downloads."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files as resources
from typing import Any

from actbook.digest import digest
from actbook.execution.cache import Cache
from actbook.result import Entry
from actbook.weaving import data, downloads, functions, mathml, notebooks
from actbook.weaving.functions import Made
from actbook.weaving.references import Bibliography

#: The book as data, from the root of the site.
DATA = "actbook.json"
VERIFIER = "verify.py"
_ICON = "favicon.svg"
FONT = "assets/actbook-math.woff2"
#: What readers need not load of a script: lines that are comments, and how it is indented.
_UNREAD = re.compile(r"^\s*(?:(?://.*|/\*\*.*\*/)\n\s*)*", re.MULTILINE)
#: What a figure lays over its own function: `assets/actbook-controls.js` fetches it when asked to.
_FUNCTIONS = "assets/actbook-functions.json"


def attachments(
    entries: Mapping[str, Entry],
    bibliography: Bibliography,
    mutation: Mapping[str, Any] | None,
    made: Made,
) -> Iterator[tuple[str, Sequence[Entry], Callable[[], str]]]:
    """Files by their names from the root of the site, each with the pages that decide its text and
    what makes it. The pages are those of these names; `mutation` is the score of their testing, and
    `made` what is known of the book."""
    every = list(entries.values())
    yield _FUNCTIONS, every, lambda: json.dumps(list(_functions(entries)), ensure_ascii=False)
    yield data.SCHEMA_FILE, [], partial(asset, data.SCHEMA_FILE)
    book = partial(data.book, every, mutation, made)
    yield DATA, every, lambda: json.dumps(book(), indent=1, ensure_ascii=False)
    for source, entry in entries.items():
        if name := functions.certificate(source, entry.result):
            yield name, [entry], partial(str, entry.result.certificate)
        if entry.page is not None and entry.page.cells:
            name, suffix = posixpath.splitext(source)
            if suffix == ".py":
                given = name, entry.text, entry.page, entry.result, bibliography
                yield from ((file, [entry], make) for file, make in notebooks.downloads(*given))
                continue
            code = entry.page, entry.result.outputs.inlines, bibliography
            yield f"{name}.ipynb", [entry], partial(downloads.notebook, *code)
            yield f"{name}.py", [entry], partial(downloads.script, *code)


def _functions(entries: Mapping[str, Entry]) -> Iterator[dict[str, Any]]:
    """The functions of each page, as figures draw them, with their family. Of two with one key the
    second has that of its file."""
    known: set[str] = set()
    for source, entry in entries.items():
        if entry.page is not None and entry.result.instrument:
            for function in json.loads(entry.result.instrument)["functions"]:
                key = function["key"] if function["key"] not in known else source
                known.add(key)
                yield {**function, "key": key, "family": entry.page.family or "others"}


def asset(name: str) -> str:
    """A style sheet, script or icon as the site serves it."""
    text = (resources("actbook") / "assets" / name).read_text("utf-8")
    return _UNREAD.sub("", text) if name.endswith(".js") else text


def verifier() -> str:
    """What proves the certificates of a site again, on its own."""
    return (resources("actbook") / VERIFIER).read_text("utf-8")


def assets(names: Iterable[str], woven: str, cache: Cache, engine: str) -> dict[str, str | bytes]:
    """The files of these names, the icon, and the font with the glyphs that the pages use."""
    found = {f"assets/{name}": asset(name) for name in (*names, _ICON)}
    characters = sorted(mathml.characters(woven))
    key = digest("font", engine, characters)
    return {**found, FONT: cache.made(key, bytes, partial(mathml.font, characters))}
