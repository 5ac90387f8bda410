"""All that is done for one page in its own process: run, verify, draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actbook import execute, figures, glance, kinks, numerics, plan, sketch
from actbook.accuracy import Bench
from actbook.execute import Outputs, Started
from actbook.page import Page
from actbook.result import KinkRow, NumericsRow, Result
from actbook.scope import Reading, read_formulas
from actbook.verdict import Diagnostic, Verdict


def work(page: Page, others: Sequence[Page], started: Started) -> Result:
    """Execute and verify a page. `others` are the pages whose functions its formulas mention."""
    with figures.style():
        outputs, namespace = execute.run(page, figures.svg, started)
    started("reading the formulas", page.body)
    reading = read_formulas(page, others)
    problems = [*outputs.problems, *reading.problems, *plan.parameters(page)]
    verdicts: list[Verdict] = []
    bench = Bench(page.slug)
    for check in plan.plan(page, reading, bench=bench):
        started(f"checking {check.what}", check.line)
        verdicts += check.run(None if outputs.problems else namespace)
    problems += [plan.failure(page, verdict) for verdict in verdicts if verdict.status == "fails"]
    rows: Sequence[NumericsRow] = ()
    kinked: Sequence[KinkRow] = ()
    if not problems:
        started("measuring the code", page.body)
        rows, kinked = _measured(page, reading, bench, namespace)
    started("drawing the figure", page.body)
    portrait, thumbnail = _drawn(page, reading, problems)
    return Result(
        outputs=outputs,
        verdicts=tuple(verdicts),
        portrait=portrait,
        thumbnail=thumbnail,
        glance=tuple(row for f in page.functions for row in glance.rows(f, verdicts)),
        problems=tuple(dict.fromkeys(problems)),
        numerics=tuple(rows),
        kinks=tuple(kinked),
    )


def inlines(page: Page, started: Started) -> Outputs:
    """The outputs of a page whose prose alone has changed: nothing is verified."""
    with figures.style():
        outputs, _ = execute.run(page, figures.svg, started)
    return outputs


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
    if function is None or function.vector or function.symbol not in reading.definitions:
        return "", ""
    try:
        portrait = sketch.portrait(page, reading.definitions[function.symbol])
    except (ValueError, TypeError, KeyError) as error:
        problems.append(Diagnostic(page.path, function.line, f"the figure: {error}"))
        return "", ""
    return figures.portrait(portrait, page.slug), figures.thumbnail(portrait, f"{page.slug}-small")
