"""`scripts/check.py` as a contributor runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from actbook.terminal import voice
from actbook.terminal.display import printed
from actbook.verdict import Diagnostic

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


def test_what_to_run_next_is_told_apart_from_the_problems(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD)
    first = check("bad.md", "--again", folder=tmp_path)
    second = check("bad.md", folder=tmp_path)
    assert first.stderr == second.stderr and len(first.stderr.splitlines()) == 2
    assert re.fullmatch("what to run next:\n  .*actbook check bad.md\n", first.stdout)
    assert "actbook check --again bad.md   # remembered: run with --again to try" in second.stdout


def test_a_failing_assertion_is_one_line(tmp_path: Path) -> None:
    code = "\n```python\nprint('step 3')\nx = [1, 2]\nassert sum(x) < 3\n```\n"
    (tmp_path / "bad.md").write_text(GOOD + code)
    problem, _ = check("bad.md", folder=tmp_path).stderr.splitlines()
    assert problem == (
        "bad.md:15: AssertionError: assert sum(x) < 3, where sum(x) = 3, x = [1, 2]; "
        "the cell last printed: step 3"
    )


def test_a_traceback_is_shown_where_it_is_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    fault = Diagnostic("a.md", 3, "KeyError: 'a' while checking", detail="Traceback:\n  File")
    for loud, shown in (("normal", ""), ("debug", "Traceback:\n  File\n")):
        with voice.progress(loud, printed) as progress:  # type: ignore[arg-type]
            progress.found(fault)
        assert capfd.readouterr() == ("", f"a.md:3: KeyError: 'a' while checking\n{shown}")


@pytest.mark.parametrize("script", ["check.py", "build.py"])
def test_an_interrupt_ends_with_one_line_and_130(script: str) -> None:
    code = (
        "import runpy, sys\nfrom actbook.book import book\n"
        "def interrupted(*_, **__): raise KeyboardInterrupt\n"
        "book.read = book.verify = interrupted\nsys.argv = [sys.argv[1]]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-c", code, str(ROOT / "scripts" / script)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (130, "")
    assert re.fullmatch("interrupted: .*\n", run.stderr)


def test_a_page_may_use_the_functions_of_the_book(tmp_path: Path) -> None:
    formula = r"\operatorname{good}(x) = 3x$$" + "\n\n" + r"$$ \tanh(x) = 2\sigma(2x) - 1"
    (tmp_path / "good.md").write_text(GOOD.replace(r"\operatorname{good}(x) = 3x", formula))
    assert check(tmp_path / "good.md").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.md"], "'absent.md' does not exist"),
        (["empty"], "empty holds no page"),
        (["--fast"], "No such option"),
    ],
)
def test_unusable_arguments_end_with_two(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = check(*arguments, folder=tmp_path)
    assert run.returncode == 2 and said in run.stderr
