"""Values of cells as JSON that people can read, and arrays as NumPy can load. Nothing is pickled.

What JSON has stands for itself. Everything else is an object with one key: `$tuple`, `$dict` (keys
that are no texts), `$float` (no number of JSON), `$array` and `$tensor` (dtype, shape, numbers),
`$file` (the name of an array of many numbers).
"""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Mapping
from typing import Any

#: Arrays of up to so many numbers stand in the JSON text, where a change can be read.
_MANY = 256
#: What arrays may hold: numbers and truth values.
_KINDS = "biuf"
#: Formats that NumPy does not have are kept in one that holds all their numbers.
_WIDER = {"bfloat16": "float32"}


class Unfit(ValueError):
    """A value that no record can hold; or one in a record that no value can be."""


def encode(values: Mapping[str, Any], key: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Values by name as JSON has them, and the `.npy` files beside it, named after `key`.

    Raises Unfit.
    """
    arrays: dict[str, bytes] = {}
    found = {}
    for variable, value in values.items():
        try:
            found[variable] = _plain(value, arrays, key)
        except (Unfit, RecursionError) as error:
            said = "itself" if isinstance(error, RecursionError) else str(error)
            raise Unfit(f"`{variable}` holds {said}") from None
    return found, arrays


def decode(plain: Mapping[str, Any], arrays: Mapping[str, bytes]) -> dict[str, Any]:
    """The values that `encode` was given. Raises Unfit."""
    try:
        return {name: _value(value, arrays) for name, value in plain.items()}
    except Unfit:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unfit(f"what is no value ({type(error).__name__}: {error})") from None


def _plain(value: Any, arrays: dict[str, bytes], key: str) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    if kind is list:
        return [_plain(item, arrays, key) for item in value]
    if kind is tuple:
        return {"$tuple": [_plain(item, arrays, key) for item in value]}
    if kind is dict:
        items = [[_plain(each, arrays, key) for each in pair] for pair in value.items()]
        if all(type(one) is str and not one.startswith("$") for one in value):
            return dict(items)
        return {"$dict": items}
    return _numbers(value, arrays, key)


def _numbers(value: Any, arrays: dict[str, bytes], key: str) -> Any:
    """An array, a tensor or a number of NumPy's, with its type."""
    import numpy

    torch = sys.modules.get("torch")
    tag, dtype, array = "$array", "", value
    if torch and isinstance(value, torch.Tensor):
        tag, dtype = "$tensor", str(value.dtype).removeprefix("torch.")
        if value.layout is not torch.strided:
            raise Unfit("a sparse tensor")
        array = value.detach().cpu()
        array = (array.float() if dtype in _WIDER else array).numpy()
    elif isinstance(value, numpy.generic):
        tag, array = "$scalar", numpy.asarray(value)
    elif type(value) is not numpy.ndarray:
        raise Unfit(f"a {type(value).__qualname__}, which no record keeps")
    if array.dtype.kind not in _KINDS:
        raise Unfit(f"numbers of type {array.dtype}, which no record keeps")
    dtype = dtype or str(array.dtype)
    if array.size > _MANY:
        file = f"{key}-{len(arrays)}.npy"
        arrays[file] = _bytes(array)
        return {tag: [dtype, {"$file": file}]}
    return {tag: [dtype, list(array.shape), [_number(one) for one in array.ravel()]]}


def _bytes(array: Any) -> bytes:
    import numpy

    target = io.BytesIO()
    numpy.save(target, numpy.ascontiguousarray(array), allow_pickle=False)
    return target.getvalue()


def _number(one: Any) -> Any:
    """A number of an array, with no more digits than its type needs."""
    if one.dtype.kind != "f":
        return one.item()
    return float(str(one)) if math.isfinite(one) else str(one)


def _value(plain: Any, arrays: Mapping[str, bytes]) -> Any:
    if isinstance(plain, list):
        return [_value(item, arrays) for item in plain]
    if not isinstance(plain, dict):
        return plain
    match list(plain.items()):
        case [("$float", str(text))]:
            return float(text)
        case [("$tuple", list(items))]:
            return tuple(_value(item, arrays) for item in items)
        case [("$dict", list(items))]:
            return {_value(key, arrays): _value(value, arrays) for key, value in items}
        case [("$array" | "$scalar" | "$tensor" as tag, [str(dtype), *rest])]:
            return _array(tag, dtype, rest, arrays)
    if any(key.startswith("$") for key in plain):
        raise Unfit(f"an unknown kind of value: {', '.join(plain)}")
    return {key: _value(value, arrays) for key, value in plain.items()}


def _array(tag: str, dtype: str, rest: list[Any], arrays: Mapping[str, bytes]) -> Any:
    import numpy

    match rest:
        case [{"$file": str(file)}]:
            found = numpy.load(io.BytesIO(arrays[file]), allow_pickle=False)
        case [list(shape), list(numbers)]:
            plain = numpy.dtype(_WIDER.get(dtype, dtype))
            found = numpy.array([_float(one) for one in numbers], dtype=plain).reshape(shape)
        case _:
            raise Unfit("an array without shape and numbers")
    if found.dtype != _WIDER.get(dtype, dtype) or found.dtype.kind not in _KINDS:
        raise Unfit(f"an array of type {found.dtype}, said to be of {dtype}")
    if tag == "$tensor":
        import torch

        return torch.from_numpy(found).to(getattr(torch, dtype))
    return found[()] if tag == "$scalar" else found


def _float(one: Any) -> Any:
    return float(one) if isinstance(one, str) else one
