"""`actbook new`: write a page about a function, to be changed line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from actbook.book import entries
from actbook.commands import written
from actbook.commands.names import Names, names
from actbook.commands.options import PATH, of_site
from actbook.hosts.settings import LIBRARIES
from actbook.hosts.site import Site
from actbook.latex.names import letter
from actbook.reading import parse, recognised
from actbook.reading.scope import read_formulas
from actbook.terminal import ending
from actbook.terminal.voice import Voice
from actbook.verdict import Refused

_PARAMETER = re.compile(r"(?P<name>[^\W\d]\w*)(?:=(?P<default>.+))?")


@dataclass(frozen=True)
class Parameter:
    """A parameter, with the LaTeX that formulas write, and whether its name alone says that."""

    name: str
    default: float
    latex: str
    spelled: bool


class _Parameter(click.ParamType):  # type: ignore[type-arg]
    name = "NAME[=DEFAULT]"

    def convert(self, value: Any, param: Any, ctx: Any) -> Parameter:
        """Read `alpha=0.5`."""
        match = _PARAMETER.fullmatch(str(value))
        try:
            default = float(match["default"] or 1) if match else 0.0
        except ValueError:
            default = 0.0
        if match is None or not 0 < default < float("inf"):
            self.fail(f"{value!r} is not a name with a positive default, as alpha=0.5", param, ctx)
        name = match["name"]
        if len(name) == 1:
            return Parameter(name, default, name, True)
        if letter(name) != name:
            return Parameter(name, default, f"\\{name.rstrip('_')}", True)
        return Parameter(name, default, f"\\mathrm{{{name.replace('_', '')}}}", False)


@click.command()
@click.argument("name")
@click.option("--symbol", default="", help="Its symbol in formulas (default: made of NAME).")
@click.option(
    *("-p", "--parameter", "parameters"),
    type=_Parameter(),
    multiple=True,
    help="A parameter of it; may be given several times.",
)
@click.option(
    *("-l", "--library", "libraries"),
    type=click.Choice(LIBRARIES),
    multiple=True,
    help="For what its code is written; may be given several times (default: as configured).",
)
@click.option("--family", default="", help="The family it stands in.")
@click.option("--folder", type=PATH, help="Where to write it (default: the site's pages).")
@of_site
def new(
    site: Site,
    name: str,
    symbol: str,
    parameters: Sequence[Parameter],
    libraries: Sequence[str],
    family: str,
    folder: Path | None,
    voice: Voice,
) -> int:
    """Write a page about a function.

    It passes its checks as it stands, about a function that stands in for yours; what to change
    first is told. Nothing is overwritten.

    \b
    Examples:
      actbook new "soft clip"
      actbook new Planck --symbol B --parameter T=300 --family radiation
      actbook new gain -p alpha=0.5 -p beta -l numpy -l torch
    """
    runs = site.settings.run
    site_pages = [entries.entry(path, runs=runs).page for path in recognised.paths(site.docs, runs)]
    taken = {f.symbol for page in site_pages if page for f in page.functions}
    draft = _Draft(parameters, libraries or site.settings.libraries, family)
    try:
        found = names(name, lambda one: draft.refuse(one, taken), draft.taken, symbol)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    path = (folder or site.docs) / f"{found.slug}.md"
    if path.exists():
        raise click.UsageError(f"{ending.near(path)} exists already: choose another name or folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = draft.text(found)
    path.write_text(text, encoding="utf-8")
    if voice != "quiet":
        _tell(ending.near(path.resolve()), text)
    return 0


@dataclass(frozen=True)
class _Draft:
    """The page to be written, but for its names."""

    parameters: Sequence[Parameter]
    libraries: Sequence[str]
    family: str

    @property
    def taken(self) -> Sequence[str]:
        """The names of its parameters."""
        return [parameter.name for parameter in self.parameters]

    def refuse(self, symbol: str, taken: Collection[str]) -> None:
        """Raise ValueError where formulas cannot call the function by a symbol, or another page
        has it."""
        try:
            page = parse.read(self.text(Names("Title", "title", symbol, "function")), "title.md")
        except Refused as refused:
            raise ValueError(refused.diagnostics[0].message) from None
        if page.functions[0].symbol in taken:
            raise ValueError(f"another page has the symbol {symbol}: give one with --symbol")
        if problems := read_formulas(page).problems:
            said = f"the symbol {symbol} cannot be used: {problems[0].message}"
            raise ValueError(f"{said}; give another with --symbol")

    def text(self, names: Names) -> str:
        """The page in full."""
        one = names.symbol
        return written.rendered(
            "page.md",
            title=written.quoted(names.title),
            heading=written.literal(names.title),
            family=self.family and written.quoted(self.family),
            symbol=one.replace("\\", "\\\\"),
            call=one if one[0] == "\\" or len(one) == 1 else f"\\operatorname{{{one}}}",
            parameters=self.parameters,
            libraries=self.libraries,
            function=names.function,
        )


def _tell(path: Path, text: str) -> None:
    """Say what was written, and what to change first."""
    lines = text.splitlines()

    def line(start: str) -> int:
        return next(at for at, one in enumerate(lines, 1) if one.startswith(start))

    click.echo(f"wrote {path}, which passes its checks. Change in this order:")
    click.echo(f"  {path}:{line('One sentence')}: the sentence that says what it is")
    click.echo(f"  {path}:{line('$$') + 1}: its formula, and the derivative below, or delete that")
    click.echo(f"  {path}:{line('def ')}: the code that computes it")
    click.echo(f"  {path}:{line('facts:')}: what is true of it")
    click.echo(f"then run: {ending.program()} check {path}")
