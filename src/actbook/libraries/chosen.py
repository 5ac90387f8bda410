"""Which library the code of an implementation is called with: that which it says, or whose modules
it calls. Its label is for readers, and decides where the modules do not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from actbook.libraries.adapter import Adapter
from actbook.libraries.registry import PLAIN, adapters
from actbook.reading.page import Implementation, Page


def recorders(implementation: Implementation) -> list[Adapter]:
    """The libraries whose recorded values stand for calls of an implementation, which no build
    makes: none where a build calls it. Keras has one for each of its back ends."""
    return [one for one in calls(implementation) if not one.executed]


def recorded(page: Page) -> bool:
    """Whether a page names calls that no build makes."""
    return any(recorders(one) for each in page.functions for one in each.implementations)


def calls(implementation: Implementation) -> list[Adapter]:
    """The libraries that an implementation names, itself or in its code."""
    if implementation.library is None:
        names = {_root(n) for n in ast.walk(ast.parse(implementation.code, mode="eval"))}
    else:
        names = {implementation.library}
    return [one for one in adapters() if one.package in names]


def _root(node: ast.AST) -> str | None:
    """The name at which a call begins, as `jax` of `jax.nn.gelu(x)`."""
    if not isinstance(node, ast.Call):
        return None
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def chosen(implementation: Implementation, namespace: Mapping[str, Any]) -> Adapter:
    """The library that a build calls an implementation with: the one that it says, or whose
    functions it calls itself, whose package its label names, or which functions of the page use
    that do not use NumPy."""
    others = [one for one in adapters() if one.executed and one is not PLAIN]
    if implementation.library is not None:
        return next((one for one in others if one.package == implementation.library), PLAIN)
    names = set(_called(ast.parse(implementation.code, mode="eval"))) - {"x"}
    called = [namespace.get(name, name) for name in names]
    own = [value for value in called if isinstance(value, FunctionType)]
    direct = set(_modules(value for value in called if not isinstance(value, FunctionType)))
    label, inside = implementation.label.lower(), set(_modules(own))
    for one in others:
        if one.package in direct or one.package in label:
            return one
    inner = (one for one in others if one.package in inside and PLAIN.package not in inside)
    return next(inner, PLAIN)


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
    packages = {one.package for one in adapters()}
    return function.__module__.partition(".")[0] in packages


def _names(code: CodeType) -> Iterator[str]:
    """The names that code uses, functions inside included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def numbers(x: Any) -> list[Any]:
    """The entries of an array that are plain numbers of Python's, to be given one by one; none of
    an array of another type, which they would not keep."""
    import numpy as np

    array = isinstance(x, np.ndarray) and x.ndim and x.dtype in (np.float64, np.int64)
    return list(x.ravel().tolist()) if array else []
