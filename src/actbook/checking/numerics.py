"""How exact code is in each format, for readers: the worst error, and where it stops being exact.

Errors are in units in the last place, see `ulp`. A saturation, an overflow or a loss of all digits
is stated at a number that was tried, next to one where it is not so.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from actbook.checking.accuracy import Measured
from actbook.checking.causes import of_measured, of_vector
from actbook.checking.formats import FLOAT32, FLOAT64, Format, boundary, error, errors
from actbook.checking.implementation import Failed, codes
from actbook.checking.places import number
from actbook.checking.points import parameter_values
from actbook.checking.references import Forms
from actbook.checking.sides import valued
from actbook.checking.vector_claims import vectors
from actbook.reading.definitions import Definition
from actbook.reading.page import Function
from actbook.result import Ends, NumericsRow
from actbook.verdict import ACCURATE, CauseKind

#: Two places so far out that a function which is the same at both has reached its limit.
_FAR = (2.0**200, 2.0**150)
_SIGNS = (-1.0, 1.0)
_LENGTHS = (2, 3, 5, 8)
_NONE = Forms()
#: The worst error of nothing: how large, where, of which result and true value.
_NOWHERE: tuple[float, Mapping[str, Any], float, None] = (0.0, {}, 0.0, None)


def numerics(measured: Sequence[Measured], forms: Forms = _NONE) -> tuple[NumericsRow, ...]:
    """The rows of a scalar function's table; in `forms` the page writes its formula and f′."""
    return tuple(_row(each, forms) for each in measured)


def _row(measured: Measured, forms: Forms) -> NumericsRow:
    worst, at, cause = _worst(measured, forms, steep=False)
    steepest, steepest_at, steep_cause = _worst(measured, forms, steep=True)
    return NumericsRow(
        function=measured.function.title,
        library=measured.code.implementation.label,
        dtype=measured.form.name,
        worst_ulp=worst,
        at=at,
        worst_ulp_derivative=steepest,
        at_derivative=steepest_at,
        saturates=_ends(_saturation, measured),
        overflows=_ends(_overflow, measured),
        overflows_derivative=_ends(_steep_overflow, measured),
        lost=_ends(_loss, measured),
        points=measured.known,
        exhaustive=measured.exhaustive,
        cause=cause,
        cause_derivative=steep_cause,
        measured_with=measured.code.measured_with,
    )


def _worst(
    measured: Measured, forms: Forms, *, steep: bool
) -> tuple[float | None, str | None, CauseKind | None]:
    """The largest error of a finite result, the x next to zero that has it, and why it is so large
    if it is."""
    sample, points = (measured.slopes if steep else measured.values), measured.points
    if sample is None:
        return None, None, None
    known = np.isfinite(sample.results) & ~np.isnan(sample.errors)
    if not known.any():
        return None, None, None
    index = int(np.argmax(np.where(known, sample.errors, -1.0)))
    worst = float(sample.errors[index])
    at = number(points[index]) if worst else None
    if worst <= ACCURATE:
        return worst, at, None
    return worst, at, of_measured(measured, forms, index, steep=steep).kind


def _ends(end: Callable[[Measured, float], float | None], measured: Measured) -> Ends:
    return end(measured, -1.0), end(measured, 1.0)


def _saturation(measured: Measured, sign: float) -> float | None:
    limit = _limit(measured, sign)
    side = measured.side(sign)
    if limit is None:
        return None
    others = [i for i in side if measured.values.results[i] != limit]
    if not others:
        return measured.points[side[0]]
    inner = measured.points[others[-1]]
    outer = next(measured.points[i] for i in side if abs(measured.points[i]) > abs(inner))
    return boundary(lambda xs: measured.results(xs) == limit, measured.form, inner, outer)


def _limit(measured: Measured, sign: float) -> float | None:
    """What the code gives farthest out, if that is the limit of the formula."""
    form = measured.form
    first, second = measured.truths([sign * x for x in _FAR])
    last = float(measured.results([sign * form.largest])[0])
    if first is None or second is None or not math.isfinite(last):
        return None
    same = error(float(first), second, form) < 0.5
    return last if same and error(last, first, form) <= 1 else None


