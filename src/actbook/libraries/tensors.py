"""PyTorch, and what computes with its tensors: the functions of Transformers and timm."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from actbook.libraries.adapter import Call, NoSlope, Unlike
from actbook.records import machine


@dataclass(frozen=True)
class Tensors:
    """A library of functions of PyTorch's tensors. `modules` are imported with it."""

    name: str
    package: str
    modules: Sequence[str] = ()
    executed: bool = False
    formats: Sequence[str] = ("float16", "bfloat16", "float32", "float64")
    deterministic: bool = True
    differentiates: bool = True

    @property
    def versioned(self) -> Sequence[str]:
        return tuple(dict.fromkeys((self.package, "torch")))

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    def names(self) -> Mapping[str, Any]:
        for module in self.modules:
            importlib.import_module(module)
        return {name: importlib.import_module(name) for name in ("torch", self.package)}

    def kernels(self) -> str:
        own = "" if self.executed else f"{self.name} {version(self.package)} on "
        return own + machine.of_torch()

    def array(self, values: Any, dtype: str) -> Any:
        import numpy as np
        import torch

        if isinstance(values, np.ndarray) and values.dtype == dtype:
            return torch.tensor(values)
        return torch.tensor(np.array(values, dtype=np.float64)).to(getattr(torch, dtype))

    def numbers(self, result: Any) -> Any:
        import numpy as np

        if not hasattr(result, "detach"):
            return np.asarray(result)
        found = result.detach()
        return (found.double() if "bfloat16" in str(found.dtype) else found).numpy()

    def slopes(self, call: Call, x: Any) -> Any:
        import numpy as np
        import torch

        x.requires_grad_()
        result = call(x)
        if not isinstance(result, torch.Tensor) or result.shape != x.shape:
            raise Unlike("did not return a tensor of the shape of x")
        if not result.requires_grad:  # to autograd a constant
            return np.zeros(tuple(x.shape))
        try:
            (gradient,) = torch.autograd.grad(result.sum(), x)
        except RuntimeError as error:
            raise NoSlope(str(error)) from None
        return gradient.detach().double().numpy()

    def jacobian(self, call: Call, x: Any) -> Any:
        import torch

        return torch.autograd.functional.jacobian(call, x).detach().double().numpy()


TORCH = Tensors("PyTorch", "torch", executed=True)
TRANSFORMERS = Tensors("Transformers", "transformers", ("transformers.activations",))
TIMM = Tensors("timm", "timm", ("timm.layers.activations",))
