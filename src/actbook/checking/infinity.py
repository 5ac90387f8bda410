"""What code of vectors gives where an entry is infinite or NaN, beside the limits of the formula.

A limit is seen in values at powers of two: they settle, vanish or grow without bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from flint import arb

from actbook.checking import vector_claims
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Code, Failed
from actbook.checking.places import Place, number
from actbook.checking.points import parameter_values
from actbook.reading.definitions import Definition
from actbook.reading.page import Page

#: What grows as slowly as a logarithm grows by more than this between three places far out.
_MUCH = 3.0
#: Three such places: exp of them still is a number in balls.
_FAR = (2.0**10, 2.0**15, 2.0**25)


def in_vectors(
    page: Page, definition: Definition, code: Code
) -> Iterator[tuple[str | None, str | None]]:
    """For vectors one entry of which is infinite or NaN: what is wrong, and what is a limit
    of the code. To give NaN is one; what depends on NaN should. Of several limits for the same
    kind of entry the first is told."""
    parameters = parameter_values(definition.function.parameters)[0]
    (length,) = vector_claims.lengths(page, short=False)[-1:]
    for entry in (-math.inf, math.inf, math.nan):
        told = False
        for at in range(length):
            x = [0.5 - 0.75 * k for k in range(length)]
            x[at] = entry
            try:
                found = code.values(x, parameters)
            except Failed as failed:
                yield None, f"at {Place({'x': x})} it {failed}"
                break
            wanted = _wanted(definition, {**parameters, "x": x, "n": length}, at)
            for component, (value, limit) in enumerate(zip(found, wanted, strict=True), 1):
                if limit is None or same(value, limit):
                    continue
                gives = f"it gives {number(value)} for component {component}"
                why = (
                    "which depends on it" if math.isnan(entry) else f"the limit is {number(limit)}"
                )
                said = f"at {Place({'x': x})} {gives}, {why}"
                wrong = math.isfinite(value) and not math.isnan(limit)
                if wrong or not told:
                    yield (said, None) if wrong else (None, said)
                told = True
                break


def _wanted(definition: Definition, values: Mapping[str, Any], at: int) -> list[float | None]:
    """The limit of each component where an entry goes to what it is. None where there is none, or
    where NaN changes nothing."""
    entry = values["x"][at]
    tried = (1.0, 3.0) if math.isnan(entry) else [math.copysign(x, entry) for x in _FAR]
    rows = [_components(definition, values, at, each) for each in tried]
    if not math.isnan(entry):
        return [limit_of(list(column)) for column in zip(*rows, strict=True)]
    pairs = zip(*rows, strict=True)
    return [math.nan if a and b and not a.overlaps(b) else None for a, b in pairs]


def _components(
    definition: Definition, values: Mapping[str, Any], at: int, entry: float
) -> Iterator[arb | None]:
    """The components where an entry is another."""
    x = [*values["x"][:at], entry, *values["x"][at + 1 :]]
    for component in range(1, len(x) + 1):
        where = {**values, "x": x, definition.index or "i": component}
        try:
            yield vector_claims.component(definition.expression, where)
        except (ArithmeticError, IndexError):
            yield None


def same(found: float, limit: float) -> bool:
    if math.isnan(limit):
        return math.isnan(found)
    return found == limit or (math.isfinite(limit) and error(found, arb(limit), FLOAT64) < 1e3)


def limit_of(values: list[arb | None]) -> float | None:
    """What three values far out, each farther than the one before, tend to; None for nothing."""
    if (known := [value for value in values if value is not None]) != values:
        return None
    first, second, third = known
    near, far = second - first, third - second
    if error(float(third), second, FLOAT64) <= 0.5:
        return float(third) + 0.0
    if abs(third) < 2.0**-60 and abs(third) < abs(second) < abs(first):
        return 0.0
    if abs(near) > _MUCH and abs(far) >= abs(near) and near * far > 0:
        return math.copysign(math.inf, float(far))
    return None
