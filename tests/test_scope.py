"""Names in formulas mean functions of this page or another; definitions expand into each other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from formulas import page

from actbook.formula.balls import ball
from actbook.formula.expression import Aggregate, Apply, Indexed, Symbol
from actbook.formula.substitution import substitute
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.scope import read_formulas, references

SIGMOID = page("symbol: \\sigma", r"\sigma(x) = \frac{1}{1 + e^{-x}}", path="sigmoid.md")
SWISH = page(
    """
    symbol: Swish
    parameters:
      beta: {default: 2, domain: "(0, oo)"}
      gamma: {default: beta/2}
    """,
    r"\operatorname{Swish}(x) = x\,\sigma(\beta x) + \gamma",
    path="swish.md",
)


def value(page: Page, others: list[Page], x: str, at: Mapping[str, Any] | None = None) -> arb:
    """The last member of a page's last equation at x."""
    reading = read_formulas(page, others)
    assert not reading.problems
    member = reading.chains[-1][1].members[-1]
    expression = expand(member.expression, reading.definitions, reading.own)
    return ball(expression, {"x": Fraction(x), **(at or {})})


def claim(latex: str, header: str = "symbol: f") -> Page:
    return page(header, r"f(x) = 0" if "symbol: f" in header else r"g(x) = 0", latex)


MEANINGS = {
    "another page's function": (r"f(0) = \sigma(x)", "0", "0.5"),
    "its derivative": (r"f(0) = \sigma'(x)", "0", "0.25"),
    "another page's defaults": (r"f(0) = \operatorname{Swish}(x)", "0", "1"),
    "parameters that are given": (
        r"f(0) = \operatorname{Swish}(x; 3, x + 5)",
        "0",
        "5",
    ),
    "a function of a function": (r"f(0) = \sigma(x + \sigma(x) - 0.5)", "0", "0.5"),
}


@pytest.mark.parametrize(("latex", "x", "expected"), MEANINGS.values(), ids=MEANINGS)
def test_a_formula_may_name(latex: str, x: str, expected: str) -> None:
    found = value(claim(latex), [SIGMOID, SWISH], x)
    assert found.overlaps(arb(expected)) and found.rad() < 1e-20


def test_a_page_keeps_its_own_parameters() -> None:
    at = {"beta": Fraction(0), "gamma": Fraction(7)}
    assert value(SWISH, [SIGMOID], "2", at) == 8


def test_a_constant_is_no_parameter_to_give() -> None:
    given = "symbol: g\nconstants: {c: 1/4}\nparameters:\n  a: {default: 2}"
    other = page(given, r"g(x; a) = cax", path="g.md")
    assert value(claim(r"f(0) = g(x) + g(x; 8)"), [other], "1") == arb("2.5")


def test_definitions_may_stand_in_any_order() -> None:
    two = page(
        "symbol: f\nvariants:\n  part: {symbol: g}",
        r"f(x) = 2g(x)",
        r"g(x) = x + 1",
    )
    reading = read_formulas(two)
    assert ball(reading.definitions[r"f"].expression, {"x": Fraction(3)}) == 8


def test_the_first_formula_of_a_function_defines_it() -> None:
    reading = read_formulas(page("symbol: f", "f(2x) = 4x", "f(x) = 2x = 3x", "f(x) = 5x"))
    assert reading.definitions["f"].line == 8
    assert ball(reading.definitions["f"].expression, {"x": Fraction(3)}) == 6


def test_an_unchecked_equation_is_not_read() -> None:
    text = '---\ntitle: T\n---\n$$ \\odot $$ {unchecked="so"}\n'
    from actbook.reading.parse import read

    assert read_formulas(read(text, "t.md")).chains == ()


PROBLEMS = {
    "no formula": ([], "no formula defines f: write $$ f(x) = …"),
    "only an approximation": (
        [r"f(x) \approx 0.5"],
        "no formula defines f",
    ),
    "itself": (
        [r"f(x) = xf(x)"],
        "no formula defines f",
    ),
    "a name nobody knows": ([r"f(x) = \kappa x"], "unknown name \\kappa"),
    "a function nobody defines": (
        [r"f(x) = \operatorname{lisht}(x)"],
        "lisht",
    ),
}


