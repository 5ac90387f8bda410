"""Regions and expressions for the tests of proofs."""

from __future__ import annotations

from typing import Any

import sympy

from actbook.facts.cases import regions
from actbook.proving.region import Region
from actbook.reading.page import Parameter

X = sympy.Symbol("x", real=True)
OO = sympy.oo
NOWHERE = Region({}, {})


def region(**domains: str) -> Region:
    """The region of parameters with these domains."""
    return regions(tuple(Parameter(n, n, None, d, 1) for n, d in domains.items()), None)[0]


def read(text: str, names: dict[str, Any] | None = None) -> sympy.Expr:
    """An expression in `x` and the names, as SymPy reads it."""
    return sympy.sympify(text, locals={"x": X, **(names or {})})
