"""`scripts/check.py` as a contributor runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = '---\ntitle: Good\nsymbol: good\nfacts:\n  range: "(-oo, oo)"\n---\n\n# Good\n\n$$ \\operatorname{good}(x) = 3x $$\n'  # noqa: E501
BAD = GOOD.replace("good", "bad").replace("(-oo, oo)", "[0, oo)")


def check(*arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "check.py"
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_a_good_page_anywhere_ends_with_zero(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    run = check("good.md", folder=tmp_path)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.startswith("1 page, ") and run.stderr.endswith("; no problem\n")


def test_a_wrong_page_ends_with_one_and_its_line(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "bad.md").write_text(BAD)
    (tmp_path / "pages" / "good.md").write_text(GOOD)
    run = check("pages", folder=tmp_path)
    problem, summary = run.stderr.splitlines()
    assert run.returncode == 1
    assert problem.startswith("pages/bad.md:5: range of Good: stated [0, oo), but ")
    assert summary.startswith("2 pages, ") and summary.endswith("; 1 problem")


def test_a_page_may_use_the_functions_of_the_book(tmp_path: Path) -> None:
    formula = r"\operatorname{good}(x) = 3x$$" + "\n\n" + r"$$ \tanh(x) = 2\sigma(2x) - 1"
    (tmp_path / "good.md").write_text(GOOD.replace(r"\operatorname{good}(x) = 3x", formula))
    assert check(tmp_path / "good.md").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.md"], "absent.md does not exist"),
        (["empty"], "empty holds no page"),
        (["--fast"], "unrecognized arguments: --fast"),
    ],
)
def test_unusable_arguments_end_with_two(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = check(*arguments, folder=tmp_path)
    assert run.returncode == 2 and said in run.stderr
