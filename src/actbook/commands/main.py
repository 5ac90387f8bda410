"""The program `actbook`, and its commands in the order in which they are used."""

from __future__ import annotations

import click

from actbook.commands.build import build
from actbook.commands.check import check
from actbook.commands.clean import clean
from actbook.commands.conformance import conformance
from actbook.commands.data import data
from actbook.commands.init import init
from actbook.commands.new import new
from actbook.commands.record import record
from actbook.commands.serve import serve
from actbook.commands.sweep import sweep
from actbook.commands.verify import verify


class _Ordered(click.Group):
    """Commands are listed as they were added, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Ordered, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="actbook")
def main() -> None:
    """Build documentation whose formulas, code and stated facts are checked against each other.

    \b
    Completion of commands and options, in ~/.bashrc (zsh and fish likewise):
      eval "$(_ACTBOOK_COMPLETE=bash_source actbook)"
    """


_COMMANDS = (init, new, serve, check, build, record, sweep, data, verify, conformance, clean)
for _command in _COMMANDS:
    main.add_command(_command)
