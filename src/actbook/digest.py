"""Digests of values: the same on every run, and different for different values."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from pathlib import PurePath


def digest(*parts: object) -> str:
    """The SHA-256 of values, the same on every run: equal digests mean equal values and types.

    Dataclasses, mappings (in their order, which a page may show), sequences, sets, dates, paths
    and scalars. Raises TypeError for anything else.
    """
    total = hashlib.sha256()
    _feed(total, parts)
    return total.hexdigest()


def _feed(total: hashlib._Hash, value: object) -> None:
    """Add a value as its type, its length and its content: no two values give the same bytes."""
    parts = _parts(value)
    content = _scalar(value) if parts is None else str(len(parts)).encode()
    total.update(f"{type(value).__qualname__}:{len(content)}:".encode() + content)
    for part in parts or ():
        _feed(total, part)


def _parts(value: object) -> Sequence[object] | None:
    """What a compound value consists of; None for a scalar."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
        return [part for pair in named for part in pair]
    if isinstance(value, Mapping):
        return [part for pair in value.items() for part in pair]
    if isinstance(value, Set):
        return sorted(digest(part) for part in value)
    if isinstance(value, list | tuple):
        return list(value)
    return None


def _scalar(value: object) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode("utf-8", "surrogatepass")
        case float():
            return value.hex().encode()
        case None | bool() | int() | Fraction() | PurePath() | datetime.date():
            return str(value).encode()
    raise TypeError(f"a {type(value).__name__} has no digest: {value!r}")
