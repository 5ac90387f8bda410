"""The portrait of a function, sampled from its checked formula and its stated facts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actbook.checking.points import breakpoints, parameter_values
from actbook.drawing.portrait import Asymptote, Curve, Mark, Panel, Portrait
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expand import Definition
from actbook.formula.expression import Expression
from actbook.formula.stated import read_value
from actbook.formula.symbolic import derivative
from actbook.latex.names import letter
from actbook.reading.page import Page

_SAMPLES = 161
#: How far beside a breakpoint a curve is sampled, so that its jump is upright.
_BESIDE = 1e-9


def portrait(page: Page, definition: Definition) -> Portrait:
    """What the figure of a page's own function shows. ValueError names a wrong wish."""
    function = definition.function
    defaults = parameter_values(function.parameters)[0]
    span = _span(page.figure.get("x", ["-5", "5"]))
    wishes = [defaults, *(_values(wish, defaults) for wish in page.figure.get("parameters", []))]
    slope = derivative(definition.expression)
    curves: list[Curve] = []
    for values in wishes:
        edges = [float(edge) for edge in breakpoints(definition.expression, values)]
        for formula, style in ((definition.expression, "f"), (slope, "derivative")):
            label = _label(page, values) if len(wishes) > 1 else ""
            curves.append(_curve(formula, values, span, edges, label, style, not curves[1:]))  # type: ignore[arg-type]
    edges = [float(edge) for edge in breakpoints(definition.expression, defaults)]
    marks = [*_kinks(definition, slope, defaults, edges), *_extrema(definition, defaults)]
    return Portrait(
        title=page.title,
        span=span,
        curves=tuple(curves),
        marks=tuple(mark for mark in marks if span[0] < mark.x < span[1]),
        asymptotes=tuple(_asymptotes(definition, slope, defaults, span)),
        alt=page.figure.get("alt", ""),
    )


def _span(wish: Sequence[str]) -> tuple[float, float]:
    low, high = (float(read_value(end, {}).value) for end in wish)
    if not low < high:
        raise ValueError(f"the figure's span [{low:g}, {high:g}] is empty")
    return low, high


def _values(wish: Mapping[str, str], defaults: Mapping[str, float]) -> dict[str, float]:
    for name in wish:
        if name not in defaults:
            raise ValueError(f"the figure names `{name}`, which is no parameter")
    return {**defaults, **{n: float(read_value(v, {}).value) for n, v in wish.items()}}


def _label(page: Page, values: Mapping[str, float]) -> str:
    symbols = {p.name: p.symbol for p in page.functions[0].parameters}
    return ", ".join(
        f"{letter(symbols[name])} = {value:g}".replace("-", "−") for name, value in values.items()
    )


def _curve(
    formula: Expression,
    parameters: Mapping[str, float],
    span: tuple[float, float],
    edges: Sequence[float],
    label: str,
    style: Panel,
    primary: bool,
) -> Curve:
    inside = [edge for edge in edges if span[0] < edge < span[1]]
    regular: NDArray[np.float64] = np.linspace(*span, _SAMPLES)
    beside = [edge + side for edge in inside for side in (-_BESIDE, 0.0, _BESIDE)]
    x = np.unique(np.concatenate([regular, beside]))
    y = np.array([value(formula, {**parameters, "x": float(v)}) for v in x])
    for edge in inside:
        at = int(np.searchsorted(x, edge))
        left, right = y[at - 1], y[at + 1]
        if not math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-6):
            y[at] = math.nan
    return Curve(label, x, y, style, primary)


def value(formula: Expression, values: Mapping[str, Any]) -> float:
    """A formula's value as a double, NaN where it has none."""
    try:
        return float(ball(formula, values, 60))
    except (Undefined, Undecided, Contradiction):
        return math.nan


def _kinks(
    definition: Definition, slope: Expression, values: Mapping[str, float], edges: Sequence[float]
) -> Iterator[Mark]:
    for edge in edges:
        sides = [value(slope, {**values, "x": edge + side}) for side in (-_BESIDE, _BESIDE)]
        heights = [
            value(definition.expression, {**values, "x": edge + side})
            for side in (-_BESIDE, 0.0, _BESIDE)
        ]
        if not math.isclose(*sides, rel_tol=1e-6, abs_tol=1e-6) or not math.isclose(
            heights[0], heights[2], rel_tol=1e-6, abs_tol=1e-6
        ):
            yield Mark(edge, heights[1], "kink")


def _extrema(definition: Definition, values: Mapping[str, float]) -> Iterator[Mark]:
    """The stated extrema of f, which the checks have decided."""
    names = {p.name for p in definition.function.parameters}
    for fact in definition.function.facts:
        if fact.name in ("minimum", "maximum") and isinstance(fact.value, dict) and not fact.where:
            at = {key: read_value(fact.value[key], names).value for key in fact.value}
            x, y = (float(at[key].subs(dict(values))) for key in ("x", "value"))
            yield Mark(x, y, fact.name)  # type: ignore[arg-type]


def _asymptotes(
    definition: Definition,
    slope: Expression,
    values: Mapping[str, float],
    span: tuple[float, float],
) -> Iterator[Asymptote]:
    """Lines that f approaches, seen far out: a figure's hint, no claim of the page. A line that f
    has become within the span is hidden by the curve, and left out."""
    for sign, where, end in ((-1.0, "-oo", span[0]), (1.0, "oo", span[1])):
        far, further = 1e4 * sign, 1e5 * sign
        m, n = (value(slope, {**values, "x": x}) for x in (far, further))
        if not math.isclose(m, n, rel_tol=1e-6, abs_tol=1e-6):
            continue
        m = round(m, 6) + 0.0
        a, b = (value(definition.expression, {**values, "x": x}) - m * x for x in (far, further))
        height = value(definition.expression, {**values, "x": end})
        hidden = math.isclose(height, m * end + b, rel_tol=1e-6, abs_tol=1e-9)
        if math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) and not hidden:
            yield Asymptote(m, round(b, 6) + 0.0, where)  # type: ignore[arg-type]
