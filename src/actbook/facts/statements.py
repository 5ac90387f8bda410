"""What can be said of a function: exact data in the symbols of a region, and the sentence that
tells them.

A sentence tells numbers in the parameters of the page, and 17 digits stand for what has no shorter
name. What one fact alone says stands in that fact's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from string import Formatter
from typing import Any

import sympy

from actbook.proving.region import Region, Span
from actbook.proving.sets import shown_number, shown_set
from actbook.proving.table import DERIVATIVES, Stretch, VariationTable
from actbook.proving.variation import Analysis, Joint

#: Of how many pieces the course of a function is told.
PIECES = 6


@dataclass(frozen=True)
class Statement:
    """What is so for all parameter values of a region: a `kind`, its data by name, and words with
    a `{name}` for each part of the data that is told.

    Numbers are exact (SymPy), or fractions and floats where they were met when points were tried.
    """

    kind: str
    words: str = field(repr=False)
    data: Mapping[str, Any]

    def told(self, region: Region) -> str:
        """A sentence, or several with `; ` between them."""
        return _Teller(region).vformat(self.words, (), self.data)


def say(kind: str, words: str, **data: Any) -> Statement:
    return Statement(kind, words, data)


class _Teller(Formatter):
    """Words with exact data in the parameters of the page."""

    def __init__(self, region: Region) -> None:
        self.region = region

    def format_field(self, value: Any, format_spec: str) -> str:
        match value:
            case str() | int():
                return str(value)
            case float():
                return format(value, format_spec or ".15g")
            case Fraction():
                return str(value) if abs(value) >= 1 or value == 0 else f"{float(value):g}"
            case None:
                return "nothing"
            case Span():
                return str(value.told(self.region.told))
            case (Statement(), *_):
                return "; ".join(statement.told(self.region) for statement in value)
            case tuple():
                return shown_set(value, self.region)
        return shown_number(value, self.region)


def derivative(order: int) -> str:
    known = order < len(DERIVATIVES)
    return DERIVATIVES[order] if known else f"the derivative of order {order}"


def course(order: int, table: VariationTable) -> Statement:
    """How f (`order` 0), f′ (1), … runs along the line."""
    parts = [_stretch(derivative(order), stretch) for stretch in table.stretches]
    told, more = tuple(parts[:PIECES]), len(parts) - PIECES
    words = "{told}" + ("; and so on over {more} more pieces" if more > 0 else "")
    data = {"order": order, "table": table, "told": told, "more": more}
    if table.period is not None:
        words += "; and so on with period {period}"
        words += ", by {rise} more" if table.drift else ""
        rise = table.stretches[-1].end - table.stretches[0].start
        data |= {"period": table.period, "rise": sympy.simplify(rise) if table.drift else 0}
    return Statement("course", words, data)


def _stretch(f: str, stretch: Stretch) -> Statement:
    words = (
        "{f} is {start} on ({lower}, {upper})",
        "{f} rises from {start} to {end} on ({lower}, {upper})",
        "{f} falls from {start} to {end} on ({lower}, {upper})",
    )[stretch.direction]
    return Statement("stretch", words, {"f": f, **vars(stretch)})


def values(order: int, pieces: tuple[Any, ...]) -> Statement:
    """The set of all values of f, f′, …"""
    words = "{f} takes the values {pieces}"
    return say("values", words, order=order, f=derivative(order), pieces=pieces)


def f_at(at: Any, value: Any) -> Statement:
    """f at a point; None where it has no value."""
    words = "f is not defined at {at}" if value is None else "f({at}) is {value}"
    return say("value", words, at=at, value=value)


def broken(analysis: Analysis, joint: Joint, n: int) -> Statement:
    """What breaks at a joint that is C^n and no more: the one-sided limits of the next derivative,
    None where it is not defined on that side."""
    left, right = (analysis.side(joint, side, n + 1) for side in (-1, 1))
    return say(
        "sides",
        "at {at} {f} tends to {left} from the left and to {right} from the right",
        **{"order": n + 1, "f": derivative(n + 1), "at": joint.position},
        **{"left": left, "right": right},
    )


def smooth(order: float) -> Statement:
    """The largest k of C^k, -1 for what is not continuous."""
    known = {-1.0: "f is not continuous", float("inf"): "it is C^oo"}
    return say("smoothness", known.get(order, "it is C^{order:.0f}"), order=float(order))


#: f has real values on no interval.
NOWHERE = say("nowhere", "f has real values on no interval")
