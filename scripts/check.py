"""Verify pages without building the site: `python scripts/check.py [PATH …]`.

One diagnostic a line, `path:line: message`, on stderr and a summary last; what to run next is on
stdout. The exit status is 0 if everything holds, 1 if something fails, 2 for unusable arguments and
130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.terminal import display, ending
from actbook.words import counted

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
    parser.add_argument("--again", action="store_true", help="run what failed the last time")
    arguments = parser.parse_args()
    pages = [page for path in arguments.paths for page in _pages(path, parser)]
    try:
        return check(pages, arguments.again)
    except KeyboardInterrupt:
        print("interrupted: finished pages are kept", file=sys.stderr)
        return 130


def check(pages: Sequence[Path], again: bool) -> int:
    """The exit status of verifying pages."""
    library = map(_short, book.paths(ROOT / "docs"))
    with display.shown(display.printed, print) as progress:
        found = book.verify(
            [_short(page) for page in pages], library, cache(), progress=progress, again=again
        )
    print(_summary(found), file=sys.stderr, flush=True)
    if wrong := found.wrong:
        print(*ending.advice(wrong, found.recalled, Path(__file__).resolve()), sep="\n")
    return 1 if wrong else 0


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
    return ending.near(path.resolve())


def _summary(found: book.Book) -> str:
    verdicts = Counter(v.status for entry in found.entries for v in entry.result.verdicts)
    hold = "holds" if verdicts["holds"] == 1 else "hold"
    counts = (
        f"{verdicts['proved']} proved, {verdicts['holds']} {hold}, {verdicts['unknown']} unknown"
    )
    pages, checks = counted(len(found.entries), "page"), counted(verdicts.total(), "check")
    wrong = len(found.problems)
    return f"{pages}, {checks}: {counts}; {counted(wrong, 'problem') if wrong else 'no problem'}"


if __name__ == "__main__":
    sys.exit(main())
