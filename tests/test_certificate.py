"""The certificate of a page has all that is proved on it, and `verify.py` proves it again."""

from __future__ import annotations

from functools import cache

from certificates import outcomes
from formulas import page

from actbook.book import plan
from actbook.book.certificate import certificate
from actbook.facts.prover import Prover
from actbook.reading.scope import read_formulas
from actbook.verdict import Subject, Verdict, weakest

PAGE = page(
    """
    symbol: softplus
    parameters:
      beta: {symbol: "\\\\beta", default: 1.0, domain: "(0, oo)"}
    variables:
      a: {domain: "(0, oo)"}
    facts:
      range: (0, oo)
      convexity: strictly convex
      limits: {-oo: 0, oo: oo}
      values: {0: log(2)/beta}
      lipschitz: 1
    variants:
      hard: {symbol: hard, facts: {kinks: [0], minimum: {x: 0, value: 0}}}
    """,
    r"\operatorname{softplus}(x) = \frac{1}{\beta} \ln(1 + e^{\beta x})",
    r"\operatorname{softplus}'(x) = \frac{1}{1 + e^{-\beta x}}",
    r"\operatorname{hard}(x) = \max(0, x)",
    r"\operatorname{hard}(\operatorname{hard}(x)) = \operatorname{hard}(x)",
    r"\operatorname{softplus}'(0) \approx 0.5",
    r"\ln(a^2) = 2 \ln(a)",
)


def test_all_that_a_page_calls_proved_is_proved_again() -> None:
    prover, reading = cache(Prover), read_formulas(PAGE)
    assert not reading.problems
    checks = [c for c in plan.plan(PAGE, reading, prover) if c.kind in ("formula", "fact")]
    found = [verdict for check in checks for verdict in check.run(None)]
    assert weakest(found) in ("proved", "holds")
    made = certificate(PAGE, reading, found, prover)
    own, hard = made["functions"]
    assert [fact["name"] for fact in own["facts"]] == [
        *("range", "convexity", "limits", "values", "lipschitz")
    ]
    assert own["facts"][2]["stated"] == {"-oo": "0", "oo": "oo"}
    assert own["parameters"] == {"beta": "(0, oo)"} and hard["cuts"] == ["0"]
    assert len(made["identities"]) == sum(
        v.status == "proved" and v.subject.kind == "formula" and "rounds" not in v.evidence
        for v in found
    )
    assert [one["decimals"] for one in made["roundings"]] == ["0.5"]
    assert set(outcomes(made)) == {"checked"}


def test_where_nothing_is_proved_there_is_no_certificate() -> None:
    assert certificate(PAGE, read_formulas(PAGE), [], cache(Prover)) == {}


def test_what_has_no_certificate_is_listed() -> None:
    code = Verdict(Subject("code", "NumPy"), "hard", "NumPy", "proved", "at all 65,536 numbers")
    made = certificate(PAGE, read_formulas(PAGE), [code], cache(Prover))
    assert made["unchecked"][0]["reason"] == "trials of code are no proof by mathematics"
    assert outcomes(made) == ["not independently checked"]
