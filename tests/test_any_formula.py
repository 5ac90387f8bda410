"""Any formula reads back from any of its spellings, and any text at all is read or refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formula_cases import CASES, NAMES
from formula_printer import Printer
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Indexed,
    Number,
    Reference,
    Relation,
    Symbol,
)
from actbook.latex.formula import Chain, mentioned, normalised, read
from actbook.verdict import Refused

numbers = st.one_of(
    st.integers(0, 200).map(Fraction), st.integers(1, 99999).map(lambda n: Fraction(n, 10**4))
).map(Number)
symbols = st.sampled_from(["x", "alpha", "lambda_", "pi"]).map(Symbol)


def components(index: str) -> st.SearchStrategy[Expression]:
    return st.just(Indexed("v", Symbol(index)))


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    relations = st.builds(
        Relation, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner, inner
    )
    conditions = st.lists(relations, min_size=1, max_size=2).map(tuple)
    rows = st.lists(st.tuples(inner, conditions), min_size=1, max_size=2)
    binary = st.sampled_from("+-*/^").flatmap(
        lambda operator: st.tuples(inner, inner).map(lambda pair: Apply(operator, pair))
    )
    unary = st.sampled_from(
        ["neg", "abs", "sqrt", "exp", "log", "sin", "acosh", "erf", "sign", "floor", "sinh"]
    ).flatmap(lambda operator: inner.map(lambda argument: Apply(operator, (argument,))))
    extrema = st.builds(
        Apply, st.sampled_from(["max", "min"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
    )
    references = st.builds(
        Reference,
        st.sampled_from(["\\sigma", "\\tanh", "\\operatorname{GELU}_{\\tanh}", "f"]),
        st.integers(0, 3),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    )
    cases = st.builds(
        lambda rows, last: Cases((*rows, *((value, ()) for value in last))),
        rows,
        st.lists(inner, max_size=1),
    )
    iverson = conditions.map(lambda c: Cases(((Number(Fraction(1)), c), (Number(Fraction(0)), ()))))
    bounds = st.sampled_from([(None, None), (Number(Fraction(1)), Symbol("n"))])
    aggregates = st.builds(
        lambda operator, bounds, body: Aggregate(operator, "k", *bounds, body),
        st.sampled_from("+*"),
        bounds,
        st.one_of(inner, components("k")),
    )
    extremes = st.builds(
        lambda operator, body: Aggregate(operator, "k", None, None, body),
        st.sampled_from(["max", "min"]),
        components("k"),
    )
    return st.one_of(
        binary, unary, extrema, references, cases, iverson, aggregates, extremes, components("i")
    )


expressions = st.recursive(st.one_of(numbers, symbols), larger, max_leaves=12)


@settings(max_examples=400, deadline=None)
@given(expressions, st.data())
def test_any_spelling_of_a_formula_reads_back_as_it(tree: Expression, data: st.DataObject) -> None:
    latex = Printer(lambda options: data.draw(st.sampled_from(options)))(tree)
    assert read(latex, NAMES, "page.md", 1, 1).members[0].expression == tree, latex


@pytest.mark.parametrize("size", [r"\left%s\right", r"\bigl%s\bigr", r"\Big%s\Big"])
def test_a_bracket_that_begins_a_formula_is_no_function(size: str) -> None:
    opening, closing = size.split("%s")
    latex = rf"{opening}(x + \sum_{{k=1}}^{{3}} x{closing}) = 4x"
    assert len(read(latex, NAMES, "page.md", 1, 1).members) == 2


FRAGMENTS = [
    *"xvcnij0123789efyW+-*/^_=<>()[]{}|.,;:&%'!~$#\"@ \t\n\r\f\b\a\v\0",
    *("\\\\", "\\ ", "\\{", "\\}", "\\,", "\\!", "\\", "\\left", "\\right", "\\left(", "\\right)"),
    *("\\frac", "\\sqrt", "\\sum", "\\prod", "\\max", "\\min", "\\lvert", "\\rvert", "\\bigl|"),
    *("\\frac{1}{x}", "\\sum_{j=1}^{n}", "\\max_k ", "\\delta_{ij}", "v_i", "\\partial", "^{2}"),
    *("\\begin{cases}", "\\end{cases}", "\\begin{aligned}", "\\end{aligned}", "x & x > 0 \\\\"),
    *(
        "\\text{if }",
        "\\text{otherwise}",
        "\\text{and}",
        "\\text{or}",
        "\\mathbf{1}",
        "\\mathrm{e}",
    ),
    *(
        "\\alpha",
        "\\lambda",
        "\\lambda_1",
        "\\sigma",
        "\\tanh",
        "\\operatorname{GELU}",
        "_{\\tanh}",
    ),
    *("\\operatorname{softmax}(v)_i", "\\operatorname{", "\\prime", "^\\prime", "\\foo", "\\pi"),
    *(
        "anh",
        "rac{",
        "exp",
        "\\exp",
        "\\ln ",
        "\\approx",
        "0.17",
        "12",
        "1e-5",
        "é",
        "≤",
        "π",
        "\ud800",
    ),
]
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join),
    st.sampled_from([latex for _, latex, *_ in CASES]).flatmap(
        lambda latex: st.builds(
            lambda at, cut, piece: latex[:at] + piece + latex[at + cut :],
            st.integers(0, len(latex)),
            st.integers(0, 3),
            st.sampled_from(["", *FRAGMENTS]),
        )
    ),
)


def assert_chain_or_place(latex: str) -> None:
    try:
        assert isinstance(read(latex, NAMES, "page.md", 1, 1), Chain)
    except Refused as refusal:
        (found,) = refusal.diagnostics
        lines = latex.split("\n")
        assert 1 <= found.line <= len(lines)
        assert found.column is not None
        # A line's end belongs to it: what is missing there is missing after its last character.
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.message


@settings(max_examples=1500, deadline=None)
@given(texts)
def test_any_text_is_a_formula_or_refused_at_a_place(latex: str) -> None:
    assert_chain_or_place(latex)
    assert mentioned(latex, ["f", "ELU", latex]) <= {"f", "ELU", latex}
    assert isinstance(normalised(latex), str)


@pytest.mark.parametrize(
    "latex",
    [
        *["(" * 5000, "(" * 35 + "x" + ")" * 35, "|" * 999, "{" * 999 + "}" * 999, "-" * 999],
        *["x+" * 999 + "x", "x" * 1999, "x" * 100_000, "\\ln" * 900 + "x", "\\frac{" * 500],
        *["\\sum_k" * 300 + " v_k", "f(" * 40 + "x" + ")" * 40, "x^{" * 300 + "x" + "}" * 300],
        "\\sqrt{" * 39 + "x" + "}" * 39,
    ],
)
def test_deep_or_long_formulas_exhaust_nothing(latex: str) -> None:
    assert_chain_or_place(latex)
