"""Points are where functions change, and parameters stay in their domains."""

from __future__ import annotations

import math
from itertools import combinations, product

import pytest
from formulas import tree

from actbook.checking.covering import kind
from actbook.checking.points import breakpoints, contains, parameter_values, points
from actbook.formula.stated import read_set
from actbook.reading.page import Parameter


def parameter(name: str, default: str | None, domain: str) -> Parameter:
    return Parameter(name, name, default, domain, 1)


CONTAINED = {
    ("(0, 1)", 0.0): False,
    ("[0, 1)", 0.0): True,
    ("(0, 1)", 5e-324): True,
    ("{0, 1}", 1.0): True,
    ("{0, 1}", 0.5): False,
    ("(-oo, 0) U (0, oo)", 1e300): True,
    ("(-oo, 0) U (0, oo)", 0.0): False,
    ("[1/3, 1]", 1 / 3): False,  # the double is less than a third
    ("[b, oo)", 2.0): True,
    ("(b, oo)", 2.0): False,
}


@pytest.mark.parametrize(("text", "value"), CONTAINED)
def test_a_set_contains_a_double(text: str, value: float) -> None:
    assert contains(read_set(text, ["b"]), value, {"b": 2.0}) is CONTAINED[text, value]


def test_parameters_are_tried_at_their_defaults_first() -> None:
    values = parameter_values([parameter("a", "1.5", "(0, oo)"), parameter("b", "a", "[a, oo)")])
    assert values[0] == {"a": 1.5, "b": 1.5}


def test_each_parameter_is_varied_within_its_domain() -> None:
    parameters = [parameter("a", "1", "(0, oo)"), parameter("b", "2", "(-1, 3]")]
    values = parameter_values(parameters)
    assert {v["a"] for v in values} > {1.0} and {v["b"] for v in values} > {2.0}
    for value in values:
        assert contains(read_set("(0, oo)", ()), value["a"], {})
        assert contains(read_set("(-1, 3]", ()), value["b"], {})


def test_closed_ends_of_a_domain_are_tried() -> None:
    values = [v["a"] for v in parameter_values([parameter("a", "1/5", "[1/8, 1/4]")])]
    assert {0.125, 0.25} <= set(values)


@pytest.mark.parametrize("domain", ["{0, 1, 2}", "[0, 1]", "(0, 1)", "[-1, 3]"])
def test_no_value_is_tried_twice(domain: str) -> None:
    values = [v["a"] for v in parameter_values([parameter("a", None, domain)])]
    assert len(values) == len(set(values))


def test_a_domain_that_depends_on_a_parameter_moves_with_it() -> None:
    parameters = [parameter("a", "0", "(-oo, oo)"), parameter("b", "1", "(a, oo)")]
    values = parameter_values(parameters)
    assert len(values) > 4 and all(v["a"] < v["b"] for v in values)


