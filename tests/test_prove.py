"""Limits, signs, pieces and parameter regions from which facts are proved."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from trees import tree

from actbook.analysis import Analysis
from actbook.exact import resolved, sign
from actbook.limits import limit
from actbook.line import Line
from actbook.page import Parameter
from actbook.prove import over, regions
from actbook.region import Region, Root, Span, Split, Undecided, symbol_over
from actbook.scaling import scaled
from actbook.sets import agrees, digits, shown_set, union
from actbook.settle import settled, vanishes
from actbook.signs import signs
from actbook.stated import read_set, read_value
from actbook.tails import tail_sign

X = sympy.Symbol("x", real=True)
OO = sympy.oo
NOWHERE = Region({}, {})


def region(**domains: str) -> Region:
    return regions(tuple(Parameter(n, n, None, d, 1) for n, d in domains.items()), None)[0]


def read(text: str, names: dict[str, Any] | None = None) -> sympy.Expr:
    return sympy.sympify(text, locals={"x": X, **(names or {})})


#: expression, where, from which side, limit
LIMITS = [
    ("1/(1 + exp(-x))", OO, -1, "1"),
    ("1/(1 + exp(-x))", -OO, 1, "0"),
    ("x/(1 + exp(-x))", -OO, 1, "0"),
    ("x/(1 + exp(-x))", OO, -1, "oo"),
    ("x*exp(-x)", OO, -1, "0"),
    ("x*exp(-x)", -OO, 1, "-oo"),
    ("x**100*exp(-x)", OO, -1, "0"),
    ("x*(1 + erf(x))", -OO, 1, "0"),
    ("x*(1 - tanh(x**3))", OO, -1, "0"),
    ("exp(x)*(1 - tanh(x))", OO, -1, "0"),
    ("exp(2*x)*(1 - tanh(x))", OO, -1, "2"),
    ("exp(x**2)*(1 - erf(x))", OO, -1, "0"),
    ("x*exp(x**2)*(1 - erf(x))", OO, -1, "1/sqrt(pi)"),
    ("log(1 + exp(x)) - x", OO, -1, "0"),
    ("exp(-x)*log(1 + exp(x))", -OO, 1, "1"),
    ("x + sqrt(x**2 + 1)", -OO, 1, "0"),
    ("x*(x + sqrt(x**2 + 1))", -OO, 1, "-1/2"),
    ("x/sqrt(x**2 + 1)", -OO, 1, "-1"),
    ("x*tanh(log(1 + exp(x)))", -OO, 1, "0"),
    ("x**2 - x**3", OO, -1, "-oo"),
    ("1/x", 0, 1, "oo"),
    ("1/x", 0, -1, "-oo"),
    ("1/x**2", 0, -1, "oo"),
    ("exp(1/x)", 0, -1, "0"),
    ("(exp(x) - 1)/x", 0, 1, "1"),
    ("(1 - cos(x))/x**2", 0, 1, "1/2"),
    ("sqrt(x)/x", 0, 1, "oo"),
    ("x*log(x)/x", 0, 1, "-oo"),
    ("x**2/(x - 1)", 1, -1, "-oo"),
]


@pytest.mark.parametrize(("text", "at", "side", "expected"), LIMITS)
def test_limits_are_exact(text: str, at: Any, side: int, expected: str) -> None:
    value = limit(read(text), X, sympy.sympify(at), side, NOWHERE)
    assert sympy.simplify(value - read(expected)) == 0 or value == read(expected)


@pytest.mark.parametrize("text", ["sin(x)", "x*sin(x)", "exp(x)*sin(x)", "x**x/exp(x*log(x))"])
def test_limits_that_do_not_exist_or_are_out_of_reach_are_left_open(text: str) -> None:
    with pytest.raises(Undecided):
        limit(read(text), X, OO, -1, NOWHERE)


def test_a_limit_with_a_parameter_asks_for_its_sign() -> None:
    part = region(a="(-oo, oo)")
    with pytest.raises(Split):
        limit(part.values["a"] * X, X, OO, -1, part)


#: expression, zeros to ten digits, signs between them
SIGNS = [
    ("exp(-x)/(1 + exp(-x))**2", [], [1]),
    ("x*exp(-x**2)", ["0"], [-1, 1]),
    ("tanh(x)**2", ["0"], [1, 1]),
    ("x**2 - 2", ["-1.414213562", "1.414213562"], [1, -1, 1]),
    ("(x - 1)**2*(x + 2)", ["-2.000000000", "1"], [-1, 1, 1]),
    ("1 + erf(x/sqrt(2)) + x*sqrt(2/pi)*exp(-x**2/2)", ["-0.7517915247"], [-1, 1]),
    ("1 + x + exp(x)", ["-1.278464543"], [-1, 1]),
    ("x*tanh(x) - 1", ["-1.199678640", "1.199678640"], [1, -1, 1]),
    ("x + sqrt(x**2 + 4)", [], [1]),
    ("x - sqrt(x**2 + 1) + 1/2", ["0.7500000000"], [-1, 1]),
    ("exp(x) - 1 - x", ["0"], [1, 1]),
    ("x - 1/10**9", ["1.000000000e-9"], [-1, 1]),
    ("1 + 1/10**15 - tanh(x)", [], [1]),
    ("x - x", [], [0]),
]


@pytest.mark.parametrize(("text", "zeros", "between"), SIGNS)
def test_signs_along_the_line(text: str, zeros: list[str], between: list[int]) -> None:
    found = signs(read(text), Line(X, Span(), NOWHERE))
    shown = [float(digits(zero)) for zero in found.zeros]
    assert shown == pytest.approx([float(zero) for zero in zeros], rel=1e-9)
    assert list(found.signs) == between


def test_a_zero_without_closed_form_is_known_to_ninety_digits() -> None:
    (zero,) = signs(read("x - exp(-x)"), Line(X, Span(), NOWHERE)).zeros
    assert isinstance(zero, Root)
    assert sign(zero - read("LambertW(1)"), NOWHERE) == 0
    assert sign(zero - read("LambertW(1) + 1/10**50"), NOWHERE) == -1


@pytest.mark.parametrize("text", ["sin(x)", "exp(x) - 2 - sin(100*x)*exp(x)"])
def test_endless_zeros_are_left_open(text: str) -> None:
    with pytest.raises(Undecided):
        signs(read(text), Line(X, Span(), NOWHERE))


TAILS = [
    ("x**5 - 1000*x**4", "(2000, oo)", 1),
    ("x**5 - 1000*x**4", "(500, oo)", None),
    ("x**3*exp(x) + 1", "(-oo, -20)", 1),
    ("-x*exp(2*x) + 3*exp(x)", "(5, oo)", -1),
    ("x*exp(-x**2) + 1/1000", "(-oo, -4)", 1),
]


@pytest.mark.parametrize(("text", "span", "expected"), TAILS)
def test_signs_of_tails(text: str, span: str, expected: int | None) -> None:
    (piece,) = read_set(span, ())
    tail = Span(piece.lower.value, piece.upper.value)
    assert tail_sign(read(text), X, tail, NOWHERE) == expected


def test_a_sign_over_a_box_of_parameters() -> None:
    part = region(a="(0, oo)", b="(0, 1)")
    a, b = part.values["a"], part.values["b"]
    line = Line(X, Span(-OO, sympy.Integer(0)), part)
    assert settled(a * sympy.exp(X) * (1 - b), line) == 1
    with pytest.raises(Split):
        settled(a * sympy.exp(X) - b, line)
    assert settled(X - a, Line(X, Span(a, OO), part)) == 1


def test_what_vanishes_everywhere() -> None:
    part = region(a="(0, oo)")
    line = Line(X, Span(), part)
    a = part.values["a"]
    assert vanishes((X + a) ** 2 - X**2 - 2 * a * X - a**2, line)
    assert not vanishes((X + a) ** 2 - X**2 - a**2, line)


#: value, domain of a, sign or the value at which it changes
NUMBERS = [
    ("a", "(0, oo)", 1),
    ("a", "[0, oo)", Split),
    ("a - 1", "(0, oo)", Split),
    ("a - 1", "[1, oo)", Split),
    ("a - 1", "(1, oo)", 1),
    ("1 - a*(1 - exp(-1))", "(0, 1)", 1),
    ("a**2 - 2*a + 2", "(-oo, oo)", 1),
    ("a**2 - 2*a + 1", "(2, oo)", 1),
    ("(a + 1)**2 - a**2 - 2*a - 1", "(-oo, oo)", 0),
    ("exp(-200)", "(0, 1)", 1),
    ("1/(1 + exp(-3000)) - 1", "(0, 1)", -1),
    ("sin(a)", "(0, oo)", Undecided),
]


@pytest.mark.parametrize(("text", "domain", "expected"), NUMBERS)
def test_signs_of_numbers_with_parameters(text: str, domain: str, expected: Any) -> None:
    part = region(a=domain)
    value = read(text, dict(part.values))
    if isinstance(expected, int):
        assert sign(value, part) == expected
    else:
        with pytest.raises(expected):
            sign(value, part)


#: domain of a, where, the parts
WHERE = [
    ("(0, oo)", None, ["a in (0, oo)"]),
    ("(0, oo)", "a <= 1", ["a in (0, 1)", "a = 1"]),
    ("(0, oo)", "a = 1", ["a = 1"]),
    ("(0, oo)", "a == 1", ["a = 1"]),
    ("(0, oo)", "a != 1", ["a in (0, 1)", "a in (1, oo)"]),
    ("(-oo, oo)", "a < 0", ["a in (-oo, 0)"]),
    ("(-oo, oo)", "0 < a < 1", ["a in (0, 1)"]),
    ("(-oo, oo)", "a > 0 and a != 2", ["a in (0, 2)", "a in (2, oo)"]),
    ("[1/8, 1/3]", "a > 1/3", []),
    ("(0, 1) U {2}", None, ["a in (0, 1)", "a = 2"]),
]


@pytest.mark.parametrize(("domain", "where", "expected"), WHERE)
def test_where_restricts_the_parameters(
    domain: str, where: str | None, expected: list[str]
) -> None:
    assert [
        str(part) for part in regions((Parameter("a", "a", "1", domain, 1),), where)
    ] == expected


@pytest.mark.parametrize("where", ["a", "a < ", "b < 1", "a ~ 1"])
def test_a_where_that_is_not_understood_is_refused(where: str) -> None:
    with pytest.raises(ValueError):
        regions((Parameter("a", "a", "1", "(0, oo)", 1),), where)


def test_one_parameter_may_bound_another() -> None:
    low = Parameter("low", "low", "-1", "(-oo, oo)", 1)
    bounded = Parameter("high", "high", "1", "(low, oo)", 1)
    free = Parameter("high", "high", "1", "(-oo, oo)", 1)
    for part in (*regions((low, bounded), None), *regions((low, free), "low < high")):
        assert sign(part.values["high"] - part.values["low"], part) == 1


def test_a_region_is_split_until_every_part_is_decided() -> None:
    part = region(a="(-oo, oo)")
    answers = over(part, lambda r: sign(r.values["a"] * (r.values["a"] - 2), r))
    assert [(str(r), answer) for r, answer in answers] == [
        ("a in (-oo, 0)", 1),
        ("a = 0", 0),
        ("a in (0, 2)", -1),
        ("a = 2", 0),
        ("a in (2, oo)", 1),
    ]


def test_one_parameter_passing_another_splits_too() -> None:
    part = region(a="(0, oo)", b="(0, oo)")
    answers = over(part, lambda r: sign(r.values["a"] - r.values["b"], r))
    assert sorted(answer for _, answer in answers) == [-1, 0, 1]


def test_parameters_with_similar_names_are_kept_apart() -> None:
    part = region(a="(-oo, oo)", a_="(0, oo)")
    names = [part.values["a"], part.values["a_"]]
    answers = over(part, lambda r: sign(r.values["a"] - r.values["a_"], r))
    assert sorted(answer for _, answer in answers) == [-1, 0, 1]
    for r, _ in over(part, lambda r: sign(r.values["a"] - r.values["a_"], r)):
        assert r.values["a_"] == names[1] or r.values["a"] == r.values["a_"]


def test_an_open_question_is_an_answer() -> None:
    part = region(a="(0, oo)")
    ((_, answer),) = over(part, lambda r: sign(sympy.sin(r.values["a"]), r))
    assert isinstance(answer, Undecided)


#: formula, domains, what is left after scaling
SCALED = [
    ("x/(1 + exp(-b*x))", {"b": "(0, oo)"}, True),
    ("log(1 + exp(b*x))/b", {"b": "(0, oo)"}, True),
    ("(x + sqrt(x**2 + b))/2", {"b": "(0, oo)"}, True),
    ("max(0, x) + min(0, b*(exp(x/b) - 1))", {"b": "(0, oo)"}, True),
    ("(1 + erf((x - m)/(b*sqrt(2))))/2", {"m": "(-oo, oo)", "b": "(0, oo)"}, True),
    ("cases((x, x > 0), (b*(exp(x) - 1), True))", {"b": "(0, oo)"}, False),
    ("x/(1 + exp(-b*x))", {"b": "[0, oo)"}, False),
]


@pytest.mark.parametrize(("formula", "domains", "free"), SCALED)
def test_parameters_are_scaled_away(formula: str, domains: dict[str, str], free: bool) -> None:
    part = region(**domains)
    analysis = Analysis(tree(formula), part)
    curve, scaling = scaled(analysis.plain)
    names = {s for piece in curve.pieces if piece is not None for s in piece.free_symbols}
    assert (not names - {curve.x}) is free
    # What was scaled is the same function.
    u = curve.x
    for before, after in zip(analysis.plain.pieces, curve.pieces, strict=True):
        moved = before.subs(u, scaling.place(u)) - scaling.factor * after  # type: ignore[union-attr]
        assert vanishes(moved, Line(u, Span(), part))


#: formula, breakpoints, pieces
PIECES = [
    ("max(0, x)", ["0"], ["0", "x"]),
    ("min(1, max(-1, x))", ["-1", "1"], ["-1", "x", "1"]),
    ("x/(1 + abs(x))", ["0"], ["x/(1 - x)", "x/(1 + x)"]),
    ("abs(x)**2", [], ["x**2"]),
    ("max(x, x**2)", ["0", "1"], ["x**2", "x", "x**2"]),
    ("cases((x, x > 0), (x, x < 0))", ["0"], ["x", "x"]),
    ("sqrt(x)", ["0"], ["None", "sqrt(x)"]),
    ("1/(x**2 - 1)", ["-1", "1"], ["1/(x**2 - 1)"] * 3),
]


@pytest.mark.parametrize(("formula", "breaks", "pieces"), PIECES)
def test_a_formula_is_cut_where_it_changes(
    formula: str, breaks: list[str], pieces: list[str]
) -> None:
    curve = Analysis(tree(formula), NOWHERE).plain
    assert list(map(str, curve.breaks)) == breaks
    for piece, expected in zip(curve.pieces, pieces, strict=True):
        assert piece is None if expected == "None" else sympy.simplify(piece - read(expected)) == 0


#: stated, the same in order
SETS = [
    ("(0, 1) U {1}", "(0, 1]"),
    ("{1} U (0, 1)", "(0, 1]"),
    ("(0, 1) U (1, 2)", "(0, 1) U (1, 2)"),
    ("(0, 1] U (1, 2)", "(0, 2)"),
    ("{3, 1, 2, 1}", "{1} U {2} U {3}"),
    ("[0, 2] U (1, 5)", "[0, 5)"),
    ("(0, 5) U [1, 2]", "(0, 5)"),
    ("(-oo, 0) U (0, oo)", "(-oo, 0) U (0, oo)"),
]


@pytest.mark.parametrize(("stated", "ordered"), SETS)
def test_sets_are_put_in_order(stated: str, ordered: str) -> None:
    assert shown_set(union(read_set(stated, ()), NOWHERE)) == ordered


def test_a_set_with_its_ends_in_the_wrong_order_is_refused() -> None:
    part = region(a="(0, 1)")
    with pytest.raises(ValueError, match="wrong order"):
        union(read_set("(0, a - 1)", part.values), part)


#: stated, number, agree
ROUNDED = [
    ("0.333", "1/3", True),
    ("0.334", "1/3", False),
    ("-0.17", "-0.16997", True),
    ("-0.170", "-0.16949", False),
    ("1/3", "0.333333333333333333333333", False),
    ("0.5", "1/2", True),
    ("2.0", "1.96", True),
    ("2", "1.96", False),
]


@pytest.mark.parametrize(("stated", "number", "expected"), ROUNDED)
def test_a_decimal_stands_for_what_rounds_to_it(stated: str, number: str, expected: bool) -> None:
    exact = sympy.sympify(number, rational=True)
    assert agrees(read_value(stated, ()), exact, NOWHERE) is expected


def test_max_and_min_are_resolved_in_a_region() -> None:
    span = Span(sympy.Integer(1), OO)
    a = symbol_over("a", span)
    part = Region({"a": a}, {a: span})
    assert resolved(sympy.Max(1, a) + sympy.Min(0, -a) + sympy.Abs(-a), part) == a
