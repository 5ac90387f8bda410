"""Formulas are read as they are shown, and what is not understood is refused with its place."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from formula_printer import Printer
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.algebra.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Indexed,
    Number,
    Partial,
    Reference,
    Relation,
    Symbol,
)
from actbook.latex.formula import Chain, Name, mentioned, normalised, read
from actbook.latex.tokens import GRAMMAR
from actbook.verdict import Refused

NAMES = [
    *(Name(latex, latex, "variable") for latex in ("x", "c", "n")),
    Name("\\alpha", "alpha", "variable"),
    Name("\\lambda_1", "lambda_", "variable"),
    Name("v", "v", "vector"),
    *(Name(latex, latex, "index") for latex in ("i", "j")),
    *(
        Name(normalised(symbol), normalised(symbol), "function")
        for symbol in ("f", "ELU", "\\sigma", "\\tanh", "GELU", "GELU_{\\tanh}")
    ),
    Name("\\operatorname{softmax}", "\\operatorname{softmax}", "vector function"),
]
CASES = re.findall(
    r"^## ([^\n]+)\n\n```latex\n(.*?)\n```\n\n```(tree|refused)\n(.*?)\n```$",
    (Path(__file__).parent / "data" / "formula.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def shown(node: Expression) -> str:
    """A tree on one line, operators first."""
    match node:
        case Number(value):
            return str(value)
        case Symbol(name):
            return name
        case Apply(operator, arguments):
            return f"({operator} {' '.join(map(shown, arguments))})"
        case Relation(operator, left, right):
            return f"({operator} {shown(left)} {shown(right)})"
        case Cases(branches):
            rows = (
                f"{shown(value)} if {' and '.join(map(shown, conditions)) or 'nothing else'}"
                for value, conditions in branches
            )
            return "{" + "; ".join(rows) + "}"
        case Reference(symbol, order, arguments, index):
            component = "" if index is None else f"_{shown(index)}"
            return f"{symbol}{chr(39) * order}({'; '.join(map(shown, arguments))}){component}"
        case Partial(function, variable, index):
            return f"d{shown(function)}/d{variable}_{shown(index)}"
        case Indexed(base, index):
            return f"{base}_{shown(index)}"
        case Aggregate(operator, index, lower, upper, body):
            span = f" {shown(lower)}..{shown(upper)}" if lower and upper else ""
            return f"({operator} over {index}{span}: {shown(body)})"
    raise TypeError(node)


def outcome(latex: str) -> str:
    """What becomes of a formula: its tree, or where and why it is refused."""
    try:
        members = read(latex, NAMES, "page.md", 1, 1).members
    except Refused as refusal:
        return str(refusal).removeprefix("page.md:")
    return "\n".join(
        f"{'≈ ' * member.approximate}{member.decimals or shown(member.expression)}"
        for member in members
    )


@pytest.mark.parametrize(
    ("latex", "expected"), [case[1::2] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_formula_is_read_as_shown_or_refused(latex: str, expected: str) -> None:
    assert outcome(latex) == expected


def test_every_case_is_read() -> None:
    text = (Path(__file__).parent / "data" / "formula.md").read_text(encoding="utf-8")
    assert len(CASES) == text.count("\n## ") > 100
    assert len({title for title, *_ in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("latex", "command"),
    [
        *[("\tanh(x)", "\\tanh"), ("\frac{x}{2}", "\\frac"), ("\begin{cases}", "\\begin")],
        *[("2\alpha", "\\alpha"), ("x \times 2", "\\times"), ("\right)", "\\right")],
        *[("\x0barphi", "\\varphi"), ("x\neq 1", "\\neq"), ("\text{if }", "\\text")],
    ],
)
def test_an_escape_that_python_ate_is_named(latex: str, command: str) -> None:
    with pytest.raises(Refused, match="as by a Python string: write .*" + re.escape(command)):
        read(latex, NAMES, "page.md", 1, 1)


def test_positions_are_those_of_the_file() -> None:
    (member, other) = read("x\n\t= \\alpha", NAMES, "page.md", 7, 4).members
    assert [(m.line, m.column) for m in (member, other)] == [(7, 4), (8, 4)]
    with pytest.raises(Refused) as refusal:
        read("x +\n  \\gamma", NAMES, "page.md", 7, 4)
    (diagnostic,) = refusal.value.diagnostics
    assert (diagnostic.line, diagnostic.column) == (8, 3)
    assert str(diagnostic).startswith("page.md:8:3: unknown name \\gamma: declare it under")


@pytest.mark.parametrize(
    ("symbol", "one"),
    [
        ("ELU", "\\operatorname{ELU}"),
        (" \\mathrm{ ELU } ", "\\operatorname{ELU}"),
        ("\\sigma", "\\sigma"),
        ("f", "f"),
        ("tanh", "\\tanh"),
        ("\\operatorname{tanh}", "\\tanh"),
        ("ReLU6", "\\operatorname{ReLU6}"),
        ("hard-tanh", "\\operatorname{hard-tanh}"),
        ("Swish_\\beta", "\\operatorname{Swish}_{\\beta}"),
        ("\\operatorname{GELU}_\\tanh", "\\operatorname{GELU}_{\\tanh}"),
        ("\\alpha x", "\\alpha x"),
        ("", ""),
    ],
)
def test_a_symbol_has_one_spelling(symbol: str, one: str) -> None:
    assert normalised(symbol) == one == normalised(one)


def test_mentioned_finds_the_longest_symbols_only() -> None:
    symbols = ["ELU", "GELU", "\\operatorname{GELU}_{\\tanh}", "\\sigma", "\\tanh", "f", "x"]
    assert mentioned("\\operatorname{GELU}_\\tanh(x) = \\sigma'(x) + \\mathrm{ELU}(x", symbols) == {
        *("\\operatorname{GELU}_{\\tanh}", "\\sigma", "ELU", "x")
    }
    assert mentioned("\\foo{ \x00", symbols) == set()
    assert mentioned(r"\begin{cases} x & \text{if } x > 0 \end{cases}", symbols) == {"x"}


def test_asking_for_names_imports_no_grammar() -> None:
    code = "import sys, actbook.latex.formula as read; read.mentioned('x', ['f'])"
    code += "; print('lark' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_the_grammar_is_unambiguous(caplog: pytest.LogCaptureFixture) -> None:
    from lark import Lark, logger

    logger.addHandler(caplog.handler)
    logger.setLevel(logging.DEBUG)
    try:
        Lark(
            GRAMMAR.read_text(encoding="utf-8"),
            parser="lalr",
            lexer="basic",
            start="formula",
            debug=True,
        )
        assert "conflict" not in caplog.text
        Lark('a: "x" | a "+" a', parser="lalr", start="a", debug=True)
        assert "conflict" in caplog.text
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(logging.CRITICAL)


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
