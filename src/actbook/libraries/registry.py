"""All adapters: those that come along, and those of packages that have the entry point
`actbook.libraries`, whose value is an adapter. An adapter imports its library where it calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from actbook import brought
from actbook.libraries.adapter import Adapter
from actbook.libraries.arrays import NUMPY, SCIPY
from actbook.libraries.jax import JAX
from actbook.libraries.keras import KERAS
from actbook.libraries.onnx import ONNX
from actbook.libraries.tensors import TIMM, TORCH, TRANSFORMERS

#: What code is called with that names no library.
PLAIN: Adapter = NUMPY
_OWN: Sequence[Adapter] = (NUMPY, SCIPY, TORCH, JAX, *KERAS, ONNX, TRANSFORMERS, TIMM)


@cache
def adapters() -> tuple[Adapter, ...]:
    """Those of packages stand before our own of the same name, which they replace."""
    every = brought.loaded(brought.LIBRARIES, Adapter)  # type: ignore[type-abstract]
    others = [one for _, one in every]
    found = {one.name: one for one in (*_OWN, *others)}
    return tuple(found.values())


def key(adapter: Adapter) -> str:
    """What its files are called: `keras-on-jax`."""
    return re.sub("[^a-z0-9]+", "-", adapter.name.casefold()).strip("-")
