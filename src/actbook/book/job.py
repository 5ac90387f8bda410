"""All that is done for one page in its own process: run, verify, draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from actbook.book import certificate, formulas, plan
from actbook.book.cached import NOTHING, coded
from actbook.book.plan import Check
from actbook.checking import cost, kinks, numerics, porting, spoken, vector_claims
from actbook.checking.accuracy import Bench
from actbook.checking.implementation import Hindered
from actbook.checking.points import parameter_values
from actbook.drawing import figures, gap, instrument, sampled, social
from actbook.drawing.portrait import Portrait
from actbook.execution import execute
from actbook.execution.child import Tell
from actbook.facts import shown
from actbook.facts.prover import Prover
from actbook.formula.balls import Contradiction, Undecided, Undefined
from actbook.formula.expression import Expression
from actbook.port import KinkRow, Port
from actbook.reading.definitions import Definition
from actbook.reading.page import Page
from actbook.reading.scope import Reading, read_formulas
from actbook.records.calls import Recorded
from actbook.records.taking import NOTHING_TAKEN, Taken
from actbook.result import Gap, NumericsRow, Outputs, Result
from actbook.verdict import Diagnostic, Verdict

#: What has been found of a definition, kept while its page is verified.
Provers = Callable[[Expression], Prover]
#: The vector at which the thumbnail of a vector function shows it.
_SHOWN = (0.0, 1.0, 2.0)


def work(
    page: Page,
    others: Sequence[Page],
    executes: bool,
    verifies: bool,
    tell: Tell,
    taken: Taken = NOTHING_TAKEN,
    known: Recorded | None = None,
) -> tuple[Outputs | None, Result | None]:
    """The outputs of a page's cells and what verifying it found, each where it is asked for.

    `others` are the pages whose functions its formulas mention. Cells also run where their code is
    to be verified; `known` is what is recorded of calls of it. Formulas, which need no code, come
    first: who edits one hears of it at once.
    """
    case = _case(page, others, tell, known) if verifies else None
    if case is not None:
        case.check(tell, "formula")
    outputs, namespace = None, None
    if executes or coded(page):
        with figures.style():
            outputs, namespace = execute.run(page, figures.svg, tell.started, tell.limits, taken)
        if outputs.problems:
            namespace = None
    if case is None:
        return outputs, None
    case.check(tell, "code", namespace=namespace)
    case.check(tell, "fact", "format", namespace=namespace)  # which take longest
    return outputs, _result(case, namespace, tell)


@dataclass
class _Case:
    """A page while it is verified: the verdicts of the checks that were made, by their number."""

    page: Page
    reading: Reading
    bench: Bench
    prover: Provers
    checks: tuple[Check, ...]
    problems: list[Diagnostic]
    known: Recorded | None = None
    verdicts: dict[int, list[Verdict]] = field(default_factory=dict)
    passing: bool = False

    def check(self, tell: Tell, *kinds: str, namespace: Mapping[str, Any] | None = None) -> None:
        """Make the checks of these kinds, and tell at once what fails."""
        for number, check in enumerate(self.checks):
            if check.kind in kinds:
                tell.started(f"checking {check.what}", check.line)
                self.verdicts[number] = self._made(check, namespace, tell)
                for verdict in self.verdicts[number]:
                    if verdict.refused:
                        self.problems.append(plan.failure(self.page, verdict))
                        tell.found(self.problems[-1])

    def _made(self, check: Check, namespace: Mapping[str, Any] | None, tell: Tell) -> list[Verdict]:
        try:
            return list(check.run(namespace))
        except (Hindered, Contradiction, Undefined, Undecided) as error:
            self.passing = self.passing or isinstance(error, Hindered)
            said = str(error) if isinstance(error, Hindered) else f"{check.what}: {error}"
            self.problems.append(Diagnostic(self.page.path, check.line, said))
            tell.found(self.problems[-1])
            return []


def _case(page: Page, others: Sequence[Page], tell: Tell, known: Recorded | None) -> _Case:
    tell.started("reading the formulas", page.body)
    reading, bench, prover = read_formulas(page, others), Bench(page.slug), cache(Prover)
    problems = [*reading.problems, *plan.parameters(page)]
    for problem in problems:
        tell.found(problem)
    checks = tuple(plan.plan(page, reading, prover, bench, known))
    return _Case(page, reading, bench, prover, checks, problems, known)


def _result(case: _Case, namespace: Mapping[str, Any] | None, tell: Tell) -> Result:
    """What verifying a page found, without its outputs; without a namespace, nothing of code."""
    page, problems = case.page, case.problems
    verdicts = [verdict for _, made in sorted(case.verdicts.items()) for verdict in made]
    rows: Sequence[NumericsRow] = ()
    kinked: Sequence[KinkRow] = ()
    if not problems and namespace is not None:
        tell.started("measuring the code", page.body)
        rows, kinked = _measured(page, case.reading, case.bench, case.prover, namespace)
    tell.started("drawing the figure", page.body)
    portrait, thumbnail, explored, picture = _drawn(page, case.reading, case.prover, problems)
    gaps = tuple(_gaps(page, case.reading, case.prover)) if explored else ()
    ports: tuple[Port, ...] = ()
    if not problems and case.known is not None:
        ports = tuple(porting.ports(page, case.reading.definitions, kinked, case.known))
    return replace(
        NOTHING,
        verdicts=tuple(verdicts),
        portrait=portrait,
        thumbnail=thumbnail,
        glance=tuple(row for f in page.functions for row in shown.rows(f, verdicts)),
        problems=tuple(dict.fromkeys(problems)),
        numerics=tuple(rows),
        kinks=tuple(kinked),
        costs=tuple(cost.costs(page, case.reading)),
        unread=tuple(spoken.read_all(page, case.reading)[1]),
        passing=case.passing,
        instrument=explored,
        picture=picture,
        gaps=gaps,
        formulas=() if problems else tuple(formulas.formulas(page, case.reading)),
        certificate=""
        if problems
        else certificate.written_down(page, case.reading, verdicts, case.prover),
        ports=ports,
    )


def _measured(
    page: Page, reading: Reading, bench: Bench, prover: Provers, namespace: Mapping[str, Any]
) -> tuple[Sequence[NumericsRow], Sequence[KinkRow]]:
    """The accuracy of a page's functions by format, and their kinks."""
    rows: list[NumericsRow] = []
    found: list[KinkRow] = []
    for function in page.functions:
        definition = reading.definitions[function.symbol]
        if function.vector:
            rows += numerics.of_vectors(page.slug, function, definition, namespace)
        else:
            measured = bench.measure(function, definition.bounded, namespace)
            rows += numerics.numerics(measured, plan.forms_of(function, reading))
            analysis = prover(definition.bounded).at(parameter_values(function.parameters)[0])
            found += kinks.kinks(function, analysis, namespace)
    return rows, found


