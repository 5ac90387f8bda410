"""`actbook serve`: the executed site with live reload."""

from __future__ import annotations

import os
import sys

import click

from actbook.commands.options import of_site
from actbook.hosts.site import Site
from actbook.terminal.voice import Voice


@click.command()
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where (default: as configured).")
@click.option("-o", "--open", "opened", is_flag=True, help="Open a browser when it is there.")
@of_site
def serve(site: Site, dev_addr: str | None, opened: bool, voice: Voice) -> int:
    """Serve the site, and build it again when a file is saved.

    A page that is wrong shows what is wrong with it in its place, and the terminal tells it as
    `path:line: message`; the rest of the site stays readable.

    \b
    Examples:
      actbook serve
      actbook serve --dev-addr localhost:8001 --open
    """
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(site.configuration)]
    command += ["-a", dev_addr] if dev_addr else []
    command += ["--open"] if opened else []
    command += {"quiet": ["--quiet"], "debug": ["--verbose"]}.get(voice, [])
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # In the place of this process, so that signals are the server's.
    os.execv(sys.executable, command)