def _overflow(measured: Measured, sign: float) -> float | None:
    flags = ~np.isfinite(measured.values.results)
    return _first(measured, sign, flags, lambda xs: ~np.isfinite(measured.results(xs)))


def _steep_overflow(measured: Measured, sign: float) -> float | None:
    if measured.slopes is None:
        return None
    flags = ~np.isfinite(measured.slopes.results)
    return _first(measured, sign, flags, lambda xs: ~np.isfinite(measured.gradients(xs)))


def _loss(measured: Measured, sign: float) -> float | None:
    sample, form = measured.values, measured.form

    def lost(points: Sequence[float]) -> Any:
        results, truths = measured.results(points), measured.truths(points)
        return _wrong(results, truths, form)

    flags = _wrong(sample.results, sample.truths, form)
    return _first(measured, sign, flags, lost)


def _wrong(results: Any, truths: Sequence[arb | None], form: Format) -> Any:
    """Whether a finite result is off by more than half a true value of normal size: (n,).

    The true value may be rounded to a double for that: if a result is off by half of it, their
    difference does not cancel.
    """
    near = np.array([math.nan if truth is None else float(truth) for truth in truths])
    results = np.asarray(results, dtype=float)
    with np.errstate(invalid="ignore", over="ignore"):
        off = np.isinf(near) | (np.abs(near - results) > np.abs(near) / 2)
    return off & np.isfinite(results) & (np.abs(near) >= 2.0**form.lowest)


def _first(
    measured: Measured, sign: float, flags: Sequence[bool], holds: Callable[[list[float]], Any]
) -> float | None:
    """The point next to zero on a side at which something holds, made exact by bisection."""
    side = measured.side(sign)
    first = next((place for place, index in enumerate(side) if flags[index]), None)
    if first is None:
        return None
    outer = measured.points[side[first]]
    if not first:
        return outer
    return boundary(holds, measured.form, measured.points[side[first - 1]], outer)


def of_vectors(
    seed: str, function: Function, definition: Definition, namespace: Mapping[str, Any]
) -> Iterator[NumericsRow]:
    """The rows of a vector function: float64 and float32 at some vectors, without derivatives."""
    parameters = parameter_values(function.parameters)[0]
    names = {p.name: p.symbol for p in function.parameters}
    formula, index = definition.expression, definition.index or "i"
    for form in (FLOAT64, FLOAT32):
        places = [
            [{**parameters, "x": x, "n": len(x), index: i + 1} for i in range(len(x))]
            for x in _vectors(seed, form)
        ]
        truths = [[valued(formula, at) for at in group] for group in places]
        for code in codes(function, namespace):
            found: list[tuple[float, Mapping[str, Any], float, arb | None]] = []
            for group, true in zip(places, truths, strict=True):
                with contextlib.suppress(Failed):
                    given = code.values(group[0]["x"], parameters, form.name)
                    ulps = errors(given, true, form)
                    rows = zip(ulps.tolist(), group, given.tolist(), true, strict=True)
                    found += [row for row in rows if not math.isnan(row[0])]
            off, at, result, truth = max(found, default=_NOWHERE, key=lambda row: row[0])
            why = None
            if truth is not None and off > ACCURATE:
                why = of_vector(formula, at, names, form, result, truth).kind
            yield NumericsRow(
                function=function.title,
                library=code.implementation.label,
                dtype=form.name,
                worst_ulp=off if found else None,
                at=number(at["x"]) if found else None,
                points=len(found),
                exhaustive=False,
                cause=why,
                measured_with=code.measured_with,
            )


def _vectors(seed: str, form: Format) -> Iterator[list[float]]:
    """Vectors of several lengths, their components numbers of the format."""
    for length in _LENGTHS:
        for x in vectors(length, seed):
            yield [float(component) for component in np.array(x).astype(form.name)]
