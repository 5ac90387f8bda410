"""`periodic`: the smallest period, by the variation table and the peaks that it has in a period."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import Constant
from actbook.facts.sample import Sample, met
from actbook.facts.statements import course, f_at, say
from actbook.formula.balls import exact
from actbook.formula.stated import Value
from actbook.proving.sets import agrees
from actbook.proving.sign import vanishes
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: Value | None) -> Finding:
    """A function of finitely many stretches is monotone far out, where one with a period would be
    constant; one that drifts is unbounded. Of a constant each number is a period, and none the
    smallest."""
    table = analysis.values
    if table.period is None or table.drift:
        said = [say("aperiodic", "f has no smallest period"), course(0, table)]
        return found(stated is None, said, said)
    smallest = _smallest(analysis, table.period)
    said = [say("period", "the smallest period is {period}", period=smallest), course(0, table)]
    right = stated is not None and agrees(stated, smallest, analysis.region)
    return found(right, said, said)


def _smallest(analysis: Analysis, period: sympy.Expr) -> sympy.Expr:
    """The smallest period by one that is known: of that it is a whole part, into which the peaks
    between two places a period apart are dealt evenly."""
    piece, x, (line,) = analysis.plain.pieces[0], analysis.plain.x, analysis.plain.lines
    assert piece is not None
    directions = [stretch.direction for stretch in analysis.values.stretches]
    peaks = sum(pair == (1, -1) for pair in pairwise([*directions, directions[0]]))
    parts = (part for part in sorted(sympy.divisors(peaks), reverse=True) if part > 1)
    shorter = (period / part for part in parts)
    return next((p for p in shorter if vanishes(piece.subs(x, x + p) - piece, line)), period)


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    period = sample.stated(stated)
    for x, value in sample.values:
        later = sample.over(exact(x) + period)
        if later is not None and later != value:
            at = sympy.Rational(x.numerator, x.denominator) + sample.number(stated)
            yield met(x, value), f_at(at, float(later))


PERIODIC = FactKind("periodic", "Period", Constant(), prove, counterexamples)