def _drawn(
    page: Page, reading: Reading, prover: Provers, problems: list[Diagnostic]
) -> tuple[str, str, str, bytes]:
    """The portrait and thumbnail of the page's own function, what its portrait is explored with,
    and its picture for other sites, empty where there is none."""
    function = next(iter(page.functions), None)
    if function is None or function.symbol not in reading.definitions or plan.parameters(page):
        return "", "", "", b""
    if function.vector:
        return "", _bars(page, reading.definitions[function.symbol]), "", b""
    try:
        definition = reading.definitions[function.symbol]
        drawn = sampled.portrait(page, definition, prover(definition.bounded).at)
    except (ValueError, TypeError, KeyError) as error:
        problems.append(Diagnostic(page.path, function.line, f"the figure: {error}"))
        return "", "", "", b""
    small = figures.thumbnail(drawn, f"{page.slug}-small")
    explored, sliders = _explored(page, reading, drawn), len(function.chosen)
    shown = figures.portrait(drawn, page.slug, explored, sliders)
    return shown, small, explored, social.picture(drawn)


def _gaps(page: Page, reading: Reading, prover: Provers) -> Iterator[Gap]:
    """How far the other forms of the page's function are from it, where that can be drawn."""
    own, *others = (f for f in page.functions if f.symbol in reading.definitions)
    span = sampled.span_of(page, own)
    for function in others:
        if instrument.form(function, own):
            pair = (reading.definitions[own.symbol], reading.definitions[function.symbol])
            found = gap.gap(*pair, span, lambda each, at: prover(each.bounded).at(at))
            if found is not None:
                shown, (largest, steepest) = found
                drawn = figures.panels(shown, f"{page.slug}-{function.name}")
                yield Gap(function.name, drawn, largest, steepest)


def _explored(page: Page, reading: Reading, drawn: Portrait) -> str:
    """What a figure is explored with, empty where a formula cannot be written as steps."""
    try:
        return instrument.instrument(page, reading.definitions, drawn)
    except (ValueError, TypeError, KeyError):
        return ""


def _bars(page: Page, definition: Definition) -> str:
    """The thumbnail of a vector function, empty where its components have no value."""
    defaults = parameter_values(definition.function.parameters)[0]
    length, index = len(_SHOWN), definition.index or "i"
    try:
        heights = [
            vector_claims.component(
                definition.expression, {**defaults, "x": list(_SHOWN), index: i, "n": length}
            )
            for i in range(1, length + 1)
        ]
    except (Undefined, Undecided, Contradiction, IndexError):
        return ""
    return figures.bars([float(height) for height in heights], f"{page.slug}-small")
