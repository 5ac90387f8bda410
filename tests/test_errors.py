"""Each error in print has a source, a day and a cell that decides, and the list shows all."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from actbook.reading import parse, recognised
from actbook.reading.files import load
from actbook.weaving import pairs

ROOT = Path(__file__).resolve().parent.parent
RECORDS = recognised.paths(ROOT / "docs" / "errors")
#: What became of a statement.
STATUS = ("still stands", "mended", "reported", "a misreading")


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_names_source_and_day_and_decides(path: Path) -> None:
    page = parse.read(load(path, str(path)), str(path))
    said = page.text.split("\n# ", 1)[1].split("\n\n")[1]
    assert re.search(r"\]\(https://", said), "what is said has no source"
    assert page.metadata["status"] in STATUS and page.metadata["tags"]
    assert isinstance(page.metadata["date"], datetime.date)
    assert any("assert " in cell.source for cell in page.cells)
    assert page.metadata["search"] == {"boost": 0.5}  # the function's page comes first


def test_the_list_shows_all(book_site: Path) -> None:
    index = (ROOT / "docs" / "errors" / "index.md").read_text("utf-8")
    assert pairs.MARKER.search(index) and len(RECORDS) >= 40
    html = (book_site / "errors" / "index.html").read_text("utf-8")
    assert {path.stem for path in RECORDS} == set(re.findall(r'<li id="([\w-]+)" class', html))
