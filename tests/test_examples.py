"""Sites about other subjects build, and what is made wrong in them is refused at its line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from actbook.commands.main import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def site(name: str, to: Path) -> Path:
    """A copy of an example."""
    return Path(shutil.copytree(EXAMPLES / name, to / name, ignore=shutil.ignore_patterns(".*")))


def test_losses_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site("losses", tmp_path))
    done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 0, done.output
    pages = json.loads(Path("site/actbook.json").read_text("utf-8"))["pages"]
    assert [len(page["arguments"]) for page in pages if page["symbol"]] == [2] * 5


WRONG = {
    "a minimum that is elsewhere": ("squared-error", "{p: 0, t: 0,", "{p: 1, t: 0,", "but f is 1"),
    "a sign of a partial derivative": ("squared-error", "(p, t) = -2 (p", "(p, t) = 2 (p", "SymPy"),
    "a constant of one argument": ("huber", "lipschitz: {p: delta,", "lipschitz: {p: 1,", "stated"),
    "code of another label": ("hinge", "1 - y * s, min", "1 + y * s, min", "gives"),
    "a range that is closed": ("cross-entropy", '"(0, oo)"', '"[0, oo)"', "takes the values"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_page_of_losses_is_refused(
    case: tuple[str, str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, right, wrong, said = case
    monkeypatch.chdir(site("losses", tmp_path))
    page = Path("docs") / f"{name}.md"
    text = page.read_text("utf-8")
    assert text.count(right) == 1
    page.write_text(text.replace(right, wrong), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    done = CliRunner().invoke(main, ["check", str(page)])
    assert done.exit_code == 1
    assert any(
        told.startswith(f"{page}:{line}:") and said in told for told in done.output.splitlines()
    ), done.output
