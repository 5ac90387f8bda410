"""What smooth expressions do near an end, by their leading terms: limits, and signs on whole tails.

Every end is carried to infinity: x = a + 1/t or a - 1/t at a finite end a, x = t or -t at an
infinite one. There the sum of monomials of an expression, a term or a few, decides. SymPy's own
limits are not used: they are slow, and some of them are wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import sympy
from flint import arb, ctx

from actbook.proving.expansion import Expansion
from actbook.proving.forms import large
from actbook.proving.interval import Interval
from actbook.proving.region import Region, Undecided
from actbook.proving.root import BOX_BITS
from actbook.proving.scale import UNIT, Indeterminate, Scale
from actbook.proving.sums import Sums

#: How many terms are looked at besides the last, one number after the other: for limits, and from
#: each of the starts on a tail.
LENGTHS = (1, 2, 4, 8)
STARTS, TAIL_LENGTHS = (4, 8, 16, 64, 256), (1, 3, 7)


def limit(
    expression: sympy.Expr, x: sympy.Symbol, at: Any, side: int, region: Region
) -> sympy.Expr:
    """The limit as x tends to `at` from above (`side` 1) or below (-1), exactly, maybe infinite."""
    if x not in expression.free_symbols:
        return expression
    t = sympy.Dummy("t", positive=True)
    moved = expression.xreplace({x: {sympy.oo: t, -sympy.oo: -t}.get(at, at + side / t)})
    if not moved.has(sympy.I):
        for length in LENGTHS[:1] if large(expression) else LENGTHS:
            try:
                return _limit(moved, t, Sums(Scale(region), length))
            except Indeterminate:
                continue
    raise Undecided("the limit of {} where {} tends to {}", expression, x, at)


def _limit(expression: sympy.Expr, t: sympy.Symbol, sums: Sums) -> sympy.Expr:
    terms = Expansion(t, sums).terms(expression)
    if side := sums.heading(terms):
        return side * sympy.oo
    _, constant, _ = sums.parts(terms)
    if isinstance(constant, Interval):
        raise Indeterminate
    return constant


@dataclass(frozen=True)
class Ending:
    """What an expression is from `start` on: `lead` times numbers of one sign, which are between
    two bounds."""

    start: int
    sign: int
    lead: sympy.Expr
    between: tuple[float, float]


def ending(expression: sympy.Expr, t: sympy.Symbol, region: Region) -> Ending | None:
    """Where an expression in t has one sign for all larger t, None where none is seen."""
    scale = Scale(region)
    with ctx.workprec(BOX_BITS):
        for length, start in product(TAIL_LENGTHS, STARTS):
            sums = Sums(scale, length, arb(start))
            try:
                terms = Expansion(t, sums).terms(expression)
                share = sums.share(terms)
            except (Indeterminate, Undecided, ValueError):
                continue
            if share.defined and share.sign is not None:
                lead = next(iter(terms), UNIT).written(t)
                return Ending(start, share.sign, lead, (float(share.lower), float(share.upper)))
    return None
