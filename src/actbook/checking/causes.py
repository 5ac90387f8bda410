"""Why a result of code is inaccurate, found out by computing.

The steps of the page's formulas are run in numbers that keep all digits but have the largest or
the smallest size of the format (`ranged`): if that gives what the code gives, a step has left the
range. It must do so at smaller x as well: code that takes other steps is told apart there. Else
code may give one and the same from some x on; or rounding explains the result, and the step is
named that makes it so large (`magnified`). Nothing is concluded from names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from flint import arb, ctx

from actbook.algebra.ball import Contradiction, Undecided, Undefined, exact
from actbook.algebra.expression import Expression
from actbook.algebra.magnified import MUCH, Magnified, magnified
from actbook.algebra.ranged import Limit, Range, Step, ranged
from actbook.algebra.rounding import SLACK, Rounded
from actbook.checking.ulp import FLOAT32, Format, boundary, error
from actbook.verdict import ACCURATE, CauseKind

#: How many other x a cause has to explain.
_OTHERS = 24
#: Longer parts of formulas are told as parts.
_LONGEST = 90


@dataclass(frozen=True)
class Cause:
    """Why a result is inaccurate, in a word and in words with LaTeX between `$`."""

    kind: CauseKind
    words: str


@dataclass(frozen=True)
class Inaccurate:
    """A result of code in a format beside the true value, and how to have others.

    `forms` are the expanded formulas in which the page writes the function, `names` the LaTeX of
    the parameters.
    """

    forms: Sequence[Expression]
    parameters: Mapping[str, float]
    names: Mapping[str, str]
    form: Format
    x: float
    result: float
    truth: arb
    results: Callable[[list[float]], Any]
    truths: Callable[[list[float]], Sequence[arb | None]]


def cause(case: Inaccurate) -> Cause:
    """Why the result is inaccurate."""
    limits: tuple[Limit, ...] = ("overflow", "underflow", "flush")
    ways: list[Callable[[], Cause | None]] = [lambda at=at: _beyond(case, at) for at in limits]  # type: ignore[misc]
    for way in (*ways, lambda: _threshold(case), lambda: _rounding(case)):
        if (found := way()) is not None:
            return found
    return Cause("unexplained", "no step of the page’s formulas explains it")


def _beyond(case: Inaccurate, limit: Limit) -> Cause | None:
    """That a step leaves the range of the format."""
    for form in case.forms:
        value, steps = _run(case, form, limit, case.x)
        if steps and _explains(value, case) and not _refuted(case, form, limit):
            return _left(case, limit, steps[0])
    return None


def _run(case: Inaccurate, form: Expression, limit: Limit, x: float) -> tuple[Any, list[Step]]:
    return _steps(case, form, limit, x, case.form)


def _steps(
    case: Inaccurate, formula: Expression, limit: Limit, x: float, form: Format
) -> tuple[Any, list[Step]]:
    bounds = Range(form.digits, form.largest, form.lowest, form.smallest)
    try:
        return ranged(formula, {**case.parameters, "x": x}, case.names, bounds, limit)
    except Undefined:
        return mpmath.nan, []


def _explains(value: Any, case: Inaccurate) -> bool:
    if math.isnan(case.result) or mpmath.isnan(value):
        return math.isnan(case.result) and bool(mpmath.isnan(value))
    if math.isinf(case.result) or mpmath.isinf(value):
        return bool(value == case.result)
    with mpmath.workprec(1400):
        return bool(abs(value - case.result) <= abs(_real(case.truth) - case.result) / 8)


def _real(value: arb) -> Any:
    mantissa, exponent = value.mid().man_exp()
    return mpmath.ldexp(int(mantissa), int(exponent))


def _refuted(case: Inaccurate, form: Expression, limit: Limit) -> bool:
    """Whether at an x nearer to zero the step leaves the range and the code does better, or the
    code is as wrong before the step leaves it."""
    before, points = _inner(case, lambda x: bool(_run(case, form, limit, x)[1]))
    if _error(case, before) > max(ACCURATE, _error(case, case.x) / 8):
        return True
    given = np.asarray(case.results(points), dtype=float).tolist() if points else []
    for x, found, truth in zip(points, given, case.truths(points), strict=True):
        value, steps = _run(case, form, limit, x)
        if not steps or truth is None:
            continue
        off, predicted = error(found, truth, case.form), _off(value, truth, case.form)
        if predicted > ACCURATE and off < predicted / 2:
            return True
    return False


def _error(case: Inaccurate, x: float) -> float:
    """The error of the code at an x, in ulps; 0 where there is no true value."""
    (truth,) = case.truths([x])
    (found,) = np.asarray(case.results([x]), dtype=float).tolist()
    return 0.0 if truth is None else error(found, truth, case.form)


def _off(value: Any, truth: arb, form: Format) -> float:
    """The error in ulps of what the steps give."""
    if not mpmath.isfinite(value):
        return error(float(value), truth, form)
    with mpmath.workprec(1400):
        unit = error(0.0, truth, form) or 1.0
        return float(abs(value - _real(truth)) / abs(_real(truth)) * unit) if truth != 0 else 0.0


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
    ordinals = {high + (last - high) * i // _OTHERS for i in range(_OTHERS)} | near
    kept = sorted((at for at in ordinals - {last} if abs(high) <= abs(at)), key=abs)
    return form.value(low), [form.value(ordinal) for ordinal in kept]


def _left(case: Inaccurate, limit: Limit, step: Step) -> Cause:
    name, value = case.form.name, mpmath.nstr(step.value, 3)
    with mpmath.workprec(1400):
        whole = abs(step.value - _real(case.truth)) <= abs(step.value) / 1000
    told = "the true value" if whole else _part(step.text.latex)
    if limit == "overflow":
        largest = f"the largest number of {name}, {case.form.largest:.3g}"
        return Cause("overflow", f"{told} is {value}, beyond {largest}")
    normal = f"the smallest normal number of {name}, {2.0**case.form.lowest:.3g}"
    if limit == "flush":
        kind: CauseKind = "flush to zero" if whole else "underflow"
        return Cause(kind, f"{told} is {value}, below {normal}, and becomes zero")
    return Cause("underflow", f"{told} is {value}, below {normal}, and keeps few digits")


def _part(latex: str) -> str:
    return f"${latex}$" if len(latex) <= _LONGEST else "a longer part of the formula"


def _threshold(case: Inaccurate) -> Cause | None:
    """That from some x outwards the code gives a constant, or x, and just before it does not and
    is accurate."""
    form, at = case.form, case.form.ordinal(case.x)
    end = form.ordinal(math.copysign(min(4 * abs(case.x), form.largest), case.x))
    outwards = [form.value(at + (end - at) * i // _OTHERS) for i in range(_OTHERS + 1)]
    shapes: list[tuple[str, Callable[[list[float]], Any]]] = [
        (f"{case.result + 0.0:.6g}", lambda xs: np.asarray(case.results(xs)) == case.result),
        ("x itself", lambda xs: np.asarray(case.results(xs)) == np.asarray(xs)),
    ]
    for words, same in shapes:
        edge = _edge(case, same) if bool(np.all(same(outwards))) else None
        if edge is not None:
            beside = f"x = {edge:.6g}"
            return Cause("threshold", f"from {beside} outwards the code gives {words}")
    return None


def _edge(case: Inaccurate, same: Callable[[list[float]], Any]) -> float | None:
    """Where something begins to be so, if the code is accurate just before."""
    form, outer = case.form, case.x
    while abs(outer) > 2.0**form.lowest and bool(same([outer / 2])[0]):
        outer /= 2
    if abs(outer) <= 2.0**form.lowest:
        return None
    edge = boundary(same, form, outer / 2, outer)
    inner = form.value(form.ordinal(edge) - (1 if edge > 0 else -1))
    truths = case.truths([inner, edge])
    given = np.asarray(case.results([inner, edge]), dtype=float).tolist()
    if any(truth is None for truth in truths):
        return None
    before, after = (error(r, t, form) for r, t in zip(given, truths, strict=True) if t is not None)
    return edge if before <= max(ACCURATE / 4, after / 8) else None


def _rounding(case: Inaccurate) -> Cause | None:
    """That rounding explains the result: in a form that gives it if each step is rounded, else in
    that which suffers least."""
    if not math.isfinite(case.result):
        return None
    with ctx.workprec(200):
        off = float(abs(case.truth - case.result))
    values = rounded(case.form, case.parameters, case.x)
    bounds = [(form, found) for form in case.forms if (found := _bound(form, values, case.names))]
    enough = [b for b in bounds if off <= SLACK * case.form.roundoff * b[1].bound]
    if not enough:
        return None
    least = min(enough, key=lambda found: (not _gives(case, found[0]), found[1].bound))[1]
    step = least.step
    if step.growth < MUCH:
        return Cause("rounding", "the roundings of its steps add up to it")
    part = _part(step.text.latex)
    if step.operator in ("+", "-"):
        return Cause("cancellation", f"in {part} the leading digits cancel")
    grows = f"multiplies the relative error of its argument by {step.growth:.2g}"
    return Cause("conditioning", f"{part} {grows}")


def _gives(case: Inaccurate, formula: Expression) -> bool:
    """Whether a form gives the result if each step is rounded; libraries compute 16-bit formats in
    float32."""
    forms = [case.form, FLOAT32] if case.form.bits == 16 else [case.form]
    return any(_explains(_steps(case, formula, "digits", case.x, f)[0], case) for f in forms)


def rounded(form: Format, parameters: Mapping[str, float], x: float) -> dict[str, Rounded]:
    """An x of the format, and parameters, which are rounded to it where they are no numbers of
    it."""
    values = {"x": Rounded(exact(x), arb(0))}
    for name, value in parameters.items():
        rounds = arb(0) if form.holds(value) else abs(exact(value))
        values[name] = Rounded(exact(value), rounds)
    return values


def _bound(
    form: Expression, values: Mapping[str, Rounded], names: Mapping[str, str]
) -> Magnified | None:
    try:
        found = magnified(form, values, names)
    except (Undefined, Undecided, Contradiction):
        return None
    return found if found is not None and math.isfinite(found.bound) else None
