"""What a page states of the shape of a function: one check per fact, named as its key."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import sympy

from actbook.algebra.stated import Value
from actbook.proving.analysis import Analysis, Joint, Profile
from actbook.proving.exact import resolved
from actbook.proving.finding import Finding, Misstated, broken, course, found, value_of, word_of
from actbook.proving.line import Line
from actbook.proving.region import Undecided, some_value
from actbook.proving.sets import agrees, order, shown_number
from actbook.proving.settle import vanishes


def monotonic(analysis: Analysis, stated: Any) -> Finding:
    """The strongest that can be said: strictly increasing rather than non-decreasing."""
    known = (
        *("strictly increasing", "non-decreasing", "strictly decreasing", "non-increasing"),
        "none",
    )
    true = _monotony(analysis, _moves(analysis))
    return word_of(stated, known, true, course(analysis.values, "f"))


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
        place = shown_number(jumps[0].position)
        return word_of(stated, known, ("neither",), f"f is not continuous at {place}")
    slopes = analysis.slopes
    moves = {stretch.direction for stretch in slopes.stretches}
    for joint in analysis.joints:
        left, right = analysis.side(joint, -1, 1), analysis.side(joint, 1, 1)
        moves.add(order(right, left, analysis.region))
    return word_of(stated, known, _curvature(moves, slopes), course(slopes, "f′"))


def _curvature(moves: set[int], slopes: Profile) -> tuple[str, ...]:
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
        return found(word == "C^oo", "one formula, smooth on the whole line", stated, "it is C^oo")
    orders = {joint: analysis.smoothness(joint) for joint in analysis.joints}
    least = min(orders.values())
    true = "discontinuous" if least < 0 else "C^oo" if least == float("inf") else f"C^{least}"
    worst = next(joint for joint in analysis.joints if orders[joint] == least)
    return found(word == true, broken(analysis, worst, int(least)), stated, f"it is {true}")


def kinks(analysis: Analysis, stated: Any) -> Finding:
    """The points where f′ does not exist."""
    if not isinstance(stated, list):
        raise Misstated(f"`{stated}` is no list of points such as [-1, 1]")
    expected = _distinct((value_of(item, analysis) for item in stated), analysis)
    true = [joint for joint in analysis.joints if analysis.slope(joint) is None]
    same = len(expected) == len(true) and all(
        any(agrees(value, joint.position, analysis.region) for value in expected) for joint in true
    )
    places = ", ".join(shown_number(joint.position) for joint in true)
    truth = f"f′ does not exist at {places}" if true else "f′ exists everywhere"
    proof = "; ".join(_kink(analysis, joint) for joint in true) or truth
    return found(same, proof, stated, truth)


def _kink(analysis: Analysis, joint: Joint) -> str:
    return broken(analysis, joint, 0 if analysis.continuous(joint) else -1)


def _distinct(values: Iterable[Value], analysis: Analysis) -> list[Value]:
    kept: list[Value] = []
    for value in values:
        number = resolved(value.value, analysis.region)
        if all(order(number, resolved(k.value, analysis.region), analysis.region) for k in kept):
            kept.append(value)
    return kept


def parity(analysis: Analysis, stated: Any) -> Finding:
    """Odd, even or neither."""
    why_not = {word: _asymmetry(analysis, side) for word, side in (("even", 1), ("odd", -1))}
    true = [word for word, reason in why_not.items() if reason is None]
    proof = f"f(-x) = {'' if 'even' in true else '-'}f(x), by SymPy"
    if not true:
        proof = "; ".join(f"not {word}: {reason}" for word, reason in why_not.items())
    return word_of(stated, ("odd", "even", "neither"), true or ("neither",), proof)


def _asymmetry(analysis: Analysis, side: int) -> str | None:
    """Why f(-x) is not always `side` times f(x); None where it is.

    A formula changes at a breakpoint, so one without a counterpart is reason enough.
    """
    plain, region = analysis.plain, analysis.region
    for at in plain.breaks:
        if all(order(at, -other, region) for other in plain.breaks):
            return f"the formula changes at {shown_number(at)}, not at {shown_number(-at)}"
    for piece, mirror, line in zip(plain.pieces, plain.pieces[::-1], plain.lines, strict=True):
        if (piece is None) != (mirror is None):
            return f"f is defined on one side of 0 only, for {line.span}"
        if piece is not None and mirror is not None:
            difference = piece - side * mirror.subs(plain.x, -plain.x)
            if not vanishes(difference, line):
                return _witness(difference, side, line)
    for at, value, opposite in zip(plain.breaks, plain.values, plain.values[::-1], strict=True):
        if (value is None) != (opposite is None):
            return f"f is not defined at both of {shown_number(at)} and {shown_number(-at)}"
        if value is not None and order(value, side * opposite, region):  # type: ignore[operator]
            return f"f({shown_number(at)}) is {shown_number(value)}"
    return None


def _witness(difference: sympy.Expr, side: int, line: Line) -> str:
    """A point at which f(x) and f(-x) differ for all parameters."""
    name = f"f(x) {'-' if side > 0 else '+'} f(-x)"
    for end, value in zip((line.span.lower, line.span.upper), _ends(difference, line), strict=True):
        if value is not None and order(value, sympy.Integer(0), line.region):
            return f"{name} tends to {shown_number(value)} at {shown_number(end)}"
    for turn in range(4):
        at = some_value(line.span, turn)
        value = difference.subs(line.x, at)
        if line.sign(value):
            return f"{name} is {shown_number(value)} at {shown_number(at)}"
    raise Undecided("where the two sides differ")


def _ends(difference: sympy.Expr, line: Line) -> tuple[sympy.Expr | None, sympy.Expr | None]:
    try:
        return line.ends(difference)
    except Undecided:
        return None, None
