"""Who reads that a page is wrong is told whose page it is, and what to run next."""

from __future__ import annotations

import errno
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from actbook.hosts import port
from actbook.terminal import ending

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree of Git with a committed page, which is where one is."""
    monkeypatch.chdir(tmp_path)
    for name in ("committed.md", "changed.md"):
        (tmp_path / name).write_text("one\n")
    (tmp_path / ".gitignore").write_text("ignored.md\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "One"]):
        subprocess.run(["git", *command], check=True)
    for name in ("changed.md", "new page.md", "ignored.md"):
        (tmp_path / name).write_text("two\n")
    return tmp_path


def test_git_tells_whose_a_page_is(tree: Path) -> None:
    names = ("committed.md", "changed.md", "new page.md", "ignored.md")
    states = [ending.state(Path(name)) for name in names]
    assert states == ["committed", "changed", "new", None]


def test_nothing_is_said_of_it_outside_a_work_tree(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("one\n")
    assert ending.state(tmp_path / "page.md") is None


def test_nothing_is_said_of_it_without_git(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert ending.state(Path("committed.md")) is None


def test_the_command_to_run_next_is_told_for_each_page(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "program", lambda: "actbook")
    wrong = ["committed.md", "new page.md", "committed.md"]
    assert list(ending.advice(wrong, {"committed.md"})) == [
        "what to run next:",
        "  actbook check --again committed.md   # a page of the book, not changed since the"
        " last commit; remembered: run with --again to try it anew",
        "  actbook check 'new page.md'   # a page of yours, not committed yet",
    ]


def test_the_program_is_called_as_it_can_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another environment it would check with other libraries."""
    other, here = tmp_path / "other", tmp_path / "here"
    for folder in (other, here):
        folder.mkdir()
        (folder / "actbook").touch(0o755)
    monkeypatch.setattr(sys, "executable", str(here / "python"))
    monkeypatch.setenv("PATH", f"{here}")
    assert ending.program() == "actbook"
    monkeypatch.setenv("PATH", f"{other}:{here}")
    assert ending.program() == f"{here}/python -m actbook"


def test_of_many_pages_the_command_is_told_for_some(tree: Path) -> None:
    lines = list(ending.advice([f"{n}.md" for n in range(8)], ()))
    assert len(lines) == 7 and lines[-1] == "  the other 3 are checked in the same way"
    lines = list(ending.advice([f"{n}.md" for n in range(6)], ()))
    assert lines[-1] == "  the other is checked in the same way"


def test_nothing_is_to_be_run_where_nothing_is_wrong() -> None:
    assert list(ending.advice([], ())) == []


@pytest.mark.parametrize(
    ("pages", "wrong", "said"),
    [
        (31, 1, "30 of 31 pages are good, 1 is not"),
        (3, 2, "1 of 3 pages is good, 2 are not"),
        (2, 2, "0 of 2 pages are good, 2 are not"),
        (1, 1, "the only page is not good"),
        (3, 0, "the pages are good, and what is beside them is not"),
    ],
)
def test_the_end_says_in_words_how_many_are_good(pages: int, wrong: int, said: str) -> None:
    assert ending.unpublished(pages, wrong) == f"{said}: nothing was published"


def test_a_taken_port_is_a_sentence_that_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        said = port.refusal("127.0.0.1", taken)
        assert said is not None
        assert said.startswith(f"port {taken} of 127.0.0.1 is taken: choose another, as with ")
        assert "`make serve PORT=" in said
    assert port.refusal("127.0.0.1", taken) is None


def test_make_says_that_a_port_is_taken_before_it_installs_anything(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    (tmp_path / "src").symlink_to(ROOT / "src")
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        command = ["make", "serve", f"PORT={taken}", f"PYTHON={sys.executable}"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.startswith(f"port {taken} of 127.0.0.1 is taken")
    assert not (tmp_path / ".venv").exists()


def test_an_address_that_cannot_be_used_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(self: socket.socket, address: tuple[str, int]) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", bind)
    said = port.refusal("127.0.0.1", 80)
    assert said is not None
    assert said.startswith("port 80 of 127.0.0.1 cannot be used (Permission denied): ")
    assert "PORT=8000" in said
