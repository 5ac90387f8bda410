"""Arrays of other shapes and types, NaN, warnings and shorter formats: right code, and wrong."""

from __future__ import annotations

import re

import pytest
from measuring import function, of

from actbook.checking import accuracy, arrays, shorter
from actbook.checking.references import Forms
from actbook.verdict import Verdict

SIGMOID = r"\frac{1}{1 + e^{-x}}"
ELU = r"\begin{cases} 1 + x & \text{if } x > 0 \\ e^x & \text{if } x \le 0 \end{cases}"
STABLE = """
import numpy as np

def act(x):
    x = 1.0 * np.asarray(x)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)
"""


def examined(code: str, label: str = "NumPy", formula: str = SIGMOID, cell: str = "") -> Verdict:
    """The verdict on how code takes arrays."""
    _, own, definition, namespace = function(formula, {label: code}, cell)
    measured = accuracy.measure("test", own, definition.expression, namespace)
    (verdict,) = arrays.check(own, measured, namespace)
    return verdict


RIGHT = {
    "stable code": ("act(x)", "NumPy", SIGMOID, STABLE),
    "PyTorch": ("torch.sigmoid(x)", "PyTorch", SIGMOID, ""),
    "PyTorch that refuses integers": ("torch.nn.functional.elu(x) + 1", "PyTorch", ELU, ""),
    "what is known to be naive": ("1 / (1 + np.exp(-x * 1.0))", "NumPy, naive", SIGMOID, ""),
    "NumPy's own": ("np.tanh(x)", "NumPy", r"\tanh(x)", ""),
    "an overflow that is due": ("np.square(x)", "NumPy", "x^2", ""),
}


@pytest.mark.parametrize("case", RIGHT.values(), ids=RIGHT)
def test_accepted_is(case: tuple[str, str, str, str]) -> None:
    verdict = examined(*case)
    assert verdict.status == "holds", verdict.evidence


WRONG = {
    "a number without dimensions": ("act(x)[...] if x.ndim else act(x[None])", "without dim"),
    "another value of a single number": ("act(x) if x.ndim else 0 * act(x)", "the number -3 gives"),
    "a row more for nothing": ("act(x) if x.size else np.zeros(1)", r"array of shape \(1,\)"),
    "two dimensions": ("act(x) if x.ndim < 2 else act(x).ravel()", r"shape \(2, 6\) gives"),
    "rows that see each other": ("act(x) if x.ndim < 2 else act(x - x[0])", "a row of a 2-D"),
    "integers": ("act(x).astype(x.dtype)", r"the integers .* give \(0, 0, 0, 0, 0, 0, 0\)"),
    "its argument": ("(act(x), x.fill(0))[0]", "gives|changes its argument"),
}


@pytest.mark.parametrize(("code", "message"), WRONG.values(), ids=WRONG)
def test_refused_is_code_that_fails_for(code: str, message: str) -> None:
    verdict = examined(code, cell=STABLE)
    assert verdict.status == "fails"
    assert re.search(message, verdict.evidence), verdict.evidence


LIMITS = {
    "a number without a result": ("np.array([act(v) for v in x])", "for single numbers it raised"),
    "an empty array": ("act(x) if np.max(x) < 9e9 else act(x)", "for empty arrays it raised"),
    "a float32": ("act(x.astype(float))", "float32 gives float64"),
    "one number at a time": (
        "np.array(act(float(x)))",
        "one number at a time and was called so: for an array it raised",
    ),
    "a NaN": ("np.nan_to_num(act(x))", "NaN gives 0"),
    "an infinity": ("1.0 * x * 0 + act(x)", "at x = -inf it gives nan, the limit is 0"),
    "a warning": ("1 / (1 + np.exp(-x * 1.0))", "NumPy warns: overflow encountered in exp"),
}


@pytest.mark.parametrize(("code", "message"), LIMITS.values(), ids=LIMITS)
def test_shown_as_a_limit_is_code_that_does_less_for(code: str, message: str) -> None:
    verdict = examined(code, cell=STABLE)
    assert verdict.status == "holds"
    assert re.search(f"limits: .*{message}", verdict.evidence), verdict.evidence


