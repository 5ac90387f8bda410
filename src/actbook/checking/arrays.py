"""How implementations treat arrays: of other shapes, types and sizes, with NaN and infinities,
without warnings.

What a label calls naive may warn unsaid. At infinities code is held against the limits of the
formula, which are seen in values at powers of two: they settle, vanish or grow without bound.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from actbook.checking import shorter
from actbook.checking.accuracy import Measured
from actbook.checking.causes import ON_THE_WAY
from actbook.checking.examinations import (
    ARRAYS_ONLY,
    EXAMINATIONS,
    LIMITS,
    SAMPLE,
    SCALAR_ONLY,
    given,
)
from actbook.checking.formats import FLOAT64
from actbook.checking.implementation import Code, Failed, codes
from actbook.checking.infinity import limit_of, same
from actbook.checking.places import number
from actbook.checking.points import parameter_values
from actbook.checking.references import Forms
from actbook.reading import subjects
from actbook.reading.page import Function
from actbook.verdict import Verdict

_NONE = Forms()
#: What is wrong, and what is a limit.
Beyond: TypeAlias = tuple[str | None, str | None]
#: Three places far out.
_FAR = (2.0**100, 2.0**200, 2.0**400)


def check(
    function: Function,
    measured: Sequence[Measured],
    namespace: Mapping[str, Any],
    forms: Forms = _NONE,
    beyond: Callable[[Code], Iterable[Beyond]] = lambda code: (),
) -> Iterator[Verdict]:
    """A verdict on each implementation of a function.

    `measured` is what `accuracy.measure` gave, nothing for a vector function; `beyond` gives what
    is wrong with code, or a limit of it, where entries of vectors are no numbers.
    """
    for code in codes(function, namespace):
        own = [each for each in measured if each.code.implementation == code.implementation]
        yield _arrays(function, code, own, forms, beyond(code))


def _arrays(
    function: Function,
    code: Code,
    measured: Sequence[Measured],
    forms: Forms,
    beyond: Iterable[Beyond],
) -> Verdict:
    """One verdict on all that has nothing to do with accuracy.

    A wrong number fails. What the code does not take, or warns of, is a limit that is shown.
    """
    done, limits, wrong = _examined(function, code)
    own = [each for each in measured if each.form is FLOAT64]
    far = (pair for each in own for pair in (shorter.beyond(forms, each), *_infinities(each)))
    for false, limit in (*far, *beyond):
        wrong, limits = wrong or false, [*limits, *filter(None, [limit])]
    limits += filter(None, [_warning(code, measured)])
    said = f"as it should be for {', '.join(done)}"
    if limits:
        said += f"; limits: {'; '.join(limits)}"
    elif measured and not code.differentiates:
        said += "; no warning at any point tried"
    return Verdict(
        subject=subjects.code(function, code.implementation, "arrays"),
        claim=f"${function.call}$ for arrays of other shapes, types and sizes",
        against=code.name,
        status="fails" if wrong else "holds",
        evidence=f"{code.name}: {wrong}" if wrong else said,
        limits=() if wrong else tuple(limits),
    )


def _examined(function: Function, code: Code) -> tuple[list[str], list[str], str | None]:
    """What of the examinations is as it should be, the limits, and the first that is wrong."""
    parameters = parameter_values(function.parameters)[0]
    alone = _alone(code, parameters)
    done: list[str] = []
    limits = [] if alone is None else [alone]
    wrong = _default(function, code)
    for what, examine in EXAMINATIONS.items():
        if what in (SCALAR_ONLY if function.vector else ARRAYS_ONLY if alone else ()):
            continue
        try:
            problem = examine(code, parameters)
        except Failed as failed:
            # A vector function is for rows of vectors; another may be for single arrays.
            if function.vector and what == "2-D arrays":
                wrong = wrong or f"for {what} it {failed}"
            limits.append(f"for {what} it {failed}")
            continue
        if problem is None:
            done.append(what)
        elif what in LIMITS:
            limits.append(problem)
        else:
            wrong = wrong or problem
    return done, limits, wrong


def _alone(code: Code, parameters: Mapping[str, float]) -> str | None:
    """That code takes one number at a time, if it does."""
    argument = given(code, code.inside(SAMPLE, parameters), "float64")
    try:
        code.whole(argument, parameters)
    except Failed as failed:
        try:
            code.call(argument, parameters)
        except Failed:
            return None
        return f"it takes one number at a time and was called so: for an array it {failed}"
    return None


def _default(function: Function, code: Code) -> str | None:
    """What is wrong with the defaults in the signatures that the code calls.

    A library may have its own: that differs from the page is then for the page to say.
    """
    defaults = {p.name: p.default for p in function.parameters}
    for name, argument, own in code.defaults():
        stated = parameter_values(function.parameters)[0].get(argument)
        if stated is not None and isinstance(own, int | float) and float(own) != stated:
            return f"{name} takes {own!r} for {argument}, the page {defaults[argument]}"
    return None


def _warning(code: Code, measured: Sequence[Measured]) -> str | None:
    """What NumPy warns of at a point where the result is an ordinary number."""
    if code.differentiates or "naive" in code.implementation.label.lower():
        return None
    for each in measured:
        points = [
            x
            for x, truth in zip(each.points, each.values.truths, strict=True)
            if truth is not None and ON_THE_WAY * abs(truth) < each.form.largest
        ]
        if _warned(each, points):
            for x in points:
                if said := _warned(each, [x]):
                    return f"at x = {number(x)} in {each.form.name} NumPy warns: {said}"
    return None


def _warned(measured: Measured, points: Sequence[float]) -> str | None:
    argument = given(measured.code, points, measured.form.name)
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        measured.code.call(argument, measured.parameters)
    return str(caught[0].message) if caught else None


def _infinities(measured: Measured) -> Iterator[Beyond]:
    """For each infinity at which the formula has a limit: what is wrong there, and what is shown
    as a limit of the code. To give NaN is one, to give another number is wrong."""
    for end in (-math.inf, math.inf):
        limit = limit_of(measured.truths([math.copysign(x, end) for x in _FAR]))
        if limit is None:
            continue
        try:
            found = float(measured.results([end])[0])
        except Failed as failed:
            yield None, f"at x = {number(end)} it {failed}"
            continue
        if not same(found, limit):
            said = f"at x = {number(end)} it gives {number(found)}, the limit is {number(limit)}"
            yield (said, None) if math.isfinite(found) else (None, said)
