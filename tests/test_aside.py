"""A build that is refused leaves the last site as it was."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "build.py"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = SimpleNamespace(wrong=[], entries=[], recalled=[])
    monkeypatch.setattr(module.book, "read", lambda *given, **named: found)
    return module


@pytest.mark.parametrize(("code", "left"), [(0, "new"), (1, "old")])
def test_only_a_whole_site_takes_the_place_of_the_last(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, left: str
) -> None:
    def mkdocs(command: list[str], **named: object) -> SimpleNamespace:
        Path(command[-1]).mkdir()
        (Path(command[-1]) / "index.html").write_text("new")
        return SimpleNamespace(returncode=code)

    monkeypatch.setattr(script.subprocess, "run", mkdocs)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    assert script.build("site", "refuse", False) == code
    assert (tmp_path / "site" / "index.html").read_text() == left
    assert [p.name for p in tmp_path.iterdir() if "site" in p.name] == ["site"]
