"""Whatever befalls the cache, the next build is right, and says what it could not use."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import whole

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool

ROWS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text())
PAGE = """---
title: Good
symbol: good
---

$$ \\operatorname{good}(x) = 3x $$

```python
print("good runs")
```
"""
IDEA = "---\ntitle: Idea\n---\n\nIt is `{python} 6 * 7`.\n"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """A book whose cache is full."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "docs").mkdir()
    (folder / "docs" / "good.md").write_text(PAGE)
    (folder / "docs" / "idea.md").write_text(IDEA)
    assert rebuilt(folder, pool) == {"good", "idea"}
    assert rebuilt(folder, pool) == set()
    return folder


def rebuilt(folder: Path, pool: Pool) -> set[str]:
    """The pages that had to be run for a book that is right. What is remembered of a page goes by
    its path as it is given."""
    ran: set[str] = set()
    progress = book.Progress(done=lambda count, total, path: ran.add(Path(path).stem))
    with contextlib.chdir(folder):
        found = whole(Path("docs"), Cache(folder / ".cache"), pool, progress=progress)
    good, idea = found.entries
    assert found.problems == ()
    assert good.result.outputs.cells[0][0].text == "good runs\n"
    assert idea.result.outputs.inlines == ("42",)
    assert [verdict.status for verdict in good.result.verdicts] == ["holds"]
    return ran


def damaged(row: dict[str, Any], folder: Path) -> None:
    if row.get("forbids") and os.geteuid() == 0:
        pytest.skip("who is root may read all: `test_cache.py` has such errors made")
    done = subprocess.run(["sh", "-c", row["damage"]], cwd=folder, capture_output=True, text=True)
    if row.get("mounts") and done.returncode:
        pytest.skip(f"mounting needs rights: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder(warm: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(warm, tmp_path / "site")
    yield tmp_path / "site"
    for _ in range(2):  # one over the other
        subprocess.run(["umount", tmp_path / "site" / ".cache"], stderr=subprocess.DEVNULL)
    subprocess.run(["chmod", "-R", "u+rwX", tmp_path / "site"], stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fault"])
def test_a_book_is_right_after(
    row: dict[str, Any], folder: Path, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    assert rebuilt(folder, pool) == set()
    damaged(row, folder)
    rebuilt(folder, pool)
    said = [record.getMessage() for record in caplog.records]
    assert all(one.startswith(f"{folder / '.cache'}: ") for one in said) and len(said) < 4
    if "says" in row:
        assert any(row["says"] in one for one in said)
    again = rebuilt(folder, pool)
    if row.get("healed"):
        assert again == set()
