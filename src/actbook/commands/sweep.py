"""`actbook sweep`: go through all numbers of float32, and record the worst errors of code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from actbook.amounts import ulps
from actbook.book import entries, sweeping
from actbook.book.dependencies import others_of, symbols_of
from actbook.book.sweeping import Wanted
from actbook.commands.options import of_site
from actbook.execution.running import Crash
from actbook.hosts.site import Site
from actbook.reading import recognised
from actbook.reading.page import Page
from actbook.records import store, sweeps
from actbook.swept import Swept
from actbook.terminal import ending
from actbook.terminal.voice import Voice


@click.command()
@click.argument("functions", nargs=-1, metavar="FUNCTION...", required=True)
@click.option("--library", "libraries", multiple=True, help="Only the code under this label.")
@of_site
def sweep(site: Site, functions: Sequence[str], libraries: Sequence[str], voice: Voice) -> int:
    """Try the code of functions at all 4,294,967,296 bit patterns of float32.

    FUNCTION is a page, or its name in its address. The reference is the formula, by polynomials
    whose error is proved to be small. What is found is written to `records/sweeps/` and shown on
    the page. A sweep that is interrupted goes on where it was. Exit status: 0 if all was swept, 1
    if not, 2 for unusable arguments, 130 after Ctrl-C.

    \b
    Examples:
      actbook sweep gelu
      actbook sweep docs/growth.md --library PyTorch
    """
    found = [entries.entry(ending.near(path)) for path in recognised.paths(site.docs)]
    pages = [one.page for one in found if one.page is not None]
    symbols = symbols_of(pages)
    chosen = [
        Wanted(page, others_of(page, symbols), tuple(libraries))
        for page in (_named(name, pages) for name in functions)
    ]
    done = [_swept(site, one, quiet=voice == "quiet") for one in chosen]
    return 0 if all(done) else 1


def _named(name: str, pages: Sequence[Page]) -> Page:
    for page in pages:
        if page.functions and (
            page.slug == name or Path(page.path).resolve() == Path(name).resolve()
        ):
            return page
    raise click.UsageError(f"{name} is no page of a function")


def _swept(site: Site, wanted: Wanted, *, quiet: bool) -> bool:
    """Sweep a page and write its record. Whether all of its code was swept."""
    page = wanted.page
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=quiet) as bar:
        task = bar.add_task(page.slug, total=len(wanted.places))

        def begun(what: str, stretches: int) -> None:
            bar.update(task, description=what, completed=stretches)

        with site.pool(1) as pool:
            answer = sweeping.sweep(wanted, site.store, pool, begun)
    if isinstance(answer, Crash):
        click.echo(f"{page.path}:{answer.line or page.body}: {answer.message}", err=True)
        return False
    found, problems = answer
    for problem in problems:
        click.echo(str(problem), err=True)
    if found:
        path = sweeps.place(page)
        sweeps.write(path, sweeps.merged(_known(page), found))
        for one in found:
            click.echo(_line(one))
        click.echo(f"wrote {path}")
    return bool(found) and not problems


def _known(page: Page) -> Sequence[Swept]:
    """What is recorded already and still holds."""
    try:
        return sweeps.take(page, "run")[0]
    except store.Damaged:
        return ()


def _line(one: Swept) -> str:
    at = f" at {float.fromhex(one.at):.9g}" if one.at else ""
    wrong = "".join(f"; {kind}: {count:,}" for kind, count, _ in one.wrong)
    infinite = "".join(f"; f({x}) = {result}, not {limit}" for x, result, limit in one.infinite)
    return f"{one.function} in {one.library}: {ulps(one.worst_ulp)} ulp{at}{wrong}{infinite}"
