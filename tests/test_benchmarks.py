"""The benchmarks speak of the engine and the book as they are."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from actbook.hosts import site

BUILD = Path(__file__).resolve().parent.parent / "benchmarks" / "build.py"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark", BUILD)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "benchmark", module)  # which dataclasses ask for
    spec.loader.exec_module(module)
    return module


def test_a_copy_of_the_book_has_all_that_its_configuration_names(
    build: ModuleType, tmp_path: Path
) -> None:
    found = site.load(build.copied(tmp_path / "book") / "mkdocs.yml")
    titled = (found.docs / name for name in found.settings.titles)
    assert all(path.exists() for path in titled) and found.settings.titles


def test_the_parts_that_are_timed_alone_are_found(build: ModuleType) -> None:
    """The code is a text that another process runs, which no linter reads."""
    found: dict[str, object] = {}
    exec(build.ALONE.partition("pages = ")[0], found)
    for module, name in (
        *(("tokens", "literals"), ("formula", "parser"), ("job", "work"), ("entries", "page")),
        *(("dependencies", "symbols_of"), ("dependencies", "others_of")),
    ):
        assert callable(getattr(found[module], name))
        assert f"{module}.{name}(" in build.ALONE
