"""Values and sets in front matter are read exactly, and nothing else is evaluated."""

from __future__ import annotations

import pytest
import sympy

from actbook.formula.stated import Comparison, comparisons, read_set, read_value

ALPHA = sympy.Symbol("alpha")

VALUES = {
    "1": sympy.Integer(1),
    "-3/8": sympy.Rational(-3, 8),
    "0.25": sympy.Rational(1, 4),
    "1e-3": sympy.Rational(1, 1000),
    "2**-1": sympy.Rational(1, 2),
    "1/2 + exp(-1)/sqrt(pi)": sympy.Rational(1, 2) + sympy.exp(-1) / sympy.sqrt(sympy.pi),
    "-W(1/e)": -sympy.LambertW(sympy.exp(-1)),
    "-alpha*log(2)": -ALPHA * sympy.log(2),
    "Max(1, alpha)": sympy.Max(1, ALPHA),
    "Min(1, alpha, 2)": sympy.Min(1, ALPHA),
    "abs(-2)": sympy.Integer(2),
    "Abs(alpha)": sympy.Abs(ALPHA),
    "oo": sympy.oo,
    "-oo": -sympy.oo,
    " E ": sympy.E,
}


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_exact(text: str) -> None:
    assert read_value(text, ["alpha"]).value == VALUES[text]


DECIMALS = {"0.25": 2, "-0.169971": 6, ".5": 1, "-1.0": 1, "1": None, "1/4": None, "2*0.25": None}


@pytest.mark.parametrize("text", DECIMALS)
def test_only_a_lone_decimal_stands_for_what_rounds_to_it(text: str) -> None:
    assert read_value(text, []).decimals == DECIMALS[text]


WRONG = {
    "another sign of infinity": ("∞", "`∞` is not .*: write oo, not ∞"),
    "infinity as a word": ("-infinity", "`infinity` is not understood .*: write oo, not infinity"),
    "a name as LaTeX writes it": (r"1 + \alpha", r"is not an expression: write alpha, not .alpha"),
    "a power as LaTeX writes it": ("alpha^2", r"is not understood in .*: write \*\*, not \^"),
    "another name of log": ("ln(2)", "write log, not ln"),
    "an unknown name": ("beta", "`beta` is not understood in `beta`; known are numbers, alpha"),
    "an unknown function": ("gamma(2)", r"`gamma\(2\)` is not understood"),
    "a word": ("'none'", "is not understood"),
    "a truth value": ("True", "is not understood"),
    "a complex number": ("2j", "is not understood"),
    "an attribute": ("alpha.real", "is not understood"),
    "a call with a keyword": ("exp(x=1)", "is not understood"),
    "a power that computes for ever": ("9**9**9", "too large"),
    "no expression": ("1 +", "`1 \\+` is not an expression"),
    "nothing": ("", "`` is not an expression"),
    "too few arguments": ("exp()", r"`exp\(\)` is not an expression"),
    "brackets without end": ("(" * 5000, "is not an expression"),
    "signs without end": ("-" * 4_000 + "1", "is not an expression"),
    "longer than anybody reads": ("1" + "+1" * 5_000, "at most 5,000 are read"),
    "a division by zero": ("1/0", "is no number"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_value_is_refused_that_is(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_value(text, ["alpha"])


SETS = {
    "(0, 1)": [("0", "1", False, False)],
    "[-3/8, oo)": [("-3/8", "oo", True, False)],
    "{0, 1}": [("0", "0", True, True), ("1", "1", True, True)],
    "(-oo, -1) U {0} U (1, oo)": [
        ("-oo", "-1", False, False),
        ("0", "0", True, True),
        ("1", "oo", False, False),
    ],
    "(0, alpha]∪[Max(1, alpha), 2)": [
        ("0", "alpha", False, True),
        ("Max(1, alpha)", "2", True, False),
    ],
}


@pytest.mark.parametrize("text", SETS)
def test_a_set_is_made_of_pieces(text: str) -> None:
    found = [
        (p.lower.value, p.upper.value, p.lower_closed, p.upper_closed)
        for p in read_set(text, ["alpha"])
    ]
    expected = [
        (read_value(low, ["alpha"]).value, read_value(high, ["alpha"]).value, left, right)
        for low, high, left, right in SETS[text]
    ]
    assert found == expected


NO_SETS = {
    "a number": ("1", "`1` is no interval"),
    "an infinite end that is closed": ("[0, oo]", "closes an infinite end: write a round bracket"),
    "one end": ("(0)", "`\\(0\\)` is no interval"),
    "three ends": ("(0, 1, 2)", "is no interval"),
    "an end in words": ("(0, infinity)", "`infinity` is not understood"),
    "nothing": ("", "`` is no interval"),
    "ends that do not close": ("(0, 1", "is no interval"),
    "ends in the wrong order": ("(1, 0)", "`\\(1, 0\\)` is empty"),
    "an empty set": ("{}", "is not an expression"),
}


@pytest.mark.parametrize(("text", "message"), NO_SETS.values(), ids=NO_SETS)
def test_a_set_is_refused_that_is(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_set(text, ["alpha"])


COMPARED = {
    "alpha <= 0": [["alpha <= 0"]],
    " a == 1 ": [["a = 1"]],
    "0<a<Max(1, b) and b != 2*a": [["0 < a", "a < Max(1, b)"], ["b != 2*a"]],
    "a > 0, b = -1": [["a > 0"], ["b = -1"]],
}


@pytest.mark.parametrize("where", COMPARED)
def test_a_where_is_read_as_comparisons(where: str) -> None:
    found = comparisons(where)
    assert [[f"{c.left} {c.operator} {c.right}" for c in chain] for chain in found] == COMPARED[
        where
    ]
    assert all(isinstance(one, Comparison) for chain in found for one in chain)


NO_WHERE = {
    "alpha": "`where: alpha` is no comparison such as alpha <= 0",
    "alpha <": "is no comparison",
    "a > 0 and": "is no comparison",
    "": "is no comparison",
    "a ≤ 1": "write <=, not ≤",
    r"a \le 1": r"write <=, not .le",
    "a < 0 or a > 1": "write a value for each case, not or",
}


@pytest.mark.parametrize("where", NO_WHERE)
def test_a_where_is_refused(where: str) -> None:
    with pytest.raises(ValueError, match=NO_WHERE[where]):
        comparisons(where)
