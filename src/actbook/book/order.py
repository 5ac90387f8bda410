"""In which order pages are run."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from actbook.reading.page import Page


def ordered(pages: Collection[Page]) -> list[str]:
    """The paths of pages in the order in which they are to be run.

    First what was saved last, for which somebody waits. Then what takes longest, so that no long
    page is left when all others are done: notebooks, and pages that say much.
    """
    latest = max(pages, key=lambda page: _saved(Path(page.path)))

    def rank(page: Page) -> tuple[bool, bool, int]:
        return page is not latest, not page.path.endswith(".py"), -len(page.text)

    return [page.path for page in sorted(pages, key=rank)]


def _saved(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # deleted since it was read
        return 0.0
