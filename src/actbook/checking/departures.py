"""Whether a step of a formula has left the range of a format, and made a result inaccurate.

The steps are run in numbers that keep all digits but have the largest or the smallest size of the
format (`ranged`). If that gives what the code gives, a step has left the range. It must do so at
smaller x as well: code that takes other steps is told apart there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from flint import arb

from actbook.checking.formats import Format, error
from actbook.checking.inaccurate import BITS, OTHERS, Cause, Inaccurate, part, real
from actbook.checking.ranged import Limit, ranged
from actbook.formula.balls import Undefined
from actbook.formula.expression import Expression
from actbook.latex.written import Part
from actbook.verdict import ACCURATE, CauseKind


def departure(case: Inaccurate, limit: Limit) -> Cause | None:
    """That a step leaves the range of the format."""
    for form in case.forms:
        value, steps = steps_of(case, form, limit, case.x, case.form)
        if steps and explains(value, case) and not _refuted(case, form, limit):
            return _left(case, limit, steps[0])
    return None


def steps_of(
    case: Inaccurate, formula: Expression, limit: Limit, x: float, form: Format
) -> tuple[Any, list[Part]]:
    """What the steps of a formula give at an x under a limit, and those that met it."""
    try:
        return ranged(formula, {**case.parameters, "x": x}, case.names, form, limit)
    except Undefined:
        return mpmath.nan, []


def explains(value: Any, case: Inaccurate) -> bool:
    if math.isnan(case.result) or mpmath.isnan(value):
        return math.isnan(case.result) and bool(mpmath.isnan(value))
    if math.isinf(case.result) or mpmath.isinf(value):
        return bool(value == case.result)
    with mpmath.workprec(BITS):
        return bool(abs(value - case.result) <= abs(real(case.truth) - case.result) / 8)


def _refuted(case: Inaccurate, form: Expression, limit: Limit) -> bool:
    """Whether at an x nearer to zero the step leaves the range and the code does better, or the
    code is as wrong before the step leaves it."""
    before, points = _inner(case, lambda x: bool(steps_of(case, form, limit, x, case.form)[1]))
    if case.error(before) > max(ACCURATE, case.error(case.x) / 8):
        return True
    given = np.asarray(case.results(points), dtype=float).tolist() if points else []
    for x, found, truth in zip(points, given, case.truths(points), strict=True):
        value, steps = steps_of(case, form, limit, x, case.form)
        if not steps or truth is None:
            continue
        off, predicted = error(found, truth, case.form), _off(value, truth, case.form)
        if predicted > ACCURATE and off < predicted / 2:
            return True
    return False


def _off(value: Any, truth: arb, form: Format) -> float:
    """The error in ulps of what the steps give."""
    if not mpmath.isfinite(value):
        return error(float(value), truth, form)
    with mpmath.workprec(BITS):
        unit = error(0.0, truth, form) or 1.0
        return float(abs(value - real(truth)) / abs(real(truth)) * unit) if truth != 0 else 0.0


def _inner(case: Inaccurate, leaves: Callable[[float], bool]) -> tuple[float, list[float]]:
    """The x before the first at which a step leaves the range, and some from there to that of the
    result, at all distances from it."""
    form, last = case.form, case.form.ordinal(case.x)
    low, high = 0, last
    while abs(high - low) > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if leaves(form.value(middle)) else (middle, high)
    step = 1 if last > 0 else -1
    near = {last - step * 2**power for power in range(abs(last - high).bit_length())}
    ordinals = {high + (last - high) * i // OTHERS for i in range(OTHERS)} | near
    kept = sorted((at for at in ordinals - {last} if abs(high) <= abs(at)), key=abs)
    return form.value(low), [form.value(ordinal) for ordinal in kept]


def _left(case: Inaccurate, limit: Limit, step: Part) -> Cause:
    name, value = case.form.name, mpmath.nstr(step.value, 3)
    with mpmath.workprec(BITS):
        whole = abs(step.value - real(case.truth)) <= abs(step.value) / 1000
    told = "the true value" if whole else part(step.text.latex)
    if limit == "overflow":
        largest = f"the largest number of {name}, {case.form.largest:.3g}"
        return Cause("overflow", f"{told} is {value}, beyond {largest}")
    normal = f"the smallest normal number of {name}, {2.0**case.form.lowest:.3g}"
    if limit == "flush":
        kind: CauseKind = "flush to zero" if whole else "underflow"
        return Cause(kind, f"{told} is {value}, below {normal}, and becomes zero")
    return Cause("underflow", f"{told} is {value}, below {normal}, and keeps few digits")
