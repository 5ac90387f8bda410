"""Pages that are wrong in one way each are refused at that line, with words that say why.

The last lines of a page say what is expected: `<!-- refused: LINE: part of the message -->`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.verdict import Diagnostic

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "tests" / "wrong").glob("*.md"))
#: The pages whose functions they may mention: not those of the book, which change.
LIBRARY = sorted((ROOT / "tests" / "data" / "library").glob("*.md"))
EXPECTED = re.compile(r"^<!-- refused: (\d+)(?::(\d+))?: (.+) -->$", re.MULTILINE)


@pytest.fixture(scope="session")
def problems(
    tmp_path_factory: pytest.TempPathFactory, pool: Pool
) -> dict[Path, tuple[Diagnostic, ...]]:
    """What is said of each page; nothing is known of it before."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    found = book.verify(PAGES, LIBRARY, cache, pool)
    return {Path(entry.path): entry.result.problems for entry in found.entries}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_wrong_page_is_refused(page: Path, problems: dict[Path, tuple[Diagnostic, ...]]) -> None:
    expected = EXPECTED.findall(page.read_text(encoding="utf-8"))
    found = problems[page]
    assert expected and len(expected) == len({line for line, _, _ in expected})
    assert {problem.line for problem in found} == {int(line) for line, _, _ in expected}
    for line, column, part in expected:
        here = [problem for problem in found if problem.line == int(line)]
        assert any(part in problem.message for problem in here), list(map(str, here))
        assert not column or int(column) in {problem.column for problem in here}


def test_a_wrong_page_ends_the_check_with_one() -> None:
    page = Path("tests") / "wrong" / "unclosed-fence.md"
    run = subprocess.run(
        [sys.executable, "scripts/check.py", page], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        f"{page}:7: this fence is never closed: end it with a line ```",
        "1 page, 0 checks: 0 proved, 0 hold, 0 unknown; 1 problem",
    ]
