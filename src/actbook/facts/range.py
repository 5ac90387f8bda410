"""`range` and `derivative_range`: the exact sets of values of f and of f′."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import SetOfNumbers
from actbook.facts.sample import Sample, met
from actbook.facts.statements import course, values
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


RANGE = FactKind("range", "Range", SetOfNumbers(), partial(prove, 0), counterexamples)
DERIVATIVE_RANGE = FactKind(
    "derivative_range", "Range of the derivative", SetOfNumbers(), partial(prove, 1)
)
