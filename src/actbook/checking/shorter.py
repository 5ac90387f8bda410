"""Results in float32 and the 16-bit formats against the formula.

The tolerance is that of `references`. A number on the way may be up to four times as large as the
result. In float64 numbers are looked at in this way that are too large or too small for
`agreement`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from flint import ctx

from actbook import amounts
from actbook.checking.accuracy import Measured
from actbook.checking.causes import ON_THE_WAY, of_measured
from actbook.checking.formats import FLOAT32, FLOAT64
from actbook.checking.places import number
from actbook.checking.references import Forms, beside, tolerances
from actbook.checking.sides import valued
from actbook.reading import subjects
from actbook.verdict import ACCURATE, CauseKind, Status, Verdict

#: An error of two ulps is within any tolerance: it is less than four roundings of the result.
_TWO_ULPS = 2.0
#: Of so many results that may be limits of code the cause is looked for.
_CAUSES = 8


def check(forms: Forms, measured: Sequence[Measured]) -> Iterator[Verdict]:
    """A verdict on each implementation in each format that is shorter than float64."""
    return (_verdict(each, forms) for each in measured if each.form.bits < 64)


def _verdict(measured: Measured, forms: Forms) -> Verdict:
    """The results in a format shorter than float64 against the formula."""
    form = measured.form
    wrong, refused = _refused(measured, forms)
    limits: tuple[str, ...] = ()
    status: Status = "proved" if measured.exhaustive and not refused else "holds"
    accuracy = None if wrong is not None else _accuracy(measured, forms)
    if wrong is not None:
        status, (at, said) = "fails", _told(measured, wrong)
    elif accuracy is None:
        at, said = None, f"{_tried(measured)}: the formula has a value at none"
    else:
        at, said = accuracy.at, f"{_tried(measured)}: {accuracy.words}"
        if refused:
            limits = (_told(measured, refused[0])[1],)
            said += f"; limit: {limits[0]}"
    return Verdict(
        subject=subjects.code(measured.function, measured.code.implementation, form.name),
        claim=f"${measured.function.call}$ in {form.name}",
        against=measured.code.name,
        status=status,
        evidence=said,
        points=measured.known,
        at=at,
        worst_ulp=accuracy.worst if accuracy else None,
        cause=accuracy.cause if accuracy else None,
        limits=limits,
    )


def beyond(forms: Forms, measured: Measured) -> tuple[str | None, str | None]:
    """What is wrong with results in float64, and what of them is a limit; of inputs of all sizes.

    A measurement is at defaults alone: `agreement` tries parameters too, but no x beyond 1e100. It
    tells where PyTorch passes to another formula.
    """
    wrong, refused = _refused(measured, forms)
    refused = [index for index in refused if not _near(measured, index)]
    if wrong is not None:
        return _told(measured, wrong)[1], None
    return None, _told(measured, refused[0])[1] if refused else None


def _refused(measured: Measured, forms: Forms) -> tuple[int | None, list[int]]:
    """The first result that is wrong, and all that rounding does not explain."""
    suspects = np.flatnonzero(measured.values.errors > _TWO_ULPS).tolist()
    refused = [i for i in suspects if not _allowed(measured, i, forms)]
    return _wrong(measured, refused, forms), refused


@dataclass(frozen=True)
class _Accuracy:
    """The worst error in ulps, where, why if it is large, and all that in words."""

    worst: float
    at: str
    cause: CauseKind | None
    words: str


def _accuracy(measured: Measured, forms: Forms) -> _Accuracy | None:
    """How far finite results are off at most, and the first x where one is not finite but should
    be; each with its cause. None if the formula has no value."""
    errors = np.asarray(measured.values.errors)
    told = []
    for chosen in (np.isfinite(errors), np.isinf(errors)):
        if chosen.any():
            index = int(np.argmax(np.where(chosen, errors, -1.0)))
            why = (
                of_measured(measured, forms, index, steep=False)
                if errors[index] > ACCURATE
                else None
            )
            told.append((index, why, _off(measured, index) + (f": {why}" if why else "")))
    if not told:
        return None
    return _Accuracy(
        worst=float(errors[told[-1][0]]),
        at=f"x = {number(measured.points[told[-1][0]])}",
        cause=next((why.kind for _, why, _ in told if why), None),
        words="; ".join(words for _, _, words in told),
    )


def _off(measured: Measured, index: int) -> str:
    """How far a result is off, which is the worst of its kind."""
    error, at = float(measured.values.errors[index]), f"x = {number(measured.points[index])}"
    if math.isinf(error):
        result = number(float(measured.values.results[index]))
        return f"{result} at {at} where the true value is {number(measured.values.truths[index])}"
    if error == 0:
        return "no finite result is off"
    bound = "never off by more than" if measured.exhaustive else "off by at most"
    return f"{bound} {amounts.ulps(error)} ulp, at {at}"


def _wrong(measured: Measured, refused: Sequence[int], forms: Forms) -> int | None:
    """The first of some results that is no limit to be shown. Limits are: that the square of x
    overflows, in the code or as the formula is written; what a library, not the page's own code,
    computes; and where PyTorch passes to another formula."""
    caused: list[tuple[int, CauseKind]] = []
    for index in () if measured.code.library else refused:
        large = abs(measured.points[index]) > math.sqrt(measured.form.largest)
        if large and not math.isfinite(float(measured.values.results[index])):
            continue
        if not large and not _near(measured, index):
            return index
        caused.append((index, "overflow" if large else "threshold"))
    step = -(-len(caused) // _CAUSES) or 1  # a cause takes long to find
    some = [*caused[::step], *caused[-1:]]
    return next((i for i, kind in some if of_measured(measured, forms, i).kind != kind), None)


def _near(measured: Measured, index: int) -> bool:
    """Whether PyTorch gives in float64 what float32 cannot tell from the true value."""
    truth, found = measured.values.truths[index], float(measured.values.results[index])
    if truth is None or not measured.code.differentiates or measured.form is not FLOAT64:
        return False
    return bool(abs(truth - found) <= 2 * FLOAT32.roundoff * abs(truth))


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
    formula, size = measured.formula, float(measured.sizes[index])
    at = {**measured.parameters, "x": x}
    with ctx.workprec(200):
        off = float(abs(truth - result))
    allowed = 0.0
    for error in tolerances(formula, forms.value, form, at, truth, size):
        if error is None or off <= error:
            return True
        allowed = max(allowed, error)
    other = beside(formula, x, measured.parameters, form.roundoff)
    beyond = None if other is None else valued(formula, {**at, "x": other})
    return beyond is not None and bool(abs(beyond - result) <= allowed)
