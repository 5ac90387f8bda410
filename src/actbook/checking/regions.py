"""Where the arguments of functions may be: which points are inside, where they end, and points
chosen at random."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import sympy

from actbook.formula.stated import Piece, read_set
from actbook.reading.definitions import domain
from actbook.reading.page import Function, Parameter

#: The powers of ten between which numbers are chosen where a domain has no end.
_SIZES = (-3.0, 3.0)


class Within:
    """The domain of a function's first argument, where its other names have these values."""

    def __init__(self, function: Function, values: Mapping[str, float]) -> None:
        known = {sympy.Symbol(name): sympy.Rational(value) for name, value in values.items()}
        self.pieces = [_Ends.of(piece, known) for piece in domain(function)]

    def __contains__(self, x: float) -> bool:
        return any(piece.holds(x) for piece in self.pieces)

    @property
    def ends(self) -> list[sympy.Expr]:
        """The finite ends, exactly."""
        every = (end for piece in self.pieces for end in (piece.lower, piece.upper))
        return [end for end in every if end.is_finite]

    @property
    def hull(self) -> tuple[float, float]:
        """Between which numbers all of it is."""
        return (
            min(float(piece.lower) for piece in self.pieces),
            max(float(piece.upper) for piece in self.pieces),
        )

    def among(self, generator: random.Random, count: int) -> list[float]:
        """So many points of each bounded part: elsewhere the sizes of numbers lead."""
        spans = [(float(piece.lower), float(piece.upper)) for piece in self.pieces]
        bounded = [span for span in spans if all(map(math.isfinite, span))]
        return [generator.uniform(*span) for span in bounded for _ in range(count)]


class _Ends:
    """The ends of an interval, and whether a double is between them."""

    def __init__(self, lower: sympy.Expr, upper: sympy.Expr, closed: tuple[bool, bool]) -> None:
        self.lower, self.upper, self.closed = lower, upper, closed
        # Only rational ends can be met by a double.
        self._low, self._high = _comparable(lower), _comparable(upper)

    @classmethod
    def of(cls, piece: Piece, known: Mapping[sympy.Symbol, sympy.Rational]) -> _Ends:
        ends = piece.lower.value.subs(known), piece.upper.value.subs(known)
        return cls(*ends, (piece.lower_closed, piece.upper_closed))

    def holds(self, x: float) -> bool:
        above = x > self._low or (self.closed[0] and x == self._low)
        return above and (x < self._high or (self.closed[1] and x == self._high))


def _comparable(end: sympy.Expr) -> Fraction | float:
    return Fraction(int(end.p), int(end.q)) if end.is_Rational else float(end)


def among(
    function: Function, parameters: Mapping[str, float], points: Sequence[float]
) -> list[float]:
    """Those of some points that are in a function's domain, and others of it where some are not."""
    inside = Within(function, parameters)
    kept = [x for x in points if x in inside]
    low, high = inside.hull
    steps = [float(2 * n + 1) / (2 * len(points)) for n in range(len(points))]
    if math.isfinite(low) and math.isfinite(high):
        others = [low + (high - low) * step for step in steps]
    else:
        others = [low + 4 * step if math.isfinite(low) else high - 4 * step for step in steps]
    missing = len(points) - len(kept)
    return kept + [x for x in others if missing and x in inside and x not in kept][:missing]


def drawn(
    parameters: Iterable[Parameter],
    generator: random.Random,
    given: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, float]:
    """Values of parameters chosen at random from their domains, which may name those before and
    what is `given`."""
    found: dict[str, float] = {}
    for parameter in parameters:
        values = {**given, **found}
        pieces = read_set(parameter.domain, tuple(values))
        known = {sympy.Symbol(name): sympy.Rational(value) for name, value in values.items()}
        ends = _Ends.of(generator.choice(pieces), known)
        found[parameter.name] = _chosen(float(ends.lower), float(ends.upper), generator)
    return found


def _chosen(low: float, high: float, generator: random.Random) -> float:
    if math.isfinite(low) and math.isfinite(high):
        return generator.uniform(low, high)
    size = 10 ** generator.uniform(*_SIZES)
    if math.isfinite(low) or math.isfinite(high):
        return low + size if math.isfinite(low) else high - size
    return generator.choice((1, -1)) * size
