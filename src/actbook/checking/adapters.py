"""What code is called with: arrays or tensors, which the modules say that it calls, or one number.

The label of an implementation is for readers, and decides where the modules do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from actbook.reading.page import Implementation

_TORCH, _NUMPY = "torch", "numpy"


def tensors(implementation: Implementation, namespace: Mapping[str, Any]) -> bool:
    """Whether an implementation takes and returns tensors: it calls PyTorch itself, says so, or
    calls functions of the page that use PyTorch and not NumPy."""
    names = set(_called(ast.parse(implementation.code, mode="eval"))) - {"x"}
    called = [namespace.get(name, name) for name in names]
    own = [value for value in called if isinstance(value, FunctionType)]
    direct = set(_modules(value for value in called if not isinstance(value, FunctionType)))
    if _TORCH in direct or _TORCH in implementation.label.lower():
        return True
    inside = set(_modules(own))
    return _TORCH in inside and _NUMPY not in inside


def _called(tree: ast.AST) -> Iterator[str]:
    """The names of what is called, or of the modules that hold it."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        while isinstance(function, ast.Attribute | ast.Call):
            function = function.value if isinstance(function, ast.Attribute) else function.func
        if isinstance(function, ast.Name):
            yield function.id


def _modules(values: Iterable[Any]) -> Iterator[str]:
    """The names of the top-level modules that values come from, and those that functions use."""
    seen: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, str | ModuleType):
            yield (value if isinstance(value, str) else value.__name__).partition(".")[0]
        elif isinstance(value, FunctionType) and not _imported(value):
            known = value.__globals__
            waiting += [known[name] for name in _names(value.__code__) if name in known]
        elif callable(value):
            kinds = value.__mro__ if isinstance(value, type) else type(value).__mro__
            origins = [getattr(value, "__module__", None), *(kind.__module__ for kind in kinds)]
            yield from (str(origin).partition(".")[0] for origin in origins if origin)


def _imported(function: FunctionType) -> bool:
    return function.__module__.partition(".")[0] in (_TORCH, _NUMPY)


def _names(code: CodeType) -> Iterator[str]:
    """The names that code uses, functions inside included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def numbers(x: Any) -> list[Any]:
    """The entries of an array that are plain numbers of Python's, to be given one by one; none of
    an array of another type, which they would not keep."""
    array = isinstance(x, np.ndarray) and x.ndim and x.dtype in (np.float64, np.int64)
    return list(x.ravel().tolist()) if array else []
