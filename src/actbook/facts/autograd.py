"""What PyTorch's autograd returns at the points where a page says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import sympy

from actbook.checking.places import number
from actbook.checking.sides import sides
from actbook.facts.finding import Finding, Misstated
from actbook.facts.statements import Returned
from actbook.formula.expression import Expression
from actbook.formula.stated import Value, read_value
from actbook.formula.symbolic import derivative
from actbook.proving.exact import resolved, sign
from actbook.proving.region import Region

#: The derivative at a point, for parameters by name.
Slope = Callable[[float, dict[str, float]], float]
#: To so many digits a derivative is what is stated, in spite of the rounding of a parameter and of
#: a product with it.
DIGITS = 12


def torch_autograd_at_kinks(slope: Slope, region: Region, stated: Any) -> Finding:
    """Compare autograd with what is stated, for one value of each parameter."""
    if not isinstance(stated, dict) or not stated:
        raise Misstated("what autograd returns is a mapping such as {0: 0}")
    parameters = {name: float(value) for name, value in region.values.items()}
    returned = []
    for key, text in stated.items():
        point, expected = _number(key, region), _number(text, region)
        got = slope(float(point.value), parameters)
        if not _close(got, expected):
            wrong = Returned(float(point.value), got)
            return Finding(False, (wrong,), wrong=f"{text} at {key}")
        equal = expected.decimals is not None or sympy.Rational(got) == expected.value
        inexact = () if equal else (str(text), DIGITS)
        returned.append(Returned(float(point.value), got, *inexact))
    return Finding(True, tuple(returned), all(value.to is None for value in returned))


def no_kink(definition: Expression, regions: Sequence[Region], stated: Any) -> str | None:
    """What is wrong with a stated point at which f′ exists; `regions` start with the defaults."""
    slope = derivative(definition)
    for key in stated:
        values = []
        for region in regions:
            parameters = {name: float(value) for name, value in region.values.items()}
            x = Fraction(float(_number(key, region).value))
            try:
                values.append(sides(slope, {**parameters, "x": x}).value)
            except ArithmeticError:
                values.append(None)
        # A kink may close at the defaults, as ELU's does; elsewhere it has to be one.
        others = values[1:] or values
        if smooth := [value for value in others if value is not None]:
            return f"{key} is no kink: f′ exists there, and is {number(smooth[0])}"
    return None


def _number(text: Any, region: Region) -> Value:
    try:
        value = read_value(text, region.values)
        sign(value.value, region)
    except ValueError as error:
        raise Misstated(str(error)) from None
    return Value(resolved(value.value, region), value.decimals, value.text)


def _close(got: float, expected: Value) -> bool:
    value = float(expected.value)
    if expected.decimals is not None:
        return abs(got - value) <= 0.5 * 10.0**-expected.decimals
    return abs(got - value) <= 10.0**-DIGITS * max(1.0, abs(value))
