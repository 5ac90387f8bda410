"""NumPy, and SciPy, which takes and returns the same arrays."""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actbook.libraries.adapter import Call, NoSlope
from actbook.records import machine


@dataclass(frozen=True)
class Arrays:
    """A library of functions of NumPy's arrays, which knows no derivatives."""

    name: str
    package: str
    formats: Sequence[str] = ("float16", "float32", "float64")
    executed: bool = True
    deterministic: bool = True
    differentiates: bool = False

    @property
    def versioned(self) -> Sequence[str]:
        return tuple(dict.fromkeys((self.package, "numpy")))

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    def names(self) -> Mapping[str, Any]:
        import numpy as np

        module = importlib.import_module(self.package)
        return {"np": np, "numpy": np, "math": math, self.package: module}

    def kernels(self) -> str:
        return machine.of_numpy()

    def array(self, values: Any, dtype: str) -> Any:
        import numpy as np

        return np.array(values, dtype=np.float64).astype(dtype)

    def numbers(self, result: Any) -> Any:
        import numpy as np

        return np.asarray(result)

    def slopes(self, call: Call, x: Any) -> Any:
        raise NoSlope(f"{self.name} does not differentiate")

    def jacobian(self, call: Call, x: Any) -> Any:
        raise NoSlope(f"{self.name} does not differentiate")


NUMPY, SCIPY = Arrays("NumPy", "numpy"), Arrays("SciPy", "scipy")
