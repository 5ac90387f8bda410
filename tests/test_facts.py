"""Facts that are true are proved; each that is wrong in one place is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from trees import subject
from wrong_facts import wrong

from actbook.checking.points import parameter_values
from actbook.facts.prover import Prover
from actbook.facts.verdicts import check
from actbook.proving.region import Undecided
from actbook.reading.page import Parameter

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
    prover = Prover(stated(case, "range", "(0, 1)", None).definition)
    accepted = []
    for fact, value, where in statements(case["facts"]):
        for other in wrong(fact, value):
            if name in FLAT and _moves_x(value, other):
                continue
            (verdict,) = check(stated(case, fact, other, where), prover)
            if verdict.status != "fails":
                accepted.append((fact, other, verdict.status, verdict.evidence))
    assert accepted == []


def test_a_fact_that_no_proof_decides_is_tried_at_all_signs_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def undecided(*_: Any) -> Any:
        raise Undecided("nothing")

    monkeypatch.setattr(Prover, "proved", undecided)
    monkeypatch.setattr(Prover, "unreached", lambda *_: None)
    domains = dict.fromkeys("ced", "1 in (-oo, oo)")
    parameters = [Parameter(name, name, *text.split(" in "), 1) for name, text in domains.items()]
    rows = parameter_values(parameters)
    for formula, stated in (
        ("c*d+tanh(e*x)", "(Abs(c*d)-1, Abs(c*d)+1)"),
        # Wrong between the points of a grid alone.
        ("(x**2 - 1/9)**2 + min(0, c*d)/10**9 + max(0, -e*e)", "[0, oo)"),
    ):
        both = [subject(formula, {"range": stated}, domains, rows=given) for given in ((), rows)]
        assert [check(one)[0].status for one in both] == ["holds", "fails"], formula


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
    ("x*sin(1/x)", {}, "limits", {"oo": "1"}, "proved"),
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
    ("x*sin(1/x)", {}, "limits", {"oo": "1"}, "proved"),
    ("x*sin(1/x)", {}, "limits", {"oo": "0"}, "fails"),
    ("x/(1 + exp(-x))", {}, "range", "[-W(exp(-1)), oo)", "proved"),
    ("x/(1 + exp(-x))", {}, "range", "[-W(exp(-1)) + 1/10**120, oo)", "fails"),
    ("x/(1 + exp(-x))", {}, "range", "[-W(exp(-1)) - 1/10**5000, oo)", "fails"),
    ("x/(1 + exp(-x))", {}, "lipschitz", "1.0998393201288669", "proved"),
    ("b*x/(1 + exp(-x))", {"b": "1 in (0, oo)"}, "range", "[-b*W(exp(-1)), oo)", "proved"),
    ("b*x/(1 + exp(-x))", {"b": "1 in (0, 2)"}, "range", "[-b*W(exp(-1) + 10**-120), oo)", "fails"),
    ("b*exp(-x**2)*(atan(1/2) + atan(1/3))", {"b": "1 in (0, 2)"}, "range", "(0, b*pi/4]", "holds"),
    ("max(x - atan(1/2) - atan(1/3), 0)", {}, "kinks", ["pi/4"], "holds"),
    ("max(x - atan(1/2) - atan(1/3), 0)", {}, "kinks", ["pi/4 + 1/10**120"], "fails"),
    ("max(x - log(6), 0)", {}, "kinks", ["log(2) + log(3)"], "proved"),
    ("sin(x)**2", {}, "periodic", "pi", "proved"),
    ("sin(x)**2", {}, "periodic", "2*pi", "fails"),
    ("sin(2*x) + cos(3*x)", {}, "periodic", "2*pi", "proved"),
    ("sin(w*x)", {"w": "1 in (0, oo)"}, "periodic", "2*pi/w", "proved"),
    ("sin(w*x)", {"w": "1 in (0, oo)"}, "periodic", "2*pi", "fails"),
    ("sin(x)", {}, "periodic", "6.28", "proved"),
    ("sin(x)", {}, "periodic", "6.29", "fails"),
    ("sin(x)", {}, "periodic", "-2*pi", "fails"),
    ("x + sin(x)", {}, "periodic", "none", "proved"),
    ("x + sin(x)", {}, "periodic", "2*pi", "fails"),
    ("max(0, x)", {}, "periodic", "1", "fails"),
    ("0*x + 1", {}, "periodic", "none", "proved"),
    ("0*x + 1", {}, "periodic", "1", "fails"),
    ("cases((1, x == 0), (0, True))", {}, "periodic", "1", "fails"),
    ("tan(x)", {}, "periodic", "pi", "unknown"),
    ("tan(x)", {}, "periodic", "2", "fails"),
    ("x*sin(x)", {}, "periodic", "2*pi", "fails"),
]


@pytest.mark.parametrize(("formula", "parameters", "fact", "value", "status"), CASES)
def test_difficult_facts(
    formula: str, parameters: dict[str, str], fact: str, value: Any, status: str
) -> None:
    (verdict,) = check(subject(formula, {fact: value}, parameters))
    assert verdict.status == status, verdict.evidence
