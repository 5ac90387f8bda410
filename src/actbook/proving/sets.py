"""Unions of intervals with exact ends, put in order and compared with what a page states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cmp_to_key
from typing import Any

import sympy
from flint import arb, ctx

from actbook.formula.stated import Piece, Value
from actbook.proving.exact import resolved, sign
from actbook.proving.forms import brief, large, written
from actbook.proving.region import Region
from actbook.proving.root import NUMBER_BITS, Root, number

#: Numbers that are as long as this are told in words.
LONGEST = 2000


def exactly(value: sympy.Expr) -> Value:
    """A computed number as an end of a piece."""
    return Value(sympy.sympify(value), None, "")


def interval(lower: sympy.Expr, upper: sympy.Expr, closed: bool = False) -> Piece:
    return Piece(exactly(lower), exactly(upper), closed, closed)


def order(a: Any, b: Any, region: Region) -> int:
    """The sign of a - b, also for infinite ends."""
    if a == b:
        return 0
    if a in (sympy.oo, -sympy.oo):
        return 1 if a == sympy.oo else -1
    if b in (sympy.oo, -sympy.oo):
        return -1 if b == sympy.oo else 1
    return sign(a - b, region)


def union(pieces: Iterable[Piece], region: Region) -> tuple[Piece, ...]:
    """The same set as disjoint pieces in ascending order, joined where they touch."""
    waiting = [_resolved(piece, region) for piece in pieces]
    waiting = [piece for piece in waiting if not _empty(piece, region)]
    joined: list[Piece] = []
    for piece in _ascending(waiting, region):
        if joined and _touch(joined[-1], piece, region):
            joined[-1] = _join(joined[-1], piece, region)
        else:
            joined.append(piece)
    return tuple(joined)


def _resolved(piece: Piece, region: Region) -> Piece:
    ends = (piece.lower, piece.upper)
    lower, upper = (replace(end, value=resolved(end.value, region)) for end in ends)
    return replace(piece, lower=lower, upper=upper)


def _empty(piece: Piece, region: Region) -> bool:
    side = order(piece.lower.value, piece.upper.value, region)
    if side > 0:
        raise ValueError(f"{shown_set([piece], region)} has its ends in the wrong order")
    return side == 0 and not (piece.lower_closed and piece.upper_closed)


def _ascending(pieces: Iterable[Piece], region: Region) -> list[Piece]:
    """Pieces by where they start; of two that start at one point, first what holds it."""

    def compared(a: Piece, b: Piece) -> int:
        side = order(a.lower.value, b.lower.value, region)
        return side or b.lower_closed - a.lower_closed

    return sorted(pieces, key=cmp_to_key(compared))


def _touch(a: Piece, b: Piece, region: Region) -> bool:
    side = order(b.lower.value, a.upper.value, region)
    return side < 0 or (side == 0 and (a.upper_closed or b.lower_closed))


def _join(a: Piece, b: Piece, region: Region) -> Piece:
    side = order(a.upper.value, b.upper.value, region)
    last = a if side > 0 else b
    closed = last.upper_closed or (side == 0 and a.upper_closed)
    return Piece(a.lower, last.upper, a.lower_closed, closed)


def same_set(stated: Sequence[Piece], computed: Sequence[Piece], region: Region) -> bool:
    """Whether two unions in order are the same, a decimal standing for what rounds to it."""
    return len(stated) == len(computed) and all(
        (a.lower_closed, a.upper_closed) == (b.lower_closed, b.upper_closed)
        and agrees(a.lower, b.lower.value, region)
        and agrees(a.upper, b.upper.value, region)
        for a, b in zip(stated, computed, strict=True)
    )


def agrees(stated: Value, computed: sympy.Expr, region: Region) -> bool:
    """Whether a number is the stated one: exactly, or rounded to the decimals written."""
    value = resolved(stated.value, region)
    if stated.decimals is None or computed in (sympy.oo, -sympy.oo):
        return order(value, computed, region) == 0
    half = sympy.Rational(1, 2 * 10**stated.decimals)
    return all(sign(half + side * (value - computed), region) >= 0 for side in (1, -1))


def shown_set(pieces: Iterable[Piece], region: Region) -> str:
    """A set for readers, in the parameters of the region."""
    words = []
    for piece in pieces:
        lower, upper = (shown_number(end.value, region) for end in (piece.lower, piece.upper))
        if lower == upper and piece.lower_closed:
            words.append(f"{{{lower}}}")
        else:
            left, right = "(["[piece.lower_closed], ")]"[piece.upper_closed]
            words.append(f"{left}{lower}, {upper}{right}")
    return " U ".join(words) or "the empty set"


def shown_number(value: sympy.Expr, region: Region) -> str:
    """A number for readers, in the parameters of the region: exact where it has a name, else to 17
    digits."""
    value = region.told(value)
    roots = [s for s in value.free_symbols if isinstance(s, Root)]
    if not roots:
        return digits(value) if large(value) and not value.free_symbols else brief(value, LONGEST)
    if len(value.free_symbols) > len(roots):
        return written(value.xreplace({root: sympy.Float(digits(root), 17) for root in roots}))
    return digits(value)


def double(value: sympy.Expr) -> float:
    """The double next to a number without parameters, or to an infinity."""
    return float(value) if value.is_infinite else float(digits(value))


def digits(value: sympy.Expr, count: int = 17) -> str:
    """A number without parameters in decimals."""
    enclosed = number(value)
    with ctx.workprec(NUMBER_BITS):
        middle: arb = (enclosed.lower + enclosed.upper) / 2
        text: str = middle.mid().str(count, radius=False)
    return text
