"""Formulas as smooth pieces, with their parameters scaled away."""

from __future__ import annotations

import pytest
import sympy
from proofs import NOWHERE, read, region
from trees import tree

from actbook.proving.region import Span
from actbook.proving.scaling import scaled
from actbook.proving.sign import Line, vanishes
from actbook.proving.variation import Analysis

#: formula, domains, what is left after scaling
SCALED = [
    ("x/(1 + exp(-b*x))", {"b": "(0, oo)"}, True),
    ("log(1 + exp(b*x))/b", {"b": "(0, oo)"}, True),
    ("(x + sqrt(x**2 + b))/2", {"b": "(0, oo)"}, True),
    ("max(0, x) + min(0, b*(exp(x/b) - 1))", {"b": "(0, oo)"}, True),
    ("(1 + erf((x - m)/(b*sqrt(2))))/2", {"m": "(-oo, oo)", "b": "(0, oo)"}, True),
    ("cases((x, x > 0), (b*(exp(x) - 1), True))", {"b": "(0, oo)"}, False),
    ("x/(1 + exp(-b*x))", {"b": "[0, oo)"}, False),
]


@pytest.mark.parametrize(("formula", "domains", "free"), SCALED)
def test_parameters_are_scaled_away(formula: str, domains: dict[str, str], free: bool) -> None:
    part = region(**domains)
    analysis = Analysis(tree(formula), part)
    curve, scaling = scaled(analysis.plain)
    names = {s for piece in curve.pieces if piece is not None for s in piece.free_symbols}
    assert (not names - {curve.x}) is free
    # What was scaled is the same function.
    x, u = analysis.plain.x, curve.x
    for before, after in zip(analysis.plain.pieces, curve.pieces, strict=True):
        moved = before.subs(x, scaling.place(u)) - scaling.factor * after  # type: ignore[union-attr]
        assert vanishes(moved, Line(u, Span(), part))


#: formula, breakpoints, pieces
PIECES = [
    ("max(0, x)", ["0"], ["0", "x"]),
    ("min(1, max(-1, x))", ["-1", "1"], ["-1", "x", "1"]),
    ("x/(1 + abs(x))", ["0"], ["x/(1 - x)", "x/(1 + x)"]),
    ("abs(x)**2", [], ["x**2"]),
    ("max(x, x**2)", ["0", "1"], ["x**2", "x", "x**2"]),
    ("cases((x, x > 0), (x, x < 0))", ["0"], ["x", "x"]),
    ("sqrt(x)", ["0"], ["None", "sqrt(x)"]),
    ("1/(x**2 - 1)", ["-1", "1"], ["1/(x**2 - 1)"] * 3),
]


@pytest.mark.parametrize(("formula", "breaks", "pieces"), PIECES)
def test_a_formula_is_cut_where_it_changes(
    formula: str, breaks: list[str], pieces: list[str]
) -> None:
    curve = Analysis(tree(formula), NOWHERE).plain
    assert list(map(str, curve.breaks)) == breaks
    for piece, expected in zip(curve.pieces, pieces, strict=True):
        assert piece is None if expected == "None" else sympy.simplify(piece - read(expected)) == 0
