"""`actbook record`: renew what pages have recorded, or hold it against new runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from actbook.book import entries, recording
from actbook.book.recording import Ran, Run
from actbook.commands import libraries
from actbook.commands.options import EXISTING, of_site
from actbook.execution.pool import Pool
from actbook.execution.running import Job, Listener
from actbook.hosts.site import Site
from actbook.reading import files, recognised
from actbook.reading.marked import Runs
from actbook.reading.page import Page
from actbook.records import store, taking
from actbook.terminal import ending
from actbook.terminal.voice import Voice
from actbook.verdict import Refused

#: Pages with all their runs.
Found = Sequence[tuple[Run, Ran]]


@click.command()
@click.argument("pages", nargs=-1, type=EXISTING, metavar="[PAGE]...")
@click.option("--check", "only", is_flag=True, help="Run and compare, and write nothing.")
@click.option("--processors", is_flag=True, help="Repeat under each processor this one can be.")
@click.option("--seeds", type=click.IntRange(0), default=0, help="Repeat with so many others.")
@click.option("--libraries", "of_libraries", is_flag=True, help="Call libraries, run no page.")
@click.option("--workers", type=click.IntRange(1), help="Pages at once (default: as configured).")
@of_site
def record(
    site: Site,
    pages: Sequence[Path],
    only: bool,
    processors: bool,
    seeds: int,
    of_libraries: bool,
    workers: int | None,
    voice: Voice,
) -> int:
    """Run pages and write their records.

    Without a PAGE, all pages are run that record something.
    A record is what an expensive or machine-dependent cell found; a build takes it in place of
    running the cell. Exit status: 0 if all assertions hold (with other seeds in at least 19 of
    20), 1 if not, 2 for unusable arguments, 130 after Ctrl-C.

    \b
    Examples:
      actbook record docs/timing.md
      actbook record --check                                  # do all assertions still hold?
      actbook record --processors --seeds 20 docs/timing.md   # and count where they hold
      actbook record --libraries                              # those installed, as pages call them
    """
    runs = site.settings.run
    if of_libraries:
        every = (_read(path, runs) for path in recognised.paths(site.docs, runs))
        named = [page for page in every if page.functions]
        return 0 if libraries.renewed(named, compares=only) else 1
    read = _pages(pages or recognised.paths(site.docs, runs), runs, named=bool(pages))
    found = _run(
        recording.runs(read, processors, seeds), site.pool(workers), quiet=voice == "quiet"
    )
    good = _report(read, found)
    return 0 if all([_write(page, found) for page in read] if not only else [good]) else 1


def _pages(paths: Sequence[Path], runs: Runs, *, named: bool) -> list[Page]:
    """The pages that record something. One that is named has to."""
    pages = []
    for path in paths:
        page = _read(path, runs)
        if taking.recorded(page):
            pages.append(page)
        elif named:
            said = f"{page.path} records nothing: no cell has the option `record`"
            raise click.UsageError(said)
    return pages


def _read(path: Path, runs: Runs) -> Page:
    short = str(ending.near(path.resolve()))
    try:
        page = entries.page(files.load(path, short), short, runs)
        if problems := taking.refusals(page):
            raise Refused(*problems)
    except (Refused, OSError) as refused:
        raise click.UsageError(str(refused)) from None
    return page


def _run(wanted: Sequence[Run], pool: Pool, *, quiet: bool) -> list[tuple[Run, Ran]]:
    found = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=quiet) as bar:
        task = bar.add_task("running", total=len(wanted))

        def started(job: Job, what: str, line: int) -> None:
            bar.update(task, description=f"{Path(job.path).name}:{line}")

        with pool:
            listener = Listener(started=started)
            for run, ran in recording.execute(wanted, listener, pool, pool.workers):
                found.append((run, ran))
                bar.advance(task)
                for problem in ran.problems:
                    bar.console.print(f"{problem} ({_shown(run)})", markup=False, soft_wrap=True)
    return found


def _shown(run: Run) -> str:
    return run.processor if run.seed is None else f"seeds {run.seed}"


def _report(pages: Sequence[Page], found: Found) -> bool:
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
        runs = f"{_of(claim.processors)} processors and {_of(claim.seeds)} sets of seeds"
        said = f"{claim.page.path}:{claim.line}: this holds in {runs}: {claim.code}"
        click.echo(said, err=True)
    failed = any(ran.problems for _, ran in found)
    click.echo(f"{len(claims) - len(wrong)} of {len(claims)} claims hold")
    return not wrong and not failed


def _of(count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}" if count[1] else "–"


def _write(page: Page, found: Found) -> bool:
    """Write the record of a page. False, and a sentence, where there is none to write."""
    path = store.place(Path(page.path))
    made = recording.record(page, found)
    if made is None:
        why = "it failed as it is, or was broken off"
    elif (size := store.size(made)) > store.BOUND:
        much = f"{size:,} bytes, and a record has at most {store.BOUND:,}"
        why = f"{much}: record what figures and sentences need"
    else:
        store.write(path, made)
        click.echo(f"wrote {path}: {size:,} bytes")
        return all(claim.holds for claim in recording.claims(page, found))
    click.echo(f"{page.path}: not recorded: {why}", err=True)
    return False
