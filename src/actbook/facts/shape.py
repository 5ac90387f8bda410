"""What a page states of the shape of a function: one check per fact, named as its key."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import sympy

from actbook.facts.finding import Finding, Misstated, broken, found, value_of, word_of
from actbook.facts.statements import (
    Asymmetric,
    Course,
    Kinks,
    Lopsided,
    Mirrored,
    OneFormula,
    OneSided,
    Sides,
    Smooth,
    Statement,
    Unlike,
    Value,
)
from actbook.formula.stated import Value as Stated
from actbook.proving.exact import resolved
from actbook.proving.region import Undecided, some_value
from actbook.proving.sets import agrees, order
from actbook.proving.sign import Line, vanishes
from actbook.proving.variation import Analysis, Joint, VariationTable


def monotonic(analysis: Analysis, stated: Any) -> Finding:
    """The strongest that can be said: strictly increasing rather than non-decreasing."""
    known = (
        *("strictly increasing", "non-decreasing", "strictly decreasing", "non-increasing"),
        "none",
    )
    true = _monotony(analysis, _moves(analysis))
    return word_of(stated, known, true, [Course(0, analysis.values)])


def _monotony(analysis: Analysis, moves: set[int]) -> tuple[str, ...]:
    flat = any(s.direction == 0 for s in analysis.values.stretches)
    match 1 in moves, -1 in moves:
        case True, True:
            return ("none",)
        case True, False:
            return ("non-decreasing" if flat else "strictly increasing",)
        case False, True:
            return ("non-increasing" if flat else "strictly decreasing",)
    return ("non-decreasing", "non-increasing")


def _moves(analysis: Analysis) -> set[int]:
    """The signs of all that moves: the stretches and the jumps between them."""
    moves = {stretch.direction for stretch in analysis.values.stretches}
    for joint in analysis.joints:
        steps = [analysis.side(joint, -1, 0), joint.value, analysis.side(joint, 1, 0)]
        there = [step for step in steps if step is not None]
        for a, b in pairwise(there):
            moves.add(order(b, a, analysis.region))
    return moves


def convexity(analysis: Analysis, stated: Any) -> Finding:
    """Convex, strictly convex, concave, strictly concave or neither, on the whole line."""
    known = ("strictly convex", "convex", "strictly concave", "concave", "neither")
    jumps = [j for j in analysis.joints if not analysis.continuous(j)]
    if jumps:
        return word_of(stated, known, ("neither",), [Smooth(-1), broken(analysis, jumps[0], -1)])
    slopes = analysis.slopes
    moves = {stretch.direction for stretch in slopes.stretches}
    for joint in analysis.joints:
        left, right = analysis.side(joint, -1, 1), analysis.side(joint, 1, 1)
        moves.add(order(right, left, analysis.region))
    return word_of(stated, known, _curvature(moves, slopes), [Course(1, slopes)])


def _curvature(moves: set[int], slopes: VariationTable) -> tuple[str, ...]:
    strict = "" if any(s.direction == 0 for s in slopes.stretches) else "strictly "
    match 1 in moves, -1 in moves:
        case True, True:
            return ("neither",)
        case True, False:
            return (f"{strict}convex",)
        case False, True:
            return (f"{strict}concave",)
    return ("convex", "concave")


def smoothness(analysis: Analysis, stated: Any) -> Finding:
    """The largest k of C^k."""
    word = str(stated)
    if word not in ("discontinuous", "C^oo") and not word.removeprefix("C^").isdigit():
        raise Misstated(f"`{stated}` is none of discontinuous, C^0, C^1, …, C^oo")
    if not analysis.joints:
        return found(word == "C^oo", [OneFormula()], [Smooth(float("inf"))])
    orders = {joint: analysis.smoothness(joint) for joint in analysis.joints}
    least = min(orders.values())
    true = "discontinuous" if least < 0 else "C^oo" if least == float("inf") else f"C^{least}"
    if least == float("inf"):
        return found(word == true, [Smooth(least)], [Smooth(least)])
    worst = next(joint for joint in analysis.joints if orders[joint] == least)
    return found(word == true, [broken(analysis, worst, int(least))], [Smooth(least)])


def kinks(analysis: Analysis, stated: Any) -> Finding:
    """The points where f′ does not exist."""
    if not isinstance(stated, list):
        raise Misstated(f"`{stated}` is no list of points such as [-1, 1]")
    expected = _distinct((value_of(item, analysis) for item in stated), analysis)
    true = [joint for joint in analysis.joints if analysis.slope(joint) is None]
    same = len(expected) == len(true) and all(
        any(agrees(value, joint.position, analysis.region) for value in expected) for joint in true
    )
    truth = [Kinks(tuple(joint.position for joint in true))]
    return found(same, [_kink(analysis, joint) for joint in true] or truth, truth)


def _kink(analysis: Analysis, joint: Joint) -> Sides:
    return broken(analysis, joint, 0 if analysis.continuous(joint) else -1)


def _distinct(values: Iterable[Stated], analysis: Analysis) -> list[Stated]:
    kept: list[Stated] = []
    for value in values:
        number = resolved(value.value, analysis.region)
        if all(order(number, resolved(k.value, analysis.region), analysis.region) for k in kept):
            kept.append(value)
    return kept


def parity(analysis: Analysis, stated: Any) -> Finding:
    """Odd, even or neither."""
    why_not = {side: _asymmetry(analysis, side) for side in (1, -1)}
    true = [side for side, reason in why_not.items() if not reason]
    proof: list[Statement] = [Mirrored(side) for side in true]
    if not true:
        proof = [Asymmetric(side, reason) for side, reason in why_not.items()]
    names = [{1: "even", -1: "odd"}[side] for side in true]
    return word_of(stated, ("odd", "even", "neither"), names or ("neither",), proof)


def _asymmetry(analysis: Analysis, side: int) -> tuple[Statement, ...]:
    """Why f(-x) is not always `side` times f(x); empty where it is.

    A formula changes at a breakpoint, so one without a counterpart is reason enough.
    """
    plain, region = analysis.plain, analysis.region
    for at in plain.breaks:
        if all(order(at, -other, region) for other in plain.breaks):
            return (Lopsided(at),)
    for piece, mirror, line in zip(plain.pieces, plain.pieces[::-1], plain.lines, strict=True):
        if (piece is None) != (mirror is None):
            return (OneSided(line.span.mirrored if piece is None else line.span),)
        if piece is not None and mirror is not None:
            difference = piece - side * mirror.subs(plain.x, -plain.x)
            if not vanishes(difference, line):
                return (_witness(difference, side, line),)
    for at, value, opposite in zip(plain.breaks, plain.values, plain.values[::-1], strict=True):
        if (value is None) != (opposite is None):
            return (OneSided(-at if value is None else at),)
        if value is not None and order(value, side * opposite, region):  # type: ignore[operator]
            return Value(at, value), Value(-at, opposite)
    return ()


def _witness(difference: sympy.Expr, side: int, line: Line) -> Unlike:
    """A point at which f(x) and f(-x) differ for all parameters."""
    ends = zip((line.span.lower, line.span.upper), _ends(difference, line), (1, -1), strict=True)
    for end, value, approach in ends:
        if value is not None and order(value, sympy.Integer(0), line.region):
            return Unlike(side, end, value, None if end.is_infinite else approach)
    for turn in range(4):
        at = some_value(line.span, turn)
        value = difference.subs(line.x, at)
        if line.sign(value):
            return Unlike(side, at, value, None)
    raise Undecided("where the two sides differ")


def _ends(difference: sympy.Expr, line: Line) -> tuple[sympy.Expr | None, sympy.Expr | None]:
    try:
        return line.ends(difference)
    except Undecided:
        return None, None
