"""What implementations are called with beside long arrays of floats, and what should come of it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from actbook.checking.implementation import Code, Failed
from actbook.checking.places import number

SAMPLE = (-3.0, -1.0, -0.5, 0.0, 0.5, 2.0)
_WHOLE = (-5, -2, -1, 0, 1, 2, 3)


def given(code: Code, values: Any, dtype: str) -> Any:
    """An array of the kind that the code takes."""
    return code.adapter.array(values, dtype)


def _called(code: Code, argument: Any, parameters: Mapping[str, float]) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return code.adapter.numbers(code.call(argument, parameters))


def _single(code: Code, parameters: Mapping[str, float]) -> str | None:
    for x in code.inside(SAMPLE, parameters):
        result = _called(code, given(code, x, "float64"), parameters)
        expected = np.ravel(_called(code, given(code, [x, x], "float64"), parameters))[0]
        if result.shape != ():
            return f"a number without dimensions gives an array of shape {result.shape}"
        if not _same(result, expected, 1e-15):
            return f"the number {x:g} gives {number(result)}, in an array {number(expected)}"
    return None


def _empty(code: Code, parameters: Mapping[str, float]) -> str | None:
    shape = _called(code, given(code, [], "float64"), parameters).shape
    return None if shape == (0,) else f"an empty array gives an array of shape {shape}"


def _rows(code: Code, parameters: Mapping[str, float]) -> str | None:
    rows = [code.inside(own, parameters) for own in (SAMPLE, [2.0 * x for x in SAMPLE[::-1]])]
    result = _called(code, given(code, rows, "float64"), parameters)
    if result.shape != np.shape(rows):
        return f"an array of shape {np.shape(rows)} gives one of shape {result.shape}"
    for row, found in zip(rows, result, strict=True):
        expected = _called(code, given(code, row, "float64"), parameters)
        # Not equal to the last digit: a library may compute longer arrays by other instructions.
        if not _same(found, expected, 1e-13):
            return f"a row of a 2-D array gives {_listed(found)}, by itself {_listed(expected)}"
    return None


def _integers(code: Code, parameters: Mapping[str, float]) -> str | None:
    whole = [x for x in code.inside(_WHOLE, parameters) if x in _WHOLE]
    try:
        result = _called(code, given(code, whole, "int64"), parameters)
    except Failed:
        if code.differentiates:
            return None  # a refusal is not a wrong result
        raise
    expected = _called(code, given(code, whole, "float64"), parameters)
    # PyTorch takes integers to float32.
    if not _same(result, expected, 1e-5 if code.differentiates else 1e-12):
        return f"the integers {_listed(whole)} give {_listed(result)}, as floats they give " + (
            _listed(expected)
        )
    return None


def _types(code: Code, parameters: Mapping[str, float]) -> str | None:
    for dtype in ("float32", "float64"):
        points = code.inside(SAMPLE, parameters)
        found = _called(code, given(code, points, dtype), parameters).dtype.name
        if found != dtype:
            return f"{dtype} gives {found}"
    return None


def _nan(code: Code, parameters: Mapping[str, float]) -> str | None:
    result = np.ravel(_called(code, given(code, [math.nan] * 2, "float64"), parameters))
    return None if np.isnan(result).all() else f"NaN gives {number(result[0])}"


def _unchanged(code: Code, parameters: Mapping[str, float]) -> str | None:
    points = code.inside(SAMPLE, parameters)
    argument = given(code, points, "float64")
    _called(code, argument, parameters)
    same = code.adapter.numbers(argument).tolist() == points
    return None if same else "it changes its argument"


EXAMINATIONS: Mapping[str, Callable[[Code, Mapping[str, float]], str | None]] = {
    "single numbers": _single,
    "empty arrays": _empty,
    "2-D arrays": _rows,
    "integers": _integers,
    "the types float32 and float64": _types,
    "NaN": _nan,
    "the array that it is given": _unchanged,
}
#: Where code may do less than one would like without being wrong.
LIMITS = ("the types float32 and float64", "NaN")
SCALAR_ONLY = ("single numbers", "empty arrays")
ARRAYS_ONLY = tuple(set(EXAMINATIONS) - {"single numbers", "NaN"})


def _same(found: Any, expected: Any, relative: float) -> bool:
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    if found.shape != expected.shape:
        return False
    return bool(np.allclose(found, expected, relative, relative, equal_nan=True))


def _listed(values: Any) -> str:
    return f"({', '.join(f'{float(value):.4g}' for value in np.ravel(values))})"
