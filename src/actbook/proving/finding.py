"""Whether a stated fact is true, and the words that say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy

from actbook.algebra.stated import Piece, Value, read_set, read_value
from actbook.proving.analysis import Analysis, Joint, Profile, Stretch
from actbook.proving.sets import shown_number, union


class Misstated(ValueError):
    """A stated value that cannot be understood, with what was expected."""


@dataclass(frozen=True)
class Finding:
    """Whether a stated fact is true, and why, in a sentence for readers. Where it is not `exact`,
    two numbers agree to the digits that the sentence says."""

    true: bool
    because: str
    exact: bool = True


def found(true: bool, proof: str, stated: Any, truth: str) -> Finding:
    return Finding(true, proof if true else f"stated {stated}, but {truth}")


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


def course(profile: Profile, name: str) -> str:
    """How a function runs along the line, in words."""
    words = [f"{name} {_stretch(stretch)}" for stretch in profile.stretches[:6]]
    if profile.drift:
        words.append("and the same again in each further period")
    rest = len(profile.stretches) - len(words)
    return "; ".join(words) + (f"; and so on over {rest} more pieces" if rest > 0 else "")


def _stretch(stretch: Stretch) -> str:
    span = f"on ({shown_number(stretch.lower)}, {shown_number(stretch.upper)})"
    if stretch.direction == 0:
        return f"is {shown_number(stretch.start)} {span}"
    verb = "rises" if stretch.direction > 0 else "falls"
    return f"{verb} from {shown_number(stretch.start)} to {shown_number(stretch.end)} {span}"


def broken(analysis: Analysis, joint: Joint, n: int) -> str:
    """What breaks at a joint that is C^n and no more."""
    left, right = (analysis.side(joint, side, n + 1) for side in (-1, 1))
    name = ("f", "f′", "f″")[n + 1] if n < 2 else f"the derivative of order {n + 1}"
    ends = [("nothing" if s is None else shown_number(s)) for s in (left, right)]
    where = shown_number(joint.position)
    return f"at {where} {name} tends to {ends[0]} from the left and to {ends[1]} from the right"


def word_of(stated: Any, known: Iterable[str], true: Iterable[str], proof: str) -> Finding:
    known, true = tuple(known), tuple(true)
    if stated not in known:
        raise Misstated(f"`{stated}` is none of {', '.join(known)}")
    return found(stated in true, proof, stated, f"it is {' and '.join(true)}: {proof}")
