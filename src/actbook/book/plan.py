"""The checks of a page in their order, each with all that decides what it says.

Checks are lazy: whoever wants to know only whether a page is wrong stops at the first that fails,
and one whose key is known from another version of the page need not be run again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, Literal, TypeAlias

from actbook.checking import (
    agreement,
    arrays,
    claims,
    corners,
    defined,
    infinity,
    matrix_claims,
    recorded,
    remarks,
    shorter,
    spoken,
    vector_claims,
    vector_code,
)
from actbook.checking.accuracy import Bench
from actbook.checking.conditions import NONE
from actbook.checking.implementation import codes
from actbook.checking.letters import told
from actbook.checking.points import parameter_values
from actbook.checking.references import Forms
from actbook.facts import asking
from actbook.facts.prover import Prover
from actbook.facts.registry import named
from actbook.formula.expression import Expression, Reference, Symbol
from actbook.latex.formula import Chain
from actbook.libraries.chosen import recorders
from actbook.reading import subjects
from actbook.reading.definitions import Definition, expand
from actbook.reading.page import Equation, Fact, Function, Page
from actbook.reading.scope import Reading
from actbook.records.calls import Recorded
from actbook.verdict import Diagnostic, Verdict

Provers: TypeAlias = Callable[[Expression], Prover]


@dataclass(frozen=True)
class Check:
    """A claim of a formula, the code of a function in float64 or in all formats, or a fact.

    `line` is where it stands. `run` takes the namespace that the page's cells left, None if they
    failed. With the same namespace, checks with equal `key` say the same.
    """

    kind: Literal["formula", "code", "format", "fact"]
    what: str
    line: int
    key: Hashable
    run: Callable[[Mapping[str, Any] | None], Iterable[Verdict]] = field(compare=False)


def plan(
    page: Page,
    reading: Reading,
    prover: Provers = Prover,
    bench: Bench | None = None,
    known: Recorded | None = None,
) -> Iterator[Check]:
    """All checks of a page, those of its formulas first.

    `prover` may give the one that has analysed a definition before, `bench` is where code is
    measured: whoever gives it finds there what the checks have measured. `known` is what is
    recorded of the page's calls.
    """
    for check in () if parameters(page) else _checks(page, reading, prover, bench, known):

        def run(namespace: Mapping[str, Any] | None, run: Any = check.run) -> Iterator[Verdict]:
            return (told(verdict, page) for verdict in run(namespace))

        yield replace(check, run=run)


def _checks(
    page: Page, reading: Reading, prover: Provers, bench: Bench | None, known: Recorded | None
) -> Iterator[Check]:
    for equation, chain in reading.chains:
        yield from _formulas(page, reading, equation, chain)
    for said in spoken.read_all(page, reading)[0]:
        yield _said(page, reading, said)
    for function in page.functions:
        if function.symbol in reading.definitions:
            if not function.vector:
                yield _defined(page, reading.definitions[function.symbol])
            if function.implementations:
                yield from _code(page, function, reading, bench or Bench(page.slug), known)
            yield from _facts(function, reading, prover)


def parameters(page: Page) -> list[Diagnostic]:
    """What is wrong with defaults and domains."""
    problems = []
    for stated in (page.variables, *(function.parameters for function in page.functions)):
        try:
            parameter_values(stated)
        except ValueError as error:
            problems.append(Diagnostic(page.path, stated[0].line, str(error)))
    return problems


_OPEN = 'a fact that nothing decides says so itself: `{value: …, unproved: "why"}`'


def failure(page: Page, verdict: Verdict) -> Diagnostic:
    """What a reader at a terminal is told of a verdict that ends a build."""
    message = f"{_plain(verdict.claim)}: {_plain(verdict.evidence)}"
    if verdict.status == "unknown":
        message += f"; {_OPEN}"
    line, column = subjects.place(page, verdict.subject)
    return Diagnostic(page.path, line, message, column)


def _plain(text: str) -> str:
    """A message for a terminal: without dollar signs, and the names of functions as words."""
    text = re.sub(r"\\operatorname\{([^{}]*)\}", r"\1", text)
    return re.sub(r"\$|\\(?:left|right)(?![A-Za-z])", "", text)


def _formulas(page: Page, reading: Reading, equation: Equation, chain: Chain) -> Iterator[Check]:
    def claim(key: Hashable, run: Callable[[], Iterable[Verdict]]) -> Check:
        return Check("formula", "the formula", equation.line, key, lambda namespace: run())

    if matrix_claims.concerns(page, chain):
        yield claim(chain, partial(matrix_claims.check, page, equation, chain))
    elif any(function.vector for function in page.functions):
        members = [expand(m.expression, reading.definitions, reading.own) for m in chain.members]
        yield claim((chain, *members), partial(vector_claims.check, page, reading, equation, chain))
    else:
        try:
            said, under = corners.moved(page, reading, chain, NONE)
        except ValueError:  # one among other terms is what the piece at its point gives
            said, under = chain, NONE
        assert isinstance(said, Chain)
        for one in claims.claims(page, reading, equation, said):
            yield claim((one, under.required), partial(claims.check, page, one, under))


def _said(page: Page, reading: Reading, said: spoken.Claim) -> Check:
    run = partial(remarks.check, page, reading, said)
    sides = tuple(remarks.expanded(reading, said))
    key = (said.remark.latex, sides, said.under.required)
    return Check("formula", "a formula in a sentence", said.remark.line, key, lambda _: run())


def _defined(page: Page, definition: Definition) -> Check:
    run = partial(defined.check, page, definition)
    key = (definition.expression, definition.function.parameters)
    return Check("formula", "the definition", definition.line, key, lambda namespace: run())


def _code(
    page: Page, function: Function, reading: Reading, bench: Bench, known: Recorded | None
) -> Iterator[Check]:
    definition, forms = reading.definitions[function.symbol], forms_of(function, reading)
    standard: agreement.Standard = agreement.OfNumbers(page, definition, forms)
    if function.vector:
        standard = vector_code.OfVectors(page, definition)
    agreed = _Once(partial(agreement.check, standard, function))

    def formats(namespace: Mapping[str, Any] | None) -> Iterator[Verdict]:
        # What is wrong in float64 is reported once, not again of every format.
        right = all(verdict.status in ("proved", "holds") for verdict in agreed(namespace))
        if right and namespace is not None:
            if function.vector:
                far = partial(infinity.in_vectors, page, definition)
                yield from arrays.check(function, (), namespace, forms, far)
                return
            measured = bench.measure(function, definition.bounded, namespace)
            yield from shorter.check(forms, measured)
            yield from arrays.check(function, measured, namespace, forms)

    key = (definition.expression, forms, function.parameters, function.implementations)
    yield Check("code", f"the code of {function.title}", function.line, key, agreed)
    shown = f"{function.title} in all formats"
    yield Check("format", shown, function.line, (*key, "formats"), formats)
    if any(map(recorders, function.implementations)):
        held = partial(recorded.check, standard, function, known or Recorded())
        shown = f"the recorded calls of {function.title}"
        yield Check("code", shown, function.line, (*key, known), lambda _: held())


class _Once:
    """The verdicts on the code of a namespace, made once though two checks want them."""

    def __init__(self, check: Callable[[Mapping[str, Any]], Iterable[Verdict]]) -> None:
        self._check = check
        self._namespace: Mapping[str, Any] | None = None
        self._verdicts: list[Verdict] = []

    def __call__(self, namespace: Mapping[str, Any] | None) -> list[Verdict]:
        if namespace is not None and namespace is not self._namespace:
            self._namespace, self._verdicts = namespace, list(self._check(namespace))
        return self._verdicts if namespace is not None else []


def _facts(function: Function, reading: Reading, prover: Provers) -> Iterator[Check]:
    formula = reading.definitions[function.symbol].expression
    shared = cache(prover)
    for fact in function.facts:

        def run(namespace: Mapping[str, Any] | None, fact: Fact = fact) -> Iterable[Verdict]:
            return asking.asked(function, formula, fact, _slope(function, namespace), shared)

        stated = (fact.name, repr(fact.value), fact.where, fact.unproved, fact.along)
        key = (formula, function.parameters, function.arguments, *stated)
        # What is no fact at all is told before cells are run, as what is wrong with formulas.
        kind: Literal["fact", "formula"] = "fact" if named(fact.name) else "formula"
        yield Check(kind, f"{fact.name} of {function.title}", fact.line, key, run)


def forms_of(function: Function, reading: Reading) -> Forms:
    """The formulas that the page's chains give for f and f′."""
    forms: dict[int, list[Expression]] = {0: [], 1: []}
    for _, chain in reading.chains:
        match chain.members[0].expression:
            case Reference(function.symbol, order, (Symbol("x"), *_), _, ()):
                if order in forms:
                    forms[order] += [
                        expand(member.expression, reading.definitions, reading.own)
                        for member in chain.members[1:]
                    ]
    return Forms(tuple(forms[0]), tuple(forms[1]))


def _slope(function: Function, namespace: Mapping[str, Any] | None) -> Any:
    """PyTorch's derivative at a point, from the first implementation that calls it."""
    one = not function.vector and len(function.arguments) == 1
    for code in codes(function, namespace) if one and namespace is not None else ():
        if code.differentiates:

            def slope(x: float, parameters: Mapping[str, float], code: Any = code) -> float:
                return float(code.derivatives([x], parameters)[0])

            return slope
    return None
