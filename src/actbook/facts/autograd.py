"""`torch_autograd_at_kinks`: what PyTorch's autograd returns at the points where a page says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import sympy

from actbook.checking.places import number
from actbook.checking.sides import sides
from actbook.facts.fact import FactKind, Finding
from actbook.facts.grammar import Pairs
from actbook.facts.statements import say
from actbook.formula.expression import Expression
from actbook.formula.stated import Value
from actbook.formula.symbolic import derivative
from actbook.proving.exact import resolved, sign
from actbook.proving.region import Region

#: The derivative at a point, for parameters by name.
Slope = Callable[[float, dict[str, float]], float]
#: To so many digits a derivative is what is stated, in spite of the rounding of a parameter and of
#: a product with it.
DIGITS = 12


AUTOGRAD = FactKind(
    "torch_autograd_at_kinks",
    "PyTorch’s derivative at kinks",
    Pairs("`{0: 0}`", "what autograd returns is a mapping", r"${x} \mapsto {y}$"),
    prove=None,
    against="autograd",
)


def asked(slope: Slope, region: Region, stated: Any) -> Finding:
    """Compare autograd with what is stated, for one value of each parameter."""
    returned, exact = [], True
    for key, (place, value) in AUTOGRAD.grammar.read(stated, region).items():
        point, expected = (_resolved(number, region) for number in (place, value))
        at, words = float(point.value), "autograd returns {got!r} at {at!r}"
        got = slope(at, _doubles(region))
        if not _close(got, expected):
            wrong = say("returned", words, at=at, got=got)
            return Finding(False, (wrong,), wrong=f"{expected.text} at {key}")
        if expected.decimals is None and sympy.Rational(got) != expected.value:
            exact, words = False, f"{words}, which is {{to}} to {{digits}} digits"
        returned.append(say("returned", words, at=at, got=got, to=expected.text, digits=DIGITS))
    return Finding(True, tuple(returned), exact)


def no_kink(definition: Expression, regions: Sequence[Region], stated: Any) -> str | None:
    """What is wrong with a stated point at which f′ exists; `regions` start with the defaults."""
    slope = derivative(definition)
    for key in stated:
        values = []
        for region in regions:
            place, _ = AUTOGRAD.grammar.read(stated, region)[key]
            x = Fraction(float(_resolved(place, region).value))
            try:
                values.append(sides((definition, slope), {**_doubles(region), "x": x}).value)
            except ArithmeticError:
                values.append(None)
        # A kink may close at the defaults, as ELU's does; elsewhere it has to be one.
        others = values[1:] or values
        if smooth := [value for value in others if value is not None]:
            return f"{key} is no kink: f′ exists there, and is {number(smooth[0])}"
    return None


def _doubles(region: Region) -> dict[str, float]:
    return {name: float(value) for name, value in region.values.items()}


def _resolved(value: Value, region: Region) -> Value:
    """A stated number, for one value of each parameter."""
    sign(value.value, region)
    return Value(resolved(value.value, region), value.decimals, value.text)


def _close(got: float, expected: Value) -> bool:
    value = float(expected.value)
    if expected.decimals is not None:
        return abs(got - value) <= 0.5 * 10.0**-expected.decimals
    return abs(got - value) <= 10.0**-DIGITS * max(1.0, abs(value))
