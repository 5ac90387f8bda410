"""`lipschitz`: the smallest constant, which is the supremum of |f′| of a continuous function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding, Statements, found
from actbook.facts.grammar import Constant
from actbook.facts.sample import Sample
from actbook.facts.statements import broken, say, smooth, values
from actbook.formula.balls import exact
from actbook.formula.stated import Value
from actbook.proving.sets import agrees, order
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: Value | None) -> Finding:
    for joint in analysis.joints:
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


LIPSCHITZ = FactKind("lipschitz", "Lipschitz constant", Constant(), prove, counterexamples)
