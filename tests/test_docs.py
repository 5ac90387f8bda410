"""Every page of the book holds."""

from __future__ import annotations

import contextlib
import re
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


#: The tests that hold for whatever right pages the book has.
OF_THE_BOOK = {
    *("conftest", "test_browser", "test_docs", "test_julia", "test_percent", "test_remembered"),
    "test_sources",
}


def test_tests_of_the_engine_have_pages_of_their_own() -> None:
    """A new page of the book, which they know nothing of, must not fail them."""
    reading = {
        path.stem
        for path in (ROOT / "tests").glob("*.py")
        if re.search(r'(ROOT|parent) / "docs"|\bbook_site\b', path.read_text("utf-8"))
    }
    assert reading <= OF_THE_BOOK