@pytest.mark.parametrize(("equations", "message"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_function_is_not_defined_by(equations: list[str], message: str) -> None:
    found = read_formulas(page("symbol: f", *equations)).problems
    assert len(found) == 1 and message in found[0].message


def test_a_circle_is_found() -> None:
    circle = page(
        "symbol: f\nvariants:\n  part: {symbol: g}",
        r"f(x) = g(x)",
        r"g(x) = f(x)",
    )
    messages = sorted(problem.message for problem in read_formulas(circle).problems)
    assert messages[0] == (r"f is defined through g, which needs it in turn")
    assert len(messages) == 2


def test_a_page_without_a_readable_definition_is_named() -> None:
    broken = page("symbol: g", r"g(x) = \odot x", path="g.md")
    found = read_formulas(claim(r"f(x) = g(x)"), [broken]).problems
    assert [p.message for p in found] == [r"g has no definition that can be read"]


def test_a_bound_index_is_not_captured() -> None:
    total = Aggregate("+", "j", None, None, Apply("*", (Indexed("x", Symbol("j")), Symbol("i"))))
    assert substitute(total, {"i": Symbol("j")}) == Aggregate(
        "+", "j_", None, None, Apply("*", (Indexed("x", Symbol("j_")), Symbol("j")))
    )


def test_references_are_the_functions_that_a_formula_names() -> None:
    chain = read_formulas(SWISH, [SIGMOID]).chains[0][1]
    assert references(chain.members[1].expression) == {"\\sigma"}


VECTORS = {
    "a letter for the length": (
        r"f(x)_i = \frac{1}{K} \sum_{j=1}^{K} x_j",
        r"f(x)_i = \frac{1}{n} \sum_{j=1}^{n} x_j",
    ),
    "another one": (r"f(x)_i = \sum_{k=1}^d x_k", r"f(x)_i = \sum_{k=1}^{n} x_k"),
    "bold letters": (r"f(\mathbf{x})_i = \mathbf x_i", r"f(x)_i = x_i"),
    "the component in the argument": (r"f(x_{i}) = 2x_i", r"f(x)_i = 2x_i"),
    "a logarithm of a sum": (
        r"f(x)_i = x_i - \ln\sum_j e^{x_j}",
        r"f(x)_i = x_i - \ln(\sum_j e^{x_j})",
    ),
}


@pytest.mark.parametrize(("written", "meant"), VECTORS.values(), ids=VECTORS)
def test_of_a_vector_is_read(written: str, meant: str) -> None:
    header = "symbol: f\ninput: vector"
    one, other = (read_formulas(page(header, latex)) for latex in (written, meant))
    assert one.problems == other.problems == ()
    left, right = (reading.chains[0][1].members for reading in (one, other))
    assert [m.expression for m in left] == [m.expression for m in right]


REFUSED_OF_VECTORS = {
    "two letters for the length": (
        r"f(x)_i = \sum_{j=1}^{K} x_j + \sum_{j=1}^{N} x_j",
        "K and N for one length: the vector has n",
    ),
    "n beside it": (
        r"f(x)_i = \frac{1}{n} \sum_{j=1}^{K} x_j",
        "K and n for one length: the vector has n",
    ),
    "a letter that is no length": (r"f(x)_i = \sum_{j=2}^{K} x_j", "unknown name K"),
}


@pytest.mark.parametrize(("latex", "said"), REFUSED_OF_VECTORS.values(), ids=REFUSED_OF_VECTORS)
def test_of_a_vector_is_refused(latex: str, said: str) -> None:
    (problem, *_) = read_formulas(page("symbol: f\ninput: vector", latex)).problems
    assert said in problem.message


def test_a_parameter_is_no_length() -> None:
    header = "symbol: f\ninput: vector\nparameters: {K: {default: 3}}"
    (problem, *_) = read_formulas(page(header, r"f(x)_i = \sum_{j=1}^{K} x_j")).problems
    assert problem.message == "a sum runs to a number or to n, the length of the vector, not to K"


def test_equations_of_one_display_are_claims_of_their_own() -> None:
    reading = read_formulas(page("symbol: f", r"f(x) = \tanh(x) \qquad f(0) = 0"))
    assert [equation.left for equation, _ in reading.chains] == ["f(x)", "f(0)"]
    assert reading.definitions["f"].expression == Apply("tanh", (Symbol("x"),))
    assert {equation.start for equation, _ in reading.chains} == {6}


def test_a_vector_function_without_definition_is_told_how_to_write_it() -> None:
    (problem,) = read_formulas(page("symbol: f\ninput: vector")).problems
    assert problem.message == "no formula defines f: write $$ f(x)_i = … $$"
