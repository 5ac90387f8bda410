"""Verdicts: misstated, refuted, open, and those of autograd and of vector functions."""

from __future__ import annotations

from typing import Any

import pytest
from trees import subject, tree

from actbook.facts.of_vectors import written_out
from actbook.facts.verdicts import Stated, check
from actbook.formula.expression import Aggregate, Apply, Indexed, Symbol
from actbook.reading.page import Fact, Function

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
    ("limits", {"x": "1"}, "`x` is not understood"),
    ("minimum", {"x": "0"}, "{x: …, value: …}"),
    ("maximum", "1", "none"),
    ("values", "0", "mapping"),
    ("values", {}, "mapping"),
    ("lipschitz", "big", "not understood"),
    ("derivative range", "[0, 1]", "unknown key `derivative range` in facts: did you mean `deriv"),
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
    ("floor(x)", "range", "(-oo, oo)", "unknown"),
    ("floor(x)", "smoothness", "discontinuous", "unknown"),
    ("cos(x)**2", "limits", {"oo": "1"}, "unknown"),
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


#: stated, status, what is said of it
RETURNED = [
    ("1/2", "proved", "autograd returns 0.5 at 0.0"),
    ("0.5", "proved", "autograd returns 0.5 at 0.0; decimals are right to the digits written"),
    (
        "1/2 + 1/10**30",
        "holds",
        "autograd returns 0.5 at 0.0, which is 1/2 + 1/10**30 to 12 digits",
    ),
    ("1/2 + 1/10**9", "fails", "stated 1/2 + 1/10**9 at 0, but autograd returns 0.5 at 0.0"),
]


@pytest.mark.parametrize(("value", "status", "said"), RETURNED)
def test_what_autograd_returns_is_proved_only_where_it_is_equal(
    value: str, status: str, said: str
) -> None:
    facts = {"torch_autograd_at_kinks": {"0": value}}
    asked = subject("max(x, 0)", facts, autograd=lambda x, parameters: 0.5)
    (verdict,) = check(asked)
    assert (verdict.status, verdict.evidence) == (status, said)


def test_numbers_that_agree_to_many_digits_are_said_to() -> None:
    (verdict,) = check(subject("max(x - atan(1/2) - atan(1/3), 0)", {"kinks": ["pi/4"]}))
    assert verdict.status == "holds"
    assert "two numbers near 0.78539816339744831 are taken to be equal" in verdict.evidence
    assert "as they agree to 9,0" in verdict.evidence


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
    (verdict,) = check(Stated("softmax", SOFTMAX, function, None))
    assert verdict.status == status, verdict.evidence


LENGTHS = [
    ("range", "(0, 1)", "n >= 2", "holds"),
    ("range", "(0, 1)", "n >= 1", "fails"),
    ("range", "{1}", "n = 1", "holds"),
    ("range", "(0, 1)", "n < 1", "fails"),
    ("lipschitz", "1/2", "n >= 2", "holds"),
    ("lipschitz", "1/2", "n = 1", "fails"),
]


@pytest.mark.parametrize(("fact", "value", "where", "status"), LENGTHS)
def test_a_fact_may_speak_of_vectors_of_some_lengths(
    fact: str, value: str, where: str, status: str
) -> None:
    function = Function("", "softmax", "softmax", (), (), (Fact(fact, value, where, 1),), True, 1)
    (verdict,) = check(Stated("softmax", SOFTMAX, function, None))
    assert verdict.status == status, verdict.evidence


def test_a_component_is_written_out_as_a_formula_in_one_variable() -> None:
    expected = tree("exp(x)/(exp(x) + exp(x_2))")
    assert written_out(SOFTMAX, 2) == expected
