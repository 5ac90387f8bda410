"""What happens to f′ where the pieces of a formula meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from actbook.checking.implementation import Failed, codes
from actbook.checking.places import number
from actbook.checking.points import parameter_values
from actbook.port import KinkRow
from actbook.proving.region import known
from actbook.proving.sets import double
from actbook.proving.variation import Analysis
from actbook.reading.page import Function


def kinks(
    function: Function, analysis: Analysis, namespace: Mapping[str, Any]
) -> Iterator[KinkRow]:
    """The kinks of a scalar function, analysed at its parameters' defaults, from left to right."""
    parameters = parameter_values(function.parameters)[0]
    differentiable = [c for c in codes(function, namespace) if c.differentiates]
    for joint in known(lambda: analysis.joints) or ():
        # Autograd is asked at a double: a kink that is none has no value there to show.
        x = double(joint.position)
        if joint.position != sympy.Rational(x):
            continue
        sides = known(partial(analysis.kink, joint))
        if sides is not None:
            left, right = (number(double(side)) for side in sides)
            yield KinkRow(
                function=function.title,
                at=number(x),
                left=left,
                right=right,
                autograd=tuple(
                    (code.implementation.label, _gradient(code, x, parameters))
                    for code in differentiable
                ),
            )


def _gradient(code: Any, x: float, parameters: Mapping[str, float]) -> str:
    try:
        return number(code.derivatives([x], parameters)[0])
    except Failed as failed:
        return str(failed)
