"""What all commands take, and how each ends: 0 all is well, 1 something is wrong, 2 unusable
arguments, 130 interrupted."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from actbook.hosts import site
from actbook.terminal.voice import Voice

#: A file or folder that a command is given.
PATH = click.Path(path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)
Command = Callable[..., int]
_VOICES = (
    (("-q", "--quiet"), "quiet", "Say only what is wrong."),
    (("-v", "--verbose"), "verbose", "Say of each page what was found."),
    (("--debug",), "debug", "Show tracebacks too."),
)


def common(command: Command) -> Callable[..., None]:
    """A command that is told how much to say, and ends with the exit status that it returns."""

    @functools.wraps(command)
    def run(voice: Voice | None, **arguments: Any) -> None:
        click.get_current_context().exit(_ended(command, voice or "normal", arguments))

    for flags, value, shown in reversed(_VOICES):
        run = click.option(*flags, "voice", flag_value=value, help=shown)(run)
    return run


def _ended(command: Command, voice: Voice, arguments: dict[str, Any]) -> int:
    try:
        return command(voice=voice, **arguments)
    except site.Unusable as error:
        raise click.UsageError(str(error)) from None
    except KeyboardInterrupt:
        click.echo("interrupted: nothing was published, finished pages are kept", err=True)
        return 130
    except Exception as error:
        if voice == "debug" or isinstance(error, click.ClickException):
            raise
        click.echo(_said(error), err=True)
        return 1


def _said(error: Exception) -> str:
    if isinstance(error, shutil.Error):  # of many files: one tells enough
        return str(error.args[0][0][-1])
    if isinstance(error, OSError) and error.strerror:  # a full disk, a folder that is forbidden
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part)
    fault = f"{type(error).__name__}: {error}"
    return f"{fault} (a fault of actbook's: --debug shows where)"


def of_site(command: Command) -> Callable[..., None]:
    """As `common`, of a command that is given the site that `--config-file` names."""

    @functools.wraps(command)
    def run(config_file: Path, **arguments: Any) -> int:
        return command(site=site.load(config_file), **arguments)

    option = click.option(
        *("-f", "--config-file"),
        type=PATH,
        default=Path("mkdocs.yml"),
        show_default=True,
        help="The site's configuration.",
    )
    return option(common(run))
