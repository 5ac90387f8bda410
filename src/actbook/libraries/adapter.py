"""What an adapter tells of a library: how its code is called, and how it differentiates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

#: A function of an array of the library's kind.
Call = Callable[[Any], Any]


class NoSlope(Exception):
    """Why the library has no derivative of what a call gives."""


class Unlike(Exception):
    """What a call gave instead of an array of the shape of what it was given."""


@runtime_checkable
class Adapter(Protocol):
    """A library, as code of pages is called with it.

    `executed` libraries are called on every build; of others, what they gave is recorded, with the
    variables of `environment` set before they are imported. What one that is `deterministic` gives
    is the same, bit for bit, whenever it runs on one processor.
    """

    @property
    def name(self) -> str:
        """What readers call it."""
        ...

    @property
    def package(self) -> str:
        """The package of the functions that code calls."""
        ...

    @property
    def versioned(self) -> Sequence[str]:
        """The packages whose versions decide what it gives."""
        ...

    @property
    def formats(self) -> Sequence[str]: ...

    @property
    def executed(self) -> bool: ...

    @property
    def deterministic(self) -> bool: ...

    @property
    def differentiates(self) -> bool: ...

    @property
    def environment(self) -> Mapping[str, str]: ...

    def names(self) -> Mapping[str, Any]:
        """What code may name without an import. Raises ImportError."""
        ...

    def kernels(self) -> str:
        """The library, its version, and what decides its kernels here."""
        ...

    def array(self, values: Any, dtype: str) -> Any:
        """An array of the library's own kind."""
        ...

    def numbers(self, result: Any) -> Any:
        """A result as a NumPy array, in its own format if NumPy has that."""
        ...

    def slopes(self, call: Call, x: Any) -> Any:
        """The derivative of a call at each entry of an array of the library's, as float64 of its
        shape. Raises NoSlope or Unlike."""
        ...

    def jacobian(self, call: Call, x: Any) -> Any:
        """∂f_i/∂x_j at a vector of the library's: (n, n)."""
        ...


def doubles(adapter: Adapter, result: Any) -> Any:
    """A result as a float64 array. Raises TypeError or ValueError."""
    import numpy as np

    return np.asarray(adapter.numbers(result), dtype=np.float64)
