"""All that is done for one page in its own process: run, verify, draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actbook import plan
from actbook.algebra.ball import Contradiction, Undecided, Undefined
from actbook.algebra.expand import Definition
from actbook.algebra.scope import Reading, read_formulas
from actbook.checking import cost, kinks, numerics, vectors
from actbook.checking.accuracy import Bench
from actbook.checking.points import parameter_values
from actbook.drawing import figures, sketch
from actbook.execution import execute
from actbook.execution.execute import Outputs, Started
from actbook.memory import NOTHING, coded
from actbook.reading.page import Page
from actbook.result import KinkRow, NumericsRow, Result
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import glance

#: The vector at which the thumbnail of a vector function shows it.
_SHOWN = (0.0, 1.0, 2.0)


def work(
    page: Page, others: Sequence[Page], executes: bool, verifies: bool, started: Started
) -> tuple[Outputs | None, Result | None]:
    """The outputs of a page's cells and what verifying it found, each where it is asked for.

    `others` are the pages whose functions its formulas mention. Cells also run where their code is
    to be verified.
    """
    outputs, namespace = None, None
    if executes or coded(page):
        with figures.style():
            outputs, namespace = execute.run(page, figures.svg, started)
        if outputs.problems:
            namespace = None
    return outputs, _verified(page, others, namespace, started) if verifies else None


def _verified(
    page: Page, others: Sequence[Page], namespace: Mapping[str, Any] | None, started: Started
) -> Result:
    """What verifying a page finds, without its outputs; without a namespace, nothing of code."""
    started("reading the formulas", page.body)
    reading = read_formulas(page, others)
    problems = [*reading.problems, *plan.parameters(page)]
    verdicts: list[Verdict] = []
    bench = Bench(page.slug)
    for check in plan.plan(page, reading, bench=bench):
        started(f"checking {check.what}", check.line)
        verdicts += check.run(namespace)
    problems += [plan.failure(page, verdict) for verdict in verdicts if verdict.status == "fails"]
    rows: Sequence[NumericsRow] = ()
    kinked: Sequence[KinkRow] = ()
    if not problems and namespace is not None:
        started("measuring the code", page.body)
        rows, kinked = _measured(page, reading, bench, namespace)
    started("drawing the figure", page.body)
    portrait, thumbnail = _drawn(page, reading, problems)
    return replace(
        NOTHING,
        verdicts=tuple(verdicts),
        portrait=portrait,
        thumbnail=thumbnail,
        glance=tuple(row for f in page.functions for row in glance.rows(f, verdicts)),
        problems=tuple(dict.fromkeys(problems)),
        numerics=tuple(rows),
        kinks=tuple(kinked),
        costs=tuple(cost.costs(page, reading)),
    )


def _measured(
    page: Page, reading: Reading, bench: Bench, namespace: Mapping[str, Any]
) -> tuple[Sequence[NumericsRow], Sequence[KinkRow]]:
    """The accuracy of a page's functions by format, and their kinks."""
    rows: list[NumericsRow] = []
    found: list[KinkRow] = []
    for function in page.functions:
        definition = reading.definitions[function.symbol]
        if function.vector:
            rows += numerics.of_vectors(page.slug, function, definition, namespace)
        else:
            measured = bench.measure(function, definition.expression, namespace)
            rows += numerics.numerics(measured)
            found += kinks.kinks(function, definition.expression, namespace)
    return rows, found


def _drawn(page: Page, reading: Reading, problems: list[Diagnostic]) -> tuple[str, str]:
    """The portrait and thumbnail of the page's own function, empty where there is none."""
    function = next(iter(page.functions), None)
    if function is None or function.symbol not in reading.definitions or plan.parameters(page):
        return "", ""
    if function.vector:
        return "", _bars(page, reading.definitions[function.symbol])
    try:
        portrait = sketch.portrait(page, reading.definitions[function.symbol])
    except (ValueError, TypeError, KeyError) as error:
        problems.append(Diagnostic(page.path, function.line, f"the figure: {error}"))
        return "", ""
    return figures.portrait(portrait, page.slug), figures.thumbnail(portrait, f"{page.slug}-small")


def _bars(page: Page, definition: Definition) -> str:
    """The thumbnail of a vector function, empty where its components have no value."""
    defaults = parameter_values(definition.function.parameters)[0]
    length, index = len(_SHOWN), definition.index or "i"
    try:
        heights = [
            vectors.component(
                definition.expression, {**defaults, "x": list(_SHOWN), index: i, "n": length}
            )
            for i in range(1, length + 1)
        ]
    except (Undefined, Undecided, Contradiction, IndexError):
        return ""
    return figures.bars([float(height) for height in heights], f"{page.slug}-small")
