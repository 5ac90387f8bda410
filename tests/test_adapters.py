"""Code is called with what the modules that it calls take, whatever its label says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from actbook.checking.adapters import tensors
from actbook.checking.implementation import Code, Failed
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


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "page"}
    exec(CELL, names)
    return names


@pytest.mark.parametrize(("label", "code"), TENSORS)
def test_tensors_are_given_to(label: str, code: str, namespace: dict[str, Any]) -> None:
    assert tensors(Implementation(label, code, 1), namespace) is TENSORS[label, code]


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
