"""`range` and `derivative_range`: the exact sets of values of f and of f′."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import SetOfNumbers
from actbook.facts.reached import set_of_values
from actbook.facts.sample import Sample, met
from actbook.facts.statements import course, say, values
from actbook.formula.stated import Piece
from actbook.proving.sets import same_set
from actbook.proving.variation import Analysis


def prove(order: int, analysis: Analysis, stated: tuple[Piece, ...]) -> Finding:
    """Square brackets stand only where an end is attained. f′ counts where it exists."""
    table = analysis.slopes if order else analysis.values
    image = analysis.image(table)
    right = same_set(stated, image, analysis.region)
    return found(right, [course(order, table)], [values(order, image)])


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    pieces = sample.pieces(stated)
    for x, value in sample.values:
        if all(
            value < low
            or value > high
            or (not low_closed and value <= low)
            or (not high_closed and value >= high)
            for low, high, low_closed, high_closed in pieces
        ):
            yield (met(x, value),)


def steep(sample: Sample, stated: Any) -> Iterator[Statements]:
    """Slopes below or above all of those stated. Chords between f′ on the sides of a kink are never
    outside of them."""
    pieces = sample.pieces(stated)
    for one in sorted(sample.slopes, key=lambda one: abs(one.x)) if sample.deep else ():
        value = one.value
        below = all(value < a or (not closed and value <= a) for a, _, closed, _ in pieces)
        above = all(value > b or (not closed and value >= b) for _, b, _, closed in pieces)
        if below or above:
            words = "f′ is {value} near {at}"
            yield (say("slope", words, at=float(one.x), value=float(value)),)


RANGE = FactKind(
    "range",
    "Range",
    SetOfNumbers(),
    partial(prove, 0),
    counterexamples,
    lambda sample, stated: set_of_values(sample, stated, sample.explored, sample.at),
)
DERIVATIVE_RANGE = FactKind(
    "derivative_range",
    "Range of the derivative",
    SetOfNumbers(),
    partial(prove, 1),
    steep,
    lambda sample, stated: set_of_values(sample, stated, sample.slopes, sample.slope),
)
