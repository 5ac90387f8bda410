"""Verify pages without building the site: `python scripts/check.py [PATH …]`.

One diagnostic a line, `path:line: message`, on stderr and a summary last. The exit status is 0 if
everything holds, 1 if something fails and 2 for unusable arguments.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from actbook import book
from actbook.execution.cache import Cache

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify pages without building the site.")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        default=[ROOT / "docs" / "activations"],
        help="a page or a folder of pages (default: docs/activations)",
    )
    arguments = parser.parse_args()
    pages = [page for path in arguments.paths for page in _pages(path, parser)]
    found = book.verify(
        [_short(page) for page in pages],
        map(_short, book.paths(ROOT / "docs")),
        cache(),
        progress=book.Progress(found=lambda problem: print(problem, file=sys.stderr, flush=True)),
    )
    print(_summary(found), file=sys.stderr)
    return 1 if found.problems else 0


def cache() -> Cache:
    """The cache that all doors share."""
    return Cache(ROOT / ".cache")


def _pages(path: Path, parser: argparse.ArgumentParser) -> list[Path]:
    if path.is_dir():
        # Python files are pages where there are no others: a folder of notebooks.
        if not (found := sorted(path.rglob("*.md")) or sorted(path.rglob("*.py"))):
            parser.error(f"{path} holds no page (*.md) and no notebook (*.py)")
        return found
    if not path.is_file():
        parser.error(f"{path} does not exist")
    return [path]


def _short(path: Path) -> Path:
    """The path as a person would type it here."""
    path = path.resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _summary(found: book.Book) -> str:
    verdicts = Counter(v.status for entry in found.entries for v in entry.result.verdicts)
    counts = f"{verdicts['proved']} proved, {verdicts['holds']} hold, {verdicts['unknown']} unknown"
    pages, wrong = len(found.entries), len(found.problems)
    end = f"{wrong} problem{'s' * (wrong != 1)}" if wrong else "no problem"
    return f"{pages} page{'s' * (pages != 1)}, {verdicts.total()} checks: {counts}; {end}"


if __name__ == "__main__":
    sys.exit(main())
