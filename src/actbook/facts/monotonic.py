"""`monotonic`: the strongest that can be said, strictly increasing rather than non-decreasing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from actbook.facts.fact import FactKind, Finding, Statements, one_of
from actbook.facts.grammar import Words
from actbook.facts.sample import Sample, met
from actbook.facts.statements import course
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
        if (b < a and stated in ("strictly increasing", "non-decreasing")) or (
            a < b and stated in ("strictly decreasing", "non-increasing")
        ):
            yield met(x, a), met(y, b)


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
)