WRONG = {
    "a default outside": (
        parameter("alpha", "-1", "(0, oo)"),
        "the parameter alpha: -1 is not in its domain (0, oo)",
    ),
    "a default on an open end": (parameter("a", "0", "(0, 1)"), "0 is not in its domain (0, 1)"),
    "a domain without a number": (parameter("a", None, "(1, 0)"), "`(1, 0)` is empty"),
    "a domain that is no set": (parameter("a", "1", "positive"), "`positive` is no interval"),
    "a default that is no number": (parameter("a", "one", "(0, 2)"), "`one` is not understood"),
    "a default in infinity": (parameter("a", "oo", "(0, oo)"), "inf is not in its domain (0, oo)"),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_parameter_is_refused_with(wrong: Parameter, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parameter_values([wrong])
    assert str(caught.value).startswith(f"the parameter {wrong.name}: ")
    assert message in str(caught.value)


BREAKS = {
    r"\max(0, x)": [0],
    r"|x - 1| + |x + 2|": [-2, 1],
    r"\max(-1, \min(1, x))": [-1, 1],
    r"\begin{cases} x & \text{if } x^2 \le 2 \\ 0 & \text{otherwise} \end{cases}": [
        -math.sqrt(2),
        math.sqrt(2),
    ],
    r"[x > \alpha] x": [0.5],
    r"\tanh(x)": [],
    r"\max(0, x^2 + 1)": [],
    r"\lfloor x \rfloor": [],
    r"\operatorname{sgn}(\max(x, 1) - x)": [1],
    r"|\tanh(x)|": [0],
    r"\max(e^x - 2, 0)": [math.log(2)],
    r"\max(e^x, 0)": [],
}


@pytest.mark.parametrize("latex", BREAKS)
def test_breakpoints_are_where_a_formula_changes_its_piece(latex: str) -> None:
    found = breakpoints(tree(latex), {"alpha": 0.5})
    assert [float(at) for at in found] == pytest.approx(BREAKS[latex])


def test_points_hold_both_zeros_the_breaks_and_their_neighbours() -> None:
    found = points(breakpoints(tree(r"\max(3, x)"), {}), "seed", 10)
    assert {math.copysign(1, x) for x in found if x == 0} == {1.0, -1.0}
    assert {3.0, math.nextafter(3, 9), math.nextafter(3, -9)} <= set(found)


def test_points_are_the_same_for_the_same_seed() -> None:
    assert points([], "a", 50) == points([], "a", 50) != points([], "b", 50)


def test_points_reach_every_magnitude_on_both_sides() -> None:
    found = points([], "a", 200)
    for low, high in ((0, 1e-200), (1e-10, 1e-5), (1e-2, 1), (2, 8), (100, 1e3), (1e90, 1e101)):
        for sign in (1, -1):
            assert any(low < sign * x < high for x in found), (sign, low, high)


SIGNED = {
    "three over the line": [parameter(name, "1", "(-oo, oo)") for name in "abc"],
    "a third that may be negative": [
        parameter("a", "6", "(0, oo)"),
        parameter("b", "1/10", "(0, oo)"),
        parameter("c", "1/2", "(-oo, oo)"),
    ],
}


@pytest.mark.parametrize("name", SIGNED)
def test_all_signs_and_sides_of_1_of_each_two_parameters_are_tried_together(name: str) -> None:
    rows = parameter_values(SIGNED[name])
    assert len(rows) < 40
    for first, second in combinations(SIGNED[name], 2):
        met = {(kind(row[first.name]), kind(row[second.name])) for row in rows}
        signs = [[1, -1] if p.domain.startswith("(-oo") else [1] for p in (first, second)]
        for a, b in product(*signs):
            for far_a, far_b in product([True, False], repeat=2):
                assert ((a > 0, far_a), (b > 0, far_b)) in met


@pytest.mark.parametrize(
    ("domain", "huge", "tiny"),
    [
        ("(-oo, oo)", 1e8, 1e-8),
        ("(0, oo)", 1e8, 1e-8),
        ("(-oo, 0]", -1e8, -1e-8),
        ("(0, 1)", 0.5, 1e-8),
        ("[1, 2]", 2.0, 2.0),
    ],
)
def test_parameters_are_tried_as_huge_and_as_tiny_as_they_may_be(
    domain: str, huge: float, tiny: float
) -> None:
    found = parameter_values([parameter("a", None, domain), parameter("b", "1", "(0, oo)")])
    pairs = [(row["a"], row["b"]) for row in found]
    assert {1e8, 1e-8} <= {b for _, b in pairs}
    assert any(b == 1e8 and (a == huge or abs(a) <= 2) for a, b in pairs)
    assert any(b == 1e-8 and (a == tiny or abs(a) <= 2) for a, b in pairs)
    assert huge not in (1e8, -1e8) or (huge, 1e8) in pairs
    assert tiny not in (1e-8, -1e-8) or (tiny, 1e-8) in pairs


@pytest.mark.parametrize("size", [1e8, 1e-3, 1e-8])
def test_pieces_meet_at_a_steep_and_a_flat_exponential(size: float) -> None:
    """Of exp(x/a) with a tiny a SymPy alone makes a polynomial of millions of terms."""
    celu = tree(r"\max(0, x) + \min(0, \alpha (\exp(x / \alpha) - 1))")
    assert breakpoints(celu, {"alpha": size}) == [0]


def test_a_parameter_alone_needs_no_more_than_its_own_signs() -> None:
    assert len(parameter_values([parameter("a", "1", "(-oo, oo)")])) < 11
