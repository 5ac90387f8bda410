"""Formulas as text are what the tree says, to Python and to SymPy."""

from __future__ import annotations

import math

import pytest
import sympy
from formulas import tree as formula

from actbook.formula.expression import Aggregate, Apply, Expression, Indexed, Reference, Symbol
from actbook.formula.symbolic import to_sympy
from actbook.formula.text import PYTHON, SYMPY, text
from actbook.formula.tree import expression, tree

#: LaTeX, and what it is in Python.
PYTHONS = (
    ("2^{x^2}", "2**x**2"),
    ("(2^x)^2", "(2**x)**2"),
    ("-x^2", "-x**2"),
    ("(-x)^2", "(-x)**2"),
    ("x^{-2}", "x**-2"),
    ("x - (1 - x)", "x - (1 - x)"),
    (r"\frac{x}{2 x}", "x/(2*x)"),
    (r"\frac{x}{2} x", "x/2*x"),
    ("0.1 x", "0.1*x"),
    (r"\frac{x}{3}", "x/3"),
    ("e^{-x}", "math.exp(-x)"),
    (r"e", "math.e"),
    (r"\pi x", "math.pi*x"),
    (r"|x|", "abs(x)"),
    (r"\max(0, x, 1)", "max(0, x, 1)"),
    (r"\operatorname{sign}(x)", "((x) > 0) - ((x) < 0)"),
    (
        r"\begin{cases} x & \text{if } 0 < x < 1 \\ 1 & \text{otherwise} \end{cases}",
        "x if 0 < x and x < 1 else 1",
    ),
    (
        r"2 \cdot \begin{cases} x & \text{if } x = 1 \\ 3 & \text{if } x > 2 \end{cases}",
        "2*(x if x == 1 else 3 if x > 2 else math.nan)",
    ),
)
X = Symbol("x")
TOTAL = Aggregate("+", "j", None, None, Apply("exp", (Indexed("x", Symbol("j")),)))
LARGEST = Aggregate("max", "j", None, None, Indexed("x", Symbol("j")))


@pytest.mark.parametrize(("latex", "expected"), PYTHONS)
def test_python_is_written_with_the_brackets_that_it_needs(latex: str, expected: str) -> None:
    found = formula(latex)
    assert text(found, PYTHON) == expected
    assert expression(tree(found)) == found


@pytest.mark.parametrize("latex", [latex for latex, _ in PYTHONS])
def test_sympy_reads_the_same_formula(latex: str) -> None:
    found = formula(latex)
    read = sympy.sympify(text(found, SYMPY), locals={"x": sympy.Symbol("x", real=True)})
    expected = to_sympy(found, {"x": sympy.Symbol("x", real=True)})
    for value in (sympy.Rational(3, 4), sympy.Integer(1), sympy.Rational(5, 2)):
        pair = [
            sympy.N(one.subs("x", value).subs(sympy.Symbol("x", real=True), value))
            for one in (read, expected)
        ]
        assert pair[0] == pair[1] or abs(pair[0] - pair[1]) < 1e-12


def test_vectors_are_lists_in_python_and_indexed_in_sympy() -> None:
    assert text(TOTAL, PYTHON) == "sum(math.exp(x[j - 1]) for j in range(1, n + 1))"
    assert eval(text(TOTAL, PYTHON), {"math": math, "x": [0.0, 1.0], "n": 2}) == 1 + math.e
    assert text(TOTAL, SYMPY) == "Sum(exp(x[j]), (j, 1, n))"


@pytest.mark.parametrize(
    ("written", "dialect"),
    [
        (LARGEST, SYMPY),
        (Apply("lambertw", (X,)), PYTHON),
        (Reference(r"\sigma", 0, (X,)), PYTHON),
    ],
)
def test_what_a_language_has_no_words_for_is_refused(written: Expression, dialect: object) -> None:
    with pytest.raises(ValueError, match=r"there is no|has to be expanded"):
        text(written, dialect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"apply": "+"}, {"cases": [{"value": {"number": "1"}, "if": [{"number": "1"}]}]}],
)
def test_what_is_no_tree_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"is no part of a formula|are no comparisons"):
        expression(wrong)
