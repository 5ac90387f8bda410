"""Keras, which computes with another library: its back end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from actbook.libraries.adapter import Adapter, Call
from actbook.libraries.jax import JAX
from actbook.libraries.tensors import TORCH


@dataclass(frozen=True)
class Keras:
    """Functions of Keras, called with the arrays of its back end and differentiated by that."""

    backend: Adapter
    package: str = "keras"
    executed: bool = False
    deterministic: bool = True
    differentiates: bool = True

    @property
    def name(self) -> str:
        return f"Keras on {self.backend.name}"

    @property
    def versioned(self) -> Sequence[str]:
        return (self.package, *self.backend.versioned)

    @property
    def formats(self) -> Sequence[str]:
        return self.backend.formats

    @property
    def environment(self) -> Mapping[str, str]:
        return {**self.backend.environment, "KERAS_BACKEND": self.backend.package}

    def names(self) -> Mapping[str, Any]:
        import keras

        return {**self.backend.names(), "keras": keras}

    def kernels(self) -> str:
        return f"Keras {version('keras')} on {self.backend.kernels()}"

    def array(self, values: Any, dtype: str) -> Any:
        return self.backend.array(values, dtype)

    def numbers(self, result: Any) -> Any:
        return self.backend.numbers(result)

    def slopes(self, call: Call, x: Any) -> Any:
        return self.backend.slopes(call, x)

    def jacobian(self, call: Call, x: Any) -> Any:
        return self.backend.jacobian(call, x)


KERAS = (Keras(JAX), Keras(TORCH))
