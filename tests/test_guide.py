"""What the guide shows is what works: its files are written into a new site, its commands typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from actbook.commands.main import main
from actbook.hosts.settings import Settings
from actbook.reading.recognised import is_page

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
#: Its commands run beside the package that it shows, in `test_brought.py`.
EXTENDING = GUIDE / "extending.md"
#: A fence, the language and the file that it is, and what is in it.
FENCE = re.compile(r'^(`{3,})(\w+)(?: title="([^"]+)")?[^\n]*\n(.*?)^\1$', re.MULTILINE | re.DOTALL)
#: Without an end: its arguments are only read.
ENDLESS = "serve"


@dataclass(frozen=True)
class Fence:
    language: str
    file: str
    text: str


def fences(path: Path) -> Iterator[Fence]:
    for _, language, file, text in FENCE.findall(path.read_text("utf-8")):
        yield Fence(language, file, text)


def typed(line: str) -> None:
    """Type a line of a console, whose command has to end well."""
    program, command, *rest = shlex.split(line, comments=True)
    assert program == "actbook"
    if command == ENDLESS:
        context = main.make_context("actbook", [command])
        main.commands[command].make_parser(context).parse_args(list(rest))
        return
    done = CliRunner().invoke(main, [command, *rest])
    assert done.exit_code == 0, f"{line}\n{done.output}"


OTHERS = [path for path in PAGES if path != EXTENDING]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_what_a_page_shows_works(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = list(fences(path))
    if not any(fence.text.startswith("actbook init") for fence in shown):
        typed("actbook init")
    for fence in shown:
        if fence.file:
            file = tmp_path / fence.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fence.text, encoding="utf-8")
        elif fence.language == "console":
            for line in fence.text.splitlines():
                typed(line)
        else:
            raise AssertionError(f"neither a file nor commands: {fence.text}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_guide_is_none_of_the_book(path: Path) -> None:
    """What it shows is shown, and not run when the guide is built."""
    assert not is_page(path.read_text("utf-8"), path.name)


def rows(name: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)`", (GUIDE / name).read_text("utf-8"), re.MULTILINE)


def test_each_command_and_each_option_is_told() -> None:
    told = rows("options.md")
    commands = [row.split()[1] for row in told if row.startswith("actbook ")]
    assert sorted(commands) == sorted(main.commands)
    options = [row for row in told if not row.startswith("actbook ")]
    assert options == [name for name, _ in Settings._schema]


def test_the_defaults_of_options_are_told_as_they_are() -> None:
    text = (GUIDE / "options.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", text, re.MULTILINE))
    for name, option in Settings._schema:
        if name in told:
            shown = str(option.default).replace("'", "").replace("True", "true")
            assert told[name] == shown


def test_the_matcher_for_editors_reads_what_check_says() -> None:
    text = (GUIDE / "publishing.md").read_text("utf-8")
    (pattern,) = re.findall(r'"regexp": "(.*)"', text)
    reader = re.compile(pattern.replace("\\\\", "\\"))
    for line, found in (
        ("docs/a.md:3: wrong: 4", ("docs/a.md", "3", None, "wrong: 4")),
        ("docs/a b.md:3:17: wrong", ("docs/a b.md", "3", "17", "wrong")),
    ):
        match = reader.fullmatch(line)
        assert match is not None and match.groups() == found
