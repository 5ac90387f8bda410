"""The sign chart and the variation table: how a function runs along the line."""

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
class Boxes:
    """How the sign of the derivative of some `order` of an expression in `variable` was found.

    It is that of `left` from its place to the left, and of `right` to the right, where there is
    one. Between, each box from one of the `edges` to the next has a sign `+` or `-` of its Taylor
    series with the remainder, or is `0`: it has one zero, at which the sign changes unless a higher
    derivative than the first is the first that is not 0.
    """

    expression: sympy.Expr
    variable: sympy.Symbol
    order: int
    left: str
    right: str
    edges: str
    signs: str


@dataclass(frozen=True)
class SignChart:
    """The zeros inside a span, ascending, and the signs between them: one more than zeros. `boxes`
    say how they were found where it took any."""

    zeros: tuple[sympy.Expr, ...]
    signs: tuple[int, ...]
    boxes: tuple[Boxes, ...] = ()


@dataclass(frozen=True)
class Point:
    """A point at which the function has a value, between or at the ends of stretches."""

    position: sympy.Expr
    value: sympy.Expr


@dataclass(frozen=True)
class VariationTable:
    """How a function, or a derivative of it, runs along the line: stretches, ascending, and points.

    A periodic one is looked at over one `period`. So is one that only drifts from period to period,
    as x + sin(x) does: `drift` is then the sign of what each adds. `boxes` say how the directions
    were found where no shorter rule told them.
    """

    stretches: tuple[Stretch, ...]
    points: tuple[Point, ...]
    drift: int = 0
    period: sympy.Expr | None = None
    boxes: tuple[Boxes, ...] = ()
