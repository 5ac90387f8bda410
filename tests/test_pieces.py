"""LaTeX is cut into pieces with their places, and an equation into members."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page

from actbook.latex.names import INDICES, letter, spelling
from actbook.latex.pieces import cut, first, left, member, relations
from actbook.reading.page import Equation
from actbook.weaving import statement

KINDS = {
    r"\operatorname{f}'(x)": "WORD:\\operatorname{f} PRIMES:' SIGN:( LETTER:x SIGN:)",
    r"2.50x^{12}": "NUMBER:2.50 LETTER:x SIGN:^ SIGN:{ NUMBER:12 SIGN:}",
    r"a \quad b": r"LETTER:a GAP:\ \quad\  LETTER:b".replace(r"\ ", " "),
    r"a\,\;b\ c~d": "LETTER:a LETTER:b LETTER:c LETTER:d",
    r"\text{if~}x >= +3": "TEXT:\\text{if~} LETTER:x SIGN:>= SIGN:+ DIGIT:3",
    r"\begin{array}{l l}\end{array}": "BEGIN:\\begin{array}{l l} END:\\end{array}",
    r"\mathrm d\mathbf{x}": "WORD:\\mathrm d WORD:\\mathbf{x}",
    r"={}&\\": r"SIGN:= SIGN:& SIGN:\\",
    r"x_+ x^{ + } \\[6pt]": r"LETTER:x POSITIVE:_+ LETTER:x POSITIVE:^{ + } SIGN:\\",
    "x^{(2)} ^\\prime": "LETTER:x PRIMES:^{(2)} PRIMES:^\\prime",
}


@pytest.mark.parametrize("latex", KINDS)
def test_latex_is_cut_into(latex: str) -> None:
    assert " ".join(f"{piece.kind}:{piece.text}" for piece in cut(latex)) == KINDS[latex]


@given(st.text(alphabet="ax01.{}\\ ~,;&'^_=<>:\n" + "quad") | st.text())
def test_every_character_stands_in_a_piece_or_is_a_space(latex: str) -> None:
    pieces = list(cut(latex))
    assert all(latex[piece.start : piece.end] == piece.text for piece in pieces)
    assert all(one.end <= other.start for one, other in itertools.pairwise(pieces))


MEMBERS = {
    r"f(x) = x = \sum_{j=1}^{2} [x = 1]": ["= x", r"= \sum_{j=1}^{2} [x = 1]"],
    r"f(0) = 0 \qquad f(1) = 1": ["= 0", "= 1"],
    r"\begin{align} f(0) &= 0, & f(1) &= 1 \end{align}": ["= 0", "= 1"],
    r"\begin{gather} f(0) = 0 \\ f(1) = 1 \end{gather}": ["= 0", "= 1"],
    r"f(x) = \max(0, x), \quad f(1) \approx 1.0": [r"= \max(0, x)", r"\approx 1.0"],
    r"\begin{align} f(x) &= \left\{ x \right. \\ &= x \end{align}": [r"= \left\{ x \right.", "= x"],
}


#: An equation with others behind it, and how many relations are its own.
FIRST = {
    "f(x) = x = 2x": 2,
    r"f(x) = x, \quad f(0) = 0": 1,
    r"f(x) = x \tanh(\omega) \quad \omega = x": 1,
    r"\begin{aligned} f(x) &= x \\ &= 2x - x \\ f(0) &= 0 \end{aligned}": 2,
    r"f(x) = \max(a, b) = \begin{cases} x & x = 1 \\ 0 & x = 0 \end{cases}": 2,
    "x": 0,
}


@pytest.mark.parametrize("latex", FIRST)
def test_the_first_equation_ends_where_another_begins(latex: str) -> None:
    assert len(first(latex)) == FIRST[latex]


@pytest.mark.parametrize("latex", MEMBERS)
def test_a_member_ends_where_the_next_or_another_equation_begins(latex: str) -> None:
    found = relations(latex, ("=", "\\approx"))
    assert [member(latex, piece.end + 1) for piece in found] == MEMBERS[latex]
    assert member(latex, 0) is None


LEFT = {
    "f(x) = x": "f(x)",
    r"\begin{split} f(x) &\approx x \end{split}": "f(x)",
    r"[x = 1] = f(x)": "[x = 1]",
    " f(x) ": "f(x)",
}


@pytest.mark.parametrize("latex", LEFT)
def test_the_left_side_is(latex: str) -> None:
    assert left(latex) == LEFT[latex]


DEFINES = {
    "f(x) = 0": True,
    "f(x)_i = 0": True,
    "f(x_{i}) = 0": True,
    r"f(\mathbf{x})_j = 0": True,
    "f'(x) = 0": False,
    "f(0) = 0": False,
    "f(x)_2 = 0": False,
    "g(x) = 0": False,
}


@pytest.mark.parametrize("latex", DEFINES)
def test_a_definition_names_the_function_at_x(latex: str) -> None:
    equation = Equation(latex, 1, 1, 1, 1, "", None)
    function = page("", "---\ntitle: T\nsymbol: f\ninput: vector\n---\n").functions[0]
    assert statement.defines(equation, function) is DEFINES[latex]
    assert spelling("x_i")[-1] in INDICES


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("alpha", "α"),
        (r"\lambda", "λ"),
        ("lambda_", "λ"),
        (r"\alpha_n", "α_n"),
        (r"\beta_{max}", "β_max"),
        ("min_val", "min_val"),
        ("a", "a"),
    ],
)
def test_greek_names_are_shown_as_letters_with_their_index(name: str, shown: str) -> None:
    assert letter(name) == shown
