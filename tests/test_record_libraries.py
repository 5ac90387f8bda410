"""`actbook record --libraries`: a library is called where pages name it, and held against that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from actbook.book import calls
from actbook.book.plan import plan
from actbook.commands import libraries
from actbook.libraries import chosen
from actbook.libraries.arrays import SCIPY
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.records.calls import read as load
from actbook.records.calls import write

TEXT = """---
title: Logistic
symbol: logistic
implementations:
  SciPy: scipy.special.expit(x)
---

# Logistic

A step that is smooth.

$$ \\operatorname{logistic}(x) = \\frac{1}{1 + e^{-x}} $$
"""
#: SciPy as a library that no build calls, and one that nobody has.
APART = replace(SCIPY, executed=False)
NOWHERE = replace(APART, name="Nowhere", package="nowhere")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    for module in (chosen, libraries):
        monkeypatch.setattr(module, "adapters", lambda: (APART, NOWHERE))
    (tmp_path / "docs").mkdir()
    return read(TEXT, str(tmp_path / "docs" / "logistic.md"))


def test_what_a_library_gives_is_written_held_and_compared(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert libraries.renewed([page], compares=False)
    path = tmp_path / "records" / "libraries" / "scipy.json"
    assert f"wrote {path}" in capsys.readouterr().out
    known, problems = calls.known([page])
    assert problems == ()
    checks = plan(page, read_formulas(page), known=known.on(page.slug))
    (held,) = (one for one in checks if one.what == "the recorded calls of Logistic")
    assert [verdict.status for verdict in held.run(None)] == ["holds"]
    found = load(path)
    (call,) = found.calls
    assert call.formats["float32"] == "float32"
    assert call.plain is not None and call.plain.called == "scipy.special.expit"
    # The same again; then with a value that SciPy does not give.
    assert libraries.renewed([page], compares=True)
    assert libraries.renewed([page], compares=False)
    assert capsys.readouterr().out.count("as it was") == 2
    (tried,) = call.tried
    off = replace(tried, values=(0.25, *tried.values[1:]))
    write(path, replace(found, calls=(replace(call, tried=(off,)),)))
    assert not libraries.renewed([page], compares=True)
    assert "gives something else than is recorded" in capsys.readouterr().err


def test_a_library_that_is_missing_is_told_and_its_record_stays(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = read(TEXT.replace("scipy.special.expit", "nowhere.expit"), page.path)
    assert not libraries.renewed([other], compares=False)
    assert "Nowhere: " in (said := capsys.readouterr().err)
    assert "what is recorded stays" in said
    assert not (tmp_path / "records").exists()
