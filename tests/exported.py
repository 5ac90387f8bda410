"""The names that libraries export of the book's functions: `records/libraries/names.json`.

`python tests/exported.py` writes those of the libraries that are installed; NNlib's are written by
hand, with the day on which they were read.
"""

from __future__ import annotations

import datetime
import importlib
import importlib.metadata
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NAMES = Path(__file__).resolve().parent.parent / "records/libraries/names.json"
#: Parts of the names of ONNX's operators that are of this kind: it has no list of them.
_ONNX = ("elu", "gmoid", "tanh", "softm", "softp", "softs", "shrink", "mish", "swish", "hard",
         "identity")  # fmt: skip


def _torch() -> list[str]:
    functional = importlib.import_module("torch.nn.functional")
    layers = importlib.import_module("torch.nn.modules.activation").__all__
    known = {name.casefold() for name in layers}
    functions = [
        name
        for name in dir(functional)
        if name[0] != "_" and (name.replace("_", "") in known or name.endswith("softmax"))
    ]
    return [*layers, *functions]


def _jax() -> list[str]:
    module = importlib.import_module("jax.nn")
    return [n for n in dir(module) if callable(getattr(module, n)) and n[0] != "_"]


def _keras() -> list[str]:
    os.environ.setdefault("KERAS_BACKEND", "torch")
    layers = importlib.import_module("keras.layers")
    base = layers.Layer
    found = [n for n in dir(layers) if getattr(getattr(layers, n), "__module__", "").startswith(
        "keras.src.layers.activations")]  # fmt: skip
    functions = importlib.import_module("keras.activations")
    named = [n for n in dir(functions) if callable(getattr(functions, n)) and n[0] != "_"]
    return [*named, *(n for n in found if issubclass(getattr(layers, n), base))]


def _onnx() -> list[str]:
    schemas = importlib.import_module("onnx.defs").get_all_schemas()
    own = {schema.name for schema in schemas if schema.domain == ""}
    return [name for name in own if any(part in name.casefold() for part in _ONNX)]


def _transformers() -> list[str]:
    return list(importlib.import_module("transformers.activations").ACT2FN)


def _timm() -> list[str]:
    return list(importlib.import_module("timm.layers.create_act")._ACT_FN_DEFAULT)


#: How the names of a library are found, by its package.
EXPORTED: Mapping[str, Callable[[], list[str]]] = {
    "torch": _torch,
    "jax": _jax,
    "keras": _keras,
    "onnx": _onnx,
    "transformers": _transformers,
    "timm": _timm,
}


def recorded() -> dict[str, Any]:
    """The names by package, each with the version and the day."""
    return dict(json.loads(NAMES.read_text("utf-8")))


def main() -> None:
    """Write the names of the libraries that are installed."""
    found = recorded() if NAMES.exists() else {}
    for package, exported in EXPORTED.items():
        version = importlib.metadata.version(package).partition("+")[0]
        names = sorted(set(exported()))
        found[package] = {
            "version": version,
            "read": datetime.date.today().isoformat(),
            "names": names,
        }
    NAMES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
