"""Results in float32 and the 16-bit formats against the formula.

The tolerance is that of `agreement`, with the format's own unit roundoff: four times what rounding
may do to the formula's evaluation, in the form that suffers most. Parameters that are no numbers
of the format are rounded too. What is below the smallest normal number may be flushed to zero, and
a number on the way may be up to four times as large as the result.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from flint import arb, ctx

from actbook.algebra.ball import Contradiction, Undecided, Undefined, exact
from actbook.algebra.expression import Expression, evaluate
from actbook.algebra.rounding import Rounded, RoundedAlgebra
from actbook.checking.accuracy import Measured
from actbook.checking.agreement import SLACK, Forms
from actbook.checking.implementation import place
from actbook.checking.places import number
from actbook.reading.page import Page
from actbook.verdict import Status, Verdict

#: An error of two ulps is within any tolerance: it is less than four roundings of the result.
_TWO_ULPS = 2.0
#: How much larger than the result a number on the way may be.
ON_THE_WAY = 4


def check(page: Page, forms: Forms, measured: Sequence[Measured]) -> Iterator[Verdict]:
    """A verdict on each implementation in each format that is shorter than float64."""
    return (_verdict(page, each, forms) for each in measured if each.form.bits < 64)


def _verdict(page: Page, measured: Measured, forms: Forms) -> Verdict:
    """The results in a format shorter than float64 against the formula."""
    form, values = measured.form, measured.values
    known = ~np.isnan(values.errors)
    refused = [i for i in _suspects(measured) if not _allowed(measured, i, forms)]
    wrong = next((i for i in refused if not _limit(measured, i)), None)
    if wrong is not None:
        at, said = _told(measured, wrong)
    else:
        finite = known & np.isfinite(values.errors)
        worst = int(np.argmax(np.where(finite, values.errors, -1.0)))
        at = f"x = {number(measured.points[worst])}"
        error = values.errors[worst]
        ulps = f"{error:.2g}" if error < 100 else f"{error:,.0f}"
        said = f"{_tried(measured)}; the largest error, {ulps} ulp at "
        said += f"{at}, is explained by rounding"
        if refused:
            said += f"; limit: {_told(measured, refused[0])[1]}"
    return Verdict(
        line=place(page, measured.code.implementation),
        claim=f"${measured.function.symbol}(x)$ in {form.name}",
        against=measured.code.name,
        status="fails" if wrong is not None else _status(measured, refused),
        evidence=said,
        points=measured.known,
        at=at,
    )


def _status(measured: Measured, limits: Sequence[int]) -> Status:
    return "proved" if measured.exhaustive and not limits else "holds"


def _limit(measured: Measured, index: int) -> bool:
    """Whether a wrong result is a limit to be shown: the square of x overflows, or a library, not
    the page's own code, computes like that."""
    large = abs(measured.points[index]) > math.sqrt(measured.form.largest)
    if large and not math.isfinite(float(measured.values.results[index])):
        return True
    return measured.code.library


def _told(measured: Measured, index: int) -> tuple[str, str]:
    """Where a result is wrong, and both numbers."""
    truth, found = measured.values.truths[index], float(measured.values.results[index])
    at = f"x = {number(measured.points[index])}"
    gives = f"{measured.code.name} in {measured.form.name} gives {number(found, truth)}"
    return at, f"the formula gives {number(truth, found)} at {at}, {gives}"


def _tried(measured: Measured) -> str:
    if measured.exhaustive:
        tried = f"all {measured.known:,} finite numbers of {measured.form.name} tried"
    else:
        tried = f"{measured.known:,} points in {measured.form.name}"
    return f"{tried}, {measured.code.kernels}"


def _suspects(measured: Measured) -> list[int]:
    return [int(index) for index in np.flatnonzero(measured.values.errors > _TWO_ULPS)]


def _allowed(measured: Measured, index: int, forms: Forms) -> bool:
    """Whether rounding explains the result at a point."""
    form, x = measured.form, measured.points[index]
    result, truth = float(measured.values.results[index]), measured.values.truths[index]
    if truth is None:
        return True
    if math.isinf(result):
        return bool(math.copysign(ON_THE_WAY, result) * truth > form.largest)
    if math.isnan(result):
        return False
    values = {"x": Rounded(exact(x), arb(0))}
    for name, value in measured.parameters.items():
        rounds = arb(0) if form.holds(value) else abs(exact(value))
        values[name] = Rounded(exact(value), rounds)
    flushed = math.ldexp(max(1.0, abs(x)), form.lowest)
    with ctx.workprec(200):
        off = abs(truth - result)
    unbounded = True
    for each in (measured.formula, *forms.value):
        bound = _rounding(each, values)
        if bound is not None and off <= SLACK * form.roundoff * bound + flushed:
            return True
        unbounded = unbounded and bound is None
    return unbounded


def _rounding(form: Expression, values: Mapping[str, Rounded]) -> float | None:
    try:
        with ctx.workprec(120):
            error = float(evaluate(form, RoundedAlgebra(), values).error)
    except (Undefined, Undecided, Contradiction):
        return None
    return error if math.isfinite(error) else None
