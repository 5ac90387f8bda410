"""Certificates of one function or one equation, written as their formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actbook import verify
from actbook.formula.tree import tree as data
from actbook.latex.formula import Name, read

LETTERS = (("x", "x"), (r"\alpha", "alpha"), ("v", "v"))
NAMES = tuple(Name(latex, name, "variable") for latex, name in LETTERS)


def tree(latex: str) -> dict[str, Any]:
    """A formula in x and alpha as certificates have it."""
    return data(read(latex, NAMES, "formula", 1, 1).members[0].expression)


def of_function(
    latex: str,
    *facts: tuple[str, Any],
    cuts: Sequence[str] = (),
    where: str | None = None,
    parameters: Mapping[str, str] | None = None,
    splits: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """The certificate of a function with these facts."""
    stated = [{"name": name, "stated": value, "where": where} for name, value in facts]
    function = {"symbol": "f", "tree": tree(latex), "parameters": parameters or {}, "facts": stated}
    return _with(functions=[{**function, "cuts": list(cuts), "splits": splits or {}}])


def of_equation(left: str, right: str, cuts: Sequence[str] = (), **domains: str) -> dict[str, Any]:
    """The certificate of an equation, whose letters are in these domains."""
    sides = {"left": tree(left), "right": tree(right)}
    return _with(identities=[{"claim": "=", **sides, "variables": domains, "cuts": list(cuts)}])


def of_rounding(latex: str, decimals: str) -> dict[str, Any]:
    return _with(
        roundings=[{"claim": "≈", "value": tree(latex), "decimals": decimals, "variables": {}}]
    )


def _with(**parts: Any) -> dict[str, Any]:
    empty = {"functions": [], "identities": [], "roundings": [], "unchecked": []}
    return {"certificate": 1, **empty, **parts}


def outcomes(certificate: dict[str, Any]) -> list[str]:
    """What `verify.py` says of each statement."""
    return [verify.outcome(run)[0] for _, _, run in verify.statements(certificate)]
