"""Every sentence of evidence is true of the function that it speaks of, and speaks of nothing that
the page does not name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml
from graph import Graph, MpAlgebra
from mpmath import mpf
from said import drawn, holds
from sentences import wrong
from trees import subject
from wrong_facts import wrong as wrong_versions

from actbook.facts.evidence import Case, Evidence, Proof, Refutation, Sampled
from actbook.facts.prover import Prover
from actbook.facts.verdicts import Stated, check, judged
from actbook.formula.expression import Expression, evaluate
from actbook.reading.definitions import Definition
from actbook.reading.page import Fact, Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas

ROOT = Path(__file__).parent.parent
KNOWN = yaml.load(
    (ROOT / "tests" / "data" / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
PAGES = sorted(
    path for path in (ROOT / "docs" / "activations").glob("*.md") if path.stem != "index"
)


def cases(evidence: Evidence) -> tuple[Case, ...]:
    match evidence:
        case Proof(found):
            return found
        case Refutation(_, case):
            return (case,)
        case Sampled(_, proof):
            return proof.cases
    return ()


@cache
def graph(definition: Expression, parameters: tuple[tuple[str, Fraction], ...]) -> Graph:
    return Graph(definition, dict(parameters))


def faults(evidence: Evidence, fact: Fact, asked: Stated) -> Iterator[str]:
    """What is wrong with what is said of a fact, in each case of the parameters."""
    for case in cases(evidence):
        region = str(case.region)
        text = case.sentence(with_region=True).replace(f", for {region}", "")
        values = parameters(region, fact, asked)
        for fault in wrong(text, graph(asked.definition, tuple(values.items()))):
            yield f"{fact.name} {fact.value}, {region}, {values}: {fault}"


def parameters(region: str, fact: Fact, asked: Stated) -> dict[str, Fraction]:
    """Random parameter values of a case; they are such as the fact is stated for."""
    domains = {p.name: p.domain for p in asked.function.parameters if not p.constant}
    values = drawn(region, domains, Random(region))
    assert values is not None, f"nothing is {region}"
    constants = (p for p in asked.function.parameters if p.constant)
    values |= {p.name: Fraction(str(p.default)) for p in constants}
    assert holds(domains, fact.where, values), (region, values)
    return values


def untrue(asked: Stated, facts: Iterable[Fact]) -> list[str]:
    """What is wrong with what is said of facts."""
    prover = Prover(asked.definition)
    return [
        fault
        for fact in facts
        for fault in faults(judged(fact, asked, prover).evidence, fact, asked)
    ]


def known(name: str) -> Stated:
    case = KNOWN[name]
    return subject(case["formula"], case["facts"], case.get("parameters"))


@cache
def pages() -> tuple[Page, ...]:
    return tuple(read(path.read_text(encoding="utf-8"), str(path)) for path in PAGES)


def functions(slug: str) -> Iterator[tuple[Stated, Definition]]:
    """The functions of a page of the book."""
    page = next(page for page in pages() if Path(page.path).stem == slug)
    reading = read_formulas(page, [other for other in pages() if other is not page])
    for function in page.functions:
        definition = reading.definitions[function.symbol]
        yield Stated(function.title, definition.expression, function, None), definition


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_said_of_a_true_fact_is_true(name: str) -> None:
    asked = known(name)
    assert untrue(asked, asked.function.facts) == []


@pytest.mark.parametrize("slug", [path.stem for path in PAGES])
def test_what_is_said_of_a_page_is_true(slug: str) -> None:
    for asked, _ in functions(slug):
        facts = (f for f in asked.function.facts if f.name != "torch_autograd_at_kinks")
        assert asked.function.vector or untrue(asked, facts) == []


def test_what_is_said_of_a_jacobian_is_true() -> None:
    for asked, definition in functions("softmax"):
        facts = [fact for fact in asked.function.facts if fact.name == "lipschitz"]
        assert facts
        for fact in facts:
            for case in cases(judged(fact, asked, Prover(asked.definition)).evidence):
                (norm,) = case.statements
                parameters = {name: Fraction(str(v)) for name, v in case.region.values.items()}
                largest, at = norm.data["largest"], norm.data["at"]
                jacobian = slopes(definition, parameters, at)
                assert np.linalg.norm(jacobian, 2) == pytest.approx(largest, rel=1e-9)
                assert f"is {largest:.9g}, at {at};" in case.sentence(with_region=True)


def slopes(
    definition: Definition, parameters: Mapping[str, Fraction], at: Sequence[float]
) -> list[list[float]]:
    """The Jacobian of a vector function by difference quotients."""
    algebra, step = MpAlgebra(), mpf(10) ** -20
    given = {name: algebra.number(value) for name, value in parameters.items()}

    def component(i: int, x: list[Any]) -> Any:
        indices = {definition.index or "i": i, "n": len(x)}
        return evaluate(definition.expression, algebra, {**given, **indices, "x": x})

    x = [mpf(value) for value in at]
    moved = [[value + step * (i == j) for i, value in enumerate(x)] for j in range(len(x))]
    return [
        [float((component(i + 1, other) - component(i + 1, x)) / step) for other in moved]
        for i in range(len(x))
    ]


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_said_against_a_wrong_fact_is_true(name: str) -> None:
    asked = known(name)
    versions = (
        replace(fact, value=other)
        for fact in asked.function.facts
        for other in islice(wrong_versions(fact.name, fact.value), 1)
    )
    assert untrue(asked, versions) == []


#: formula, parameters, fact, value, where: functions with poles and jumps, and parameters that are
#: mirrored, moved and compared with each other
MOVED = {"m": "0 in (-oo, oo)", "s": "-1 in (-oo, 0)"}
HARD = [
    ("a + max(x, -x)**2*exp(-x**2)", {"a": "-1 in (-oo, 0)"}, "limits", {"oo": "5"}, None),
    ("a + max(x, -x)**2*exp(-x**2)", {"a": "-1 in (-oo, 0)"}, "values", {"0": "5"}, None),
    ("a + max(x, -x)**2*exp(-x**2)", {"a": "-1 in (-oo, 0)"}, "range", "[a, a + exp(-1)]", None),
    ("max(a*x, x)", {"a": "1/2 in (-oo, oo)"}, "kinks", ["0"], None),
    ("max(a*x, x)", {"a": "1/2 in (-oo, oo)"}, "lipschitz", "Max(1, abs(a))", None),
    ("max(a, min(b, x))", {"a": "-1 in (-oo, oo)", "b": "1 in (a, oo)"}, "range", "[a, 9]", None),
    ("max(a, min(b, x))", {"b": "1 in (-oo, oo)", "a": "-1 in (-oo, b)"}, "range", "[a, b]", None),
    ("min(a*x, b*x)", {"a": "1 in (0, oo)", "b": "2 in (0, oo)"}, "kinks", ["0"], "a != b"),
    ("min(a*x, b*x)", {"a": "1 in (0, oo)", "b": "2 in (0, oo)"}, "convexity", "concave", None),
    ("x/(1 + exp(-a*x))", {"a": "-1 in (-oo, 0)"}, "monotonic", "none", None),
    ("exp(-(x - m)**2/s**2)", MOVED, "maximum", {"x": "m", "value": "1"}, None),
    ("tanh(x/s)", {"s": "-1 in (-oo, 0) U (0, oo)"}, "lipschitz", "1/abs(s)", None),
    ("1/x", {}, "range", "(-oo, oo)", None),
    ("1/x", {}, "smoothness", "C^oo", None),
    ("1/x", {}, "parity", "even", None),
    ("sqrt(x)", {}, "parity", "neither", None),
    ("sign(x)*sqrt(abs(x))", {}, "lipschitz", "none", None),
    ("sign(x)*sqrt(abs(x))", {}, "lipschitz", "1000", None),
    ("x + sin(x)", {}, "monotonic", "strictly increasing", None),
    ("sin(a*x)", {"a": "1 in (0, oo)"}, "range", "[-1, 1]", None),
    ("sin(x) + cos(2*x)", {}, "convexity", "convex", None),
    ("cases((x, x < 1), (x + 1, True))", {}, "convexity", "neither", None),
    ("cases((1, x == 0), (exp(-x**2)/2, True))", {}, "maximum", "none", None),
    ("cases((x, x > 0), (x, x < 0))", {}, "values", {"0": "0"}, None),
    ("x/(x - 1)", {}, "parity", "odd", None),
    ("abs(x)**3", {}, "smoothness", "C^3", None),
    ("max(x - atan(1/2) - atan(1/3), 0)", {}, "kinks", ["pi/4"], None),
    ("x*sin(x)", {}, "range", "(0, oo)", None),
    ("x*sin(x)", {}, "convexity", "convex", None),
    ("x*sin(x)", {}, "lipschitz", "2", None),
    ("x*sin(x)", {}, "monotonic", "strictly increasing", None),
    ("sin(x)*exp(x)", {}, "parity", "odd", None),
    ("sqrt(-1 - x**2)", {}, "range", "[0, oo)", None),
    ("sin(2*x)*cos(2*x)", {}, "periodic", "pi", None),
    ("sin(a*x)", {"a": "1 in (0, oo)"}, "periodic", "2*pi", None),
    ("x + sin(x)", {}, "periodic", "2*pi", None),
    ("x*sin(x)", {}, "periodic", "2*pi", None),
]


@pytest.mark.parametrize(("formula", "domains", "name", "value", "where"), HARD)
def test_what_is_said_of_a_difficult_function_is_true(
    formula: str, domains: dict[str, str], name: str, value: Any, where: str | None
) -> None:
    fact = Fact(name, value, where, 1)
    asked = subject(formula, {}, domains)
    assert cases(judged(fact, asked, Prover(asked.definition)).evidence) != ()
    assert untrue(asked, [fact]) == []


#: Sentences that are not true, of a function at a = 2.
UNTRUE = [
    "f rises from 0 to 1 on (0, oo)",
    "f falls from -oo to 0 on (-oo, 0)",
    "f rises from -oo to 1 on (-oo, 0)",
    "f′ is -a on (-oo, 0)",
    "f′ is b on (-oo, 0)",
    "f′ is a' on (-oo, 0)",
    "f takes the values [0, oo)",
    "f takes the values (-oo, 0]",
    "f′ takes the values {1} U {3}",
    "f(1) is 2",
    "f(1) is 1, above the chord",
    "f is not defined at 0",
    "f tends to oo at -oo",
    "at 0 f′ tends to 1 from the left and to 1 from the right",
    "at 0 f tends to nothing from the left and to 0 from the right",
    "the smallest value is 0, at x in {0}",
    "no value is the largest: they come to 1 without attaining it",
    "no value is the smallest: they come to 0 without attaining it",
    "one formula, smooth on the whole line",
    "it is C^1",
    "f is not continuous",
    "f′ exists everywhere",
    "f′ does not exist at 0, 1",
    "f′ does not exist at 1",
    "f′ is not bounded",
    "the largest |f′| is 1",
    "f(-x) = f(x), by SymPy",
    "not odd: f(x) + f(-x) tends to oo at oo",
    "not even: f(x) - f(-x) is 2 at 1",
    "not even: the formula changes at 1, not at -1",
    "f is defined at 1, not at -1",
    "f is defined on (1, 2), not on (-2, -1)",
    "it is non-increasing",
    "it is none",
    "f changes by 2 between 0 and 1",
    "f has real values on no interval",
    "two numbers near 1 are taken to be equal, as they agree to 60 digits",
    "and so on with period 1",
    "it is nice",
]


@pytest.mark.parametrize("text", UNTRUE)
def test_a_sentence_that_is_not_true_is_noticed(text: str) -> None:
    slanted = subject("min(a*x, x)", {}, {"a": "2 in (0, oo)"}).definition
    try:
        assert wrong(text, Graph(slanted, {"a": Fraction(2)})) != []
    except ValueError as error:
        assert "is not" in str(error)


def test_an_open_question_is_told_in_the_terms_of_the_page() -> None:
    domains = {"a": "-1 in (-oo, 0)", "b": "1 in (a, oo)", "m": "0 in (-oo, oo)"}
    formula = "sin((x - m)/(b - a))*exp(a*x) + a*cos(x*b)"
    (verdict,) = check(subject(formula, {"range": "(-oo, oo)"}, domains))
    assert "no proof, as to the sign of" in verdict.evidence or "proof" in verdict.evidence
    assert not re.search(r"'|_|\bu\b", verdict.evidence), verdict.evidence
