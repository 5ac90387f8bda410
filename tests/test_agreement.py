"""Code must give what the formula gives, as nearly as rounding allows and no further off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from formulas import page
from verdicts import failures, verdicts

from actbook.verdict import Verdict

F = "f"


def of_code(formula: str, *others: str, functions: Any = None, **codes: str) -> list[Verdict]:
    """The verdicts on implementations of f, by label."""
    header = "symbol: f\nparameters:\n  alpha: {default: 1, domain: '(0, oo)'}\nimplementations:\n"
    header += "\n".join(f"  {label}: '{code}'" for label, code in codes.items())
    found = verdicts(page(header, rf"{F}(x) = {formula}", *others), namespace=functions or {})
    return [verdict for verdict in found if ":" in verdict.against]


HARD = r"\max(0, \min(1, \frac{x + 3}{6}))"
SIGMOID = r"\frac{1}{1 + e^{-x}}"
GELU = "x / 2 * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))"
ACCURATE = {
    "the same operations": (r"\frac{x}{1 + |x|}", "x / (1 + abs(x))"),
    "a stable form": (r"\ln(1 + e^{x})", "np.logaddexp(0.0, x)"),
    "a stable form where the formula cancels": ("e^x - 1", "np.expm1(x)"),
    "a limit where the formula overflows": (
        r"\frac{e^x}{1 + e^x}",
        "np.where(x > 0, 1, np.exp(-abs(x))) / (1 + np.exp(-abs(x)))",
    ),
    "infinity beyond the largest number": ("e^x", "np.exp(x)"),
    "zero below the smallest": ("e^{-x^2}", "np.exp(-x * x)"),
    "a parameter": (r"\alpha x", "alpha * x"),
    "a quotient term by term": (HARD, "np.clip(x / 6 + 0.5, 0.0, 1.0)"),
    "the hyperbolic tangent for the sigmoid": (SIGMOID, "0.5 + 0.5 * np.tanh(x / 2)"),
    "zero for a tail": (r"\frac{x}{2}\operatorname{erfc}(-x / \sqrt{2})", GELU),
    "an expanded product": (r"x \frac{x + 3}{6}", "(x * x + 3 * x) / 6"),
    "two functions where the formula has one": (
        r"1 - \tanh^2(x)",
        "1 / np.cosh(np.clip(x, -700, 700)) ** 2",
    ),
    "a power of another base": ("e^x", "np.exp2(x * np.log2(np.e))"),
    "a jump beside which the condition rounds": (
        r"\begin{cases} 1 & \text{if } x \ge 0.3 \\ 0 & \text{otherwise} \end{cases}",
        "np.where((x + 3) / 6 >= 3.3 / 6, 1.0, 0.0)",
    ),
}


@pytest.mark.parametrize(("formula", "code"), ACCURATE.values(), ids=ACCURATE)
def test_rounding_is_allowed_of(formula: str, code: str) -> None:
    with np.errstate(all="ignore"):
        found = of_code(formula, NumPy=code)
    float64 = found[0]
    assert (float64.status, float64.against) == ("holds", f"NumPy: {code}")
    assert float64.points > 150 and float64.worst is not None and float64.worst <= 1


INACCURATE = {
    "a constant's last digit": ("0.044715 x", "0.044716 * x"),
    "single precision": (r"\tanh(x)", "np.tanh(np.asarray(x, np.float32)).astype(float)"),
    "a naive form": (r"\ln(1 + e^x)", "np.log(1 + np.exp(x))"),
    "a sign in the tail": (r"\tanh(x)", "np.where(x < -30, 1.0, np.tanh(x))"),
    "minus zero's neighbour": ("x", "np.where(x == 5e-324, 1.0, x)"),
    "not a number": ("x^2", "np.where(x > 100, np.nan, x * x)"),
    "infinity too early": ("e^x", "np.where(x > 700, np.inf, np.exp(x))"),
    "the default of a parameter": (r"\alpha x", "x"),
    "a few parts in ten to the fifteenth": ("e^x", "np.exp(x) * (1 + 1e-14)"),
}


@pytest.mark.parametrize(("formula", "code"), INACCURATE.values(), ids=INACCURATE)
def test_code_is_refused_for(formula: str, code: str) -> None:
    with np.errstate(all="ignore"):
        wrong = failures(of_code(formula, NumPy=code))
    assert wrong and "the formula gives" in wrong[0] and f"NumPy: {code} gives" in wrong[0]


BROKEN = {
    "raises": ("1 / 0", "NumPy: 1 / 0 raised ZeroDivisionError: division by zero"),
    "names nothing": ("g(x)", "NumPy: g(x) raised NameError: name 'g' is not defined"),
    "returns a number": ("float(np.sum(x))", "returned shape () for x of shape"),
    "returns text": ("str(x)", "returned str, not an array of numbers"),
    "returns nothing": ("print()", "returned"),
}


@pytest.mark.parametrize(("code", "said"), BROKEN.values(), ids=BROKEN)
def test_code_is_refused_that(code: str, said: str) -> None:
    (failure,) = failures(of_code("x", NumPy=code))
    assert said in failure


def test_autograd_is_held_against_the_derivative() -> None:
    code = "torch.nn.functional.elu(x, alpha)"
    formula = r"\max(0, x) + \min(0, \alpha(e^x - 1))"
    found = {verdict.against: verdict.status for verdict in of_code(formula, PyTorch=code)}
    assert found[f"PyTorch: {code}"] == found[f"autograd of PyTorch: {code}"] == "holds"


def test_a_library_without_a_slope_is_told_as_a_limit() -> None:
    found = of_code(r"[x \ge 0]", PyTorch="torch.heaviside(x, torch.ones_like(x))")
    assert not failures(found)
    assert not [verdict for verdict in found if verdict.against.startswith("autograd")]
    limits = [limit for verdict in found for limit in verdict.limits]
    assert "autograd has no slope: derivative for aten::heaviside is not implemented" in limits


def test_code_that_autograd_takes_for_a_constant_has_slope_0() -> None:
    assert not failures(of_code(r"[x \ge 0]", PyTorch="(x >= 0).to(x.dtype)"))
    (failure,) = failures(of_code(r"x^3", PyTorch="x.detach() ** 3"))
    assert "autograd of PyTorch: x.detach() ** 3 gives 0" in failure


EITHER = {
    "at a kink that is no double": (
        r"\max(0, \min(1, 0.2 x + 0.5))",
        "torch.clamp(0.2 * x + 0.5, 0, 1)",
    ),
    "beside a kink in another form": (HARD, "torch.clamp(x / 6 + 0.5, 0, 1)"),
}


@pytest.mark.parametrize(("formula", "code"), EITHER.values(), ids=EITHER)
def test_autograd_may_take_either_side(formula: str, code: str) -> None:
    found = of_code(formula, PyTorch=code)
    assert [verdict.status for verdict in found[:2]] == ["holds", "holds"]
    beyond = of_code(formula, PyTorch=f"torch.where(x < -3.01, 0.1 * x - 0.1 * x.detach(), {code})")
    assert "autograd" in failures(beyond)[0]


def test_a_derivative_left_out_where_pieces_meet_smoothly_is_a_limit() -> None:
    formula = r"\operatorname{sgn}(x) \ln(1 + |x|)"
    found = of_code(formula, PyTorch="torch.sign(x) * torch.log1p(torch.abs(x))")
    assert found[1].limits == ("it gives 0 at x = 0, alpha = 1, where the slope is 1",)


SOFTPLUS = {
    "the library's": ("torch.nn.functional.softplus(x)", "x itself"),
    "with another factor": ("torch.nn.functional.softplus(alpha * x) / alpha", "x itself"),
    "with a term more": ("torch.nn.functional.softplus(x) - 1", "another formula"),
}


@pytest.mark.parametrize(("code", "words"), SOFTPLUS.values(), ids=SOFTPLUS)
def test_right_up_to_a_threshold_is_a_limit(code: str, words: str) -> None:
    alpha = r"\alpha " if "alpha" in code else ""
    formula = rf"\ln(1 + e^{{{alpha}x}}) / {alpha or 1}{' - 1' if '- 1' in code else ''}"
    found = of_code(formula, PyTorch=code)[0]
    assert found.status == "holds"
    (limit,) = found.limits
    assert limit.startswith("up to a threshold only: from x = ") and words in limit


def test_an_asymptote_that_float32_tells_apart_is_refused() -> None:
    code = "torch.nn.functional.softplus(x, threshold=10)"
    (wrong, *_) = failures(of_code(r"\ln(1 + e^x)", PyTorch=code))
    assert "the formula gives" in wrong


def test_a_wrong_derivative_of_right_code_is_refused() -> None:
    class Straight(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            return torch.tanh(x)

        @staticmethod
        def backward(ctx: Any, slope: Any) -> Any:
            return slope

    code = "torch_tanh(x)"
    found = of_code(r"\tanh(x)", PyTorch=code, functions={"torch_tanh": Straight.apply})
    assert found[0].status == "holds"
    said = f"the formula gives 0.419974 at x = 1, alpha = 1, autograd of PyTorch: {code} gives 1"
    assert failures(found)[0] == said


def test_the_formula_is_to_blame_where_all_code_contradicts_it() -> None:
    blamed = of_code("2x", NumPy="1.0 * x", PyTorch="torch.clone(x)")
    assert {(v.subject.kind, v.subject.part) for v in blamed} == {
        ("formula", str(len(rf" {F}(x) = ")))
    }


def test_the_one_that_differs_is_to_blame_where_the_others_agree() -> None:
    found = of_code("2x", NumPy="2.0 * x", PyTorch="torch.clone(x)")
    assert [verdict.subject.kind for verdict in found if verdict.status == "fails"] == ["code"]


def test_a_page_may_show_how_its_code_subtracts() -> None:
    code = "1 - (1 - x)"
    assert failures(of_code("x", NumPy=code))
    assert not failures(of_code("x = 1 - (1 - x)", NumPy=code)[:1])
