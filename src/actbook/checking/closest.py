"""Where the two sides of an inequality come closest: between the points that are tried.

A bound that is off by little is broken near an extremum alone, and a strict one where the sides
meet, which no comparison of balls decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from actbook.checking.conditions import Conditions
from actbook.checking.narrowing import BITS, Met, ValueAt, narrowed
from actbook.checking.places import Place
from actbook.checking.sides import valued
from actbook.formula.balls import ball
from actbook.formula.expression import Relation

#: How many of the least gaps, and of those next to 0, are narrowed down; how far the points between
#: which they lie are from 0, and from each other.
_MOST, _FAR, _APART = 3, 1e4, 1e-4
#: Sides meet where they differ by no more than this, in parts of their size, and do not around.
_MEET, _AROUND = 2.0**-80, 2.0**-50
_GREATER = {"<": "right", "<=": "right", ">": "left", ">=": "left"}


def broken(
    relation: Relation, tried: Sequence[Place], under: Conditions
) -> tuple[Place, bool] | None:
    """Where an inequality fails between the places at which it was tried, and whether it does
    because both sides are the same there."""
    groups: dict[tuple[Any, ...], list[Place]] = {}
    for place in tried if relation.operator in _GREATER else ():
        groups.setdefault(tuple(place.split[1].items()), []).append(place)
    for parameters, places in groups.items():
        for least, around in _least(_gap(relation, dict(parameters), under), places):
            place = Place({"x": float(least.x), **dict(parameters)})
            if least.value < 0:
                return place, False
            with ctx.workprec(BITS):
                size = 1 + abs(ball(relation.left, place.values))
                meet = abs(least.value) < _MEET * size and around > _AROUND * size
            strict = meet and relation.operator in ("<", ">")
            if strict and not _excluded(least.x, dict(parameters), under):
                return place, True
    return None


def _excluded(x: Fraction, parameters: Mapping[str, Any], under: Conditions) -> bool:
    """Whether a point is next to one that a condition such as x != 0 or x > 0 leaves out."""
    for one in under.required:
        left, right = (valued(s, {"x": x, **parameters}, BITS) for s in (one.left, one.right))
        with ctx.workprec(BITS):
            if left is None or right is None or abs(left - right) < _AROUND * (1 + abs(left)):
                return True
    return False


def _gap(relation: Relation, parameters: Mapping[str, Any], under: Conditions) -> ValueAt:
    """By how much the side that should be greater is so."""
    greater, less = relation.left, relation.right
    if _GREATER[relation.operator] == "right":
        greater, less = less, greater

    def gap(x: Fraction) -> arb | None:
        values = {"x": x, **parameters}
        if not under.hold(values):
            return None
        above, below = (valued(side, values, BITS) for side in (greater, less))
        if above is None or below is None or not (above.is_finite() and below.is_finite()):
            return None
        with ctx.workprec(BITS):
            return above - below

    return gap


def _least(gap: ValueAt, places: Sequence[Place]) -> Iterator[tuple[Met, arb]]:
    """Local minima of a gap, next to 0 and the least, each with the lesser gap beside it."""
    met: list[Met] = []
    for x in sorted(place.values["x"] for place in places):
        near = bool(met) and x - met[-1].x < _APART
        if near or abs(x) > _FAR or 0 < abs(x) < _APART:
            continue
        if (value := gap(Fraction(x))) is not None:
            met.append(Met(Fraction(x), value))
    inner = [
        (a, b, c)
        for a, b, c in zip(met, met[1:], met[2:], strict=False)
        if a.value > b.value and c.value > b.value
    ]
    lowest = sorted(inner, key=lambda three: float(three[1].value))[:_MOST]
    inner.sort(key=lambda three: abs(three[1].x))
    for a, b, c in (*inner[:_MOST], *lowest):
        yield narrowed(gap, a.x, b, c.x, 1), a.value.min(c.value)
