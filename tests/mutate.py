"""Try every small wrong version of the pages: `python tests/mutate.py [PAGE …]`.

A table of how many each kind of mutant the checks refused, then those that survived. The exit
status is 0 if enough were refused, 1 if not or if a page is wrong as it is, 2 for unusable
arguments.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mutating import mutation
from mutating.mutants import KINDS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import recognised
from actbook.reading.page import Page

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="default: all")
    parser.add_argument("--sample", type=int, metavar="N", help="try only N mutants")
    parser.add_argument("--seed", type=int, default=0, help="which N (default: 0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the score there as well")
    parser.add_argument("--equivalent", action="store_true", help="list these, with the reason")
    arguments = parser.parse_args()
    library = [_short(path) for path in recognised.paths(ROOT / "docs")]
    wanted = arguments.pages or [p for p in library if p.parent.name == "activations"]
    for path in wanted:
        if not path.is_file():
            parser.error(f"{path} is not a page")
    with Pool() as pool:
        pages, others = _verified([_short(path) for path in wanted], library, pool)
        if not pages:
            return 1
        begun = time.monotonic()
        outcomes = _run(pages, others, pool, arguments.sample, arguments.seed)
        score = mutation.data(outcomes, time.monotonic() - begun)
    _report(outcomes, arguments.equivalent)
    targets = [arguments.json] if arguments.json else []
    if arguments.sample is None and not arguments.pages:
        targets.append(ROOT / ".cache" / "mutation.json")
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(score, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0 if mutation.enough(outcomes) else 1


def _short(path: Path) -> Path:
    """The path as a person would type it here."""
    path = path.resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _verified(
    wanted: Sequence[Path], library: Sequence[Path], pool: Pool
) -> tuple[list[Page], list[Page]]:
    """The wanted pages, which are to be right as they are, and those they may mention."""
    found = book.verify(wanted, library, Cache(ROOT / ".cache"), pool)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        print("only a page that is right can be mutated", file=sys.stderr)
        return [], []
    pages = [entry.page for entry in found.entries if entry.page]
    return pages, [*pages, *mutation.readable(library)]


def _run(
    pages: Sequence[Page], library: Sequence[Page], pool: Pool, count: int | None, seed: int
) -> list[Any]:
    columns = (TextColumn("trying mutants"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("mutants", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        outcomes: list[Any] = mutation.run(pages, library, pool, count, seed, progress)
    return outcomes


def _report(outcomes: Sequence[Any], equivalent: bool) -> None:
    console = Console(width=None if sys.stdout.isatty() else 120)
    table = Table(*("", "killed", "equivalent", "survived", "score"), box=None)
    for path in sorted({outcome.mutant.path for outcome in outcomes}):
        own = [outcome for outcome in outcomes if outcome.mutant.path == path]
        for kind in KINDS:
            _row(table, f"{Path(path).stem}: {kind}", mutation.tally(own, kind))
    for kind in KINDS:
        _row(table, f"all {kind}", mutation.tally(outcomes, kind))
    console.print(table)
    for outcome in outcomes:
        if outcome.fate == "survived":
            print(f"survived: {outcome.mutant}")
        elif outcome.error:
            print(f"stopped the engine: {outcome.mutant}: {outcome.said}")
        elif outcome.fate == "equivalent" and equivalent:
            print(f"equivalent: {outcome.mutant}: {outcome.said}")


def _row(table: Table, name: str, one: mutation.Tally) -> None:
    if one.killed + one.equivalent + one.survived:
        counts = (one.killed, one.equivalent, one.survived)
        table.add_row(name, *map(str, counts), f"{one.score:.2%}")


if __name__ == "__main__":
    sys.exit(main())
