"""What tests of several files share."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import IDEA, ONE, TWO, Read, whole

from actbook.book import book
from actbook.book.book import Book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.verdict import Diagnostic


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Processes that have imported the libraries once, for all tests that run pages."""
    with Pool() as pool:
        yield pool


@pytest.fixture(scope="session")
def book_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book's site, built strictly with the cache that all doors share. All
    workers of a run have one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
            root = Path(__file__).parent.parent
            done = subprocess.run(command, cwd=root, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    for folder, name, text in (
        ("activations", "one", ONE.replace("one(3):.0f", "one(3)")),
        ("activations", "two", TWO),
        ("concepts", "idea", IDEA),
    ):
        (docs / folder).mkdir(parents=True, exist_ok=True)
        (docs / folder / f"{name}.md").write_text(text)
    return docs


@pytest.fixture
def read(docs: Path, tmp_path: Path, pool: Pool) -> Read:
    """Read the book, what failed `again`: what is found, and the pages that had to be run."""

    def reading(again: bool = False) -> tuple[Book, list[str]]:
        ran: list[str] = []

        def done(count: int, total: int, path: str) -> None:
            assert 1 <= count <= total
            ran.append(Path(path).stem)

        told: list[Diagnostic] = []
        progress = book.Progress(found=told.append, done=done)
        cache = Cache(tmp_path / "cache")
        found = whole(docs, cache, pool, progress=progress, again=again)
        assert sorted(map(str, told)) == sorted(map(str, found.problems))
        return found, sorted(ran)

    return reading
