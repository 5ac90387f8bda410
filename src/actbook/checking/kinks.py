"""What happens to f′ where the pieces of a formula meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from actbook.checking.implementation import Failed, codes
from actbook.checking.places import number
from actbook.checking.points import breakpoints, parameter_values
from actbook.checking.sides import sides
from actbook.formula.balls import Contradiction, Undecided, Undefined
from actbook.formula.expression import Expression
from actbook.formula.symbolic import derivative
from actbook.reading.page import Function
from actbook.result import KinkRow


def kinks(
    function: Function, formula: Expression, namespace: Mapping[str, Any]
) -> Iterator[KinkRow]:
    """The kinks of a scalar function at its parameters' defaults, from left to right."""
    parameters = parameter_values(function.parameters)[0]
    slope = derivative(formula)
    differentiable = [c for c in codes(function.implementations, namespace) if c.torch]
    for edge in breakpoints(formula, parameters):
        # Autograd is asked at a double: a kink that is none has no value there to show.
        x = Fraction(float(edge))
        if edge != sympy.Rational(x.numerator, x.denominator):
            continue
        try:
            found = sides(slope, {**parameters, "x": x})
        except (Undefined, Undecided, Contradiction):
            continue
        if found.value is None:
            yield KinkRow(
                function=function.title,
                at=number(x),
                left=number(float(found.left)),
                right=number(float(found.right)),
                autograd=tuple(
                    (code.implementation.label, _gradient(code, float(x), parameters))
                    for code in differentiable
                ),
            )


def _gradient(code: Any, x: float, parameters: Mapping[str, float]) -> str:
    try:
        return number(code.derivatives([x], parameters)[0])
    except Failed as failed:
        return str(failed)
