"""What can be said of a function, as data: a value for each kind of sentence.

The numbers in it are exact, in the symbols of a region; `wording` alone makes words of them, in the
parameters of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import sympy

from actbook.formula.stated import Piece
from actbook.proving.region import Span
from actbook.proving.variation import VariationTable

#: An exact number, or one that was met when points were tried.
Number: TypeAlias = sympy.Expr | Fraction | float
Extreme = Literal["smallest", "largest"]


class Statement:
    """What can be said of a function, for all parameter values of a region."""


@dataclass(frozen=True)
class Course(Statement):
    """How f (`order` 0), f′ (1), … runs along the line."""

    order: int
    table: VariationTable


@dataclass(frozen=True)
class Values(Statement):
    """The set of all values of f, f′, …"""

    order: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Value(Statement):
    """f at a point; None where it has no value."""

    at: Number
    value: Number | None


@dataclass(frozen=True)
class Tends(Statement):
    """The limit of f at -oo or oo."""

    at: sympy.Expr
    value: sympy.Expr


@dataclass(frozen=True)
class Sides(Statement):
    """The limits of f, f′, … at a point from the left and from the right, None where not defined
    there."""

    order: int
    at: sympy.Expr
    left: sympy.Expr | None
    right: sympy.Expr | None


@dataclass(frozen=True)
class Attained(Statement):
    """The smallest or largest value, and sets of points at which it is attained."""

    which: Extreme
    value: sympy.Expr
    places: tuple[Piece, ...]


@dataclass(frozen=True)
class Unattained(Statement):
    """The greatest lower or least upper bound, which is no value."""

    which: Extreme
    value: sympy.Expr


@dataclass(frozen=True)
class Continuous(Statement):
    """f is continuous."""


@dataclass(frozen=True)
class Steepest(Statement):
    """The supremum of |f′|."""

    value: sympy.Expr


@dataclass(frozen=True)
class Smooth(Statement):
    """The largest k of C^k, -1 for what is not continuous."""

    order: float


@dataclass(frozen=True)
class OneFormula(Statement):
    """f is one formula without a breakpoint."""


@dataclass(frozen=True)
class Kinks(Statement):
    """All points at which f′ does not exist."""

    places: tuple[sympy.Expr, ...]


@dataclass(frozen=True)
class Mirrored(Statement):
    """f(-x) is `side` times f(x)."""

    side: int


@dataclass(frozen=True)
class Unlike(Statement):
    """f(x) - `side` f(-x) has this value at a point, or comes to it: from the left (`approach` -1),
    from the right (1), or at infinity (None)."""

    side: int
    at: sympy.Expr
    value: sympy.Expr
    approach: int | None


@dataclass(frozen=True)
class Lopsided(Statement):
    """The formula changes at a point and not at its mirror image."""

    at: sympy.Expr


@dataclass(frozen=True)
class OneSided(Statement):
    """f is defined on a span or at a point, and not on its mirror image."""

    at: Span | sympy.Expr


@dataclass(frozen=True)
class Asymmetric(Statement):
    """f is not even (`side` 1) or not odd (-1), and why."""

    side: int
    why: tuple[Statement, ...]


@dataclass(frozen=True)
class Shape(Statement):
    """What f is in the words of a fact: `strictly increasing`, `neither`."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Nowhere(Statement):
    """f has real values on no interval."""


@dataclass(frozen=True)
class Rise(Statement):
    """By how much f changes between two points."""

    lower: Fraction
    upper: Fraction
    rise: float


@dataclass(frozen=True)
class OffChord(Statement):
    """f(x) is above (`side` 1) or below (-1) the middle of f(x - 1/8) and f(x + 1/8)."""

    at: Fraction
    value: float
    side: int


@dataclass(frozen=True)
class Returned(Statement):
    """What autograd returns at a point. `to` is the number that this is to `digits` digits only."""

    at: float
    got: float
    to: str | None = None
    digits: int = 0


@dataclass(frozen=True)
class Norm(Statement):
    """The largest singular value of the Jacobian that was met, at a vector, and of how many."""

    largest: float
    at: tuple[float, ...]
    tried: int
