"""`lipschitz`: the smallest constant, which is the supremum of |f′| of a continuous function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sympy
from flint import arb

from actbook.checking.narrowing import Met
from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import Constant
from actbook.facts.reached import ends
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, broken, say, smooth, values
from actbook.formula.balls import exact
from actbook.formula.stated import Value
from actbook.proving.sets import agrees, order
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: Value | None) -> Finding:
    for joint in analysis.inner:
        if not analysis.continuous(joint):
            jump = broken(analysis, joint, -1)
            return found(stated is None, [jump], [smooth(-1), jump])
    image = analysis.image(analysis.slopes)
    ends = (-image[0].lower.value, image[-1].upper.value)
    largest = ends[0] if order(ends[0], ends[1], analysis.region) > 0 else ends[1]
    proof = [say("continuous", "f is continuous"), values(1, image)]
    if largest == sympy.oo or stated is None:
        right = stated is None and largest == sympy.oo
    else:
        right = agrees(stated, largest, analysis.region)
    bounded = "the largest |f′| is {value}"
    words = "f′ is not bounded" if largest == sympy.oo else bounded
    return found(right, proof, [say("steepest", words, value=largest)])


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    bound = sample.stated(stated)
    for (x, a), (y, b) in pairwise(sample.values):
        rise = abs(b - a)
        if rise > bound * exact(y - x):
            words = "f changes by {rise:.6g} between {lower} and {upper}"
            yield (say("rise", words, lower=x, upper=y, rise=float(rise)),)
    for met in sample.slopes if sample.deep else ():
        if abs(met.value) > bound:
            words = "f rises by {value} times a short step at x near {at}"
            yield (say("slope", words, at=float(met.x), value=float(met.value)),)


def unreached(sample: Sample, stated: Any) -> Statement | None:
    """The steepest slope or rise that was found, where the constant is not as small as can be."""
    slopes = [Met(met.x, abs(met.value)) for met in sample.slopes]
    values = sorted({met.x: met.value for met in sample.explored}.items())
    rises = [Met(x, abs(b - a) / exact(y - x)) for (x, a), (y, b) in pairwise(values)]
    bound = arb.pos_inf() if stated == "none" else sample.stated(stated)
    return ends([*slopes, *rises], bound, not bound.is_finite(), 1)


LIPSCHITZ = FactKind(
    "lipschitz", "Lipschitz constant", Constant(), prove, counterexamples, unreached
)
