"""Calls of the real code that a page shows: values, and its library's derivatives."""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from inspect import Parameter, signature
from types import FunctionType
from typing import Any, Protocol

import numpy as np

from actbook.checking.regions import among
from actbook.execution.failure import is_passing
from actbook.libraries.adapter import Adapter, NoSlope, Unlike, doubles
from actbook.libraries.chosen import chosen, numbers, recorders
from actbook.reading.page import Function, Implementation, X
from actbook.records import machine

#: What NumPy and PyTorch say of an array where a tensor is wanted.
_OF_TENSORS = ("must be Tensor", "'numpy.ndarray' object has no attribute")


class Failed(Exception):
    """The code raised, or returned something that is no array of x's shape."""


class Underived(Failed):
    """The library has no derivative of what the code calls."""


class Hindered(Exception):
    """The code could not be run here and now, which says nothing of it: see `is_passing`."""


class Callee(Protocol):
    """What is held against a formula: code that is called, or what it gave when it was."""

    @property
    def implementation(self) -> Implementation: ...

    @property
    def name(self) -> str: ...

    @property
    def kernels(self) -> str: ...

    @property
    def differentiates(self) -> bool: ...

    def values(self, x: Any, parameters: Mapping[str, float], dtype: str = "float64") -> Any: ...

    def derivatives(
        self, x: Sequence[float], parameters: Mapping[str, float], dtype: str = "float64"
    ) -> Any: ...

    def jacobian(self, x: Sequence[float], parameters: Mapping[str, float]) -> Any: ...


