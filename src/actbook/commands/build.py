"""`actbook build`: execute and verify every page, then build the site, or leave the last one."""

from __future__ import annotations

from pathlib import Path

import click

from actbook.commands.options import PATH, of_site
from actbook.hosts import doors
from actbook.hosts.site import Site
from actbook.records.taking import Policy
from actbook.terminal import ending
from actbook.terminal.display import printed
from actbook.terminal.voice import Voice, pages, progress


@click.command()
@click.option("-d", "--site-dir", type=PATH, help="Where to build (default: as configured).")
@click.option("--again", is_flag=True, help="Run what failed the last time too.")
@click.option("--fresh", is_flag=True, help="Run the cells that are recorded too.")
@of_site
def build(site: Site, site_dir: Path | None, again: bool, fresh: bool, voice: Voice) -> int:
    """Verify every page, then build the site, strictly.

    A page that is wrong is told as `path:line: message` on stderr, and the last site stays as it
    is, also after Ctrl-C. Exit status: 0 if there is a new site, 1 if there is none, 130 after
    Ctrl-C.

    \b
    Examples:
      actbook build
      actbook build --site-dir public
      actbook build --fresh          # take no record for a cell that could be run
    """
    policy: Policy = "fresh" if fresh else "refuse"
    folder = (site_dir or Path(site.config.site_dir)).resolve()
    with progress(voice, printed) as shown:
        found, built = doors.build(site, folder, shown, policy, again)
    for line in pages(voice, found.entries):
        print(line, flush=True)
    if built:
        if voice != "quiet":
            print(f"built {ending.near(folder)}")
        return 0
    click.echo(ending.unpublished(len(found.entries), len(found.wrong)), err=True)
    if voice != "quiet":
        print(*ending.advice(found.wrong, found.recalled), sep="\n")
    return 1
