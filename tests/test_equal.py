"""Numbers are the same by an identity, never by their digits."""

from __future__ import annotations

import pytest
from proofs import NOWHERE, X, read

from actbook.formula.stated import read_value
from actbook.proving.equal import closed_form, vanishing
from actbook.proving.exact import sign
from actbook.proving.region import Alike, Span
from actbook.proving.root import Root, number
from actbook.proving.sign import Line
from actbook.proving.zeros import signs

#: Numbers that are 0.
NOTHING = [
    "acosh(3) - 2*log(1 + sqrt(2))",
    "sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))",
    "(2 + sqrt(5))**(1/3) - (1 + sqrt(5))/2",
    "sqrt(4 + 2*sqrt(3)) - 1 - sqrt(3)",
    "tanh(log(2)) - 3/5",
    "tanh(1) - (exp(2) - 1)/(exp(2) + 1)",
    "cosh(1) - (exp(1) + exp(-1))/2",
    "erf(1) + erfc(1) - 1",
    "W(1) - exp(-W(1))",
    "log(W(1)) + W(1)",
    "2*exp(W(-exp(-1)/2) + 1)*W(-exp(-1)/2) + 1",
    "log(6) - log(2) - log(3)",
    "log(1 + sqrt(2)) - log(3 + 2*sqrt(2))/2",
    "atanh(1/2) - log(3)/2",
]
#: What is as close to them as 320 bits tell, and not 0.
SOMETHING = "1/10**120"


@pytest.mark.parametrize("text", NOTHING)
def test_an_identity_shows_that_a_number_is_0(text: str) -> None:
    assert vanishing(read_value(text, {}).value)
    near = read_value(f"{text} + {SOMETHING}", {}).value
    assert number(near).sign is None
    assert not vanishing(near)
    assert sign(near, NOWHERE) == 1


#: An equation, its zero in closed form.
EQUATIONS = [
    ("x - exp(-x)", "W(1)"),
    ("1 + x + exp(x)", "-1 - W(exp(-1))"),
    ("exp(x)*(1 + exp(x)) - 1", "log(sqrt(5) - 1) - log(2)"),
    ("x**3 - 2", "2**(1/3)"),
]


@pytest.mark.parametrize(("text", "expected"), EQUATIONS)
def test_a_root_is_what_solves_its_equation(text: str, expected: str) -> None:
    (root,) = signs(read(text), Line(X, Span(), NOWHERE)).zeros
    value = read_value(expected, {}).value
    assert sign(root - value, NOWHERE) == 0
    assert sign(root - value - read_value(SOMETHING, {}).value, NOWHERE) == -1
    assert isinstance(root, Root) and vanishing(closed_form(root) - value)


#: An equation whose zero has no closed form, and what it says there.
KNOWN = [
    ("x*(1 + erf(x)) - 20", "x*erfc(x) - 2*x + 20"),
    ("x*log(1 + exp(x)) - 10", "exp(-x*log(1 + exp(x))) - exp(-10)"),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_a_root_has_its_own_equation(text: str, expected: str) -> None:
    root = signs(read(text), Line(X, Span(read("0")), NOWHERE)).zeros[0]
    value = read(expected).xreplace({X: root})
    near = value + read_value(SOMETHING, {}).value
    assert vanishing(value) and not vanishing(near)
    assert sign(value, NOWHERE) == 0 and sign(near, NOWHERE) == 1


def test_a_root_is_the_mirror_image_of_another() -> None:
    low, high = signs(read("x*tanh(x) - 1"), Line(X, Span(), NOWHERE)).zeros
    assert low == -high and closed_form(high) is None
    assert sign(low + high, NOWHERE) == 0
    assert sign(low + high + read_value(SOMETHING, {}).value, NOWHERE) == 1


def test_a_number_that_no_identity_and_no_ball_decides_is_left_open() -> None:
    with pytest.raises(Alike) as caught:
        sign(read_value("atan(1/2) + atan(1/3) - pi/4", {}).value, NOWHERE)
    assert caught.value.digits > 9000
