"""JAX, with the formats of 64 bits that it has switched off unless it is told otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from actbook.libraries.adapter import Call


@dataclass(frozen=True)
class Jax:
    """Functions of JAX's arrays, differentiated by `jax.grad`. XLA chooses kernels by processor."""

    name: str = "JAX"
    package: str = "jax"
    formats: Sequence[str] = ("float16", "bfloat16", "float32", "float64")
    executed: bool = False
    deterministic: bool = True
    differentiates: bool = True

    @property
    def versioned(self) -> Sequence[str]:
        return ("jax", "jaxlib")

    @property
    def environment(self) -> Mapping[str, str]:
        return {"JAX_ENABLE_X64": "1", "JAX_PLATFORMS": "cpu"}

    def names(self) -> Mapping[str, Any]:
        import jax

        return {"jax": jax, "jnp": jax.numpy}

    def kernels(self) -> str:
        return f"JAX {version('jax')}"

    def array(self, values: Any, dtype: str) -> Any:
        import jax.numpy
        import numpy as np

        return jax.numpy.asarray(np.array(values, dtype=np.float64), dtype=dtype)

    def numbers(self, result: Any) -> Any:
        import numpy as np

        return np.asarray(result)

    def slopes(self, call: Call, x: Any) -> Any:
        import jax
        import numpy as np

        found = jax.grad(lambda given: call(given).sum())(x)
        return np.asarray(found, dtype=np.float64)

    def jacobian(self, call: Call, x: Any) -> Any:
        import jax
        import numpy as np

        return np.asarray(jax.jacrev(call)(x), dtype=np.float64)


JAX = Jax()
