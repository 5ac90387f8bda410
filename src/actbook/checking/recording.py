"""What is recorded of a library: its functions called where pages name them.

It runs in a process of its own, whose environment the library's adapter has decided.
"""

from __future__ import annotations

import ast
import datetime
import inspect
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from actbook.checking.implementation import Code, Failed, Hindered, Underived
from actbook.libraries.adapter import Adapter
from actbook.reading.page import Implementation
from actbook.records import machine
from actbook.records.calls import Library, Numbers, Plain, RecordedCall, Tried
from actbook.swept import Origin

#: What a function is called with alone, beside where its pieces meet, or a matrix of two rows.
_PROBES = (-3.0, -2.0, -1.0, -0.5, 0.25, 1.0, 2.0, 3.0, 25.0)
_ROWS = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0)
#: Formats of integers, which libraries may take for what they like.
_WHOLE = ("int32",)


@dataclass(frozen=True)
class Request:
    """A call that a page names: the parameters with the x, or the vector, at which it is wanted,
    and the `kinks` of its function at the defaults."""

    page: str
    function: str
    implementation: Implementation
    vector: bool
    wanted: Sequence[tuple[Mapping[str, float], Numbers]]
    defaults: Mapping[str, float]
    kinks: Numbers


def take(adapter: Adapter, requests: Sequence[Request]) -> Library:
    """All that is recorded of a library. Raises Hindered where it is not installed."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        calls = tuple(_taken(adapter, request) for request in requests)
    origin = Origin(
        datetime.date.today().isoformat(),
        machine.processor(),
        machine.capability(),
        machine.versions(adapter.versioned),
    )
    return Library(adapter.name, adapter.kernels(), origin, calls)


def _taken(adapter: Adapter, request: Request) -> RecordedCall:
    code = Code(request.implementation, {}, adapter)
    tried, failure = [], ""
    for parameters, x in request.wanted:
        try:
            tried.append(_tried(code, request, parameters, x))
        except Failed as error:
            failure = str(error)
            tried.append(Tried(parameters, x, (), None))
    plain = _plain(code, request)
    # With its own defaults, where it has them: an argument may be what decides the format.
    asked = code if plain is None or plain.failure else _alone(code, plain.called)
    formats = {name: _format(asked, request, name) for name in (*adapter.formats, *_WHOLE)}
    named = request.page, request.function, request.implementation.code
    return RecordedCall(*named, tuple(tried), formats, plain, failure)


def _alone(code: Code, called: str) -> Code:
    """A function of the library of `code`, called with nothing but x."""
    return Code(Implementation("", f"{called}(x)", 0), {}, code.adapter)


def _tried(code: Code, request: Request, parameters: Mapping[str, float], x: Numbers) -> Tried:
    values = tuple(code.values(list(x), parameters).tolist())
    return Tried(parameters, x, values, _slopes(code, request.vector, parameters, x))


def _slopes(
    code: Code, vector: bool, parameters: Mapping[str, float], x: Numbers
) -> Numbers | None:
    if not code.differentiates:
        return None
    try:
        call = code.jacobian if vector else code.derivatives
        return tuple(np.ravel(call(list(x), parameters)).tolist())
    except (Failed, Underived):
        return None


def _format(code: Code, request: Request, name: str) -> str:
    """The format of what code gives of one, or the name of what it raises."""
    try:
        result = code.whole(code.adapter.array([0.5, 1.0, 2.0], name), request.defaults)
    except Hindered:
        raise
    except Exception as error:
        return f"raises {str(error).removeprefix('raised ').partition(':')[0]}"
    return str(getattr(result, "dtype", type(result).__name__)).rpartition(".")[2]


def _plain(code: Code, request: Request) -> Plain | None:
    """The library's function with its own defaults; None where the code is no call of one."""
    call = request.implementation.call
    if call is None:
        return None
    # Of a layer that is made first, `Layer(slope)(x)`, one that is made with its own defaults.
    made = isinstance(call.func, ast.Call)
    function = ast.unparse(call.func.func if isinstance(call.func, ast.Call) else call.func)
    called = function + "()" * made
    alone = _alone(code, called)
    shape: tuple[int, ...] = (2, 3) if request.vector else ()
    x = _ROWS if request.vector else tuple(sorted({*_PROBES, *request.kinks}))
    found = Plain(called, _signature(eval(function, dict(code.adapter.names()))), shape, x)
    given = np.reshape(x, shape).tolist() if shape else list(x)
    try:
        values = tuple(np.ravel(alone.values(given, {})).tolist())
    except Failed as error:
        return Plain(called, found.signature, shape, x, failure=str(error).split("\n")[0][:160])
    slopes = None if request.vector else _slopes(alone, False, {}, x)
    return Plain(called, found.signature, shape, x, values, slopes)


def _signature(function: Any) -> str:
    """How a function is declared, without its annotations; of a built-in one, what its
    documentation begins with."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        first = (inspect.getdoc(function) or "").lstrip().partition("\n")[0]
        return first[first.find("(") :].partition(" ->")[0] if "(" in first else ""
    empty = inspect.Parameter.empty
    bare = [p.replace(annotation=empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=empty))