HUGE = {
    "an overflow on the way": (
        "np.sqrt(x * x + 1.0)",
        r"\sqrt{x^2 + 1}",
        "at x = .*e.154.* gives inf",
    ),
    "one as in the formula": ("x / np.sqrt(1 + x * x)", r"\frac{x}{\sqrt{1 + x^2}}", "gives 0"),
}


@pytest.mark.parametrize(("code", "formula", "message"), HUGE.values(), ids=HUGE)
def test_shown_as_a_limit_is_what_is_too_large(code: str, formula: str, message: str) -> None:
    verdict = examined(code, formula=formula)
    assert verdict.status == "holds"
    assert re.search(message, "; ".join(verdict.limits)), verdict.evidence


FAR = {
    "a number at infinity": ("np.where(np.isinf(x), 0.5, act(x))", "at x = -inf it gives 0.5"),
    "a huge number": ("np.where(x > 1e200, 0.5, act(x))", "gives 1 at x = .*, NumPy.* gives 0.5"),
    "a huge number among overflows": (
        "np.where(x > 1e200, 3.0, act(x)) + 0 * np.sqrt(1 + np.minimum(x, 1) ** 2)",
        "gives 3",
    ),
    "a tiny number": ("np.where(abs(x) < 1e-200, 0.25, act(x))", "gives 0.5 at x = "),
}


@pytest.mark.parametrize(("code", "message"), FAR.values(), ids=FAR)
def test_refused_is_a_wrong_number_at(code: str, message: str) -> None:
    verdict = examined(code, cell=STABLE)
    assert verdict.status == "fails"
    assert re.search(message, verdict.evidence), verdict.evidence


def short(
    dtype: str, formula: str, code: str, label: str, cell: str = "", header: str = ""
) -> Verdict:
    """The verdict on code in a shorter format."""
    _, own, definition, namespace = function(formula, {label: code}, cell, header)
    measured = accuracy.measure("test", own, definition.expression, namespace)
    (verdict,) = shorter.check(Forms(), [of(measured, dtype)])
    return verdict


@pytest.mark.parametrize(
    ("dtype", "count"), (("bfloat16", "65,280"), ("float16", "63,488")), ids=("bfloat16", "float16")
)
def test_trying_all_numbers_of_a_16_bit_format_is_a_proof(dtype: str, count: str) -> None:
    verdict = short(dtype, SIGMOID, "torch.sigmoid(x)", "PyTorch")
    assert verdict.status == "proved"
    assert f"all {count} finite numbers of {dtype} tried, PyTorch" in verdict.evidence


def test_trying_some_numbers_of_float32_is_none() -> None:
    assert short("float32", r"\tanh(x)", "np.tanh(x)", "NumPy").status == "holds"


def test_a_single_wrong_number_of_all_is_found() -> None:
    code = "torch.where(x == 0.333251953125, x / 2, x)"
    verdict = short("float16", "x", code, "PyTorch")
    assert verdict.status == "fails"
    assert "0.333252 at x = 0.333252, PyTorch" in verdict.evidence
    assert "gives 0.166626" in verdict.evidence


def test_a_constant_that_overflows_in_float32_alone_is_found() -> None:
    code = "np.where(x > 500, x, np.log1p(np.exp(np.minimum(x, 500))))"
    verdict = short("float32", r"\ln(1 + e^x)", code, "NumPy")
    assert verdict.status == "fails"
    assert "in float32 gives inf" in verdict.evidence


def test_what_rounding_explains_is_allowed_and_not_more() -> None:
    formula = r"1 + \tanh(x)"
    assert short("float16", formula, "1 + torch.tanh(x)", "PyTorch").status == "proved"
    worse = "torch.where(x > 3, 1.01, 1.0) * (1 + torch.tanh(x.double())).to(x.dtype)"
    assert short("float16", formula, worse, "PyTorch").status == "fails"


def test_a_parameter_is_rounded_to_the_format_too() -> None:
    header = "parameters:\n  c: {default: 0.13, domain: '(0, 1)'}"
    formula = r"(c - 0.125) x"
    rounded = "(torch.tensor(c, dtype=x.dtype) - 0.125) * x"
    assert short("bfloat16", formula, rounded, "PyTorch", header=header).status == "proved"
    assert short("bfloat16", formula, "0.01 * x", "PyTorch", header=header).status == "fails"
