"""Renew what pages have recorded: `python scripts/record.py [PAGE …]`.

A record is what an expensive or machine-dependent cell found. Without options the pages are run and
their records written. `--check` runs and compares without writing: do all assertions hold? The exit
status is 0 if they do (with other seeds in at least 19 of 20), 1 if not, 2 for unusable arguments.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from actbook.book import book, entries, recording
from actbook.book.recording import Ran, Run
from actbook.execution.pool import Pool
from actbook.execution.running import Job, Listener
from actbook.reading import parse
from actbook.reading.page import Page
from actbook.records import store, taking
from actbook.verdict import Refused

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="default: all")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    parser.add_argument(
        "--processors", action="store_true", help="repeat under each processor that this one can be"
    )
    parser.add_argument(
        "--seeds", type=int, default=0, metavar="N", help="repeat with N other sets of seeds"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="pages at once (default: cores)")
    arguments = parser.parse_args()
    given = [path.resolve() for path in arguments.pages] or book.paths(ROOT / "docs")
    os.chdir(ROOT)
    pages = _pages(given, parser, named=bool(arguments.pages))
    wanted = recording.runs(pages, arguments.processors, arguments.seeds)
    found = _run(wanted, arguments.workers)
    good = _report(pages, found)
    return (
        0 if all([_write(page, found) for page in pages] if not arguments.check else [good]) else 1
    )


def _pages(paths: Sequence[Path], parser: argparse.ArgumentParser, *, named: bool) -> list[Page]:
    """The pages that record something. One that is named has to."""
    pages = []
    for path in paths:
        short = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        if not path.is_file():
            parser.error(f"{short} is not a page")
        try:
            page = entries.page(parse.load(path, str(short)), str(short))
            if problems := taking.refusals(page):
                raise Refused(*problems)
        except Refused as refused:
            parser.error(str(refused))
        if taking.recorded(page):
            pages.append(page)
        elif named:
            parser.error(f"{short} records nothing: no cell of it has the option `record`")
    return pages


def _run(wanted: Sequence[Run], workers: int | None) -> list[tuple[Run, Ran]]:
    found = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("running", total=len(wanted))

        def started(job: Job, what: str, line: int) -> None:
            bar.update(task, description=f"{Path(job.path).name}:{line}")

        with Pool(workers) as pool:
            listener = Listener(started=started)
            for run, ran in recording.execute(wanted, listener, pool, workers):
                found.append((run, ran))
                bar.advance(task)
                for problem in ran.problems:
                    bar.console.print(f"{problem} ({_shown(run)})", markup=False, soft_wrap=True)
    return found


def _shown(run: Run) -> str:
    return run.processor if run.seed is None else f"seeds {run.seed}"


def _report(pages: Sequence[Page], found: Sequence[tuple[Run, Ran]]) -> bool:
    """Print in how many runs each claim holds. Whether that is enough."""
    console = Console(width=None if sys.stdout.isatty() else 140)
    table = Table("claim", "code", "processors", "seeds", box=None)
    claims = [claim for page in pages for claim in recording.claims(page, found)]
    for claim in claims:
        row = (f"{claim.page.path}:{claim.line}", escape(claim.code), _of(claim.processors))
        table.add_row(*row, _of(claim.seeds), style=None if claim.holds else "bold red")
    console.print(table)
    wrong = [claim for claim in claims if not claim.holds]
    for claim in wrong:
        print(f"{claim.page.path}:{claim.line}: this holds in {_of(claim.processors)} processors "
              f"and {_of(claim.seeds)} sets of seeds: {claim.code}", file=sys.stderr)  # fmt: skip
    failed = any(ran.problems for _, ran in found)
    print(f"{len(claims) - len(wrong)} of {len(claims)} claims hold")
    return not wrong and not failed


def _of(count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}" if count[1] else "–"


def _write(page: Page, found: Sequence[tuple[Run, Ran]]) -> bool:
    """Write the record of a page. False, and a sentence, where there is none to write."""
    path = store.place(Path(page.path))
    record = recording.record(page, found)
    if record is None:
        print(f"{page.path}: not recorded: it failed as it is, or was broken off", file=sys.stderr)
        return False
    if (size := store.size(record)) > store.BOUND:
        much = f"{size:,} bytes, and a record has at most {store.BOUND:,}"
        said = f"{page.path}: not recorded: {much}: record what figures and sentences need"
        print(said, file=sys.stderr)
        return False
    store.write(path, record)
    print(f"wrote {path}: {size:,} bytes")
    return all(claim.holds for claim in recording.claims(page, found))


if __name__ == "__main__":
    sys.exit(main())
