"""How implementations treat arrays: of other shapes, types and sizes, with NaN and infinities,
without warnings.

What a label calls naive may warn unsaid.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from actbook.checking import infinity, shorter
from actbook.checking.accuracy import Measured
from actbook.checking.causes import ON_THE_WAY
from actbook.checking.formats import FLOAT64
from actbook.checking.implementation import Code, Failed, codes
from actbook.checking.places import number
from actbook.checking.points import parameter_values
from actbook.checking.references import Forms
from actbook.reading import subjects
from actbook.reading.page import Function
from actbook.verdict import Verdict

_SAMPLE = (-3.0, -1.0, -0.5, 0.0, 0.5, 2.0)
_WHOLE = (-5, -2, -1, 0, 1, 2, 3)
_NONE = Forms()


def check(
    function: Function,
    measured: Sequence[Measured],
    namespace: Mapping[str, Any],
    forms: Forms = _NONE,
) -> Iterator[Verdict]:
    """A verdict on each implementation of a function.

    `measured` is what `accuracy.measure` gave, nothing for a vector function.
    """
    for code in codes(function.implementations, namespace):
        own = [each for each in measured if each.code.implementation == code.implementation]
        yield _arrays(function, code, own, forms)


def _arrays(function: Function, code: Code, measured: Sequence[Measured], forms: Forms) -> Verdict:
    """One verdict on all that has nothing to do with accuracy.

    A wrong number fails. What the code does not take, or warns of, is a limit that is shown.
    """
    parameters = parameter_values(function.parameters)[0]
    done: list[str] = []
    limits: list[str] = []
    wrong = _default(function, code)
    for what, examine in _EXAMINATIONS.items():
        if function.vector and what in _SCALAR_ONLY:
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
        elif what in _LIMITS:
            limits.append(problem)
        else:
            wrong = wrong or problem
    for each in (each for each in measured if each.form is FLOAT64):
        for false, limit in (shorter.beyond(forms, each), *infinity.check(each)):
            wrong, limits = wrong or false, [*limits, *filter(None, [limit])]
    limits += filter(None, [_warning(code, measured)])
    said = f"as it should be for {', '.join(done)}"
    if limits:
        said += f"; limits: {'; '.join(limits)}"
    elif measured and not code.torch:
        said += "; no warning at any point tried"
    return Verdict(
        subject=subjects.code(function, code.implementation, "arrays"),
        claim=f"${function.symbol}(x)$ for arrays of other shapes, types and sizes",
        against=code.name,
        status="fails" if wrong else "holds",
        evidence=f"{code.name}: {wrong}" if wrong else said,
        limits=() if wrong else tuple(limits),
    )


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


def _given(code: Code, values: Any, dtype: str) -> Any:
    """An array of the kind that the code takes."""
    array = np.array(values, dtype=dtype)
    if not code.torch:
        return array
    import torch

    return torch.tensor(array)


def _array(result: Any) -> Any:
    return result.detach().numpy() if hasattr(result, "detach") else np.asarray(result)


def _called(code: Code, argument: Any, parameters: Mapping[str, float]) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return _array(code.call(argument, parameters))


def _single(code: Code, parameters: Mapping[str, float]) -> str | None:
    for x in _SAMPLE:
        result = _called(code, _given(code, x, "float64"), parameters)
        (expected,) = _called(code, _given(code, [x], "float64"), parameters)
        if result.shape != ():
            return f"a number without dimensions gives an array of shape {result.shape}"
        if not _same(result, expected, 1e-15):
            return f"the number {x:g} gives {number(result)}, in an array {number(expected)}"
    return None


def _empty(code: Code, parameters: Mapping[str, float]) -> str | None:
    shape = _called(code, _given(code, [], "float64"), parameters).shape
    return None if shape == (0,) else f"an empty array gives an array of shape {shape}"


def _rows(code: Code, parameters: Mapping[str, float]) -> str | None:
    rows = [list(_SAMPLE), [2.0 * x for x in reversed(_SAMPLE)]]
    result = _called(code, _given(code, rows, "float64"), parameters)
    if result.shape != np.shape(rows):
        return f"an array of shape {np.shape(rows)} gives one of shape {result.shape}"
    for row, found in zip(rows, result, strict=True):
        expected = _called(code, _given(code, row, "float64"), parameters)
        # Not equal to the last digit: a library may compute longer arrays by other instructions.
        if not _same(found, expected, 1e-13):
            return f"a row of a 2-D array gives {_listed(found)}, by itself {_listed(expected)}"
    return None


def _integers(code: Code, parameters: Mapping[str, float]) -> str | None:
    try:
        result = _called(code, _given(code, _WHOLE, "int64"), parameters)
    except Failed:
        if code.torch:
            return None  # a refusal is not a wrong result
        raise
    expected = _called(code, _given(code, _WHOLE, "float64"), parameters)
    # PyTorch takes integers to float32.
    if not _same(result, expected, 1e-5 if code.torch else 1e-12):
        return f"the integers {_listed(_WHOLE)} give {_listed(result)}, as floats they give " + (
            _listed(expected)
        )
    return None


def _types(code: Code, parameters: Mapping[str, float]) -> str | None:
    for dtype in ("float32", "float64"):
        found = _called(code, _given(code, _SAMPLE, dtype), parameters).dtype.name
        if found != dtype:
            return f"{dtype} gives {found}"
    return None


def _nan(code: Code, parameters: Mapping[str, float]) -> str | None:
    result = _called(code, _given(code, [math.nan], "float64"), parameters)
    return None if np.isnan(result).all() else f"NaN gives {number(result[0])}"


def _unchanged(code: Code, parameters: Mapping[str, float]) -> str | None:
    argument = _given(code, _SAMPLE, "float64")
    _called(code, argument, parameters)
    return None if _array(argument).tolist() == list(_SAMPLE) else "it changes its argument"


_EXAMINATIONS: Mapping[str, Callable[[Code, Mapping[str, float]], str | None]] = {
    "single numbers": _single,
    "empty arrays": _empty,
    "2-D arrays": _rows,
    "integers": _integers,
    "the types float32 and float64": _types,
    "NaN": _nan,
    "the array that it is given": _unchanged,
}
#: Where code may do less than one would like without being wrong.
_LIMITS = ("the types float32 and float64", "NaN")
_SCALAR_ONLY = ("single numbers", "empty arrays")


def _same(found: Any, expected: Any, relative: float) -> bool:
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    if found.shape != expected.shape:
        return False
    return bool(np.allclose(found, expected, relative, relative, equal_nan=True))


def _listed(values: Any) -> str:
    return f"({', '.join(f'{float(value):.4g}' for value in np.ravel(values))})"


def _warning(code: Code, measured: Sequence[Measured]) -> str | None:
    """What NumPy warns of at a point where the result is an ordinary number."""
    if code.torch or "naive" in code.implementation.label.lower():
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
    argument = _given(measured.code, points, measured.form.name)
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        measured.code.call(argument, measured.parameters)
    return str(caught[0].message) if caught else None
