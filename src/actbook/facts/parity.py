"""`parity`: odd, even or neither, by the difference of f(x) and ±f(-x)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding, Statements, one_of
from actbook.facts.grammar import Words
from actbook.facts.sample import Sample, met
from actbook.facts.statements import Statement, f_at, say
from actbook.proving.region import Span, Undecided, some_value
from actbook.proving.sets import order
from actbook.proving.sign import Line, vanishes
from actbook.proving.variation import Analysis

#: f(-x) is so many times f(x).
_SIDES = {"even": 1, "odd": -1}


def prove(analysis: Analysis, stated: str) -> Finding:
    why_not = {name: _asymmetry(analysis, side) for name, side in _SIDES.items()}
    true = [name for name, reason in why_not.items() if not reason]
    signs = {"even": "", "odd": "-"}
    proof = [say("mirrored", "f(-x) = {sign}f(x), by SymPy", sign=signs[name]) for name in true]
    if not true:
        proof = [
            say("asymmetric", "not {name}: {why}", name=name, why=why)
            for name, why in why_not.items()
        ]
    return one_of(stated, true or ["neither"], proof)


def _asymmetry(analysis: Analysis, side: int) -> Statements:
    """Why f(-x) is not always `side` times f(x); empty where it is.

    A formula changes at a breakpoint, so one without a counterpart is reason enough.
    """
    plain, region = analysis.plain, analysis.region
    for at in plain.breaks:
        if all(order(at, -other, region) for other in plain.breaks):
            words = "the formula changes at {at}, not at {mirror}"
            return (say("lopsided", words, at=at, mirror=-at),)
    for piece, mirror, line in zip(plain.pieces, plain.pieces[::-1], plain.lines, strict=True):
        if (piece is None) != (mirror is None):
            return (_one_sided(line.span.mirrored if piece is None else line.span),)
        if piece is not None and mirror is not None:
            difference = piece - side * mirror.subs(plain.x, -plain.x)
            if not vanishes(difference, line):
                return (_witness(difference, side, line),)
    for at, here, opposite in zip(plain.breaks, plain.values, plain.values[::-1], strict=True):
        if (here is None) != (opposite is None):
            return (_one_sided(-at if here is None else at),)
        if here is not None and order(here, side * opposite, region):  # type: ignore[operator]
            return f_at(at, here), f_at(-at, opposite)
    return ()


def _one_sided(at: Span | sympy.Expr) -> Statement:
    """f is defined on a span or at a point, and not on its mirror image."""
    if isinstance(at, Span):
        return say("one-sided", "f is defined on {on}, not on {mirror}", on=at, mirror=at.mirrored)
    return say("one-sided", "f is defined at {at}, not at {mirror}", at=at, mirror=-at)


def _witness(difference: sympy.Expr, side: int, line: Line) -> Statement:
    """A point at which f(x) and f(-x) differ for all parameters, or an end to which their
    difference comes."""
    name = f"f(x) {'-' if side > 0 else '+'} f(-x)"
    ends = zip((line.span.lower, line.span.upper), _ends(difference, line), (1, -1), strict=True)
    for end, value, approach in ends:
        if value is not None and order(value, sympy.Integer(0), line.region):
            side_of = " from the right" if approach > 0 else " from the left"
            words = "{name} tends to {value} at {at}" + ("" if end.is_infinite else side_of)
            return say("unlike", words, name=name, at=end, value=value)
    for turn in range(4):
        at = some_value(line.span, turn)
        value = difference.subs(line.x, at)
        if line.sign(value):
            return say("unlike", "{name} is {value} at {at}", name=name, at=at, value=value)
    raise Undecided("where the two sides differ")


def _ends(difference: sympy.Expr, line: Line) -> tuple[sympy.Expr | None, sympy.Expr | None]:
    try:
        return line.ends(difference)
    except Undecided:
        return None, None


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    values = dict(sample.values)
    for x, value in values.items() if stated in ("even", "odd") else ():
        other = values.get(-x)
        if other is not None and value != (other if stated == "even" else -other):
            yield met(x, value), met(-x, other)


def unreached(sample: Sample, stated: Any) -> Statement | None:
    """A symmetry that all points have where none is stated."""
    values = dict(sample.values)
    pairs = [(a, values[-x]) for x, a in values.items() if -x in values]
    for word, sign in (("even", 1), ("odd", -1)) if stated == "neither" else ():
        if all(a.overlaps(sign * b) for a, b in pairs):
            return say("symmetric", "f seems to be {word}", word=word)
    return None


PARITY = FactKind(
    "parity",
    "Parity",
    Words(("odd", "even", "neither"), {"neither": "neither even nor odd"}),
    prove,
    counterexamples,
    unreached,
)
