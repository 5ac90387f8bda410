"""What code gives in each floating-point format, beside the true values of the formula.

Formats of 16 bits are tried at all their finite numbers, the others at some thousand: evenly many
from each binade, and more where the functions of neural networks bend.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import arb

from actbook.checking.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Format, errors
from actbook.checking.implementation import Code, Failed, codes
from actbook.checking.points import breakpoints, parameter_values
from actbook.checking.regions import Within
from actbook.checking.sides import joined
from actbook.formula import columns
from actbook.formula.expression import Expression
from actbook.formula.symbolic import derivative
from actbook.reading.page import Function

#: How many bits below the smallest number of a format a true value need not be known.
BELOW = 40
_SPREAD = 600
#: The scales of x at which more points are chosen at random, and how many.
_SCALES = ((8.0, 800), (110.0, 400), (800.0, 400))
_PARTS = 600
#: More elements than a vector register has.
_BLOCK = 64


@dataclass(frozen=True)
class Sample:
    """Results of code, the true values, None where there is none, and the errors in ulps."""

    results: Any
    truths: Sequence[arb | None]
    errors: Any

    @cached_property
    def known(self) -> int:
        """How many true values there are."""
        return sum(truth is not None for truth in self.truths)


@dataclass(frozen=True, eq=False)
class Measured:
    """An implementation in one format, at the parameters' defaults: f, and f′ by autograd.

    `formula` is that of f; `points` are by size. `slopes` is None where nothing differentiates.
    """

    function: Function
    formula: Expression
    parameters: Mapping[str, float]
    code: Code
    form: Format
    points: Sequence[float]
    values: Sample
    slopes: Sample | None

    @property
    def known(self) -> int:
        """The number of points at which the true value is known."""
        return self.values.known

    @property
    def exhaustive(self) -> bool:
        """Whether these are all the finite numbers of the format."""
        return self.form.bits == 16 and self.known == len(self.points)

    def side(self, sign: float) -> Sequence[int]:
        """The indices of the points of a sign, from zero outwards."""
        return self._sides[sign > 0]

    @cached_property
    def sizes(self) -> Any:
        """At each point the largest true value there is at an x as small: (n,)."""
        known = [0.0 if truth is None else abs(float(truth)) for truth in self.values.truths]
        return np.maximum.accumulate(known)

    @cached_property
    def _sides(self) -> tuple[Sequence[int], Sequence[int]]:
        negative = np.signbit(np.array(self.points))
        return np.flatnonzero(negative).tolist(), np.flatnonzero(~negative).tolist()

    def results(self, points: Sequence[float]) -> Any:
        """f at other points, as the code gives it."""
        return _bulk(self.code.values, points, self.parameters, self.form)

    def gradients(self, points: Sequence[float]) -> Any:
        """f′ at other points, as autograd gives it."""
        return _bulk(self.code.derivatives, points, self.parameters, self.form)

    def truths(self, points: Sequence[float]) -> list[arb | None]:
        """f at other points, as the formula gives it."""
        return columns.values(self.formula, self.parameters, points, self.form.smallest - BELOW)


def _bulk(
    call: Callable[..., Any],
    points: Sequence[float],
    parameters: Mapping[str, float],
    form: Format,
) -> Any:
    """What code gives at points as part of a long array: libraries compute the last few elements of
    an array, that do not fill a vector register, by other instructions, to other digits."""
    padding = [points[-1]] * (_BLOCK + -len(points) % _BLOCK)
    return call([*points, *padding], parameters, form.name)[: len(points)]


class Bench:
    """Measures each function of a page once."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._done: list[tuple[Function, Expression, Mapping[str, Any], list[Measured]]] = []

    def measure(
        self, function: Function, formula: Expression, namespace: Mapping[str, Any]
    ) -> list[Measured]:
        """As `measure`."""
        for *known, measured in self._done:
            if known[:2] == [function, formula] and known[2] is namespace:
                return measured
        measured = measure(self._seed, function, formula, namespace)
        self._done.append((function, formula, namespace, measured))
        return measured


def measure(
    seed: str, function: Function, formula: Expression, namespace: Mapping[str, Any]
) -> list[Measured]:
    """Every implementation of a scalar function in every format that it takes."""
    parameters = parameter_values(function.parameters)[0]
    edges = [float(edge) for edge in breakpoints(formula, parameters)]
    every = codes(function, namespace)
    inside = Within(function, parameters).__contains__
    found: list[Measured] = []
    for form in (FLOAT64, FLOAT32, BFLOAT16, FLOAT16):
        able = [code for code in every if code.differentiates or form.bits > 16]
        points = sorted(filter(inside, chosen(form, edges, seed)), key=abs) if able else []
        place = (points, parameters, form)
        truths = columns.values(formula, parameters, points, form.smallest - BELOW)
        steep = any(code.differentiates for code in able)
        slopes = _slopes(formula, *place, edges) if steep else []
        for code in able:
            if (values := _sample(code.values, *place, truths)) is not None:
                gradient = (
                    _sample(code.derivatives, *place, slopes) if code.differentiates else None
                )
                found.append(
                    Measured(function, formula, parameters, code, form, points, values, gradient)
                )
    order = [code.implementation for code in every]
    return sorted(found, key=lambda measured: order.index(measured.code.implementation))


def _sample(
    call: Callable[..., Any],
    points: Sequence[float],
    parameters: Mapping[str, float],
    form: Format,
    truths: Sequence[arb | None],
) -> Sample | None:
    """What code gives at points, None where it gives nothing."""
    try:
        results = _bulk(call, points, parameters, form)
    except Failed:
        return None
    return Sample(results, truths, errors(results, truths, form))


def chosen(form: Format, edges: Iterable[float], seed: str) -> list[float]:
    """Numbers of a format at which to try code; `edges` are the points where pieces meet."""
    if form.bits == 16:
        return form.every()
    generator = random.Random(f"{seed} {form.name}")
    wanted = [generator.uniform(-scale, scale) for scale, count in _SCALES for _ in range(count)]
    for _ in range(_PARTS):
        wanted.append(generator.choice((1, -1)) * 10 ** generator.uniform(-6, 3))
    rounded = [float(x) for x in np.array([*wanted, *edges]).astype(form.name)]
    for edge in rounded[len(wanted) :]:
        ordinal = form.ordinal(edge)
        rounded += [form.value(ordinal + step) for step in (-2, -1, 1, 2)]
    return [*form.spread(_SPREAD), *rounded]


def _slopes(
    formula: Expression,
    points: Sequence[float],
    parameters: Mapping[str, float],
    form: Format,
    edges: Sequence[float],
) -> list[arb | None]:
    """f′ at each point; at a kink there is none."""
    slope = derivative(formula)
    found = columns.values(slope, parameters, points, form.smallest - BELOW)
    for edge in edges:
        value = joined((formula, slope), {**parameters, "x": edge})
        for index in (i for i, x in enumerate(points) if x == edge):
            found[index] = value
    return found
