"""Why a result of code is inaccurate, found out by computing; nothing is concluded from names.

A step of the page's formulas may leave the range of the format (`departures`); code may give one
and the same from some x on; or rounding explains the result, and the step is named that makes it
so large (`magnified`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, ctx

from actbook.checking.accuracy import BELOW, Measured
from actbook.checking.departures import departure, explains, steps_of
from actbook.checking.formats import FLOAT32, Format, boundary, error
from actbook.checking.inaccurate import OTHERS, Cause, Inaccurate, part
from actbook.checking.magnified import MUCH, Magnified, magnified
from actbook.checking.places import number
from actbook.checking.ranged import Limit
from actbook.checking.references import Forms, product, rounded
from actbook.formula import columns
from actbook.formula.expression import Expression
from actbook.formula.rounding import SLACK, inexact
from actbook.formula.symbolic import derivative
from actbook.verdict import ACCURATE

#: How much larger than the result a number on the way may be.
ON_THE_WAY = 4
#: How many times larger than a value terms are that cancel, how inaccurate code is then, or at once
#: where it passes to another formula.
_SUDDENLY, _MANY = 16, 16 * ACCURATE
_UNEXPLAINED = Cause("unexplained", "no step of the page’s formulas explains it")
_LIMITS: tuple[Limit, ...] = ("overflow", "flush", "underflow")


def cause(case: Inaccurate) -> Cause:
    """Why the result is inaccurate."""
    for limit in _LIMITS:
        if (found := departure(case, limit)) is not None:
            return found
    found = _infinite(case) or _threshold(case) or _rounding(case) or _jump(case)
    return found or _single(case) or _terms(case)


def _infinite(case: Inaccurate) -> Cause | None:
    """That the code becomes infinite on its way to a large result, by steps of its own."""
    if not math.isinf(case.result) or abs(case.truth) <= case.form.largest / ON_THE_WAY:
        return None
    largest = f"the largest number of {case.form.name}, {case.form.largest:.3g}"
    return Cause("overflow", f"a step on the way to {number(case.truth)} is beyond {largest}")


@lru_cache(maxsize=64)  # the table asks for causes that the verdicts tell
def of_measured(measured: Measured, forms: Forms, index: int, *, steep: bool = False) -> Cause:
    """Why a result at one of the points is inaccurate; that of f′ if `steep`."""
    sample = measured.slopes if steep else measured.values
    assert sample is not None and sample.truths[index] is not None
    formula = derivative(measured.formula) if steep else measured.formula
    negligible = measured.form.smallest - BELOW
    return cause(
        Inaccurate(
            forms=(formula, *(forms.derivative if steep else forms.value)),
            parameters=measured.parameters,
            names={p.name: p.symbol for p in measured.function.parameters},
            form=measured.form,
            x=measured.points[index],
            result=float(sample.results[index]),
            truth=sample.truths[index],
            results=measured.gradients if steep else measured.results,
            truths=lambda xs: columns.values(formula, measured.parameters, xs, negligible),
        )
    )


def _threshold(case: Inaccurate) -> Cause | None:
    """That from some x outwards the code gives a constant, or x, and just before it does not and
    is accurate."""
    if not math.isfinite(case.result):
        return None
    form, at = case.form, case.form.ordinal(case.x)
    end = form.ordinal(math.copysign(min(4 * abs(case.x), form.largest), case.x))
    outwards = [form.value(at + (end - at) * i // OTHERS) for i in range(OTHERS + 1)]
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


def _jump(case: Inaccurate) -> Cause | None:
    """That from some x outwards the code is inaccurate that is accurate just before."""
    if not math.isfinite(case.result) or case.error(case.x) <= ACCURATE:
        return None
    bar = min(_MANY, case.error(case.x) / 2)

    def inaccurate(xs: list[float]) -> Any:
        results = np.asarray(case.results(xs), dtype=float).tolist()
        pairs = zip(results, case.truths(xs), strict=True)
        return np.array([t is not None and error(r, t, case.form) > bar for r, t in pairs])

    edge = _edge(case, inaccurate)
    if edge is None or case.error(edge) <= _SUDDENLY * bar:
        return None
    if inaccurate([edge * (1 - i / (2 * OTHERS)) for i in range(1, OTHERS)]).any():
        return None
    return Cause("threshold", f"from x = {edge:.6g} outwards the code computes another formula")


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
    enough = _sufficient(case, case.form)
    if not enough:
        return None
    return _growing(min(enough, key=lambda b: (not _gives(case, b[0]), b[1].bound))[1])


def _single(case: Inaccurate) -> Cause | None:
    """That the result is as far off as rounding in float32 makes it, in a longer format."""
    if case.form.digits <= FLOAT32.digits or not _sufficient(case, FLOAT32):
        return None
    return Cause("precision", "on the way the code keeps float32's digits alone")


def _sufficient(case: Inaccurate, form: Format) -> list[tuple[Expression, Magnified]]:
    """The forms of the formula that may be as far off as the result if each step is rounded."""
    if not math.isfinite(case.result):
        return []
    with ctx.workprec(200):
        off = float(abs(case.truth - case.result))
    values = rounded(form, case.parameters, case.x)
    bounds = [(one, found) for one in case.forms if (found := _bound(one, values, case.names))]
    return [b for b in bounds if off <= SLACK * form.roundoff * b[1].bound]


def _terms(case: Inaccurate) -> Cause:
    """That terms cancel in the code which no formula of the page has: its error is that of rounding
    much larger numbers than the value."""
    largest = product({**case.parameters, "x": case.x})
    with ctx.workprec(200):
        off = float(abs(case.truth - case.result)) if math.isfinite(case.result) else math.inf
    small = abs(case.truth) * _SUDDENLY < largest
    if not small or off > SLACK * case.form.roundoff * largest or case.error(case.x) < _MANY:
        return _UNEXPLAINED
    said = "its error is a rounding of larger numbers, which the page’s formulas do not have"
    return Cause("cancellation", said)


def _growing(found: Magnified) -> Cause:
    """Which step of a formula makes its rounding errors as large as they are, if one does."""
    step, growth = found.step
    if growth < MUCH:
        return Cause("rounding", "the roundings of its steps add up to it")
    told = part(step.text.latex)
    if step.operator in ("+", "-"):
        return Cause("cancellation", f"in {told} the leading digits cancel")
    grows = f"multiplies the relative error of its argument by {growth:.2g}"
    return Cause("conditioning", f"{told} {grows}")


def _gives(case: Inaccurate, formula: Expression) -> bool:
    """Whether a form gives the result if each step is rounded; libraries compute 16-bit formats in
    float32."""
    forms = [case.form, FLOAT32] if case.form.bits == 16 else [case.form]
    return any(explains(steps_of(case, formula, "digits", case.x, f)[0], case) for f in forms)


def of_vector(
    formula: Expression,
    values: Mapping[str, Any],
    names: Mapping[str, str],
    form: Format,
    result: float,
    truth: arb,
) -> Cause:
    """Why a component of a vector function is inaccurate; `values` are as `ball` takes them."""
    if result == 0 and 0 < abs(truth) < 2.0**form.lowest:
        normal = f"the smallest normal number of {form.name}, {2.0**form.lowest:.3g}"
        return Cause("flush to zero", f"the true value is {number(truth)}, below {normal}")
    # Code may first subtract one component from all, which rounds each of them.
    found = _bound(formula, {name: inexact(value, 1) for name, value in values.items()}, names)
    with ctx.workprec(200):
        off = float(abs(truth - result)) if math.isfinite(result) else math.inf
    if found is None or off > SLACK * form.roundoff * found.bound:
        return _UNEXPLAINED
    return _growing(found)


def _bound(
    form: Expression, values: Mapping[str, Any], names: Mapping[str, str]
) -> Magnified | None:
    try:
        found = magnified(form, values, names)
    except ArithmeticError:
        return None
    return found if found is not None and math.isfinite(found.bound) else None
