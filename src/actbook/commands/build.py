"""`actbook build`: execute and verify every page, then build the site, or leave the last one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from actbook.book import book
from actbook.commands.options import PATH, of_site
from actbook.hosts.site import Site
from actbook.records.taking import POLICY, Policy
from actbook.terminal import display, ending, voice
from actbook.terminal.voice import Voice

#: How MkDocs is told how much to say.
_LOUDNESS: dict[Voice, tuple[str, ...]] = {
    "quiet": ("--quiet",),
    "normal": (),
    "verbose": (),
    "debug": ("--verbose",),
}


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
    return _built(site, (site_dir or site.built).resolve(), policy, again, voice)


def _built(site: Site, folder: Path, policy: Policy, again: bool, loud: Voice) -> int:
    docs = ending.near(site.docs)
    with voice.progress(loud, display.printed) as progress:
        found = book.read(docs, site.store, progress=progress, policy=policy, again=again)
    print(*voice.pages(loud, found.entries), sep="\n", end="\n" * (loud == "verbose"), flush=True)
    if wrong := found.wrong:
        click.echo(ending.unpublished(len(found.entries), len(wrong)), err=True)
        if loud != "quiet":
            print(*ending.advice(wrong, found.recalled), sep="\n")
        return 1
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", POLICY: policy}
    with aside(folder) as new:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", *_LOUDNESS[loud]]
        command += ["-f", str(site.configuration), "-d", str(new)]
        # A session of its own: Ctrl-C is told once, here.
        code = subprocess.run(command, env=environment, start_new_session=True).returncode
        if code == 0:
            swap(new, folder)
    return code


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A place beside a folder to build in: MkDocs empties its folder before it knows whether there
    will be a site. Nothing is left there afterwards."""
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def swap(new: Path, folder: Path) -> None:
    """Put a folder in the place of another."""
    with aside(folder.with_name(f"{folder.name}.last")) as last:
        if folder.exists():
            folder.rename(last)
        new.rename(folder)
