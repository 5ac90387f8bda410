"""Evidence as JSON has it: what somebody else would need to check a verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Set
from typing import Any

import sympy

from actbook.facts.evidence import Evidence


def data(evidence: Evidence) -> dict[str, Any]:
    """Evidence as a mapping: `kind` is the name of its class, the other keys are its fields. Exact
    numbers are text in SymPy's syntax."""
    return dict(_plain(evidence))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = [f.name for f in dataclasses.fields(value) if f.repr]
        parts = {name: _plain(getattr(value, name)) for name in shown}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, Set):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return list(map(_plain, value))
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    return sympy.sstr(value) if isinstance(value, sympy.Basic) else str(value)
