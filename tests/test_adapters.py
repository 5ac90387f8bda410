"""Code is called with what the modules that it calls take, whatever its label says."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from pages import page
from torch import nn

from actbook.checking.implementation import Code, Failed, codes
from actbook.libraries.adapter import Adapter, NoSlope, doubles
from actbook.libraries.chosen import chosen, recorders
from actbook.libraries.registry import adapters
from actbook.libraries.tensors import TORCH
from actbook.reading.page import Implementation

CELL = """
import math
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.functional import silu

def own(x): return torch.sigmoid(x)
def nested(x):
    def inside(y): return own(y)
    return inside(x)
def array(x): return np.tanh(x)
def both(x): return torch.tanh(x) * np.sqrt(2.0)
tensor = x = torch.zeros(2)
def beside(x): return np.tanh(x) + x.tensor
def plain(x): return x * x
class Act(nn.Module):
    def forward(self, x): return x
act, layer = Act(), nn.SiLU()

def one(x):
    if x > 100:
        raise OverflowError("too large")
    return max(0.0, x)
"""
TENSORS = {
    ("any", "torch.relu(x)"): True,
    ("SiLU", "F.silu(x)"): True,
    ("SiLU", "silu(x)"): True,
    ("mine", "own(x)"): True,
    ("mine", "nested(x)"): True,
    ("mine", "act(x)"): True,
    ("mine", "layer(x)"): True,
    ("NumPy", "nn.ReLU()(x)"): True,
    ("NumPy", "array(x)"): False,
    ("NumPy", "array(tensor)"): False,
    ("NumPy", "beside(x)"): False,
    ("mine", "both(x)"): False,
    ("PyTorch", "both(x)"): True,
    ("PyTorch, squared", "plain(x)"): True,
    ("mine", "plain(x)"): False,
}


def missing(package: str) -> bool:
    return importlib.util.find_spec(package) is None


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "page"}
    exec(CELL, names)
    return names


@pytest.mark.parametrize(("label", "code"), TENSORS)
def test_tensors_are_given_to(label: str, code: str, namespace: dict[str, Any]) -> None:
    found = chosen(Implementation(label, code, 1), namespace)
    assert (found is TORCH) is TENSORS[label, code]


#: Calls by their code and library, with the libraries whose records stand for them.
RECORDED = {
    ("jax.nn.relu(x)", None): ["JAX"],
    ("keras.activations.relu(x)", None): ["Keras on JAX", "Keras on PyTorch"],
    ('transformers.activations.ACT2FN["gelu_new"](x)', None): ["Transformers"],
    ("timm.layers.activations.hard_mish(x)", None): ["timm"],
    ("Elu(x, alpha=1.0)", "onnx"): ["ONNX"],
    ("Elu(x, alpha=1.0)", None): [],
    ("torch.relu(x)", None): [],
    ("x * torch.sigmoid(x)", None): [],
    ("np.tanh(jax)", None): [],
}


@pytest.mark.parametrize(("code", "library"), RECORDED)
def test_no_build_calls_what_is_recorded(code: str, library: str | None) -> None:
    implementation = Implementation("any", code, 1, library)
    found = [adapter.name for adapter in recorders(implementation)]
    assert found == RECORDED[code, library]
    function = replace(page("").functions[0], implementations=(implementation,))
    assert len(codes(function, {})) == (not found)


@pytest.mark.parametrize("adapter", adapters(), ids=lambda adapter: adapter.name)
def test_an_adapter_calls_and_differentiates(adapter: Adapter) -> None:
    """Those whose packages are not installed are tried by `make libraries`."""
    own = [adapter.package, adapter.environment.get("KERAS_BACKEND", "numpy")]
    if not adapter.executed and any(map(missing, own)):
        pytest.skip(f"{adapter.package} is not installed")
    x = adapter.array([-2.0, 0.5, 3.0], "float32")
    assert doubles(adapter, x).tolist() == [-2.0, 0.5, 3.0]
    assert adapter.numbers(x).dtype == "float32"
    assert set(adapter.formats) >= {"float32", "float64"}
    if not adapter.differentiates:
        with pytest.raises(NoSlope):
            adapter.slopes(lambda given: given * given, x)
        return
    assert adapter.slopes(lambda given: given * given, x).tolist() == [-4, 1, 6]
    double = adapter.array([1.0, 2.0], "float64")
    assert adapter.jacobian(lambda given: given * given, double).tolist() == [[2, 0], [0, 4]]


def test_what_takes_one_number_is_given_one_at_a_time(namespace: dict[str, Any]) -> None:
    code = Code(Implementation("Python", "one(x)", 1), namespace)
    assert code.values([[-1.0, 2.0], [3.0, 0.5]], {}).tolist() == [[0, 2], [3, 0.5]]
    with pytest.raises(Failed, match="raised OverflowError: too large at x = 101"):
        code.values([1.0, 101.0], {})


def test_what_raises_for_a_number_too_is_told_as_it_is(namespace: dict[str, Any]) -> None:
    code = Code(Implementation("NumPy", "np.exp(x, 1, 2, 3)", 1), namespace)
    with pytest.raises(Failed, match="raised TypeError"):
        code.values([1.0, 2.0], {})


def test_who_calls_methods_of_tensors_hears_how_to_have_tensors() -> None:
    code = Code(Implementation("mine", "x.sigmoid()", 1), {"np": np, "math": math})
    with pytest.raises(Failed, match="tensors says PyTorch in its label"):
        code.values([1.0, 2.0], {})
    label = Implementation("PyTorch", "x.sigmoid()", 1)
    assert Code(label, {"torch": torch, "nn": nn}).values([0.0], {}).tolist() == [0.5]
