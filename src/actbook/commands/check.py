"""`actbook check`: verify pages without building the site."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import click

from actbook.book.book import Book
from actbook.commands import forms
from actbook.commands.forms import Form
from actbook.commands.options import EXISTING, of_site
from actbook.hosts import doors
from actbook.hosts.site import Site
from actbook.reading.recognised import SUFFIXES
from actbook.terminal import ending, voice
from actbook.terminal.voice import Voice
from actbook.words import counted


@click.command()
@click.argument("paths", nargs=-1, type=EXISTING, metavar="[PATH]...")
@click.option("--again", is_flag=True, help="Run what failed the last time too.")
@click.option(
    *("--format", "form"),
    type=click.Choice(forms.FORMS),
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
    return _checked(site, paths or None, again, form, voice)


def _checked(site: Site, paths: Sequence[Path] | None, again: bool, form: Form, loud: Voice) -> int:
    say = print if form == "text" else functools.partial(click.echo, err=True)
    with voice.progress(loud, forms.teller(form), say) as progress:
        found = doors.check(site, paths, progress, again)
    for line in voice.pages(loud, found.entries):
        say(line)
    if form == "json":
        print(forms.as_json(found))
    if loud != "quiet":
        click.echo(_summary(found), err=True)
        for line in ending.advice(found.wrong, found.recalled):
            say(line)
    return 1 if found.problems else 0


def _summary(found: Book) -> str:
    verdicts = [v for entry in found.entries for v in entry.result.verdicts]
    pages, wrong = counted(len(found.entries), "page"), len(found.problems)
    end = counted(wrong, "problem") if wrong else "no problem"
    return click.style(f"{pages}, {voice.counts(verdicts)}; {end}", fg="red" if wrong else "green")
