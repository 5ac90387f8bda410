"""A build that is refused leaves the last site as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from actbook.commands.main import main


@pytest.mark.parametrize(
    ("text", "code", "left"),
    [("# New\n", 0, "New"), ("# New\n\n[gone](gone.md)\n", 1, "old")],
    ids=["a good page", "a broken link"],
)
def test_only_a_whole_site_takes_the_place_of_the_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, code: int, left: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(text)
    (tmp_path / "mkdocs.yml").write_text("site_name: a\ntheme: mkdocs\nplugins: [actbook]\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    assert CliRunner().invoke(main, ["build"]).exit_code == code
    assert left in (tmp_path / "site" / "index.html").read_text()
    assert [p.name for p in tmp_path.iterdir() if "site" in p.name] == ["site"]
