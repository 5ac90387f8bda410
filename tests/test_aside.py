"""A build that is refused leaves the last site as it was."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from actbook.commands import build
from actbook.commands.main import main


@pytest.mark.parametrize(("code", "left"), [(0, "new"), (1, "old")])
def test_only_a_whole_site_takes_the_place_of_the_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, left: str
) -> None:
    def mkdocs(command: list[str], **named: object) -> SimpleNamespace:
        Path(command[-1]).mkdir()
        (Path(command[-1]) / "index.html").write_text("new")
        return SimpleNamespace(returncode=code)

    monkeypatch.setattr(build.subprocess, "run", mkdocs)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: a\nplugins: [actbook]\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    assert CliRunner().invoke(main, ["build"]).exit_code == code
    assert (tmp_path / "site" / "index.html").read_text() == left
    assert [p.name for p in tmp_path.iterdir() if "site" in p.name] == ["site"]
