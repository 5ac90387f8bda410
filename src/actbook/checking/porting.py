"""What functions of libraries do when nothing but x is given: which formula of a page that is,
found from the values that are recorded, and not from names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actbook.checking.places import number
from actbook.checking.points import parameter_values
from actbook.checking.vector_claims import component
from actbook.formula import columns
from actbook.formula.balls import Contradiction, Undecided, Undefined
from actbook.port import KinkRow, Port
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.records.calls import Library, Plain, Recorded, RecordedCall

#: Values that differ by no more are of the same formula: libraries may compute in float32.
_SAME = 1e-6
_NUMBER = re.compile(r"=\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\b")
_NEGLIGIBLE = -1200


def ports(
    page: Page, definitions: Mapping[str, Definition], kinks: Sequence[KinkRow], known: Recorded
) -> Iterator[Port]:
    """A row for each function of a library that the page calls, once."""
    seen: set[tuple[str, str]] = set()
    for function in page.functions:
        for library in known.libraries:
            for call in library.calls:
                plain, named = call.plain, (library.name, call.plain.called if call.plain else "")
                if call.function != function.name or plain is None or named in seen:
                    continue
                seen.add(named)
                at = [float(row.at) for row in kinks if row.function == function.title]
                yield _port(page, function, definitions, (library, call, plain), at)


def _port(
    page: Page,
    function: Function,
    definitions: Mapping[str, Definition],
    found: tuple[Library, RecordedCall, Plain],
    kinks: Sequence[float],
) -> Port:
    library, call, plain = found
    slopes = dict(zip(plain.x, plain.slopes or (), strict=False))
    own = definitions[function.symbol]
    return Port(
        function=function.name,
        library=library.name,
        kernels=library.kernels,
        called=plain.called,
        signature=plain.signature,
        formula=_formula(page, definitions, plain) if plain.values else "",
        differs=_differs(own, plain) if plain.values else "",
        x=plain.x,
        values=plain.values,
        slopes=tuple((number(x), number(slopes[x])) for x in kinks if x in slopes),
        formats=call.formats,
        failure=plain.failure,
        vector=bool(plain.shape),
    )


def _formula(page: Page, definitions: Mapping[str, Definition], plain: Plain) -> str:
    """The function of the page that the values are of, with the parameters if they are not its
    defaults; empty for none. A number of the signature may be its one parameter."""
    for function in page.functions:
        definition = definitions[function.symbol]
        defaults = parameter_values(function.parameters)[0]
        if plain.shape:
            axis = _axis(definition, plain, defaults)
            if axis:
                return f"{function.title}, {axis}"
            continue
        if _is(definition, plain, defaults):
            return function.title
        if len(function.chosen) == 1:
            (parameter,) = function.chosen
            for written in _NUMBER.findall(plain.signature):
                if _is(definition, plain, {**defaults, parameter.name: float(written)}):
                    return f"{function.title}, ${parameter.symbol} = {written}$"
    return ""


def _true(
    definition: Definition, xs: Sequence[float], parameters: Mapping[str, float]
) -> list[float]:
    try:
        found = columns.values(definition.expression, parameters, xs, _NEGLIGIBLE)
    except (Undefined, Undecided, Contradiction, ArithmeticError):
        return [math.nan] * len(xs)
    return [math.nan if one is None else float(one) for one in found]


def _is(definition: Definition, plain: Plain, parameters: Mapping[str, float]) -> bool:
    pairs = zip(plain.values, _true(definition, plain.x, parameters), strict=True)
    return all(_near(value, truth) for value, truth in pairs)


def _near(value: float, truth: float) -> bool:
    return abs(value - truth) <= _SAME * max(1.0, abs(truth))


def _axis(definition: Definition, plain: Plain, parameters: Mapping[str, float]) -> str:
    """Along which axis of a matrix a function of vectors was computed, in words."""
    rows, across = plain.shape
    lines = {
        "along the last axis": [range(at * across, (at + 1) * across) for at in range(rows)],
        "along the first axis": [range(at, rows * across, across) for at in range(across)],
    }
    for words, every in lines.items():
        if all(_vector(definition, plain, line, parameters) for line in every):
            return words
    return ""


def _vector(
    definition: Definition, plain: Plain, line: range, parameters: Mapping[str, float]
) -> bool:
    x = [plain.x[at] for at in line]
    values: dict[str, Any] = {**parameters, "x": x, "n": len(x)}
    index = definition.index or "i"
    truths = (
        float(component(definition.expression, {**values, index: at + 1})) for at in range(len(x))
    )
    return all(_near(plain.values[place], truth) for place, truth in zip(line, truths, strict=True))


def _differs(definition: Definition, plain: Plain) -> str:
    """Where the values are farthest from the formula at its defaults, in words; empty where they
    are the same."""
    if plain.shape:
        return ""
    truths = _true(definition, plain.x, parameter_values(definition.function.parameters)[0])
    apart = [
        (abs(value - truth), x, value, truth)
        for x, value, truth in zip(plain.x, plain.values, truths, strict=True)
        if not _near(value, truth)
    ]
    if not apart:
        return ""
    _, x, value, truth = max(apart)
    return f"{plain.called}({number(x)}) is {number(value, truth)}, the formula {number(truth)}"
