"""The portrait of a function: its checked formula sampled, its variation table and its facts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from actbook.checking.points import parameter_values
from actbook.checking.regions import Within
from actbook.drawing.portrait import Asymptote, Curve, Mark, Panel, Portrait
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression
from actbook.formula.stated import read_value
from actbook.formula.symbolic import derivative
from actbook.latex.names import letter
from actbook.proving.region import known
from actbook.proving.sets import double
from actbook.proving.variation import Analysis, Joint
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page

#: Where a figure is drawn if its page does not say.
SPAN = ("-5", "5")
_SAMPLES = 161
#: How far beside a breakpoint a curve is sampled, so that its jump is upright.
_BESIDE = 1e-9


def portrait(
    page: Page, definition: Definition, at: Callable[[Mapping[str, float]], Analysis]
) -> Portrait:
    """What the figure of a page's own function shows. ValueError names a wrong wish.

    `at` gives the analysis of the function where its parameters are doubles.
    """
    function = definition.function
    defaults = parameter_values(function.parameters)[0]
    t = letter(function.arguments[0].symbol)
    span = span_of(page, function)
    wishes = [defaults, *(_values(wish, defaults) for wish in page.figure.get("parameters", []))]
    formula = definition.bounded
    slope = derivative(formula)
    curves: list[Curve] = []
    for values in wishes:
        label = _label(page, values) if len(wishes) > 1 else ""
        places = list(seams(at(values)))
        for drawn, style in ((formula, "f"), (slope, "derivative")):
            curves.append(curve(drawn, values, span, places, label, style, not curves[1:]))  # type: ignore[arg-type]
    analysis = at(defaults)
    marks = list(_marks(seams(analysis)))
    for kind, *point in extrema(function):
        x, y = (float(one.subs(dict(defaults))) for one in point)
        marks.append(Mark(x, y, kind))  # type: ignore[arg-type]
    return Portrait(
        title=page.title,
        span=span,
        curves=tuple(curves),
        marks=tuple(mark for mark in marks if span[0] < mark.x < span[1]),
        asymptotes=tuple(_asymptotes(definition, analysis, defaults, span)),
        alt=page.figure.get("alt", ""),
        names=(f"f({t})", f"f\N{HAIR SPACE}′({t})"),
        argument=t,
    )


@dataclass(frozen=True)
class Seam:
    """A place where pieces of f meet, what f is there, and the limits of f and of f′ on both sides;
    NaN for what is not there or not known."""

    x: float
    value: float
    values: tuple[float, float]
    slopes: tuple[float, float]
    continuous: bool
    smooth: bool


def seams(analysis: Analysis) -> Iterator[Seam]:
    """What the variation table knows of the joints; what it leaves open breaks no line."""

    def sides(joint: Joint, order: int) -> tuple[float, float]:
        left, right = (known(partial(analysis.side, joint, side, order)) for side in (-1, 1))
        return _double(left), _double(right)

    for joint in known(lambda: analysis.joints) or ():
        yield Seam(
            double(joint.position),
            _double(joint.value),
            sides(joint, 0),
            sides(joint, 1),
            known(partial(analysis.continuous, joint)) is not False,
            known(partial(analysis.differentiable, joint)) is not False,
        )


def _double(value: sympy.Expr | None) -> float:
    return math.nan if value is None else double(value)


def span_of(page: Page, function: Function) -> tuple[float, float]:
    """The ends that a page wishes its figure to have, else of what is usual the part that is in the
    domain of its function. ValueError where nothing is between them."""
    low, high = (float(read_value(end, {}).value) for end in page.figure.get("x", SPAN))
    if not low < high:
        raise ValueError(f"the figure's span [{low:g}, {high:g}] is empty")
    if "x" in page.figure:
        return low, high
    first, last = Within(function, parameter_values(function.parameters)[0]).hull
    low, high = (low, high) if first < high and low < last else (first, first + high - low)
    return max(low, first), min(high, last)


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


def curve(
    formula: Expression,
    parameters: Mapping[str, float],
    span: tuple[float, float],
    places: Sequence[Seam],
    label: str,
    style: Panel,
    primary: bool,
) -> Curve:
    """A formula sampled over a span, with what it is beside each of the places."""
    inside = [joint for joint in places if span[0] < joint.x < span[1]]
    regular: NDArray[np.float64] = np.linspace(*span, _SAMPLES)
    beside = [joint.x + side for joint in inside for side in (-_BESIDE, 0.0, _BESIDE)]
    x = np.unique(np.concatenate([regular, beside]))
    y = np.array([value(formula, {**parameters, "x": float(v)}) for v in x])
    for joint in inside:
        if not (joint.continuous if style == "f" else joint.smooth):
            y[int(np.searchsorted(x, joint.x))] = math.nan
    return Curve(label, x, y, style, primary)


def value(formula: Expression, values: Mapping[str, Any]) -> float:
    """A formula's value as a double, NaN where it has none."""
    try:
        return float(ball(formula, values, 60))
    except (Undefined, Undecided, Contradiction):
        return math.nan


def _marks(places: Iterable[Seam]) -> Iterator[Mark]:
    """Kinks with the slopes on both sides, and at jumps the value and the ends that are none."""
    for joint in places:
        if joint.smooth:
            continue
        if joint.continuous:
            yield Mark(joint.x, joint.value, "kink")
        else:
            yield from (
                Mark(joint.x, end, "open")
                for end in dict.fromkeys(joint.values)
                if math.isfinite(end) and end != joint.value
            )
            if math.isfinite(joint.value):
                yield Mark(joint.x, joint.value, "closed")
        for slope in dict.fromkeys(joint.slopes):
            if math.isfinite(slope):
                yield Mark(joint.x, slope, "open", style="derivative")


def extrema(function: Function) -> Iterator[tuple[str, sympy.Expr, sympy.Expr]]:
    """The stated extrema of f, which the checks have decided: which it is, x and the value there,
    both in the parameters."""
    names = {p.name for p in function.parameters}
    for fact in function.facts:
        stated = fact.name in ("minimum", "maximum") and isinstance(fact.value, dict)
        if stated and fact.value.keys() == {"x", "value"} and not fact.where:
            x, y = (read_value(fact.value[key], names).value for key in ("x", "value"))
            yield fact.name, x, y


def _asymptotes(
    definition: Definition,
    analysis: Analysis,
    values: Mapping[str, float],
    span: tuple[float, float],
) -> Iterator[Asymptote]:
    """Lines that f approaches. A line that f has become within the span is hidden by the curve,
    and left out."""
    for sign, where, end in ((-1, "-oo", span[0]), (1, "oo", span[1])):
        line = known(partial(analysis.asymptote, sign))
        if line is not None:
            m, b = map(double, line)
            height = value(definition.expression, {**values, "x": end})
            if not math.isclose(height, m * end + b, rel_tol=1e-6, abs_tol=1e-9):
                yield Asymptote(m, b, where)  # type: ignore[arg-type]
