"""What short notations stand for in formulas: roots, norms, positive parts, membership."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Expression,
    Indexed,
    Number,
    Relation,
    Symbol,
)
from actbook.latex.pieces import COMPARISONS

#: Rules that are one operator on their parts.
OPERATIONS = {
    **{"plus": "+", "minus": "-", "negative": "neg", "times": "*", "quotient": "/"},
    **{"absolute": "abs", "floor": "floor", "ceiling": "ceil"},
}
#: The index of the sum that a norm is.
_NORMED = "j"
_INFINITE = Symbol("oo")


def order(primes: str) -> int:
    """How often `f''` and `f^{(2)}` differentiate."""
    digit = re.search("[1-9]", primes)
    return int(digit[0]) if digit else primes.count("'") + primes.count("\\prime")


def compared(sides: Sequence[Expression], signs: Sequence[str]) -> tuple[Relation, ...]:
    """`-1 < x \\le 1` as two relations."""
    return tuple(
        Relation(COMPARISONS.get(sign, sign), *pair)
        for sign, pair in zip(signs, pairwise(sides), strict=True)
    )


def positive(value: Expression) -> Expression:
    """`(x)_+`, the greater of 0 and x."""
    return Apply("max", (Number(Fraction(0)), value))


def root(radicand: Expression, degree: Fraction) -> Expression:
    """The real root; ValueError for a degree that no root has."""
    if degree.denominator != 1 or degree < 2:
        raise ValueError("the degree of a root is 2, 3, …")
    if degree % 2 == 0:
        return Apply("^", (radicand, Number(1 / degree)))
    # An odd root is odd; a power of a negative number is no real number.
    size = Apply("^", (Apply("abs", (radicand,)), Number(1 / degree)))
    return Apply("*", (Apply("sign", (radicand,)), size))


def norm(vector: str, order: str) -> Expression:
    """The norm of a whole vector, of order `1`, `2` or `oo`; ValueError for another."""
    component = Indexed(vector, Symbol(_NORMED))
    size = Apply("abs", (component,))
    if order == "oo":
        return Aggregate("max", _NORMED, None, None, size)
    if order == "1":
        return Aggregate("+", _NORMED, None, None, size)
    if order != "2":
        raise ValueError("a norm is one of \\lVert x \\rVert_1, _2 and _\\infty")
    square = Apply("^", (component, Number(Fraction(2))))
    return Apply("sqrt", (Aggregate("+", _NORMED, None, None, square),))


def within(
    value: Expression, lower: Expression, upper: Expression, brackets: str
) -> tuple[Relation, ...]:
    """`x \\in (0, 1]` as comparisons; an end that is infinite asks nothing, and is never closed,
    which is a ValueError."""
    below, above = ("<=" if bracket in "[]" else "<" for bracket in brackets)
    found = [
        (lower, Relation(below, lower, value)),
        (upper, Relation(above, value, upper)),
    ]
    endless = (_INFINITE, Apply("neg", (_INFINITE,)))
    if any(end in endless and relation.operator == "<=" for end, relation in found):
        raise ValueError("an infinite end has a round bracket")
    return tuple(relation for end, relation in found if end not in endless)
