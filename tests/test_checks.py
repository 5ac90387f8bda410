"""Facts that are true are proved; each that is wrong in one place is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from trees import subject, tree
from wrong_facts import wrong

from actbook.checks import FACTS, Subject, check
from actbook.components import written_out
from actbook.expression import Aggregate, Apply, Indexed, Symbol
from actbook.page import FACT_NAMES, Fact, Function
from actbook.prove import Desk

KNOWN = yaml.load(
    (Path(__file__).parent / "data" / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
#: A flat minimum is attained at many points: only its value can be wrong.
FLAT = {"relu", "hardtanh", "binary_step", "prelu"}


def statements(facts: dict[str, Any]) -> list[tuple[str, Any, str | None]]:
    every = []
    for name, value in facts.items():
        several = isinstance(value, list) and value and isinstance(value[0], dict)
        items = value if several else [{"value": value}]
        every += [(name, item["value"], item.get("where")) for item in items]
    return every


def stated(case: dict[str, Any], name: str, value: Any, where: str | None) -> Any:
    facts = {name: [{"value": value, "where": where}] if where else value}
    return subject(case["formula"], facts, case.get("parameters"))


@pytest.mark.parametrize("name", KNOWN)
def test_facts_that_are_true_are_proved(name: str) -> None:
    case = KNOWN[name]
    verdicts = check(subject(case["formula"], case["facts"], case.get("parameters")))
    assert [(v.claim, v.status, v.evidence) for v in verdicts if v.status != "proved"] == []


@pytest.mark.parametrize("name", KNOWN)
def test_facts_that_are_wrong_in_one_place_are_refused(name: str) -> None:
    case = KNOWN[name]
    desk = Desk(stated(case, "range", "(0, 1)", None).definition)
    accepted = []
    for fact, value, where in statements(case["facts"]):
        for other in wrong(fact, value):
            if name in FLAT and _moves_x(value, other):
                continue
            (verdict,) = check(stated(case, fact, other, where), desk)
            if verdict.status != "fails":
                accepted.append((fact, other, verdict.status, verdict.evidence))
    assert accepted == []


def _moves_x(value: Any, other: Any) -> bool:
    both = isinstance(value, dict) and isinstance(other, dict)
    return both and value.get("x") != other.get("x")


#: Facts that are false, or of functions with poles, jumps and holes, or at edges of domains.
#: formula, parameters, fact, value, status
CASES = [
    ("1/x", {}, "range", "(-oo, 0) U (0, oo)", "proved"),
    ("1/x", {}, "range", "(-oo, oo)", "fails"),
    ("1/x", {}, "monotonic", "strictly decreasing", "fails"),
    ("1/x", {}, "smoothness", "C^oo", "fails"),
    ("1/x", {}, "lipschitz", "1", "fails"),
    ("1/x", {}, "kinks", ["0"], "proved"),
    ("x**2/x", {}, "range", "(-oo, oo)", "fails"),
    ("x**2/x", {}, "range", "(-oo, 0) U (0, oo)", "proved"),
    ("x**2/x", {}, "values", {"0": "0"}, "fails"),
    ("x**2/x", {}, "kinks", [], "fails"),
    ("x**2/x", {}, "smoothness", "C^oo", "fails"),
    ("x**2/x", {}, "lipschitz", "1", "fails"),
    ("x/(x - 1)", {}, "limits", {"-oo": "1", "oo": "1"}, "proved"),
    ("x/(x - 1)", {}, "range", "(-oo, 1) U (1, oo)", "proved"),
    ("tan(x)", {}, "range", "[-1, 1]", "fails"),
    ("sign(x)", {}, "range", "{-1, 0, 1}", "proved"),
    ("sign(x)", {}, "range", "{-1, 1}", "fails"),
    ("sign(x)", {}, "range", "[-1, 1]", "fails"),
    ("sign(x)", {}, "lipschitz", "0", "fails"),
    ("cases((x, x < 1), (x + 1, True))", {}, "range", "(-oo, 1) U [2, oo)", "proved"),
    ("cases((x, x <= 1), (x + 1, True))", {}, "range", "(-oo, 1) U [2, oo)", "fails"),
    ("cases((x, x < 1), (2 - x, True))", {}, "maximum", {"x": "1", "value": "1"}, "proved"),
    ("cases((x, x < 1), (1 - x, True))", {}, "maximum", {"x": "1", "value": "1"}, "fails"),
    ("cases((x, x < 1), (1 - x, True))", {}, "maximum", "none", "proved"),
    ("cases((1, x == 0), (exp(-x**2)/2, True))", {}, "range", "(0, 1/2) U {1}", "proved"),
    ("cases((x, x > 0), (x, x < 0))", {}, "values", {"0": "0"}, "fails"),
    ("cases((x, x > 0), (x, x <= 0))", {}, "smoothness", "C^oo", "proved"),
    ("sqrt(x)", {}, "range", "[0, oo)", "proved"),
    ("sqrt(x)", {}, "lipschitz", "none", "proved"),
    ("log(x)", {}, "range", "(-oo, oo)", "proved"),
    ("sign(x)*sqrt(abs(x))", {}, "lipschitz", "none", "proved"),
    ("sign(x)*sqrt(abs(x))", {}, "lipschitz", "1000", "fails"),
    ("sign(x)*sqrt(abs(x))", {}, "monotonic", "strictly increasing", "proved"),
    ("sign(x)*sqrt(abs(x))", {}, "kinks", ["0"], "proved"),
    ("x**3", {}, "monotonic", "strictly increasing", "proved"),
    ("x**3", {}, "monotonic", "non-decreasing", "fails"),
    ("x**3/1000000000 + x", {}, "lipschitz", "1", "fails"),
    ("x + sin(x)/2", {}, "monotonic", "strictly increasing", "proved"),
    ("x + sin(x)", {}, "monotonic", "strictly increasing", "proved"),
    ("x + 1.000000001*sin(x)", {}, "monotonic", "strictly increasing", "fails"),
    ("exp(-x**2)", {}, "range", "[0, 1]", "fails"),
    ("1/(1 + exp(-x))", {}, "values", {"230": "1"}, "fails"),
    ("1/(1 + exp(-x))", {}, "values", {"10000": "1"}, "fails"),
    ("tanh(x)", {}, "maximum", {"x": "1000", "value": "1"}, "fails"),
    ("x*x*x - x*x*x", {}, "range", "{0}", "proved"),
    ("(x**2 - 1)**2", {}, "minimum", {"x": "-1", "value": "0"}, "proved"),
    ("(x**2 - 1)**2 + 1/10**20", {}, "minimum", {"x": "1", "value": "0"}, "fails"),
    ("abs(x)**3", {}, "smoothness", "C^2", "proved"),
    ("abs(x)**3", {}, "smoothness", "C^3", "fails"),
    ("max(x, x**2)", {}, "kinks", ["0", "1"], "proved"),
    ("max(a*x, x)", {"a": "1/2 in [0, 1]"}, "kinks", ["0"], "fails"),
    ("max(a*x, x)", {"a": "1/2 in [0, 1)"}, "kinks", ["0"], "proved"),
    ("max(a*x, x)", {"a": "1/2 in [0, 1)"}, "monotonic", "strictly increasing", "fails"),
    ("max(a*x, x)", {"a": "1/2 in (0, 1)"}, "monotonic", "strictly increasing", "proved"),
    ("max(a*x, x)", {"a": "1/2 in [0, 1)"}, "range", "(-oo, oo)", "fails"),
    ("x/(1 + exp(-a*x))", {"a": "1 in [0, oo)"}, "monotonic", "none", "fails"),
    ("x/(1 + exp(-a*x))", {"a": "1 in (0, oo)"}, "monotonic", "none", "proved"),
    ("x**a", {"a": "2 in (0, oo)"}, "limits", {"oo": "oo"}, "proved"),
]


@pytest.mark.parametrize(("formula", "parameters", "fact", "value", "status"), CASES)
def test_difficult_facts(
    formula: str, parameters: dict[str, str], fact: str, value: Any, status: str
) -> None:
    (verdict,) = check(subject(formula, {fact: value}, parameters))
    assert verdict.status == status, verdict.evidence


def test_every_fact_that_a_page_may_state_has_a_check() -> None:
    assert set(FACTS) == set(FACT_NAMES)
    assert all(check.__doc__ for check in FACTS.values())


#: fact, value, what the refusal says
MISSTATED = [
    ("range", "0 to 1", "is no interval"),
    ("range", "(0, beta)", "`beta` is not understood"),
    ("range", "(0, 1/0)", "is no number"),
    ("range", "(0, log(-1))", "is no real number"),
    ("monotonic", "increasing", "strictly increasing"),
    ("monotonic", "non-decreasing", "strictly increasing"),
    ("parity", "uneven", "odd, even, neither"),
    ("smoothness", "smooth", "C^oo"),
    ("convexity", "yes", "strictly convex"),
    ("kinks", "0", "no list"),
    ("limits", "0", "mapping"),
    ("limits", {"0": "1"}, "mapping"),
    ("minimum", {"x": "0"}, "{x: …, value: …}"),
    ("maximum", "1", "none"),
    ("values", "0", "mapping"),
    ("values", {}, "mapping"),
    ("lipschitz", "big", "not understood"),
]


@pytest.mark.parametrize(("fact", "value", "message"), MISSTATED)
def test_a_fact_that_cannot_be_understood_says_what_was_expected(
    fact: str, value: Any, message: str
) -> None:
    (verdict,) = check(subject("1/(1 + exp(-x))", {fact: value}))
    assert verdict.status == "fails"
    assert message in verdict.evidence


def test_a_where_that_no_parameter_satisfies_is_refused() -> None:
    facts = {"lipschitz": [{"value": "1", "where": "a < 0"}]}
    (verdict,) = check(subject("max(0, x)*a", facts, {"a": "1 in (0, oo)"}))
    assert verdict.status == "fails"
    assert "a < 0" in verdict.evidence


#: formula, parameters, fact, value, what the refusal says
COUNTEREXAMPLES = [
    ("1/(1 + exp(-x))", {}, "range", "[0, 1]", "f takes the values (0, 1)"),
    ("x*sin(x)", {}, "range", "(0, oo)", "f(-1000000) is -349993.5"),
    ("x/(1 + exp(-x))", {}, "monotonic", "strictly increasing", "f falls from 0 to -0.278464"),
    ("max(a*x, x)", {"a": "0.25 in (-oo, oo)"}, "kinks", ["0"], "for a = 1"),
    ("max(0, x)", {}, "kinks", [], "f′ does not exist at 0"),
    ("max(0, x)", {}, "minimum", {"x": "1", "value": "0"}, "at x in (-oo, 0]"),
    ("a*x", {"a": "1 in (0, oo)"}, "lipschitz", "2*a", "the largest |f′| is a"),
]


@pytest.mark.parametrize(("formula", "parameters", "fact", "value", "message"), COUNTEREXAMPLES)
def test_a_refusal_says_what_is_true(
    formula: str, parameters: dict[str, str], fact: str, value: Any, message: str
) -> None:
    (verdict,) = check(subject(formula, {fact: value}, parameters))
    assert verdict.status == "fails"
    assert message in verdict.evidence


#: formula, fact, value, status: what no proof is known of is never said to be proved
OPEN = [
    ("sin(x)*x", "range", "(-oo, oo)", "holds"),
    ("sin(x)*x", "range", "(-oo, 1)", "fails"),
    ("floor(x)", "range", "(-oo, oo)", "holds"),
    ("floor(x)", "smoothness", "discontinuous", "unknown"),
    ("x*sin(1/x)", "limits", {"oo": "1"}, "unknown"),
]


@pytest.mark.parametrize(("formula", "fact", "value", "status"), OPEN)
def test_an_open_question_is_said_to_be_open(
    formula: str, fact: str, value: Any, status: str
) -> None:
    (verdict,) = check(subject(formula, {fact: value}))
    assert verdict.status == status, verdict.evidence


def slope_of_leaky_relu(x: float, parameters: dict[str, float]) -> float:
    return 1.0 if x > 0 else parameters["a"]


AUTOGRAD = [
    ({"0": "a"}, "holds"),
    ({"0": "1"}, "fails"),
    ({"0": "2*a"}, "fails"),
    ({"0": "a*(1 + 1/10**9)"}, "fails"),
    ({"0": "0.01"}, "fails"),
    ({"1/2": "1", "0": "a"}, "fails"),
    ("a", "fails"),
]


@pytest.mark.parametrize(("value", "status"), AUTOGRAD)
def test_autograd_is_asked_at_several_parameters(value: Any, status: str) -> None:
    facts = {"torch_autograd_at_kinks": value}
    asked = subject(
        "cases((x, x > 0), (a*x, True))",
        facts,
        {"a": "0.01 in (0, 1)"},
        autograd=slope_of_leaky_relu,
    )
    (verdict,) = check(asked)
    assert verdict.status == status, verdict.evidence


def test_without_pytorch_its_autograd_is_unknown() -> None:
    (verdict,) = check(subject("max(0, x)", {"torch_autograd_at_kinks": {"0": "0"}}))
    assert verdict.status == "unknown"


SOFTMAX = Apply(
    "/",
    (
        Apply("exp", (Indexed("x", Symbol("i")),)),
        Aggregate("+", "j", None, None, Apply("exp", (Indexed("x", Symbol("j")),))),
    ),
)
VECTORS = [
    ("range", "(0, 1)", "holds"),
    ("range", "[0, 1]", "fails"),
    ("range", "(0, 1]", "fails"),
    ("lipschitz", "1/2", "holds"),
    ("lipschitz", "1", "fails"),
    ("lipschitz", "0.499999", "fails"),
    ("lipschitz", "none", "fails"),
    ("parity", "odd", "fails"),
]


@pytest.mark.parametrize(("fact", "value", "status"), VECTORS)
def test_facts_of_a_vector_function(fact: str, value: str, status: str) -> None:
    function = Function("", "softmax", "softmax", (), (), (Fact(fact, value, None, 1),), True, 1)
    (verdict,) = check(Subject("softmax", SOFTMAX, function, None))
    assert verdict.status == status, verdict.evidence


def test_a_component_is_written_out_as_a_formula_in_one_variable() -> None:
    expected = tree("exp(x)/(exp(x) + exp(x_2))")
    assert written_out(SOFTMAX, 2) == expected
