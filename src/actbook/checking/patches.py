"""A formula over all numbers of a format as polynomials in double precision, each with a bound of
its error that is proved: no library's functions are trusted for it.

On a stretch of neighbouring numbers the polynomial is Taylor's, with Lagrange's remainder over the
stretch in Arb balls (R. E. Moore, Methods and Applications of Interval Analysis, SIAM 1979, chapter
3), and what Horner's rule rounds is bounded as by N. J. Higham, Accuracy and Stability of Numerical
Algorithms, 5.1. A stretch on which the bound is not small enough is cut in two, down to single
numbers, at which the formula is evaluated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, ctx

from actbook.checking.formats import Format, exponent
from actbook.checking.sides import valued
from actbook.formula.balls import exact
from actbook.formula.expression import Expression
from actbook.formula.program import run
from actbook.proving import stretch
from actbook.proving.stretch import Local, Open, StretchAlgebra

#: The largest error of a reference, in ulps of the format.
ALLOWED = 2.0**-14
#: More cuts than these no function on the line needs but one that oscillates.
MOST = 10_000
_BITS = 400
_ROUNDOFF = arb(2) ** -53
#: No sum of terms is so large that doubles overflow.
_FAR = 2.0**1000
#: What other terms than the leading one may be near zero, in ulps.
_LEFT = 2.0**-60
#: x to this power leaves the range of doubles near zero.
_STEEP = 6


class Rugged(Exception):
    """A formula that so many patches do not cover."""


@dataclass(frozen=True)
class Patch:
    """From one ordinal to another, those of numbers of one sign by their sizes, the polynomial with
    these `coefficients` in x - `middle`; and the bound of its error in ulps of the true value.

    NaN where the formula has no value; where that rounds to infinity, some number that does so too.
    """

    first: int
    last: int
    middle: float
    coefficients: tuple[float, ...]
    bound: float

    def put(self, x: Any, found: Any) -> None:
        """Put the polynomial at an array of doubles into another, by Horner's rule."""
        *lower, total = self.coefficients
        if not lower:
            found.fill(total)
            return
        step = x - self.middle if self.middle else x
        np.multiply(step, total, out=found)
        for coefficient in reversed(lower[1:]):
            if coefficient:
                found += coefficient
            found *= step
        if lower[0]:
            found += lower[0]


def patches(
    formula: Expression, parameters: Mapping[str, float], form: Format, sign: int
) -> list[Patch]:
    """All finite numbers of a sign but zero, in their order by size. Raises Rugged."""
    found: list[Patch] = []
    waiting, cuts = [(1, form.ordinals)], 0
    while waiting:
        first, last = waiting.pop()
        patch = _patch(formula, parameters, form, sign, first, last)
        if patch is not None:
            found.append(patch)
            continue
        half, cuts = (first + last) // 2, cuts + 1
        if cuts > MOST:
            raise Rugged
        waiting += [(half + 1, last), (first, half)]
    return found


def _patch(
    formula: Expression,
    parameters: Mapping[str, float],
    form: Format,
    sign: int,
    first: int,
    last: int,
) -> Patch | None:
    """A patch of a stretch; None where the bound is not small enough."""
    with ctx.workprec(_BITS):
        if first == last:
            value = valued(formula, {**parameters, "x": form.value(sign * first)})
            return Patch(first, last, 0.0, (_double(value, _beyond(form)),), 2.0**-20)
        ends = sorted(form.value(sign * ordinal) for ordinal in (first, last))
        middles = [(ends[0] + ends[1]) / 2]
        if first == 1:
            middles.insert(0, 0.0)
        for middle in middles:
            inputs = {name: stretch.number(exact(value)) for name, value in parameters.items()}
            inputs["x"] = stretch.variable(arb(ends[0]), arb(ends[1]), arb(middle))
            try:
                found = run(formula, StretchAlgebra(), inputs).plain
            except Open:
                continue
            fitted = _fitted(found, form, ends, middle)
            if fitted is not None:
                return Patch(first, last, middle, *fitted)
    return None


def _beyond(form: Format) -> float:
    """What stands for all that is larger, which rounds to infinity."""
    return 2.0 ** (form.highest + 3)


def _double(value: arb | None, beyond: float) -> float:
    if value is None:
        return math.nan
    return math.copysign(beyond, float(value)) if abs(value) > beyond else float(value)


def _fitted(
    found: Local, form: Format, ends: Sequence[float], middle: float
) -> tuple[tuple[float, ...], float] | None:
    """The coefficients and the bound of their error in ulps, if that is small enough."""
    values = found.values
    least = max(values.lower, -values.upper, arb(0))
    if least > (beyond := _beyond(form)):
        return (math.copysign(beyond, float(values.lower)),), 0.0
    unit = arb(2) ** exponent(least.lower(), form)
    centre, reach = (values.lower + values.upper) / 2, (values.upper - values.lower) / 2
    if reach < unit * ALLOWED / 2:
        constant = float(centre)
        return (constant,), float(((abs(centre - constant) + reach) / unit).upper())
    series = found.coefficients()
    if not all(one.is_finite() for one in series):
        return None
    span = max((abs(arb(end) - middle).upper() for end in ends), key=float)
    tail = sum((abs(one) * span**k for k, one in enumerate(series[1:], 1)), arb(0))
    if abs(series[0]) > tail:
        least = max(least, (abs(series[0]) - tail).lower())
        unit = arb(2) ** exponent(least.lower(), form)
    if middle:
        return _polynomial(series, span, ALLOWED * unit, unit)
    # Near zero x^p is a factor, and the error is relative; what else there is of lower powers is
    # what rounding left of zeros.
    power = next((k for k, one in enumerate(series) if not one.contains(0)), len(series))
    small = sum((abs(one) * span**k for k, one in enumerate(series[:power])), arb(0))
    tail = sum((abs(one) * span**k for k, one in enumerate(series[power + 1 :], 1)), arb(0))
    if power >= _STEEP or not small < arb(2) ** form.smallest * _LEFT:
        return None
    lowest = (abs(series[power]) - tail).lower()
    if not lowest > 0:
        return None
    unit = lowest * arb(2) ** -form.digits
    told = _polynomial(series[power:], span, ALLOWED * unit, unit, power)
    return told and ((0.0,) * power + told[0], told[1] + _LEFT)


def _polynomial(
    series: Sequence[arb], span: arb, allowed: arb, unit: arb, power: int = 0
) -> tuple[tuple[float, ...], float] | None:
    """The shortest polynomial whose error is allowed, to be multiplied by so many powers of x, with
    the bound."""
    sizes = [abs(one) * span**k for k, one in enumerate(series)]
    rest, degree = sizes[-1], len(series) - 2
    while degree and rest + sizes[degree] < allowed / 4:
        rest += sizes[degree]
        degree -= 1
    doubles = [float(one.mid()) for one in series[: degree + 1]]
    if not all(map(math.isfinite, doubles)):
        return None
    represented = sum(
        (
            abs(one - near) * span**k
            for k, (one, near) in enumerate(zip(series, doubles, strict=False))
        ),
        arb(0),
    )
    operations = 3 * degree + 3 * power + 4
    rounded = sum((abs(arb(near)) * span**k for k, near in enumerate(doubles)), arb(0))
    if not rounded < _FAR:
        return None
    gamma = operations * _ROUNDOFF / (1 - operations * _ROUNDOFF)
    total = (rest + represented + gamma * rounded + arb(2) ** -1000).upper()
    return (tuple(doubles), float((total / unit).upper())) if total < allowed else None
