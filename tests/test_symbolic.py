"""Formulas go to SymPy and back without a change of meaning, and derive exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import arb, ctx
from formulas import tree

from actbook.formula.balls import Undefined, ball, exact
from actbook.formula.expression import Apply, Number
from actbook.formula.symbolic import derivative, from_sympy, identical, to_sympy

X, ALPHA = sympy.Symbol("x", real=True), sympy.Symbol("alpha", real=True)
VALUES = {"x": X, "alpha": ALPHA}

SYMPY = {
    "0.044715 x^3": sympy.Rational(8943, 200000) * X**3,
    r"\frac{e^{x}}{1 + e^{x}}": sympy.exp(X) / (1 + sympy.exp(X)),
    r"\max(0, x)": sympy.Piecewise((0, X < 0), (X, True)),
    r"|x|": sympy.Piecewise((X, X >= 0), (-X, True)),
    r"\sqrt{\frac{2}{\pi}}": sympy.sqrt(2 / sympy.pi),
    r"\alpha \ln(x)": ALPHA * sympy.log(X),
    r"\begin{cases} x & \text{if } 0 \le x < 1 \\ 1 & \text{otherwise} \end{cases}": (
        sympy.Piecewise((X, (X >= 0) & (X < 1)), (1, True))
    ),
}


@pytest.mark.parametrize("latex", SYMPY)
def test_sympy_is_given(latex: str) -> None:
    assert sympy.simplify(to_sympy(tree(latex), VALUES) - SYMPY[latex]) == 0


FORMULAS = (
    *(r"x + \alpha - 2", r"-x^{3}", r"\frac{x}{1 + |x|}", r"x^{\alpha}", r"e^{-x^2/2}"),
    *(r"\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)", r"\max(-1, \min(1, x))", r"\ln(x)"),
    *(r"\arctan(x)", r"\lfloor x \rfloor", r"\frac{1}{\sqrt{1 + x^2}}", r"\operatorname{sgn}(x)"),
    r"\begin{cases} x & \text{if } x > 0 \\ \alpha(e^{x} - 1) & \text{if } x \le 0 \end{cases}",
)


@pytest.mark.parametrize("latex", FORMULAS)
def test_a_formula_comes_back_from_sympy_as_the_same_function(latex: str) -> None:
    there = tree(latex)
    back = from_sympy(to_sympy(there, VALUES))
    for x in map(Fraction, ("-2.5", "-1", "0", "0.3", "1", "4")):
        at = {"x": x, "alpha": Fraction(3, 2)}
        try:
            value = ball(there, at)
        except Undefined:
            continue
        assert value.overlaps(ball(back, at))


def test_sympy_has_things_that_no_formula_can_say() -> None:
    for value in (sympy.Derivative(sympy.Function("f")(X), X), sympy.DiracDelta(X)):
        with pytest.raises(ValueError, match="has no place in a formula"):
            from_sympy(value)


def test_the_imaginary_unit_is_a_root_that_has_no_value() -> None:
    assert from_sympy(sympy.I) == Apply("sqrt", (Number(Fraction(-1)),))


DERIVATIVES = {
    r"\frac{1}{1 + e^{-x}}": r"\frac{e^{-x}}{(1 + e^{-x})^2}",
    r"\alpha(e^{x} - 1)": r"\alpha e^{x}",
    r"x^{3}": r"3x^2",
    r"\max(0, x)": r"[x > 0]",
    r"|x|": r"\operatorname{sgn}(x)",
    r"\operatorname{erf}(x)": r"\frac{2}{\sqrt{\pi}} e^{-x^2}",
    r"\begin{cases} x^2 & \text{if } x > 0 \\ 3x & \text{if } x \le 0 \end{cases}": (
        r"\begin{cases} 2x & \text{if } x > 0 \\ 3 & \text{if } x < 0 \end{cases}"
    ),
}


@pytest.mark.parametrize("latex", DERIVATIVES)
def test_a_derivative_is_that_of_the_textbook(latex: str) -> None:
    found, expected = derivative(tree(latex)), tree(DERIVATIVES[latex])
    for x in map(Fraction, ("-3", "-0.25", "0.25", "2", "30")):
        at = {"x": x, "alpha": Fraction(3, 2)}
        assert ball(found, at).overlaps(ball(expected, at))


#: Derivatives of steps: where they have a value, and where they have none.
STEPS = {
    r"\lfloor x \rfloor": ("1/3", "0", "2"),
    r"x \lceil 2x \rceil": ("-1/3", "0", "3/2"),
    r"(x - \lfloor x + \frac12 \rfloor)^2": ("1/3", "2/3", "1/2"),
}


@pytest.mark.parametrize("latex", STEPS)
def test_a_step_has_no_slope_where_it_jumps_and_0_elsewhere(latex: str) -> None:
    between, slope, jump = map(Fraction, STEPS[latex])
    assert ball(derivative(tree(latex)), {"x": between}).overlaps(exact(slope))
    with pytest.raises(Undefined):
        ball(derivative(tree(latex)), {"x": jump})


def test_derivatives_have_an_order_and_a_variable() -> None:
    assert ball(derivative(tree("x^{3}"), 2), {"x": Fraction(5)}) == 30
    slope = derivative(tree(r"\alpha^2 x"), 1, "alpha")
    assert ball(slope, {"x": Fraction(5), "alpha": Fraction(2)}) == 20


def test_a_derivative_of_a_tail_is_not_zero() -> None:
    slope = ball(derivative(tree(r"\tanh(x)")), {"x": Fraction(400)})
    with ctx.workprec(200):
        assert slope > arb(-801).exp()


IDENTICAL = {
    "a rearrangement": (r"(x + 1)^2", r"x^2 + 2x + 1", True),
    "exponentials": (r"\tanh(x)", r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", True),
    "a rational function": (r"\frac{x^2 - 1}{x - 1}", r"x + 1", True),
    "a constant": (r"\frac{1}{\sqrt{2}}", r"\frac{\sqrt{2}}{2}", True),
    "another constant": (r"0.707", r"\frac{\sqrt{2}}{2}", False),
    "another sign": (r"\tanh(x)", r"\frac{e^{-x} - e^{x}}{e^{x} + e^{-x}}", False),
    "equal only for positive numbers": (r"\sqrt{x^2}", "x", False),
    "cases": (r"2\max(0, x)", r"\max(0, x) + \max(0, x)", True),
    "other cases": (r"\max(0, x)", r"\max(1, x)", False),
}


@pytest.mark.parametrize(("left", "right", "same"), IDENTICAL.values(), ids=IDENTICAL)
def test_sympy_proves_an_identity_of(left: str, right: str, same: bool) -> None:
    assert identical(tree(left), tree(right)) is same
