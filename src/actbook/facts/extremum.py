"""`minimum` and `maximum`: the smallest or largest value and a point where it is attained."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

import sympy

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import Extremum
from actbook.facts.sample import Sample, met
from actbook.facts.statements import say
from actbook.formula.stated import Piece, Value
from actbook.proving.curve import value_at
from actbook.proving.exact import inside, resolved
from actbook.proving.region import Span
from actbook.proving.sets import agrees, interval, order, union
from actbook.proving.variation import Analysis

Extreme = Literal["smallest", "largest"]


def prove(which: Extreme, analysis: Analysis, stated: tuple[Value, Value] | None) -> Finding:
    image = analysis.image(analysis.values)
    low, high = image[0], image[-1]
    end, closed = (
        (low.lower, low.lower_closed) if which == "smallest" else (high.upper, high.upper_closed)
    )
    if not closed:
        words = "no value is the {which}: they come to {value} without attaining it"
        bound = [say("unattained", words, which=which, value=end.value)]
        return found(stated is None, bound, bound)
    places = _attained(analysis, end.value)
    first = {f"place{number}": (place,) for number, place in enumerate(places[:3], start=1)}
    words = "the {which} value is {value}, at x in " + " and ".join(f"{{{n}}}" for n in first)
    truth = [say("attained", words, which=which, value=end.value, **first)]
    if stated is None:
        return found(False, [], truth)
    x, value = stated
    right = agrees(value, end.value, analysis.region) and _is_at(x, end.value, places, analysis)
    return found(right, truth, truth)


def _attained(analysis: Analysis, value: sympy.Expr) -> list[Piece]:
    """Where f has a value that ends its range."""
    region, table = analysis.region, analysis.values
    points = [
        interval(point.position, point.position, closed=True)
        for point in table.points
        if order(point.value, value, region) == 0
    ]
    flats = [
        interval(stretch.lower, stretch.upper)
        for stretch in table.stretches
        if stretch.direction == 0 and order(stretch.start, value, region) == 0
    ]
    return list(union([*points, *flats], region))


def _is_at(x: Value, end: sympy.Expr, places: list[Piece], analysis: Analysis) -> bool:
    """Whether f takes the value `end` at x, or for a decimal at a point that rounds to x."""
    if x.decimals is not None:
        return any(_holds(place, x, analysis) for place in places)
    value = value_at(analysis.definition, resolved(x.value, analysis.region), analysis.region)
    return value is not None and order(value, end, analysis.region) == 0


def _holds(place: Piece, x: Value, analysis: Analysis) -> bool:
    """Whether a stated point is in a piece, a point of it rounded to the decimals written."""
    low, high = place.lower.value, place.upper.value
    if low == high:
        return agrees(x, low, analysis.region)
    span = Span(low, high, not place.lower_closed, not place.upper_closed)
    return inside(resolved(x.value, analysis.region), span, analysis.region)


def counterexamples(which: Extreme, sample: Sample, stated: Any) -> Iterator[Statements]:
    bound = sample.stated(stated["value"])
    for x, value in sample.values:
        if value < bound if which == "smallest" else value > bound:
            yield (met(x, value),)


def _kind(key: str, label: str, which: Extreme) -> FactKind:
    return FactKind(key, label, Extremum(), partial(prove, which), partial(counterexamples, which))


MINIMUM = _kind("minimum", "Minimum", "smallest")
MAXIMUM = _kind("maximum", "Maximum", "largest")
