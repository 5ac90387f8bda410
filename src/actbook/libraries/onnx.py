"""ONNX: its operators, `Elu(x, alpha=1.0)`, as its reference evaluator computes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from actbook.libraries.adapter import Call, NoSlope


@dataclass(frozen=True)
class Onnx:
    """Operators called with NumPy's arrays: inputs by their places, attributes by their names."""

    name: str = "ONNX"
    package: str = "onnx"
    formats: Sequence[str] = ("float16", "float32", "float64")
    executed: bool = False
    deterministic: bool = True
    differentiates: bool = False

    @property
    def versioned(self) -> Sequence[str]:
        return ("onnx", "numpy")

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    def names(self) -> Mapping[str, Any]:
        import numpy as np
        import onnx.defs

        own = {s.name for s in onnx.defs.get_all_schemas() if s.domain == "" and not s.deprecated}
        return {"np": np, **{name: operator(name) for name in sorted(own)}}

    def kernels(self) -> str:
        return f"the reference evaluator of ONNX {version('onnx')}"

    def array(self, values: Any, dtype: str) -> Any:
        import numpy as np

        return np.array(values, dtype=np.float64).astype(dtype)

    def numbers(self, result: Any) -> Any:
        import numpy as np

        return np.asarray(result)

    def slopes(self, call: Call, x: Any) -> Any:
        raise NoSlope("ONNX does not differentiate")

    def jacobian(self, call: Call, x: Any) -> Any:
        raise NoSlope("ONNX does not differentiate")


def operator(name: str) -> Callable[..., Any]:
    """A function of arrays that evaluates a model of one operator, with the signature that it has
    in ONNX's newest set of operators."""
    from onnx.defs import get_schema
    from onnx.helper import get_attribute_value

    found = partial(_evaluated, name)
    schema, kind = get_schema(name), inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(one.name, inspect.Parameter.POSITIONAL_ONLY) for one in schema.inputs
    ]
    for attribute in schema.attributes.values():
        has = attribute.default_value.name
        value = get_attribute_value(attribute.default_value) if has else inspect.Parameter.empty
        plain = value.decode() if isinstance(value, bytes) else value
        shown = float(f"{plain:.7g}") if isinstance(plain, float) else plain  # a float32
        parameters.append(inspect.Parameter(attribute.name, kind, default=shown))
    found.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return found


def _evaluated(name: str, *inputs: Any, **attributes: Any) -> Any:
    import numpy as np
    from onnx import helper
    from onnx.reference import ReferenceEvaluator

    given = {f"x{at}": np.asarray(one) for at, one in enumerate(inputs)}
    infos = [
        helper.make_tensor_value_info(key, helper.np_dtype_to_tensor_dtype(one.dtype), one.shape)
        for key, one in given.items()
    ]
    made = helper.make_tensor_value_info("y", infos[0].type.tensor_type.elem_type, None)
    node = helper.make_node(name, list(given), ["y"], **attributes)
    model = helper.make_model(helper.make_graph([node], name, infos, [made]))
    (result,) = ReferenceEvaluator(model).run(None, given)
    return result


ONNX = Onnx()
