"""A callable as it takes numbers: arrays of NumPy, tensors of PyTorch, or one float at a time.

Which one it takes is found by calling it. Slopes are autograd's, where it takes tensors.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Call = Callable[..., Any]
#: What is tried, in this order. NumPy has no bfloat16, and a float is one of 64 bits.
_SHORT = "bfloat16"
_SAMPLE = (0.5, 1.0)
#: Kernels compute the last few numbers of an array, that fill no register, by other instructions.
_BLOCK = 64


@dataclass(frozen=True)
class Taken:
    """A callable with the format and the parameters that it is given."""

    call: Call
    kind: str
    form: str
    parameters: Mapping[str, float]

    def values(self, xs: Sequence[float]) -> list[float]:
        """f at each x. Raises what the callable raises, but for single floats: NaN is given."""
        if self.kind == "float":
            return [self._single(x) for x in xs]
        if self.kind == "tensor":
            return _listed(self.call(self._tensor(xs), **self.parameters).detach(), len(xs))
        import numpy

        with numpy.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            x = numpy.array(_padded(xs), dtype=self.form)
            found = numpy.asarray(self.call(x, **self.parameters), dtype="float64")
        if found.shape != x.shape:
            raise TypeError(f"the result has shape {found.shape} for x of shape {x.shape}")
        return [float(value) for value in found[: len(xs)]]

    def slopes(self, xs: Sequence[float]) -> list[float] | None:
        """f′ at each x by autograd, None where nothing differentiates."""
        if self.kind != "tensor":
            return None
        x = self._tensor(xs).requires_grad_()
        found = self.call(x, **self.parameters)
        if not found.requires_grad:  # to autograd a constant
            return [0.0] * len(xs)
        try:
            found.sum().backward()
        except RuntimeError:  # the library has no derivative of it
            return None
        return _listed(x.grad, len(xs))

    def _tensor(self, xs: Sequence[float]) -> Any:
        torch = sys.modules["torch"]
        # Rounded from doubles, which have all of them.
        return torch.tensor(_padded(xs), dtype=torch.float64).to(getattr(torch, self.form))

    def _single(self, x: float) -> float:
        try:
            return float(self.call(x, **self.parameters))
        except (ArithmeticError, ValueError):
            return float("nan")


def _padded(xs: Sequence[float]) -> list[float]:
    return [*xs, *[xs[-1]] * (_BLOCK + -len(xs) % _BLOCK)]


def _listed(tensor: Any, count: int) -> list[float]:
    return [float(value) for value in tensor.double().tolist()[:count]]


def taken(call: Call, form: str, parameters: Mapping[str, float]) -> Taken:
    """A callable by what it takes. TypeError where it takes nothing of a format."""
    kinds = ["array"] if form != _SHORT else []
    kinds += ["tensor"] if "torch" in sys.modules else []
    kinds += ["float"] if form == "float64" else []
    said = []
    for kind in kinds:
        found = Taken(call, kind, form, parameters)
        try:
            found.values(_SAMPLE)
        except Exception as error:
            said.append(f"{kind}: {error}")
        else:
            return found
    raise TypeError(f"it takes no {form}: {'; '.join(said)}" if said else f"nothing has {form}")
