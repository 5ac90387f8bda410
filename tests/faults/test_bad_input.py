"""Whatever a page does, it gets one diagnostic with its line; nothing else is harmed by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.verdict import Diagnostic

GOOD = """---
title: Good
symbol: good
---

$$ \\operatorname{good}(x) = 3x $$

```python
print("good")
```
"""


def cell(code: str, options: str = "") -> bytes:
    return f"---\ntitle: Bad\n---\n\n```python {options}\n{code}\n```\n".encode()


BAD = {
    "loops": (cell("while True: pass", "limit=1"), 6, "still running after 1 s of processor time"),
    "loops-and-catches": (
        cell(
            "import contextlib\nwith contextlib.suppress(Exception):\n    while True: pass",
            "limit=1",
        ),
        8,
        "still running after 1 s of processor time",
    ),
    "allocates": (
        cell("import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(10**8))"),
        9,
        "needs more than",
    ),
    "exits": (cell("import os\nos._exit(0)"), 6, "the process ended with exit code 0"),
    "exits-softly": (cell("import sys\nsys.exit(3)"), 7, "SystemExit: 3"),
    "crashes": (cell("import ctypes\nctypes.string_at(0)"), 6, "the process was killed"),
    "prints": (cell("while True: print(1)", "limit=1"), 6, "still running after 1 s"),
    "recurses": (cell("def f():\n    f()\nf()"), 7, "RecursionError"),
    "empty": (b"", 1, "the file is empty: a page starts with front matter"),
    "blank": (b" \n\n\t\n", 1, "the file is empty: a page starts with front matter"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "this is not UTF-8 text"),
    "zeros": (b"---\ntitle: \0\n---\n", 2, "this is not text: it holds a NUL byte"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, (data, _, _) in BAD.items():
        (folder / f"{name}.md").write_bytes(data)
    (folder / "good.md").write_text(GOOD)
    return folder


@pytest.fixture(scope="module")
def problems(folder: Path, pool: Pool) -> dict[str, list[Diagnostic]]:
    """What is said of each page, all having run at once."""
    pages = sorted(folder.glob("*.md"))
    found = book.verify(pages, pages, Cache(folder / "cache"), pool)
    return {entry.slug: list(entry.result.problems) for entry in found.entries}


@pytest.mark.parametrize(("name", "line", "said"), [(n, *e[1:]) for n, e in BAD.items()], ids=BAD)
def test_there_is_one_diagnostic_of_a_page_that(
    name: str, line: int, said: str, problems: dict[str, list[Diagnostic]], folder: Path
) -> None:
    (problem,) = problems[name]
    assert (problem.path, problem.line) == (str(folder / f"{name}.md"), line)
    assert said in problem.message and "\n" not in problem.message


def test_the_good_page_beside_them_holds_and_is_remembered(
    problems: dict[str, list[Diagnostic]], folder: Path, pool: Pool
) -> None:
    assert problems["good"] == []
    ran: list[str] = []
    found = book.verify(
        [folder / "good.md"],
        [],
        Cache(folder / "cache"),
        pool,
        progress=book.Progress(done=lambda done, total, path: ran.append(path)),
    )
    assert ran == [] and found.entries[0].result.outputs.cells[0][0].text == "good\n"


def test_nothing_is_left_half_written_in_the_cache(
    problems: dict[str, list[Diagnostic]], folder: Path
) -> None:
    assert list((folder / "cache").rglob("*.part")) == []
