"""The program `actbook`, as it is called in the folder of a site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actbook.commands import forms
from actbook.commands.main import main
from actbook.verdict import Diagnostic

GOOD = """---
title: Good
symbol: good
facts:
  monotonic: strictly increasing
---

# Good

It triples.

$$ \\operatorname{good}(x) = 3x $$
"""
BAD = (
    GOOD.replace("Good", "Bad")
    .replace("good", "bad")
    .replace("strictly increasing", "non-increasing")
)
Run = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a good page, which is where one is."""
    folder = tmp_path / "docs" / "activations"
    folder.mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# Tiny\n")
    (folder / "good.md").write_text(GOOD)
    (tmp_path / "mkdocs.yml").write_text("site_name: tiny\nplugins: [actbook]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bad(site: Path) -> Path:
    path = site / "docs" / "activations" / "bad.md"
    path.write_text(BAD)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("name", main.commands)
def test_each_command_has_help_with_examples_that_can_be_parsed(name: str) -> None:
    shown = run(name, "--help").output
    examples = shown.partition("Examples:\n")[2].partition("\n\n")[0]
    calls = [line.split("#")[0].split("|")[0].split() for line in examples.splitlines()]
    assert calls
    for program, command, *arguments in calls:
        assert (program, command) == ("actbook", name)
        parser = main.commands[name].make_parser(main.make_context("actbook", [name]))
        parser.parse_args(list(arguments))


def test_a_program_without_a_site_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    needed = {"new": ["a"], "sweep": ["a"], "conformance": ["math.tanh", "--function", "tanh"]}
    for name in set(main.commands) - {"init"}:
        told = run(name, *needed.get(name, []))
        assert told.exit_code == 2
        assert "there is no mkdocs.yml: `actbook init` writes a site" in told.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site_name: a\n", "does not use the plugin: list `actbook` under `plugins`"),
        ("site_name: [\n", "cannot be used"),
        ("plugins: [actbook]\ndocs_dir: none\nsite_name: a\n", "cannot be used"),
    ],
)
def test_a_configuration_that_cannot_be_used_ends_with_2(site: Path, text: str, said: str) -> None:
    (site / "mkdocs.yml").write_text(text)
    told = run("check")
    assert (told.exit_code, said in told.stderr) == (2, True), told.output


def test_a_site_is_built_where_one_wants_it(site: Path) -> None:
    command = [sys.executable, "-m", "actbook", "build", "--quiet", "--site-dir", "public"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "It triples." in (site / "public" / "activations" / "good" / "index.html").read_text()
    assert not (site / "site").exists()


def test_a_wrong_page_ends_a_build_and_leaves_the_site(site: Path, bad: Path) -> None:
    (site / "site").mkdir()
    told = run("build")
    assert told.exit_code == 1 and list((site / "site").iterdir()) == []
    assert told.stderr.splitlines()[0].startswith("docs/activations/bad.md:5: ")
    assert told.stderr.endswith("1 of 2 pages is good, 1 is not: nothing was published\n")
    assert "check docs/activations/bad.md\n" in told.stdout


def test_quiet_says_what_is_wrong_and_verbose_what_was_found(site: Path, bad: Path) -> None:
    quiet, verbose = run("check", "-q"), run("check", "-v")
    assert quiet.stdout == "" and quiet.stderr.count("\n") == 1
    assert "docs/activations/good.md: 2 checks: 1 proved, 1 holds, 0 unknown\n" in verbose.stdout
    assert "docs/activations/bad.md: 2 checks: 0 proved, 1 holds, 0 unknown; 1 problem" in (
        verbose.stdout
    )
    assert quiet.exit_code == verbose.exit_code == 1


def test_problems_are_written_as_json(site: Path, bad: Path) -> None:
    told = run("check", "--format", "json")
    found = json.loads(told.stdout)
    (problem,) = found["problems"]
    assert (problem["path"], problem["line"]) == ("docs/activations/bad.md", 5)
    assert found["pages"] == 2 and found["verdicts"]["proved"] == 1
    assert told.exit_code == 1


def test_problems_are_written_as_annotations_of_github(site: Path, bad: Path) -> None:
    told = run("check", "--format", "github", "--quiet")
    assert told.stdout.startswith("::error file=docs/activations/bad.md,line=5::monotonic of Bad: ")


def test_an_annotation_keeps_to_its_line_and_fields() -> None:
    problem = Diagnostic("a,b:c.md", 3, "100 %\nmore", 7)
    assert forms.as_github(problem) == ("::error file=a%2Cb%3Ac.md,line=3,col=7::100 %25%0Amore")


def test_the_book_as_data_is_what_the_site_has(site: Path) -> None:
    told = run("data")
    assert [page["slug"] for page in json.loads(told.stdout)["pages"]] == ["good"]
    assert run("data", "--output", "book.json").stdout == ""
    assert (site / "book.json").read_text() == told.stdout.removesuffix("\n")


def test_no_data_is_written_of_a_wrong_page(site: Path, bad: Path) -> None:
    told = run("data", "--output", "book.json")
    assert told.exit_code == 1 and not (site / "book.json").exists()


def test_what_is_remembered_can_be_forgotten(site: Path) -> None:
    run("check")
    kept = [path for path in (site / ".cache").rglob("*") if path.is_file()]
    other = site / ".cache" / "plugin" / "another.txt"
    other.parent.mkdir()
    other.write_text("of another program")
    (site / "site").mkdir()
    assert kept and run("clean").exit_code == 0
    assert [path for path in (site / ".cache").rglob("*") if path.is_file()] == [other]
    assert (site / "site").exists()
    run("clean", "--site")
    assert not (site / "site").exists()


def test_colour_is_for_terminals(site: Path) -> None:
    plain, coloured = run("check"), CliRunner().invoke(main, ["check"], color=True)
    assert "\x1b[" not in plain.output and "\x1b[" in coloured.output


def test_a_fault_of_the_program_is_one_line_unless_all_is_wanted(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("actbook.book.book.verify", fail)
    told = run("check")
    assert (told.exit_code, told.stderr) == (
        1,
        "ZeroDivisionError: a fault (a fault of actbook's: --debug shows where)\n",
    )
    assert isinstance(run("check", "--debug").exception, ZeroDivisionError)


def test_a_shell_can_complete_commands_and_options() -> None:
    asked = {"_ACTBOOK_COMPLETE": "bash_complete", "COMP_WORDS": "actbook ch", "COMP_CWORD": "1"}
    command = [sys.executable, "-m", "actbook"]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True)
    assert done.stdout == "plain,check\n"
