"""`values`: f at chosen points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding, Statements
from actbook.facts.grammar import Pairs
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, f_at, say
from actbook.formula.stated import Value
from actbook.proving.curve import value_at
from actbook.proving.exact import resolved
from actbook.proving.sets import agrees
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: dict[str, tuple[Value, Value]]) -> Finding:
    proof = []
    for key, (point, expected) in stated.items():
        at = resolved(point.value, analysis.region)
        true = value_at(analysis.definition, at, analysis.region)
        if true is None or not agrees(expected, true, analysis.region):
            truth = f_at(at, None if true is None else sympy.simplify(true))
            return Finding(False, (truth,), wrong=f"f({key}) = {expected.text}")
        proof.append(f_at(at, true if expected.decimals is not None else expected.value))
    return Finding(True, tuple(proof))


def counterexamples(sample: Sample, stated: Any) -> Iterator[Statements]:
    for key, text in stated.items():
        point = sample.number(key)
        true = sample.at(point)
        if true is not None and true != sample.stated(text):
            yield (f_at(point, float(true)),)


def unreached(sample: Sample, stated: Any) -> Statement | None:
    for key in stated:
        if sample.at(sample.number(key)) is None:
            return say("no value", "no value was found at {at}", at=sample.number(key))
    return None


VALUES = FactKind(
    "values",
    "Values",
    Pairs("`{0: 1/2}`", "values are a mapping", r"${x} \mapsto {y}$"),
    prove,
    counterexamples,
    unreached,
)
