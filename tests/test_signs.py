"""Signs of expressions along the line, and what they follow from."""

from __future__ import annotations

import pytest
import sympy
from proofs import NOWHERE, OO, X, read, region

from actbook.proving.exact import sign
from actbook.proving.region import Span, Split, Undecided
from actbook.proving.root import Root
from actbook.proving.sets import digits
from actbook.proving.sign import Line, vanishes
from actbook.proving.zeros import signs

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


def test_a_sign_over_a_box_of_parameters() -> None:
    part = region(a="(0, oo)", b="(0, 1)")
    a, b = part.values["a"], part.values["b"]
    line = Line(X, Span(-OO, sympy.Integer(0)), part)
    assert signs(a * sympy.exp(X) * (1 - b), line).signs == (1,)
    with pytest.raises(Split):
        signs(a * sympy.exp(X) - b, line)
    assert signs(X - a, Line(X, Span(a, OO), part)).signs == (1,)


def test_signs_over_a_part_of_the_line() -> None:
    line = Line(X, Span(sympy.Integer(-5), OO), NOWHERE)
    assert signs(read("x + exp(x)"), line).signs == (-1, 1)
    assert signs(read("x + exp(x) + 5"), line).signs == (1,)


def test_an_extremum_beside_zero_is_no_zero() -> None:
    part = region(a="(0, oo)")
    above = signs(sympy.exp(X) - X + part.values["a"], Line(X, Span(), part))
    assert (above.zeros, above.signs) == ((), (1,))


def test_zeros_on_both_sides_of_an_extremum_with_a_parameter() -> None:
    part = region(a="(0, oo)")
    a = part.values["a"]
    found = signs(sympy.exp(2 * X) - 2 * a * sympy.exp(X) + a**2 / 2, Line(X, Span(), part))
    assert found.signs == (1, -1, 1)
    root = sympy.sqrt(2) / 2
    for zero, expected in zip(found.zeros, (a * (1 - root), a * (1 + root)), strict=True):
        assert sign(sympy.exp(zero) - expected, part) == 0


def test_what_vanishes_everywhere() -> None:
    part = region(a="(0, oo)")
    line = Line(X, Span(), part)
    a = part.values["a"]
    assert vanishes((X + a) ** 2 - X**2 - 2 * a * X - a**2, line)
    assert not vanishes((X + a) ** 2 - X**2 - a**2, line)
