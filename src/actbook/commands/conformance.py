"""`actbook conformance`: whether code computes a function of a site."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from actbook.commands.options import EXISTING, common
from actbook.conformance.calling import Call
from actbook.conformance.cases import Case, of
from actbook.hosts.site import load
from actbook.terminal.voice import Voice

_FORMATS = ("float64", "float32", "bfloat16", "float16")


@click.command()
@click.argument("callable_", metavar="CALLABLE")
@click.option("--function", required=True, help="Of the site: the name of its page, or PAGE.FORM.")
@click.option("--dtype", "formats", multiple=True, type=click.Choice(_FORMATS), help="A format.")
@click.option("--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@click.option("--ulp", type=float, help="Fail where an error is larger than this, too.")
@click.option("--vectors", type=EXISTING, help="The built site, or a file of test vectors.")
@common
def conformance(
    callable_: str,
    function: str,
    formats: Sequence[str],
    given: Sequence[str],
    ulp: float | None,
    vectors: Path | None,
    voice: Voice,
) -> int:
    """Try code on the test vectors of a function.

    CALLABLE is a name as Python imports it, here or from the current folder: a function of arrays,
    of tensors or of single floats, or a class of such functions. Its worst errors are told, what is
    wrong with it, and which other function it is if it is one. At values of the parameters that are
    not the defaults it is called with those by name.

    Exit status: 0 if nothing is wrong, 1 if something is, 2 for unusable arguments.

    \b
    Examples:
      actbook conformance math.tanh --function tanh
      actbook conformance torch.nn.functional.gelu --function gelu --dtype float32
      actbook conformance my_kernels.elu --function elu --param alpha=0.2 --ulp 2
    """
    call, file = _callable(callable_), _file(function, vectors)
    told = json.loads(file.read_text("utf-8"))
    chosen = dict(map(_parameter, given))
    if unknown := chosen.keys() - told["parameters"].keys():
        raise click.UsageError(f"{function} has no parameter {', '.join(sorted(unknown))}")
    if chosen:
        told = {**told, "sets": [_set(told, {**told["parameters"], **chosen})]}
    reports = list(_reports(of(told, file, formats), call, ulp, voice))
    if not reports:
        raise click.UsageError(f"{callable_} takes none of these numbers")
    return 1 if any(reports) else 0


def _reports(cases: Sequence[Case], call: Call, ulp: float | None, voice: Voice) -> Iterator[bool]:
    """Whether something is wrong, for each case that the code takes."""
    for case in cases:
        try:
            found = case.report(call, ulp)
        except TypeError as error:
            if case.default and voice != "quiet":
                click.echo(f"{case}: not tried: {error}", err=True)
            continue
        if voice != "quiet" or found.wrong:
            click.echo(str(found))
        yield bool(found.wrong)


def _callable(name: str) -> Call:
    """What a dotted name stands for; of a class, what its instances compute."""
    sys.path.insert(0, "")
    parts = name.split(".")
    for count in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        try:
            for part in parts[count:]:
                found = getattr(found, part)
        except AttributeError as error:
            raise click.UsageError(str(error)) from None
        if isinstance(found, type):
            return lambda x, **given: found(**given)(x)
        return found  # type: ignore[no-any-return]
    raise click.UsageError(f"there is no module of the name {name}: write module.function")


def _file(function: str, vectors: Path | None) -> Path:
    if vectors is not None and vectors.is_file():
        return vectors
    site = vectors or Path(load(Path("mkdocs.yml")).config.site_dir)
    found = sorted(site.rglob(f"{function}.vectors.json"))
    if not found:
        said = f"{site} has no {function}.vectors.json"
        raise click.UsageError(f"{said}: build the site, or name it with --vectors")
    return found[0]


def _parameter(written: str) -> tuple[str, float]:
    name, _, value = written.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise click.UsageError(f"--param {written}: a parameter is NAME=VALUE") from None


def _set(told: dict[str, Any], given: dict[str, float]) -> dict[str, Any]:
    """The points at values of the parameters: those of the file, or new ones by the engine."""
    hexed = {name: value.hex() for name, value in given.items()}
    for one in told["sets"]:
        if one["parameters"] == hexed:
            return one  # type: ignore[no-any-return]
    from actbook.checking import vectors
    from actbook.checking.references import Forms
    from actbook.formula.tree import expression

    return vectors.at(expression(told["f"]), given, Forms(), told["function"])
