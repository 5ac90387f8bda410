"""Why code is inaccurate is found out by computing, and told apart: a small function per cause."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from measuring import function, measure, of

from actbook.checking import accuracy, numerics, shorter
from actbook.checking.causes import of_measured
from actbook.checking.references import Forms
from actbook.verdict import Verdict, inaccurate
from actbook.weaving import evidence, numerics_table
from actbook.weaving.templates import part

SIGMOID = r"\frac{1}{1 + e^{-x}}"
SILU = r"\frac{x}{1 + e^{-x}}"
STABLE = """
import numpy as np

def act(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)
"""
TANH = r"\tanh(x)"
TENTHS = r" \cdot ".join(["0.7"] * 14)
#: Format, formula, code and cell; the cause, and words of it.
CAUSES = {
    "roundings that add up": (
        *("float32", rf"x \cdot {TENTHS}", f"x{' * np.float32(0.7)' * 14}", ""),
        *("rounding", "roundings of its steps"),
    ),
    "a rounded argument of a steep function": (
        *("float32", "e^{-x^2}", "np.exp(-x * x)", ""),
        *("conditioning", r"\$e\^\{-x\^\{2\}\}\$ multiplies the relative error of its argument"),
    ),
    "digits that cancel": (
        *("float32", "(1 + x) - 1", "(1 + x) - 1", ""),
        *("cancellation", r"in \$1 \+ x - 1\$ the leading digits cancel"),
    ),
    "a sum near -1 + 1": (
        *("bfloat16", r"1 + \tanh(x)", "1 + torch.tanh(x)", ""),
        *("cancellation", r"in \$1 \+ \\tanh\(x\)\$ the leading digits cancel"),
    ),
    "terms that cancel in the code alone": (
        *("bfloat16", "x + 1", "torch.add(x, 2) / 2 + x / 2", ""),
        *("cancellation", "a rounding of larger numbers, which the page’s formulas do not have"),
    ),
    "a power that becomes infinite": (
        *("float32", SILU, "torch.nn.functional.silu(x)", ""),
        *("overflow", r"\$e\^\{-x\}\$ is .*e\+39, beyond the largest number of float32, 3.4e\+38"),
    ),
    "the same in NumPy": (
        *("float64", SIGMOID, "1 / (1 + np.exp(-x))", ""),
        *(
            "overflow",
            r"\$e\^\{-x\}\$ is .*e\+\d+, beyond the largest number of float64, 1.8e\+308",
        ),
    ),
    "a step on the way to a large result": (
        *("float16", "x", "torch.add(x, x) / 2", ""),
        *("overflow", "a step on the way to .* is beyond the largest number of float16, 6.55e.04"),
    ),
    "a factor that keeps few digits": (
        *("float32", SIGMOID + " x", "act(x) * x", STABLE),
        *("underflow", r"below the smallest normal number of float32, 1.18e-38, and keeps few"),
    ),
    "a factor that becomes zero": (
        *("float32", "(x / 4) / 10^{-9}", "np.where(abs(x / 4) < 2**-126, 0, x / 4) / 1e-9", ""),
        *("underflow", r"\$\\frac\{x\}\{4\}\$ is .*, and becomes zero"),
    ),
    "a result that becomes zero": (
        *("float32", "x / 4", "np.where(abs(x / 4) < 2**-126, 0, x / 4)", ""),
        *("flush to zero", "the true value is .*, below the smallest normal number"),
    ),
    "a function that ends early": (
        *("float32", TANH, "np.where(abs(x) > 5, np.sign(x), np.tanh(x))", ""),
        *("threshold", "from x = -?5 outwards the code gives -?1"),
    ),
    "a line in place of the function": (
        *("float64", r"\ln(1 + e^x)", "torch.nn.functional.softplus(x)", ""),
        *("threshold", "from x = 20 outwards the code gives x itself"),
    ),
    "a constant of float32's digits": (
        *("float64", r"x / 6", "torch.as_tensor(x) * torch.tensor(1 / 6)", ""),
        *("precision", "keeps float32's digits alone"),
    ),
    "a reciprocal of float32's digits before an exponential": (
        *("float64", r"e^{x / 10}", "torch.exp(torch.as_tensor(x) * torch.tensor(0.1))", ""),
        *("precision", "keeps float32's digits alone"),
    ),
    "another slope": (
        *("float32", "x", "x * (1 + 6 * np.finfo(x.dtype).eps)", ""),
        *("unexplained", "no step"),
    ),
}


@pytest.mark.parametrize(
    ("dtype", "formula", "code", "cell", "kind", "words"), CAUSES.values(), ids=CAUSES
)
def test_the_cause_is(
    dtype: str, formula: str, code: str, cell: str, kind: str, words: str
) -> None:
    label = "PyTorch" if "torch" in code else "NumPy"
    measured = of(measure(formula, {label: code}, cell or "import numpy as np"), dtype)
    errors = np.where(np.isnan(measured.values.errors), -1, measured.values.errors)
    finite = np.where(np.isinf(errors), -1, errors)
    worst = int(np.argmax(errors if "step on the way" in words else finite))
    found = of_measured(measured, Forms(), worst)
    assert found.kind == kind, found
    assert re.search(words, found.words), found


def test_an_overflow_is_none_where_the_code_takes_other_steps() -> None:
    """Flushing at the same x as the formula would overflow, but also before, is no overflow."""
    code = "np.where(x < -60, 0, np.exp(x.astype(float)).astype(x.dtype))"
    (row,) = numerics.numerics([of(measure("1 / e^{-x}", {"NumPy": code}), "float32")])
    assert row.cause == "threshold"


def accuracies(formula: str, code: str, cell: str = "") -> list[Verdict]:
    """The verdicts on PyTorch's code in the formats that are shorter than float64."""
    _, own, definition, namespace = function(formula, {"PyTorch": code}, cell)
    measured = accuracy.measure("test", own, definition.expression, namespace)
    return list(shorter.check(Forms(), measured))


