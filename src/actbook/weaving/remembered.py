"""What is made once and kept for the next build: references, and pages without problems with the
files beside them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from actbook.digest import digest
from actbook.execution.cache import Cache
from actbook.reading.page import Page
from actbook.result import Entry, Result
from actbook.weaving.evidence import Link
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Woven, weave


@contextlib.contextmanager
def bibliography(path: Path, cache: Cache, engine: str) -> Iterator[Bibliography]:
    """A BibTeX file with the references that earlier builds have set, and this one for the next."""
    key = digest("references", engine, path.read_bytes() if path.is_file() else None)
    known = cache.get(key, dict) or {}
    found = Bibliography(path, key, dict(known))
    yield found
    if found.known != known:
        cache.put(key, found.known)


def woven(
    page: Page,
    result: Result,
    bibliography: Bibliography,
    links: Sequence[Link],
    report: str,
    cache: Cache,
) -> Woven:
    """As `weave`, which a page without problems needs only once."""
    if not result.key:
        return weave(page, result, bibliography, links, report)
    key = digest("woven", page.path, page.text, result.key, bibliography.key, links, report)
    found = cache.get(key, Woven)
    if found is None:
        found = weave(page, result, bibliography, links, report)
        if not found.problems:
            cache.put(key, found)
    return found


def beside(
    name: str, make: Callable[[], str], entries: Sequence[Entry], decided: str, cache: Cache
) -> str:
    """The text of a file that these pages decide, and what else is `decided`."""
    if not all(entry.result.key for entry in entries):
        return make()
    key = digest("beside", name, [(e.path, e.text, e.result.key) for e in entries], decided)
    return cache.made(key, str, make)
