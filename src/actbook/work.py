"""All that is done for one page in its own process: run, verify, draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actbook import agreement, checks, claims, execute, figures, glance, matrices, sketch, vectors
from actbook.agreement import Forms
from actbook.execute import Outputs, Started
from actbook.expression import Expression, Reference, Symbol
from actbook.implementation import codes
from actbook.page import Function, Page
from actbook.result import Result
from actbook.scope import Reading, expand, read_formulas
from actbook.verdict import Diagnostic, Verdict


def work(page: Page, others: Sequence[Page], started: Started) -> Result:
    """Execute and verify a page. `others` are the pages whose functions its formulas mention."""
    outputs, namespace = execute.run(page, figures.svg, started)
    started("reading the formulas", page.body)
    reading = read_formulas(page, others)
    problems = [*outputs.problems, *reading.problems, *_parameters(page)]
    verdicts: list[Verdict] = []
    if not _parameters(page):
        started("checking the formulas", page.body)
        for equation, chain in reading.chains:
            if matrices.concerns(page, chain):
                verdicts += matrices.check(page, equation, chain)
            elif any(function.vector for function in page.functions):
                verdicts += vectors.check(page, reading, equation, chain)
            else:
                for claim in claims.claims(reading, equation, chain):
                    verdicts += claims.check(page, claim)
        for function in page.functions:
            if function.symbol in reading.definitions:
                started(f"checking {function.title}", function.line)
                runnable = None if outputs.problems else namespace
                verdicts += _function(page, function, reading, runnable)
    problems += [
        Diagnostic(page.path, v.line, f"{_plain(v.claim)}: {_plain(v.evidence)}", v.column)
        for v in verdicts
        if v.status == "fails"
    ]
    started("drawing the figure", page.body)
    portrait, thumbnail = _drawn(page, reading, problems)
    return Result(
        outputs=outputs,
        verdicts=tuple(verdicts),
        portrait=portrait,
        thumbnail=thumbnail,
        glance=tuple(row for f in page.functions for row in glance.rows(f, verdicts)),
        problems=tuple(dict.fromkeys(problems)),
    )


def inlines(page: Page, started: Started) -> Outputs:
    """The outputs of a page whose prose alone has changed: nothing is verified."""
    outputs, _ = execute.run(page, figures.svg, started)
    return outputs


def _plain(text: str) -> str:
    """A message for a terminal: no dollar signs around formulas, nor LaTeX's names of functions."""
    for command in (r"\operatorname", r"\left", r"\right", "$"):
        text = text.replace(command, "")
    return text.replace("{", "").replace("}", "")


def _parameters(page: Page) -> list[Diagnostic]:
    """What is wrong with defaults and domains."""
    from actbook.points import parameter_values

    problems = []
    for parameters in (page.variables, *(function.parameters for function in page.functions)):
        try:
            parameter_values(parameters)
        except ValueError as error:
            problems.append(Diagnostic(page.path, parameters[0].line, str(error)))
    return problems


def _function(
    page: Page, function: Function, reading: Reading, namespace: Mapping[str, Any] | None
) -> Iterator[Verdict]:
    """The verdicts on a function's implementations and facts; without a namespace, only facts."""
    definition = reading.definitions[function.symbol]
    autograd = None
    if namespace is not None:
        if function.vector:
            yield from vectors.check_code(page, function, reading, namespace)
        else:
            forms = _forms(function, reading)
            yield from agreement.check(page, function, reading, forms, namespace)
            autograd = _autograd(function, namespace)
    subject = checks.Subject(function.title, definition.expression, function, autograd)
    yield from checks.check(subject)


def _forms(function: Function, reading: Reading) -> Forms:
    """The formulas that the page's chains give for f and f′."""
    forms: dict[int, list[Expression]] = {0: [], 1: []}
    for _, chain in reading.chains:
        match chain.members[0].expression:
            case Reference(symbol, order, (Symbol("x"), *_)) if symbol == function.symbol:
                if order in forms:
                    forms[order] += [
                        expand(member.expression, reading.definitions, reading.own)
                        for member in chain.members[1:]
                    ]
    return Forms(tuple(forms[0]), tuple(forms[1]))


def _autograd(function: Function, namespace: Mapping[str, Any]) -> Any:
    """PyTorch's derivative at a point, from the first implementation that calls it."""
    for code in codes(function.implementations, namespace):
        if code.torch:

            def slope(x: float, parameters: Mapping[str, float], code: Any = code) -> float:
                return float(code.derivatives([x], parameters)[0])

            return slope
    return None


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
