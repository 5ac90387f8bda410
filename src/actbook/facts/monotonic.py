"""`monotonic`: the strongest that can be said, strictly increasing rather than non-decreasing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from actbook.facts.fact import FactKind, Finding, Statements, one_of
from actbook.facts.grammar import Words
from actbook.facts.sample import Sample, met
from actbook.facts.statements import Statement, course, say
from actbook.proving.sets import order
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: str) -> Finding:
    return one_of(stated, _monotony(analysis), [course(0, analysis.values)])


def _monotony(analysis: Analysis) -> tuple[str, ...]:
    moves = _moves(analysis)
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


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    for (x, a), (y, b) in pairwise(sample.values):
        falls = b < a and stated in ("strictly increasing", "non-decreasing")
        rises = a < b and stated in ("strictly decreasing", "non-increasing")
        if falls or rises or (a == b and str(stated).startswith("strictly")):
            yield met(x, a), met(y, b)


def unreached(sample: Sample, stated: Any) -> Statement | None:
    """No rise, no fall or no flat part where one is stated."""
    pairs = list(pairwise(sorted({met.x: met.value for met in sample.explored}.items())))
    rises = any(a < b for (_, a), (_, b) in pairs)
    falls = any(b < a for (_, a), (_, b) in pairs)
    # Far away, values that differ are the same to all digits.
    flat = any(a.overlaps(b) for (x, a), (y, b) in pairs if max(abs(x), abs(y)) <= 8)
    needed = {
        "none": [(rises, "rises"), (falls, "falls")],
        "strictly increasing": [(rises, "rises")],
        "strictly decreasing": [(falls, "falls")],
        "non-decreasing": [(flat, "is constant")],
        "non-increasing": [(flat, "is constant")],
    }
    for there, what in needed.get(stated, ()):
        if not there:
            return say("missing", "no part was found on which f {what}", what=what)
    return None


MONOTONIC = FactKind(
    "monotonic",
    "Monotonicity",
    Words(
        (
            *("strictly increasing", "non-decreasing", "strictly decreasing", "non-increasing"),
            "none",
        ),
        {"none": "not monotonic"},
    ),
    prove,
    counterexamples,
    unreached,
)
