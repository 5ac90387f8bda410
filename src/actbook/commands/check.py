"""`actbook check`: verify pages without building the site."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import click

from actbook.amounts import counted
from actbook.book.book import Book
from actbook.commands.forms import FORMS, TELLERS, Form, as_json
from actbook.commands.options import EXISTING, of_site
from actbook.hosts import doors
from actbook.hosts.site import Site
from actbook.reading.recognised import SUFFIXES
from actbook.terminal import ending
from actbook.terminal.voice import Voice, counts, pages, progress


@click.command()
@click.argument("paths", nargs=-1, type=EXISTING, metavar="[PATH]...")
@click.option("--again", is_flag=True, help="Run what failed the last time too.")
@click.option(
    *("--format", "form"),
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="How problems are written.",
)
@of_site
def check(site: Site, paths: Sequence[Path], again: bool, form: Form, voice: Voice) -> int:
    """Verify pages without building the site.

    PATH is a page or a folder of pages; without one, all pages of the site are verified.
    Each problem is a line on stderr, `path:line: message` (`path:line:column: message` in
    formulas), and a summary the last. Exit status: 0 if all holds, 1 if something fails, 2 for
    unusable arguments, 130 after Ctrl-C.

    \b
    Examples:
      actbook check
      actbook check docs/growth.md
      actbook check --again docs/growth.md    # also what has failed before
      actbook check --format github           # annotations, in a workflow
      actbook check --format json | jq .problems
    """
    for path in paths:
        if path.is_dir() and not any(any(path.rglob(f"*{suffix}")) for suffix in SUFFIXES):
            raise click.UsageError(f"{path} holds no page (*.md) and no notebook (*.py)")
    say = print if form == "text" else functools.partial(click.echo, err=True)
    with progress(voice, TELLERS[form], say) as shown:
        found = doors.check(site, paths or None, shown, again)
    for line in pages(voice, found.entries):
        say(line)
    if form == "json":
        print(as_json(found))
    if voice != "quiet":
        click.echo(_summary(found), err=True)
        for line in ending.advice(found.wrong, found.recalled):
            say(line)
    return 1 if found.problems else 0


def _summary(found: Book) -> str:
    verdicts = [v for entry in found.entries for v in entry.result.verdicts]
    wrong = len(found.problems)
    end = counted(wrong, "problem") if wrong else "no problem"
    said = f"{counted(len(found.entries), 'page')}, {counts(verdicts)}; {end}"
    return click.style(said, fg="red" if wrong else "green")
