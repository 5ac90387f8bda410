"""`convexity`: convex or concave on the whole line, strictly where that is so."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import arb

from actbook.facts.fact import FactKind, Finding, Statements, one_of
from actbook.facts.grammar import Words
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, broken, course, say, smooth
from actbook.proving.sets import order
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: str) -> Finding:
    jumps = [j for j in analysis.inner if not analysis.continuous(j)]
    if jumps:
        return one_of(stated, ("neither",), [smooth(-1), broken(analysis, jumps[0], -1)])
    slopes = analysis.slopes
    moves = {stretch.direction for stretch in slopes.stretches}
    for joint in analysis.inner:
        left, right = analysis.side(joint, -1, 1), analysis.side(joint, 1, 1)
        moves.add(order(right, left, analysis.region))
    strict = "" if any(s.direction == 0 for s in slopes.stretches) else "strictly "
    return one_of(stated, _curvature(moves, strict), [course(1, slopes)])


def _curvature(moves: set[int], strict: str) -> tuple[str, ...]:
    match 1 in moves, -1 in moves:
        case True, True:
            return ("neither",)
        case True, False:
            return (f"{strict}convex",)
        case False, True:
            return (f"{strict}concave",)
    return ("convex", "concave")


def _chords(sample: Sample) -> Iterator[tuple[Fraction, Fraction, arb, arb]]:
    """The middles of chords, half their lengths, f there and twice how far it is above them."""
    values = [(x, value) for x, value in sample.values if abs(x) <= 4]
    for (x, a), (y, b) in combinations(values, 2):
        middle = sample.at((x + y) / 2) if y - x == Fraction(1, 4) else None
        if middle is not None:
            yield (x + y) / 2, (y - x) / 2, middle, 2 * middle - a - b


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    for at, distance, middle, above in _chords(sample):
        straight = above == 0 and "strictly" in stated
        if straight or (above > 0 and "convex" in stated) or (above < 0 and "concave" in stated):
            words = "f({at}) is {value}, {side} the chord"
            side = "on" if straight else "above" if above > 0 else "below"
            yield (say("chord", words, at=at, value=float(middle), side=side, ends=distance),)


def unreached(sample: Sample, stated: Any) -> Statement | None:
    """No chord above f, or none below it, where f is said to be neither convex nor concave; no
    straight part where it is not strictly so."""
    sides = [above for _, _, _, above in _chords(sample)]
    if stated in ("convex", "concave") and not any(above.contains(0) for above in sides):
        return say("missing", "no part was found on which f is straight")
    for side, word in ((1, "above"), (-1, "below")) if stated == "neither" else ():
        if not any(side * above > 0 for above in sides):
            return say("missing", "no place was found where f is {word} its chord", word=word)
    return None


CONVEXITY = FactKind(
    "convexity",
    "Convexity",
    Words(
        ("strictly convex", "convex", "strictly concave", "concave", "neither"),
        {"neither": "neither convex nor concave"},
    ),
    prove,
    counterexamples,
    unreached,
)
