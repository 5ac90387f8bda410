"""Reference values enclose the truth, and what has none or cannot be known is told apart."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from formulas import tree

from actbook.formula.balls import Contradiction, Undecided, Undefined, ball, exact
from actbook.formula.rounding import rounding

#: A formula at x, and the same by mpmath.
VALUES = {
    "arithmetic": (r"\frac{3 - x}{4} \cdot 2 + x", "7.5", lambda x: 1.5 + x / 2),
    "a product of tiny and huge": (r"x e^{-x}", "700", lambda x: x * mpmath.exp(-x)),
    "cancellation": (r"e^{x} - 1", "1e-300", lambda x: mpmath.expm1(x)),
    "a root": (r"\sqrt[3]{x^2 + 1}", "2", lambda x: mpmath.cbrt(5)),
    "a negative base": (r"(-x)^3", "2", lambda x: -8),
    "nothing to the nothing": (r"(x - 2)^0", "2", lambda x: 1),
    "an error function's tail": (r"\operatorname{erfc}(x)", "20", mpmath.erfc),
    "a cosine far out": (r"\cos(x)", "1e22", mpmath.cos),
    "extremes": (r"\max(x, 3, \min(x, -1))", "2", lambda x: 3),
    "cases": (
        r"\begin{cases} x^2 & \text{if } x < 1 \\ 2x & \text{otherwise} \end{cases}",
        "1",
        lambda x: 2,
    ),
    "cases that agree where they meet": (
        r"\begin{cases} x & \text{if } x \le 1 \\ x^2 & \text{if } x \ge 1 \end{cases}",
        "1",
        lambda x: 1,
    ),
    "an indicator": (r"x [x > 0]", "2", lambda x: x),
    "constants": (r"\pi e", "0", lambda x: mpmath.pi * mpmath.e),
}


@pytest.mark.parametrize(("latex", "x", "truth"), VALUES.values(), ids=VALUES)
def test_a_ball_holds_the_value_of(latex: str, x: str, truth: object) -> None:
    value = ball(tree(latex), {"x": Fraction(x)})
    with mpmath.workdps(400), ctx.workprec(600):
        expected = arb(mpmath.nstr(mpmath.mpf(truth(mpmath.mpf(x))), 60))  # type: ignore[operator]
        assert abs(value - expected) <= abs(expected) * arb(2) ** -99


REFUSED = {
    "a division by zero": (r"\frac{1}{x}", 0, Undefined, "1 / 0 is undefined"),
    "nothing by nothing": (r"\frac{x^2}{x}", 0, Undefined, "0 / 0 is undefined"),
    "the logarithm of a negative number": (r"\ln x", -1, Undefined, r"log\(-1\) is undefined"),
    "an even root of a negative number": (r"\sqrt{x}", -1, Undefined, r"sqrt\(-1\) is undefined"),
    "a fractional power of one": (r"x^{0.5}", -2, Undefined, r"-2 \^ 0.5 is undefined"),
    "a gap between cases": (
        r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}",
        0,
        Undefined,
        "no case applies",
    ),
    "cases that differ where both apply": (
        r"\begin{cases} 1 & \text{if } x \ge 0 \\ 0 & \text{if } x \le 0 \end{cases}",
        0,
        Contradiction,
        "two cases apply and give 1 and 0",
    ),
    "an argument at the end of a domain": (
        r"\arccos(\cos(2 \pi x))",
        1,
        Undecided,
        "known well enough",
    ),
    "an argument beyond the end of a domain": (r"\arccos(x + 2^{-90})", 1, Undefined, "undefined"),
    "a comparison of equals": (
        r"[\sin^2(x) + \cos^2(x) \ge 1]",
        1,
        Undecided,
        "known well enough",
    ),
}


@pytest.mark.parametrize(("latex", "x", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_there_is_no_value_of(latex: str, x: int, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ball(tree(latex), {"x": Fraction(x)})


def test_a_vector_is_a_list_and_an_index_an_integer() -> None:
    from actbook.formula.expression import Aggregate, Apply, Indexed, Symbol

    total = Aggregate("+", "j", None, None, Apply("exp", (Indexed("x", Symbol("j")),)))
    share = Apply("/", (Apply("exp", (Indexed("x", Symbol("i")),)), total))
    value = ball(share, {"x": [Fraction(0), Fraction(0)], "i": 2})
    assert value == exact(Fraction(1, 2))


#: A formula at x, with what double rounding does to it there, in units of the unit roundoff.
ROUNDED = {
    "an exact input": ("x", 3.0, 0, 0),
    "a number that is no double": ("0.1", 3.0, 0.1, 0.1),
    "one addition": ("x + 1", 3.0, 4, 4),
    "a product": (r"x \cdot x", 3.0, 9, 9),
    "a subtraction of rounded numbers": (r"(x + 1) - (x - 1)", 3.0, 8, 8),
    "cancellation": ("e^{x} - 1", 1e-10, 3.9, 4.1),
    "an argument's error, enlarged": (r"e^{100 x + 1}", 1.0, 1.4e46, 1.6e46),
    "a choice": (r"\max(x + 1, 0)", 3.0, 4, 4),
    "a choice against what is rounded more": (r"\min(x + 1, 2)", 1e30, 0, 0),
    "a choice of what is nearly as large": (r"\max(2^{-60} x + 1, 1)", 1.0, 1, 1.01),
}


@pytest.mark.parametrize(("latex", "x", "least", "most"), ROUNDED.values(), ids=ROUNDED)
def test_the_rounding_error_of(latex: str, x: float, least: float, most: float) -> None:
    assert least * (1 - 1e-9) <= float(rounding(tree(latex), {"x": x})) <= most * (1 + 1e-9)


#: Each line computes a formula in double precision, operation by operation.
COMPUTED = {
    r"\ln(1 + e^{x})": "np.log(1 + np.exp(x))",
    r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}": "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))",
    r"\sqrt{x^2 + 0.1} - x": "np.sqrt(x**2 + 0.1) - x",
    r"\tanh(3x) \sin(x)": "np.tanh(3 * x) * np.sin(x)",
}


@pytest.mark.parametrize("latex", COMPUTED)
def test_arithmetic_keeps_to_the_rounding_error(latex: str) -> None:
    import numpy as np

    for x in np.random.default_rng(0).normal(0, 3, 50):
        value = eval(COMPUTED[latex], {"np": np, "x": x})
        with ctx.workprec(200):
            error = abs(exact(float(value)) - ball(tree(latex), {"x": float(x)}))
            assert error <= rounding(tree(latex), {"x": float(x)}) * arb(2) ** -53
