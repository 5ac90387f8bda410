"""The benchmarks speak of the engine as it is."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parent.parent / "benchmarks" / "build.py"


def test_the_parts_that_are_timed_alone_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is a text that another process runs, which no linter reads."""
    spec = importlib.util.spec_from_file_location("benchmark", BUILD)
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "benchmark", build)  # which dataclasses ask for
    spec.loader.exec_module(build)
    found: dict[str, object] = {}
    exec(build.ALONE.partition("pages = ")[0], found)
    for module, name in (
        *(("tokens", "literals"), ("formula", "parser"), ("job", "work"), ("entries", "page")),
        *(("dependencies", "symbols_of"), ("dependencies", "others_of")),
    ):
        assert callable(getattr(found[module], name))
        assert f"{module}.{name}(" in build.ALONE
