"""What a page states of the values of a function: one check per fact, named as its key.

Each takes an analysis and the stated value as YAML gives it. `Misstated` says what was expected of
a value that cannot be understood; `Split` and `Undecided` pass through.
"""

from __future__ import annotations

from typing import Any

import sympy

from actbook.facts.finding import Finding, Misstated, broken, found, set_of, value_of
from actbook.facts.statements import (
    Attained,
    Continuous,
    Course,
    Extreme,
    Smooth,
    Statement,
    Steepest,
    Tends,
    Unattained,
    Value,
    Values,
)
from actbook.formula.stated import Piece
from actbook.formula.stated import Value as Stated
from actbook.proving.curve import value_at
from actbook.proving.exact import inside, resolved
from actbook.proving.region import Span
from actbook.proving.sets import agrees, interval, order, same_set, union
from actbook.proving.variation import Analysis, VariationTable

_INFINITIES = {"-oo": -sympy.oo, "oo": sympy.oo}


def range(analysis: Analysis, stated: Any) -> Finding:
    """The set of values, square brackets only where an end is attained."""
    return _set(analysis, analysis.values, 0, stated)


def derivative_range(analysis: Analysis, stated: Any) -> Finding:
    """The set of values of f′, over the points where it exists."""
    return _set(analysis, analysis.slopes, 1, stated)


def _set(analysis: Analysis, table: VariationTable, order: int, stated: Any) -> Finding:
    expected = set_of(stated, analysis)
    image = analysis.image(table)
    right = same_set(expected, image, analysis.region)
    return found(right, [Course(order, table)], [Values(order, image)])


def limits(analysis: Analysis, stated: Any) -> Finding:
    """The limits at -oo and oo."""
    if not isinstance(stated, dict) or not stated.keys() <= _INFINITIES.keys():
        raise Misstated('limits are a mapping such as {"-oo": 0, "oo": 1}')
    ends = {key: analysis.end(-1 if key == "-oo" else 1) for key in stated}
    right = {
        key: agrees(value_of(value, analysis), ends[key], analysis.region)
        for key, value in stated.items()
    }
    truth = {key: Tends(_INFINITIES[key], ends[key]) for key in stated}
    for key in (key for key in stated if not right[key]):
        return Finding(False, (truth[key],), wrong=f"{stated[key]} at {key}")
    return Finding(True, tuple(truth.values()))


def lipschitz(analysis: Analysis, stated: Any) -> Finding:
    """The smallest Lipschitz constant, which is the supremum of |f′| of a continuous function."""
    for joint in analysis.joints:
        if not analysis.continuous(joint):
            jump = broken(analysis, joint, -1)
            return found(stated == "none", [jump], [Smooth(-1), jump])
    image = analysis.image(analysis.slopes)
    ends = (-image[0].lower.value, image[-1].upper.value)
    largest = ends[0] if order(ends[0], ends[1], analysis.region) > 0 else ends[1]
    proof: list[Statement] = [Continuous(), Values(1, image)]
    truth = [Steepest(largest)]
    if largest == sympy.oo or stated == "none":
        return found(stated == "none" and largest == sympy.oo, proof, truth)
    return found(agrees(value_of(stated, analysis), largest, analysis.region), proof, truth)


def minimum(analysis: Analysis, stated: Any) -> Finding:
    """The smallest value and a point where it is attained, or `none`."""
    piece = analysis.image(analysis.values)[0]
    return _extremum(analysis, stated, piece.lower.value, piece.lower_closed, "smallest")


def maximum(analysis: Analysis, stated: Any) -> Finding:
    """The largest value and a point where it is attained, or `none`."""
    piece = analysis.image(analysis.values)[-1]
    return _extremum(analysis, stated, piece.upper.value, piece.upper_closed, "largest")


def _extremum(
    analysis: Analysis, stated: Any, end: sympy.Expr, attained: bool, which: Extreme
) -> Finding:
    if not isinstance(stated, dict) and stated != "none":
        raise Misstated(f"`{stated}` is no {{x: …, value: …}} and not `none`")
    if isinstance(stated, dict) and stated.keys() != {"x", "value"}:
        raise Misstated("an extremum is {x: …, value: …} or `none`")
    if not attained:
        bound = [Unattained(which, end)]
        return found(stated == "none", bound, bound)
    places = _attained(analysis, end)
    truth = [Attained(which, end, tuple(places[:3]))]
    if stated == "none":
        return found(False, [], truth)
    x = value_of(stated["x"], analysis)
    right = agrees(value_of(stated["value"], analysis), end, analysis.region) and _is_at(
        x, end, places, analysis
    )
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


def _is_at(x: Stated, end: sympy.Expr, places: list[Piece], analysis: Analysis) -> bool:
    """Whether f takes the value `end` at x, or for a decimal at a point that rounds to x."""
    if x.decimals is not None:
        return any(_holds(place, x, analysis) for place in places)
    value = value_at(analysis.definition, resolved(x.value, analysis.region), analysis.region)
    return value is not None and order(value, end, analysis.region) == 0


def _holds(place: Piece, x: Stated, analysis: Analysis) -> bool:
    """Whether a stated point is in a piece, a point of it rounded to the decimals written."""
    low, high = place.lower.value, place.upper.value
    if low == high:
        return agrees(x, low, analysis.region)
    span = Span(low, high, not place.lower_closed, not place.upper_closed)
    return inside(resolved(x.value, analysis.region), span, analysis.region)


def values(analysis: Analysis, stated: Any) -> Finding:
    """f at chosen points."""
    if not isinstance(stated, dict) or not stated:
        raise Misstated("values are a mapping such as {0: 1/2}")
    proof = []
    for key, value in stated.items():
        expected = value_of(value, analysis)
        at = resolved(value_of(key, analysis).value, analysis.region)
        true = value_at(analysis.definition, at, analysis.region)
        if true is None or not agrees(expected, true, analysis.region):
            truth = Value(at, None if true is None else sympy.simplify(true))
            return Finding(False, (truth,), wrong=f"f({key}) = {value}")
        proof.append(Value(at, true if expected.decimals is not None else expected.value))
    return Finding(True, tuple(proof))