@dataclass(frozen=True)
class Code:
    """An implementation with the namespace that the page's cells left, the library that it is
    called with where neither decides that, and the function that it is of.

    It is given the arguments of the function by their names, those behind the first in arrays of
    the shape of that one.
    """

    implementation: Implementation
    namespace: Mapping[str, Any]
    library_of: Adapter | None = None
    function: Function | None = None

    @property
    def name(self) -> str:
        return f"{self.implementation.label}: {self.implementation.code}"

    @cached_property
    def adapter(self) -> Adapter:
        """The library that it is called with."""
        return self.library_of or chosen(self.implementation, self.namespace)

    @property
    def differentiates(self) -> bool:
        """Whether its library has derivatives of what it calls."""
        return self.adapter.differentiates

    @property
    def kernels(self) -> str:
        """The library that computes, its version, and with which instructions of the processor."""
        return self.adapter.kernels()

    @property
    def measured_with(self) -> str:
        """What its results hold for: these kernels on this processor."""
        return f"{self.kernels} on {machine.processor()}"

    @property
    def library(self) -> bool:
        """Whether it is a function of such a library alone, called with plain arguments."""
        call = ast.parse(self.implementation.code, mode="eval").body
        if not self.differentiates or not isinstance(call, ast.Call):
            return False
        names = (node.id for node in ast.walk(call.func) if isinstance(node, ast.Name))
        if any(isinstance(self.namespace.get(name), FunctionType) for name in names):
            return False
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        return all(isinstance(argument, ast.Name | ast.Constant) for argument in arguments)

    def defaults(self) -> Iterator[tuple[str, str, Any]]:
        """Of each function of the page that is called: its name, and the default values of what
        the call gives it by a plain name, under that name."""
        for call in ast.walk(ast.parse(self.implementation.code, mode="eval")):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            function = self.namespace.get(call.func.id)
            if not isinstance(function, FunctionType):
                continue
            keywords = {k.arg: k.value for k in call.keywords if k.arg}
            try:
                given = signature(function).bind(*call.args, **keywords).arguments
            except TypeError:
                continue
            for name, node in given.items():
                default = signature(function).parameters[name].default
                if isinstance(node, ast.Name) and default is not Parameter.empty:
                    yield call.func.id, node.id, default

    def values(self, x: Any, parameters: Mapping[str, float], dtype: str = "float64") -> Any:
        """f at an array-like x: a NumPy array of the same shape, in float64. Raises Failed."""
        return self._given(x, parameters, dtype, partial(doubles, self.adapter))

    def results(self, x: Any, parameters: Mapping[str, float], dtype: str) -> Any:
        """As `values`, in the format that the code gives."""
        return self._given(x, parameters, dtype, self.adapter.numbers)

    def _given(
        self, x: Any, parameters: Mapping[str, float], dtype: str, read: Callable[[Any], Any]
    ) -> Any:
        shape = np.shape(x)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = self.call(self._argument(x, dtype), parameters)
        try:
            array = read(result)
        except (TypeError, ValueError):
            raise Failed(f"returned {type(result).__name__}, not an array of numbers") from None
        if array.shape != shape:
            raise Failed(f"returned shape {array.shape} for x of shape {shape}")
        return array

    def _argument(self, x: Any, dtype: str) -> Any:
        self._libraries()
        return self.adapter.array(x, dtype)

    def inside(self, points: Sequence[float], parameters: Mapping[str, float]) -> list[float]:
        """Those of some points that the function is for, and others where some are missing."""
        return list(points) if self.function is None else among(self.function, parameters, points)

    def call(self, x: Any, parameters: Mapping[str, float]) -> Any:
        """What the code gives for its kind of x; for an array entry by entry, if it takes single
        numbers alone. Raises Failed with its exception in words, or Hindered."""
        try:
            return self.whole(x, parameters)
        except Failed as failed:
            every = numbers(x) if not self.differentiates else []
            try:
                first = [float(self.whole(every[0], parameters))] if every else []
            except (Failed, TypeError, ValueError):
                first = []
            if not first:
                raise failed from None
        return np.reshape([self._entry(each, parameters) for each in every], np.shape(x))

    def _entry(self, x: float, parameters: Mapping[str, float]) -> float:
        try:
            return float(self.whole(x, parameters))
        except Failed as failed:
            raise Failed(f"{failed} at x = {x:g}") from None

    def whole(self, x: Any, parameters: Mapping[str, float]) -> Any:
        """What the code gives for its kind of x, called once. Raises as `call`."""
        names = {"np": np, "numpy": np, "math": math, **self._libraries(), **self.namespace}
        try:
            # One namespace: a comprehension in the code would not see separate locals.
            given = {**parameters, **self._named(x, parameters)}
            return eval(self.implementation.code, {**names, **given})
        except Exception as error:
            said = f"raised {type(error).__name__}: {error}"
            if is_passing(error):
                raise Hindered(f"{self.name}: {said}") from None
            if not self.differentiates and any(sign in said for sign in _OF_TENSORS):
                said += "; code that takes tensors says PyTorch in its label"
            raise Failed(said) from None

    def _named(self, x: Any, parameters: Mapping[str, float]) -> Mapping[str, Any]:
        """The arguments by their names."""
        arguments = (X,) if self.function is None else self.function.arguments
        first, *others = (argument.name for argument in arguments)
        if not others or not hasattr(x, "shape"):
            return {first: x}
        own = str(x.dtype).rpartition(".")[2]
        dtype = own if "float" in own else "float64"
        made = {name: np.full(tuple(x.shape), parameters[name]) for name in others}
        return {first: x, **{name: self._argument(value, dtype) for name, value in made.items()}}

    def _libraries(self) -> Mapping[str, Any]:
        """What the code may name without an import on its page."""
        try:
            return self.adapter.names()
        except ImportError as error:
            missing = self.adapter.package
            raise Hindered(f"{self.name}: {error}: `pip install {missing}` brings it") from None

    def derivatives(
        self, x: Sequence[float], parameters: Mapping[str, float], dtype: str = "float64"
    ) -> Any:
        """f′ at each x by autograd: a float64 array of x's shape. Raises Failed or Underived."""
        argument = self._argument(list(x), dtype)
        try:
            return self.adapter.slopes(lambda given: self.call(given, parameters), argument)
        except Unlike as error:
            raise Failed(str(error)) from None
        except NoSlope as error:
            raise Underived(f"has no slope: {error}") from None

    def jacobian(self, x: Sequence[float], parameters: Mapping[str, float]) -> Any:
        """∂f_i/∂x_j of a vector function at a vector x, by autograd: (n, n)."""
        argument = self._argument(list(x), "float64")
        return self.adapter.jacobian(lambda vector: self.call(vector, parameters), argument)


def codes(function: Function, namespace: Mapping[str, Any]) -> list[Code]:
    """The implementations of a function that builds call, ready for that."""
    called = (each for each in function.implementations if not recorders(each))
    return [Code(each, namespace, function=function) for each in called]
