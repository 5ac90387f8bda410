"""`actbook init`: write a site that builds."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import click

from actbook.commands import written
from actbook.commands.options import PATH, common
from actbook.terminal import ending
from actbook.terminal.voice import Voice

_THEMES = ("material", "mkdocs", "readthedocs")


@click.command()
@click.argument("folder", type=PATH, default=Path())
@click.option("--name", help="The site's name (default: that of its folder).")
@click.option("--theme", type=click.Choice(_THEMES), default="material", show_default=True)
@common
def init(folder: Path, name: str | None, theme: str, voice: Voice) -> int:
    """Write a site that builds, with one page, into FOLDER.

    FOLDER is this one by default. Beside the page there are `mkdocs.yml`, `requirements.txt`,
    `.gitignore` and a workflow that publishes the site on GitHub Pages. Nothing is overwritten.

    \b
    Examples:
      actbook init
      actbook init optics --name "Notes on optics"
      actbook init --theme readthedocs
    """
    title = name or folder.resolve().name or "Notes"
    version = importlib.metadata.version("actbook")
    values = {"name": written.quoted(title), "heading": written.literal(title), "theme": theme}
    files = dict(written.tree("starter", version=version, **values))
    if there := [path for path in files if (folder / path).exists()]:
        raise click.UsageError(f"{folder / there[0]} is there already: name another folder")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    if voice != "quiet":
        place = "" if folder == Path() else f"cd {folder} && "
        click.echo(f"wrote {', '.join(files)}")
        click.echo(f"run next: {place}{ending.program()} serve")
    return 0
