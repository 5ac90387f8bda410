"""The variation table: how a function runs along the line."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from actbook.formula.stated import Piece
from actbook.proving.sets import interval

#: f and its derivatives, as readers know them.
DERIVATIVES = ("f", "f′", "f″", "f‴")


@dataclass(frozen=True)
class Stretch:
    """An open interval on which a function rises (`direction` 1), falls or is constant (0), with
    its limits at both ends."""

    lower: sympy.Expr
    upper: sympy.Expr
    direction: int
    start: sympy.Expr
    end: sympy.Expr

    @property
    def image(self) -> Piece:
        if self.direction == 0:
            return interval(self.start, self.start, closed=True)
        ends = (self.start, self.end) if self.direction > 0 else (self.end, self.start)
        return interval(*ends)


@dataclass(frozen=True)
class Point:
    """A point at which the function has a value, between or at the ends of stretches."""

    position: sympy.Expr
    value: sympy.Expr


@dataclass(frozen=True)
class VariationTable:
    """How a function, or a derivative of it, runs along the line: stretches, ascending, and points.

    A periodic one is looked at over one `period`. So is one that only drifts from period to period,
    as x + sin(x) does: `drift` is then the sign of what each adds.
    """

    stretches: tuple[Stretch, ...]
    points: tuple[Point, ...]
    drift: int = 0
    period: sympy.Expr | None = None