def test_trying_all_numbers_proves_how_far_code_is_off_and_praises_none_of_it() -> None:
    (verdict,) = (v for v in accuracies(SILU, "torch.nn.functional.silu(x)") if "bfl" in v.claim)
    assert verdict.status == "proved" and verdict.cause == "overflow"
    assert verdict.worst_ulp is not None and 200 < verdict.worst_ulp < 256
    assert re.search(r"bfloat16 tried, .*: never off by more than 24\d\.\d\d ulp", verdict.evidence)
    for word in ("explained by rounding", "correct", "right", "accurate to", "exact"):
        assert word not in verdict.evidence
    assert "inaccurate" in part("mark", verdict) and "proved" not in part("mark", verdict)
    assert "proved" in part("mark", replace(verdict, status="proved", worst_ulp=0.5))


def test_a_result_that_is_infinite_too_early_is_told_beside_the_worst_of_the_others() -> None:
    half = accuracies("x", "torch.add(x, x) / 2")[-1]
    assert half.worst_ulp == float("inf") and half.cause == "overflow"
    assert (
        "no finite result is off; inf at x = 32768 where the true value is 32768" in half.evidence
    )


def test_inaccurate_code_is_counted_apart() -> None:
    verdicts = accuracies(SILU, "torch.nn.functional.silu(x)")
    assert [inaccurate(verdict) for verdict in verdicts] == [True, True, False]
    assert evidence.summary(verdicts) == "3 checks: 2 proved, 1 tried; in 2 the code is inaccurate"


def test_the_table_of_formats_says_the_cause_under_the_error() -> None:
    rows = numerics.numerics(measure(SILU, {"PyTorch": "torch.nn.functional.silu(x)"}))
    html = numerics_table.table(rows)
    assert [row.cause for row in rows] == [*["overflow"] * 3, None]
    assert html.count(">overflow</span>") == 3
    assert "Worst error of f, ulp" in html
