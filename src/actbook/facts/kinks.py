"""`kinks`: the points where f′ does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sympy

from actbook.facts.fact import FactKind, Finding, found
from actbook.facts.grammar import Points
from actbook.facts.statements import Statement, broken, say
from actbook.formula.stated import Value
from actbook.proving.exact import resolved
from actbook.proving.region import Region
from actbook.proving.sets import agrees, order
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: list[Value]) -> Finding:
    expected = _distinct(stated, analysis.region)
    true = [joint for joint in analysis.inner if not analysis.differentiable(joint)]
    same = len(expected) == len(true) and all(
        any(agrees(value, joint.position, analysis.region) for value in expected) for joint in true
    )
    truth = [_kinks([joint.position for joint in true])]
    proof = [broken(analysis, j, 0 if analysis.continuous(j) else -1) for j in true]
    return found(same, proof or truth, truth)


def _kinks(places: Sequence[sympy.Expr]) -> Statement:
    """All points at which f′ does not exist."""
    at = {f"x{number}": place for number, place in enumerate(places, start=1)}
    shown = ", ".join(f"{{{name}}}" for name in at)
    return say("kinks", f"f′ does not exist at {shown}" if at else "f′ exists everywhere", **at)


def _distinct(values: Iterable[Value], region: Region) -> list[Value]:
    kept: list[Value] = []
    for value in values:
        number = resolved(value.value, region)
        if all(order(number, resolved(k.value, region), region) for k in kept):
            kept.append(value)
    return kept


KINKS = FactKind("kinks", "Kinks", Points(), prove)
