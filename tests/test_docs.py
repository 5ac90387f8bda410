"""Every page of the book holds."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from actbook import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.result import Entry

ROOT = Path(__file__).resolve().parent.parent
PAGES = [path.relative_to(ROOT) for path in book.paths(ROOT / "docs")]


@pytest.fixture(scope="session")
def entries(pool: Pool) -> dict[str, Entry]:
    # By the paths that MkDocs gives, so that its cache serves here too.
    with contextlib.chdir(ROOT):
        found = book.read(Path("docs"), Cache(Path(".cache")), pool)
    return {entry.path: entry for entry in found.entries}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_holds(page: Path, entries: dict[str, Entry]) -> None:
    entry = entries[str(page)]
    assert entry.page is not None
    assert [str(problem) for problem in entry.result.problems] == []


def test_the_book_has_pages() -> None:
    assert len(PAGES) >= 10
