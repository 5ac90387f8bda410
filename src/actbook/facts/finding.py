"""Whether a stated fact is true, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from actbook.facts.statements import Shape, Sides, Statement
from actbook.formula.stated import Piece, Value, read_set, read_value
from actbook.proving.sets import union
from actbook.proving.variation import Analysis, Joint


class Misstated(ValueError):
    """A stated value that cannot be understood, with what was expected."""


@dataclass(frozen=True)
class Finding:
    """Whether a stated fact is true, and why. Where it is not `exact`, two numbers agree to the
    digits that are said. `wrong` is the part of a stated mapping that is not so."""

    true: bool
    because: tuple[Statement, ...]
    exact: bool = True
    wrong: str | None = None


def found(true: bool, proof: Sequence[Statement], truth: Sequence[Statement]) -> Finding:
    """A finding with its proof, or with what is true instead of what is stated."""
    return Finding(true, tuple(proof if true else truth))


def value_of(text: Any, analysis: Analysis) -> Value:
    """A stated number over the region."""
    try:
        return _real(read_value(text, analysis.region.values))
    except ValueError as error:
        raise Misstated(str(error)) from None


def set_of(text: Any, analysis: Analysis) -> tuple[Piece, ...]:
    """A stated set over the region, in order."""
    try:
        pieces = read_set(text, analysis.region.values)
        ends = [_real(end) for piece in pieces for end in (piece.lower, piece.upper)]
        return union(pieces, analysis.region) if ends else ()
    except ValueError as error:
        raise Misstated(str(error)) from None
    except TypeError:  # SymPy's, of numbers that cannot be compared
        raise Misstated(f"`{text}` has an end that is no real number") from None


def _real(value: Value) -> Value:
    if value.value.has(sympy.zoo, sympy.nan, sympy.I):
        raise Misstated(f"`{value.text}` is no real number")
    return value


def broken(analysis: Analysis, joint: Joint, n: int) -> Sides:
    """What breaks at a joint that is C^n and no more."""
    left, right = (analysis.side(joint, side, n + 1) for side in (-1, 1))
    return Sides(n + 1, joint.position, left, right)


def word_of(
    stated: Any, known: Iterable[str], true: Iterable[str], proof: Sequence[Statement]
) -> Finding:
    known, true = tuple(known), tuple(true)
    if stated not in known:
        raise Misstated(f"`{stated}` is none of {', '.join(known)}")
    return found(stated in true, proof, [Shape(true), *proof])
