"""What a cell found comes back from its record with the same types and the same bits."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch

from actbook.records import values
from actbook.records.values import Unfit


def through(value):
    """A value through a record, and through JSON as the file has it."""
    plain, arrays = values.encode({"value": value}, "value")
    return values.decode(json.loads(json.dumps(plain, allow_nan=False)), arrays)["value"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        10**40,
        0.1,
        -0.0,
        math.inf,
        "text with ü and \n",
        [1, [2.5, None]],
        (1, (2, "three")),
        {"a": 1, "$b": 2},
        {0.01: [1], (1, "nothing"): {"x": ()}},
        {},
    ],
    ids=repr,
)
def test_plain_values_come_back_as_they_were(value):
    found = through(value)
    assert found == value
    assert repr(found) == repr(value)


@pytest.mark.parametrize("size", [0, 3, 300])
@pytest.mark.parametrize(
    "dtype", ["float16", "float32", "float64", "int8", "uint64", "int64", "bool"]
)
def test_arrays_come_back_bit_for_bit(dtype, size):
    value = (np.arange(size) / 7).astype(dtype).reshape(-1, 1)
    found = through(value)
    assert (found.dtype, found.shape) == (value.dtype, value.shape)
    assert found.tobytes() == value.tobytes()


def test_what_is_no_number_comes_back_too():
    value = np.array([np.nan, np.inf, -np.inf, -0.0], dtype=np.float32)
    assert through(value).tobytes() == value.tobytes()
    assert math.isnan(through(math.nan))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32, torch.int64])
def test_tensors_come_back_as_tensors(dtype):
    value = (torch.arange(6) / 7).to(dtype).reshape(2, 3)
    found = through(value)
    assert found.dtype == dtype
    assert torch.equal(found, value)


def test_a_tensor_with_a_gradient_comes_back_without_it():
    assert not through(torch.ones(2, requires_grad=True)).requires_grad


def test_a_number_of_numpy_keeps_its_type():
    assert type(through(np.float32(0.1))) is np.float32
    assert through(np.float32(0.1)) == np.float32(0.1)


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, lambda: 0, torch.nn.Linear(1, 1), np.array(["a"]), 1j, np.array([None])],
    ids=lambda value: type(value).__name__,
)
def test_what_only_a_pickle_could_hold_is_refused_by_its_name(value):
    with pytest.raises(Unfit, match="`runs` holds"):
        values.encode({"runs": [value]}, "runs")


def test_a_value_that_holds_itself_is_refused():
    value: list = []
    value.append(value)
    with pytest.raises(Unfit, match="itself"):
        values.encode({"runs": value}, "runs")


@pytest.mark.parametrize(
    "plain",
    [
        {"$what": 1},
        {"$array": ["float32", [2], [1.0]]},
        {"$array": ["object", [1], [1.0]]},
        {"$array": ["float32", {"$file": "gone.npy"}]},
        {"$array": ["float32"]},
        {"$float": "one"},
        {"$dict": [[[1], 2]]},
    ],
    ids=json.dumps,
)
def test_what_no_record_can_have_written_is_refused(plain):
    with pytest.raises(Unfit):
        values.decode({"runs": plain}, {})


def test_an_array_that_is_a_pickle_is_not_opened():
    import io

    target = io.BytesIO()
    np.save(target, np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(Unfit):
        values.decode(
            {"a": {"$array": ["float32", {"$file": "a.npy"}]}}, {"a.npy": target.getvalue()}
        )
