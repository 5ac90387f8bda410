"""`actbook data`: the book as data, without building the site."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import click

from actbook.commands.options import PATH, of_site
from actbook.hosts import doors, made
from actbook.hosts.site import Site
from actbook.terminal import ending
from actbook.terminal.display import printed
from actbook.terminal.voice import Voice, progress
from actbook.weaving import data as written
from actbook.weaving import report


@click.command()
@click.option("-o", "--output", type=PATH, help="The file to write (default: stdout).")
@of_site
def data(site: Site, output: Path | None, voice: Voice) -> int:
    """Verify every page, and write what was found as JSON.

    It is what the site has as `actbook.json`.
    Nothing is written if a page is wrong (exit status 1).

    \b
    Examples:
      actbook data | jq '.pages[].facts[] | select(.verdict != "proved")'
      actbook data --output book.json
    """
    aside = functools.partial(click.echo, err=True)
    with progress(voice, printed, aside) as shown:
        found = doors.check(site, None, shown)
    if found.problems:
        aside(ending.unpublished(len(found.entries), len(found.wrong)))
        return 1
    sources = made.sources(site, (entry.path for entry in found.entries))
    told = written.book(found.entries, report.score(site.root), made.made(site, sources))
    text = json.dumps(told, indent=1, ensure_ascii=False)
    if output is None:
        print(text)
    else:
        output.write_text(text, encoding="utf-8")
    return 0
