"""Functions of vectors are held against each other at every component, and their code too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from formulas import page
from proofs import NOWHERE
from verdicts import failures, verdicts

from actbook.facts import of_vectors
from actbook.reading.page import Fact, Page
from actbook.reading.scope import read_formulas
from actbook.verdict import Verdict

S = r"\operatorname{soft}"
SOFTMAX = rf"{S}(x)_i = \frac{{e^{{x_i}}}}{{\sum_{{j=1}}^{{n}} e^{{x_j}}}}"


def soft(*equations: str, code: str | None = None, more: str = "") -> Page:
    header = "symbol: soft\ninput: vector\nvariables:\n  c: {domain: '(-oo, oo)'}\n" + more
    header += f"implementations:\n  {code}\n" if code else ""
    return page(header, SOFTMAX, *equations)


def stable(x: Any) -> Any:
    x = 1.0 * np.asarray(x)
    with np.errstate(over="ignore"):
        powers = np.exp(x - np.max(x, axis=-1, keepdims=True, initial=-np.inf))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def of_code(code: str) -> list[Verdict]:
    return [v for v in verdicts(soft(code=code), namespace={"stable": stable}) if ":" in v.against]


TRUE = {
    "a shift": rf"{S}(x + c)_i = {S}(x)_i",
    "a shift by the largest": (
        rf"{S}(x)_i = \frac{{e^{{x_i - \max_k x_k}}}}{{\sum_{{j=1}}^{{n}} e^{{x_j - \max_k x_k}}}}"
    ),
    "a sum of all": rf"\sum_{{i=1}}^{{n}} {S}(x)_i = 1",
    "the Jacobian": (
        rf"\frac{{\partial {S}(x)_i}}{{\partial x_j}} = {S}(x)_i (\delta_{{ij}} - {S}(x)_j)"
    ),
    "a column's sum": rf"\sum_{{i=1}}^{{n}} \frac{{\partial {S}(x)_i}}{{\partial x_j}} = 0",
}


@pytest.mark.parametrize("equation", TRUE.values(), ids=TRUE)
def test_nothing_is_said_against(equation: str) -> None:
    found = verdicts(soft(equation))
    assert found and {verdict.status for verdict in found} == {"holds"}


FALSE = {
    "a scale": (rf"{S}(2x)_i = {S}(x)_i", "i = 1, n = 2"),
    "another component": (rf"{S}(x)_i = {S}(x)_1", "i = 2, n = 2"),
    "a sum of one too few": (rf"\sum_{{i=1}}^{{n}} {S}(x)_i = n", "n = 2"),
    "a Jacobian without its diagonal": (
        rf"\frac{{\partial {S}(x)_i}}{{\partial x_j}} = -{S}(x)_i {S}(x)_j",
        "i = 1, j = 1",
    ),
    "a transposed Jacobian": (
        rf"\frac{{\partial {S}(x)_i}}{{\partial x_j}} = {S}(x)_j (\delta_{{ij}} - {S}(x)_j)",
        "i = 1, j = 2",
    ),
}


@pytest.mark.parametrize(("equation", "where"), FALSE.values(), ids=FALSE)
def test_a_claim_is_refused_for(equation: str, where: str) -> None:
    (failure,) = failures(verdicts(soft(equation)))
    assert "the formula gives" in failure and where in failure


def test_a_page_may_say_how_long_vectors_are() -> None:
    pair = rf"{S}(x)_1 + {S}(x)_2 = 1"
    two = "  n: {domain: '{2}'}\n"  # in `variables`, which come last
    found = verdicts(soft(pair, more=two))
    assert failures(found) == []
    assert failures(verdicts(soft(pair)))


CODES = {
    "stable": "NumPy: stable(x)",
    "of PyTorch": "PyTorch: torch.softmax(x, dim=-1)",
}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_code_is_right_that_is(code: str) -> None:
    found = of_code(code)
    assert not failures(found) and found[0].points > 50
    assert ("PyTorch" in code) == any("partial" in verdict.claim for verdict in found)


@pytest.mark.parametrize("code", ("NumPy: stable(x)", "PyTorch: torch.softmax(x, dim=-1)"))
def test_the_tolerance_is_that_of_the_function_not_of_how_it_is_written(code: str) -> None:
    header = f"symbol: soft\ninput: vector\nimplementations:\n  {code}\n"
    other = rf"{S}(x)_i = \frac{{1}}{{\sum_{{j=1}}^{{n}} e^{{x_j - x_i}}}}"
    assert not failures(verdicts(page(header, other), namespace={"stable": stable}))


WRONG = {
    "the naive form": ("NumPy: np.exp(x) / np.sum(np.exp(x))", "gives nan"),
    "another sign": ("PyTorch: torch.softmax(-x, dim=-1)", "the formula gives"),
    "another function": ("PyTorch: torch.sigmoid(x)", "the formula gives"),
    "no vector": ("NumPy: np.max(x)", "returned shape () for x of shape (1,)"),
    "an error": ("NumPy: softmax(x)", "raised NameError: name 'softmax' is not defined"),
    "a derivative cut off": ("PyTorch: torch.softmax(x, dim=-1).detach() + 0 * x", "gives 0"),
}


@pytest.mark.parametrize(("code", "said"), WRONG.values(), ids=WRONG)
def test_code_is_refused_for(code: str, said: str) -> None:
    wrong = failures(of_code(code))
    assert wrong and said in wrong[0]


def flat(x: Any) -> Any:
    """Right at all numbers, and equal shares where there is an infinity."""
    return np.where(np.isinf(x).any(-1, keepdims=True), 1.0 / np.shape(x)[-1], stable(x))


#: Code of vectors with an entry that is no number, and what is said of it.
FAR = {
    "stable(x)": ("holds", "at x = (inf, -0.25, -1, -1.75, -2.5) it gives nan for component 1"),
    "flat(x)": ("fails", "at x = (-inf, -0.25, -1, -1.75, -2.5) it gives 0.2 for component 1"),
    "np.nan_to_num(stable(x))": ("fails", "it gives 0 for component 1, the limit is 1"),
    "np.where(np.isnan(x).any(-1, keepdims=True), 0.5, stable(x))": ("holds", "NaN gives 0.5"),
    "stable(np.where(np.isnan(x), 0.0, x))": (
        "holds",
        "it gives 0.416226 for component 1, which depends on it",
    ),
}


@pytest.mark.parametrize("code", FAR)
def test_code_is_tried_where_an_entry_is_no_number(code: str) -> None:
    found = verdicts(soft(code=f"NumPy: {code}"), namespace={"stable": stable, "flat": flat})
    (verdict,) = (one for one in found if "arrays" in one.claim)
    status, said = FAR[code]
    assert (verdict.status, said in verdict.evidence) == (status, True), verdict.evidence


@pytest.mark.parametrize(
    ("stated", "status"),
    [("Abs(a*b*c)/2", "holds"), ("Abs(a*b)*c/2", "fails"), ("-Abs(b)*a*c/2", "fails")],
)
def test_slopes_are_looked_at_for_all_signs_of_parameters(stated: str, status: str) -> None:
    header = "symbol: soft\ninput: vector\nparameters:\n"
    header += "".join(f"  {name}: {{default: 1, domain: '(-oo, oo)'}}\n" for name in "abc")
    header += f"facts: {{lipschitz: {{value: {stated}, where: 'n >= 2'}}}}\n"
    power = r"e^{a b c x_%s}"
    formula = rf"{S}(x)_i = \frac{{{power % 'i'}}}{{\sum_{{j=1}}^{{n}} {power % 'j'}}}"
    found = [v for v in verdicts(page(header, formula)) if "lipschitz" in v.claim]
    assert [verdict.status for verdict in found] == [status]


def test_where_a_slope_is_largest_does_not_depend_on_how_a_processor_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (definition,) = read_formulas(soft()).definitions.values()
    fact = Fact("lipschitz", "1/2", None, 1)
    exact = np.linalg.norm
    found = set()
    for seed in range(5):
        noise = np.random.default_rng(seed)
        monkeypatch.setattr(
            np.linalg,
            "norm",
            lambda a, order, noise=noise: exact(a, order) * (1 + 1e-15 * noise.normal()),
        )
        status, evidence, _ = of_vectors.check(fact, definition.expression, lambda n: [NOWHERE])
        found.add((status, evidence.words()))
    ((status, said),) = found
    assert status == "holds" and "0.5, at (0.0, 0.0)" in said
