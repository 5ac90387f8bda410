"""The formulas of the book's pages, read without running anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from actbook.book.dependencies import others_of, symbols_of
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import Reading, read_formulas

PAGES = sorted(Path(__file__).parent.parent.glob("docs/activations/*.md"))


@cache
def readings() -> Mapping[str, tuple[Page, Reading]]:
    """Each page with its formulas, by its name."""
    pages = [read(path.read_text("utf-8"), str(path)) for path in PAGES]
    symbols = symbols_of(pages)
    return {page.slug: (page, read_formulas(page, others_of(page, symbols))) for page in pages}
