"""`actbook clean`: forget what is remembered."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from actbook.commands.options import of_site
from actbook.hosts.site import Site
from actbook.terminal import ending
from actbook.terminal.voice import Voice


@click.command()
@click.option("--site", "built", is_flag=True, help="Delete the built site too.")
@of_site
def clean(site: Site, built: bool, voice: Voice) -> int:
    """Forget what is kept from one build to the next.

    They can be had again by running all pages. Records, which cannot, stay. The results never
    take more room than the site's configuration allows.

    \b
    Examples:
      actbook clean
      actbook clean --site
    """
    freed = site.store.clear()
    folder = Path(site.config.site_dir)
    if built and folder.is_dir():
        shutil.rmtree(folder)
    if voice != "quiet":
        click.echo(f"forgot {freed / 1024**2:,.1f} MiB of results in {ending.near(site.cache)}")
    return 0
