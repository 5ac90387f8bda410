"""`actbook verify`: prove the certificates of a site again, without the engine."""

from __future__ import annotations

from pathlib import Path

import click

from actbook import verify as verifier
from actbook.commands.options import PATH, of_site
from actbook.hosts.site import Site
from actbook.terminal.voice import Voice


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@of_site
def verify(site: Site, paths: tuple[Path, ...], voice: Voice) -> int:
    """Prove again what a built site calls proved, by its certificates.

    PATHS are folders of sites or files of certificates (default: the site as it is built). This
    runs `verify.py`, one file that needs Python alone and uses nothing of the engine; a site has it
    too. What it cannot prove it tells with the reason. Exit status: 0 if nothing is refused, 1 if
    something is, 2 if there are no certificates.

    \b
    Examples:
      actbook verify
      actbook verify site/activations/elu.certificate.json
    """
    return int(verifier.main(paths or (Path(site.config.site_dir),)))  # type: ignore[no-untyped-call]
