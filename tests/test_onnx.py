"""ONNX's own tests of its operators, which nobody of this book wrote, agree with its formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from definitions import readings

from actbook.checking.points import parameter_values
from actbook.checking.sides import valued
from actbook.checking.vector_claims import component

onnx = pytest.importorskip("onnx", reason="onnx is not installed: `make libraries` brings it")

#: Operators, the functions that they are, and what parameters their attributes are.
OPERATORS: dict[str, tuple[str, dict[str, str]]] = {
    "Celu": ("celu", {"alpha": "alpha"}),
    "Elu": ("elu", {"alpha": "alpha"}),
    "Exp": ("exponential", {}),
    "Gelu": ("gelu", {}),
    "HardSigmoid": ("hard-sigmoid.steep", {}),
    "HardSwish": ("hard-swish", {}),
    "Identity": ("identity", {}),
    "LeakyRelu": ("leaky-relu", {"alpha": "negative_slope"}),
    "LogSoftmax": ("log-softmax", {}),
    "Mish": ("mish", {}),
    "PRelu": ("prelu", {}),
    "Relu": ("relu", {}),
    "Selu": ("selu", {}),
    "Shrink": ("hardshrink", {"lambd": "lambd"}),
    "Sigmoid": ("sigmoid", {}),
    "Sin": ("sine", {}),
    "Softmax": ("softmax", {}),
    "Softplus": ("softplus", {}),
    "Softsign": ("softsign", {}),
    "Swish": ("silu.swish", {"alpha": "beta"}),
    "Tanh": ("tanh", {}),
    "ThresholdedRelu": ("threshold", {"alpha": "theta"}),
}
#: What makes of a case another function: attributes that a page has no parameters for.
OTHERS = {
    "HardSigmoid": ("alpha", "beta"),
    "Selu": ("alpha", "gamma"),
}
#: Its expected values are computed in the format of the case, in several steps.
ROUNDINGS, FORMATS = 64, {"float16": 2.0**-11, "bfloat16": 2.0**-8, "float32": 2.0**-24}
MOST = 40


@dataclass(frozen=True)
class Node:
    name: str
    operator: str
    attributes: dict[str, Any]
    inputs: list[Any]
    output: Any


def nodes() -> Iterator[Node]:
    from onnx import helper, numpy_helper
    from onnx.backend.test.loader import load_model_tests

    for case in load_model_tests(kind="node"):
        model = case.model or onnx.load(Path(case.model_dir) / "model.onnx")
        if len(model.graph.node) != 1 or model.graph.node[0].op_type not in OPERATORS:
            continue
        (node,) = model.graph.node
        if any(not value.type.HasField("tensor_type") for value in model.graph.input):
            continue
        if case.data_sets:
            inputs, outputs = case.data_sets[0]
        else:
            folder = Path(case.model_dir) / "test_data_set_0"
            inputs, outputs = (
                [_tensor(path) for path in sorted(folder.glob(f"{kind}_*.pb"))]
                for kind in ("input", "output")
            )
        given = {one.name: helper.get_attribute_value(one) for one in node.attribute}
        arrays = [
            numpy_helper.to_array(one) if isinstance(one, onnx.TensorProto) else np.asarray(one)
            for one in (*inputs, *outputs)
        ]
        yield Node(case.name, node.op_type, given, arrays[:-1], arrays[-1])


def _tensor(path: Path) -> Any:
    tensor = onnx.TensorProto()
    tensor.ParseFromString(path.read_bytes())
    return tensor


CASES = {node.name: node for node in nodes() if re.match(r"test_", node.name)}


def of(node: Node) -> tuple[Any, dict[str, float]] | None:
    """The function of the book that a case is of, and the parameters; None for no page's."""
    key, names = OPERATORS[node.operator]
    if any(name in node.attributes for name in OTHERS.get(node.operator, ())):
        return None
    if node.operator == "Gelu" and node.attributes.get("approximate") == b"tanh":
        key = "gelu.tanh_form"
    if node.operator == "Shrink" and node.attributes.get("bias", 0.0):
        assert node.attributes["bias"] == node.attributes["lambd"]
        key = "softshrink"
    slug, _, name = key.partition(".")
    page, reading = readings()[slug]
    (function,) = (one for one in page.functions if one.name == name)
    given = {names[k]: float(v) for k, v in node.attributes.items() if k in names}
    return reading.definitions[function.symbol], given


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_onnx_has_the_values_of_the_formula(name: str) -> None:
    node = CASES[name]
    found = of(node)
    if found is None:
        pytest.skip(f"{node.operator} with {node.attributes} is no function of the book")
    definition, given = found
    parameters = {**parameter_values(definition.function.parameters)[0], **given}
    if definition.function.vector:
        agree_by_rows(node, definition, parameters)
        return
    x, slopes = np.broadcast_arrays(node.inputs[0], node.inputs[-1])
    expected = np.broadcast_to(node.output, x.shape)
    rows = list(
        zip(x.ravel().tolist(), slopes.ravel().tolist(), expected.ravel().tolist(), strict=True)
    )
    for value, slope, result in rows[:: max(1, len(rows) // MOST)]:
        more = {"a": float(slope)} if node.operator == "PRelu" else {}
        truth = valued(definition.expression, {**parameters, **more, "x": float(value)})
        assert truth is not None and near(float(result), float(truth), value, node), (value, result)


def agree_by_rows(node: Node, definition: Any, parameters: dict[str, float]) -> None:
    """Softmax of vectors along an axis."""
    axis = node.attributes.get("axis", -1)
    xs, results = (np.moveaxis(one, axis, -1) for one in (node.inputs[0], node.output))
    for x, row in list(
        zip(xs.reshape(-1, xs.shape[-1]), results.reshape(-1, xs.shape[-1]), strict=True)
    )[:3]:
        for i in range(1, min(len(x), 4) + 1):
            at = {**parameters, "x": [float(v) for v in x], definition.index: i, "n": len(x)}
            truth = component(definition.expression, at)
            assert near(float(row[i - 1]), float(truth), 1.0, node)


def near(result: float, truth: float, x: float, node: Node) -> bool:
    unit = FORMATS.get(str(node.output.dtype), FORMATS["float32"])
    return math.isclose(result, truth, rel_tol=ROUNDINGS * unit, abs_tol=ROUNDINGS * unit)


def test_there_are_cases_of_every_operator() -> None:
    assert {node.operator for node in CASES.values()} == set(OPERATORS)
    assert sum(of(node) is not None for node in CASES.values()) > 40
