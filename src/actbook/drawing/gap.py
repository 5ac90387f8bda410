"""By how much a function and another form of it differ: the figure of their difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from actbook.checking.points import parameter_values
from actbook.drawing.portrait import Curve, Mark, Panel, Portrait, number
from actbook.drawing.sampled import curve, seams, value
from actbook.formula.expression import Apply, Expression
from actbook.formula.symbolic import derivative
from actbook.proving.variation import Analysis
from actbook.reading.definitions import Definition

#: Steps of the search for the largest difference, each of which leaves a quarter.
_STEPS = 18
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def gap(
    own: Definition,
    form: Definition,
    span: tuple[float, float],
    at: Callable[[Definition, Mapping[str, float]], Analysis],
) -> tuple[Portrait, list[tuple[float, float]]] | None:
    """The figure of f − g and of its derivative at the defaults of the parameters, and the point of
    each that is farthest from 0 in the span; None where the two do not differ there."""
    given = [parameter_values(each.function.parameters)[0] for each in (own, form)]
    defaults = given[0] | given[1]
    difference = Apply("-", (own.expression, form.expression))
    pairs = zip((own, form), given, strict=True)
    places = [joint for each, values in pairs for joint in seams(at(each, values))]
    formulas: tuple[tuple[Panel, Expression], ...] = (
        ("f", difference),
        ("derivative", derivative(difference)),
    )
    curves: list[Curve] = []
    marks: list[Mark] = []
    names: list[str] = []
    farthest: list[tuple[float, float]] = []
    for panel, formula in formulas:
        drawn = curve(formula, defaults, span, places, "", panel, True)
        found = _farthest(drawn, formula, defaults)
        if found is None:
            return None
        x, y = found
        power = int(np.floor(np.log10(abs(y))))
        scale, unit = (10.0**power, _ten(power)) if power < -2 else (1.0, "")
        prime = "\N{HAIR SPACE}′" if panel == "derivative" else ""
        names.append(f"f{prime}(x) − g{prime}(x)" + (f"  in {unit}" if unit else ""))
        curves.append(replace(drawn, y=drawn.y / scale))
        label = f"({number(x)}, {number(y / scale)}{f' · {unit}' if unit else ''})"
        marks.append(Mark(x, y / scale, "minimum" if y < 0 else "maximum", label, panel))
        farthest.append(found)
    shown = Portrait(
        title=f"{own.function.title} less {form.function.title}",
        span=span,
        curves=tuple(curves),
        marks=tuple(marks),
        names=(names[0], names[1]),
    )
    return shown, farthest


def _ten(power: int) -> str:
    return f"10{str(power).translate(_SUPERSCRIPTS)}"


def _farthest(
    drawn: Curve, formula: Expression, values: Mapping[str, float]
) -> tuple[float, float] | None:
    """Where a curve is farthest from 0: by its points, then ever finer between the neighbours of
    the best one."""
    x, size = drawn.x, np.abs(np.nan_to_num(drawn.y))
    if not size.max() > 1e-12:
        return None
    for _ in range(_STEPS):
        best = int(np.argmax(size))
        x = np.linspace(x[max(best - 1, 0)], x[min(best + 1, len(x) - 1)], 9)
        size = np.abs(np.nan_to_num([value(formula, {**values, "x": float(at)}) for at in x]))
    at = float(x[np.argmax(size)])
    return at, value(formula, {**values, "x": at})
