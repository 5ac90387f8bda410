"""`minimum` and `maximum`: the smallest or largest value and a point where it is attained."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

import sympy
from flint import arb

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import Extremum
from actbook.facts.reached import ATTAINED, LARGE, near
from actbook.facts.sample import Sample, met
from actbook.facts.statements import Statement, say
from actbook.formula.balls import exact
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
    if stated == "none":
        return
    place, bound = sample.stated(stated["x"]), sample.stated(stated["value"])
    there = sample.over(place)
    if there is not None and not there.overlaps(bound):
        words = "f({at}) is {value}"
        yield (say("place", words, at=float(place), value=float(there)),)
    for x, value in sample.values:
        if value < bound if which == "smallest" else value > bound:
            yield (met(x, value),)


def unreached(which: Extreme, sample: Sample, stated: Any) -> Statement | None:
    """An extremum that seems to be attained where none is stated, or elsewhere than stated."""
    side = -1 if which == "smallest" else 1
    if not sample.explored:
        return say("no value", "no value was found")
    best = sample.explored[0]
    for one in sample.explored:
        ahead = side * (one.value - best.value)
        best = one if ahead > 0 or (one.extremum and not ahead < 0) else best
    attained = (best.extremum or best.value.is_exact()) and side * best.value < LARGE
    words = "the {which} value that was found is {value}, at x near {at}"
    truth = say("best", words, which=which, value=float(best.value), at=float(best.x))
    if stated == "none":
        return truth if attained else None
    place, value = sample.stated(stated["x"]), sample.stated(stated["value"])
    if place.rad() > arb(2) ** -200:
        # A decimal: the point that rounds to it is among those found.
        best_there = [o for o in sample.explored if near(o.value, best.value, ATTAINED)]
        there = any(near(exact(one.x), place, ATTAINED) for one in best_there)
    else:
        at_place = sample.over(place)
        there = at_place is not None and near(at_place, best.value, ATTAINED)
    return None if there and near(best.value, value, ATTAINED) else truth


def _kind(key: str, label: str, which: Extreme) -> FactKind:
    return FactKind(
        key,
        label,
        Extremum(),
        partial(prove, which),
        partial(counterexamples, which),
        partial(unreached, which),
    )


MINIMUM = _kind("minimum", "Minimum", "smallest")
MAXIMUM = _kind("maximum", "Maximum", "largest")
