"""A site that is written for an author builds, and publishes nothing that strangers made."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from actbook.commands.main import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_a_site_builds_as_it_is_written(here: Path, theme: str) -> None:
    name = 'Größe & [x]: "$5"'
    assert run("--theme", theme, "--name", name).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-m", "actbook", "build", "-v"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"lorentzian\.md: 1\d checks: \d+ proved, \d+ hold, 0 unknown\n", done.stdout)
    assert yaml.safe_load((here / "mkdocs.yml").read_text())["site_name"] == name
    shown = (here / "site" / "index.html").read_text()
    assert f"{name}</h1>" in html.unescape(shown) or f"{name}<a" in html.unescape(shown)
    assert 'href="lorentzian/"' in shown
    elements = re.findall("<(?:script|link|img)[^>]*>", shown)
    assert elements and not [one for one in elements if re.search(r"=.?(?:https?:)?//", one)]


def test_nothing_is_overwritten(here: Path) -> None:
    (here / ".gitignore").write_text("mine\n")
    told = run()
    assert told.exit_code == 2 and ".gitignore is there already" in told.stderr
    assert [path.name for path in here.iterdir()] == [".gitignore"]


def test_a_site_may_have_a_folder_of_its_own(here: Path) -> None:
    told = run("optics")
    assert (here / "optics" / "mkdocs.yml").read_text().startswith('site_name: "optics"\n')
    assert "cd optics && " in told.stdout and (here / "optics" / ".gitignore").is_file()


def test_the_commands_of_its_workflow_are_those_of_the_program(here: Path) -> None:
    run()
    text = (here / ".github" / "workflows" / "site.yml").read_text()
    calls = re.findall(r"run: actbook (\w+)(.*)", text)
    assert {name for name, _ in calls} == {"build", "check"}
    for name, rest in calls:
        context = main.make_context("actbook", [name])
        main.commands[name].make_parser(context).parse_args(rest.split())
