"""Formulas are read as they are shown, and what is not understood is refused with its place."""

from __future__ import annotations

import logging
import re
import subprocess
import sys

import pytest
from formula_cases import CASES, NAMES, SOURCE

from actbook.formula.expression import (
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
from actbook.latex.formula import display, mentioned, normalised, read
from actbook.latex.tokens import GRAMMAR
from actbook.verdict import Refused


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
        formulas = display(latex, NAMES, "page.md", 1, 1)
    except Refused as refusal:
        return str(refusal).removeprefix("page.md:")
    return "\nand\n".join(
        "\n".join(
            f"{'≈ ' * member.approximate}{member.decimals or shown(member.expression)}"
            for member in formula.chain.members
        )
        for formula in formulas
    )


@pytest.mark.parametrize(
    ("latex", "expected"), [case[1::2] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_formula_is_read_as_shown_or_refused(latex: str, expected: str) -> None:
    assert outcome(latex) == expected


def test_every_case_is_read() -> None:
    text = SOURCE.read_text(encoding="utf-8")
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


#: A formula, a symbol, names with another meaning, and whether the formula uses the symbol.
RELATIVES = {
    "a letter in a command": (r"e^{x/\tau} + \mu", "u", (), False),
    "the letter by itself": (r"\tanh(u(x)) + \mu", "u", (), True),
    "a subscripted name": (r"\sigma_1 x + \sigma_{12}", r"\sigma", (), False),
    "a longer name of the page": (r"\sigma_i x", r"\sigma", (r"\sigma_{i}",), False),
    "a component of a vector function": (r"\operatorname{soft}_i(x)", "soft", (), True),
    "a variant of a letter": (r"\varsigma(x) + \varphi(x)", r"\sigma", (), False),
    "the end of a word": (r"\operatorname{GELU}(x)", "ELU", (), False),
    "the beginning of a word": (r"\operatorname{ReLU6}(x)", "ReLU", (), False),
    "the beginning of a command": (r"\tanh(x) + \arctan(x)", r"\tan", (), False),
    "another spelling of it": (r"\mathrm{ tan }(x)", r"\tan", (), True),
    "a longer name": (
        r"\operatorname{GELU}_\tanh(x)",
        "GELU",
        (r"\operatorname{GELU}_{\tanh}",),
        False,
    ),
    "a parameter that is written alike": (r"x^{u} - u", "u", ("u",), False),
    "a parameter that is spelled otherwise": (r"s_0 x", "s_{0}", ("s_0",), False),
    "the index of a sum": (r"\sum_{u=1}^{3} x^u", "u", (), False),
    "words": (r"\text{if u} \begin{cases}", "u", (), False),
    "a derivative": (r"\sigma'(x) = 0", r"\sigma", (), True),
}


@pytest.mark.parametrize(("latex", "symbol", "others", "used"), RELATIVES.values(), ids=RELATIVES)
def test_a_symbol_is_found_as_a_name_and_not_as_letters(
    latex: str, symbol: str, others: tuple[str, ...], used: bool
) -> None:
    assert (mentioned(latex, [symbol], others) == {symbol}) is used


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
