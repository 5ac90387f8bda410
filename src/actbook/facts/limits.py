"""`limits`: those of f at -oo and oo, and at numbers, such as the ends of its domain."""

from __future__ import annotations

from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding
from actbook.facts.grammar import Pairs
from actbook.facts.reached import APPROACHED, LARGE, limit, near
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, say
from actbook.formula.stated import Value
from actbook.proving.exact import resolved
from actbook.proving.sets import agrees
from actbook.proving.variation import Analysis

#: How near a number a value is near the limit there, if there is one.
_BESIDE = sympy.Rational(1, 10**30)


def prove(analysis: Analysis, stated: dict[str, tuple[Value, Value]]) -> Finding:
    truth: list[Statement] = []
    for key, (at, expected) in stated.items():
        found = _limits(analysis, at.value)
        for value in found:
            one = say("limit", "f tends to {value} at {at}", at=at.value, value=value)
            if not agrees(expected, value, analysis.region):
                return Finding(False, (one,), wrong=f"{expected.text} at {key}")
            truth += [] if one in truth else [one]
        if not found:
            nothing = say("nowhere", "f has no values beside {at}", at=at.value)
            return Finding(False, (nothing,), wrong=f"{expected.text} at {key}")
    return Finding(True, tuple(truth))


def _limits(analysis: Analysis, at: sympy.Expr) -> tuple[sympy.Expr, ...]:
    """The limits of f at an infinity, or on both sides of a number."""
    if at in (sympy.oo, -sympy.oo):
        return (analysis.end(1 if at == sympy.oo else -1),)
    return analysis.toward(resolved(at, analysis.region))


def unreached(sample: Sample, stated: Any) -> Statement | None:
    for key, text in stated.items():
        if sample.number(key).is_finite:
            if (apart := _apart(sample, key, text)) is not None:
                return apart
            continue
        side = 1 if sample.number(key) == sympy.oo else -1
        if (missing := limit(sample.explored, sample.stated(text), side)) is not None:
            return missing
    return None


def _apart(sample: Sample, key: str, text: Any) -> Statement | None:
    """A value beside a number that is not near the limit that is stated there."""
    at, stated = sample.number(key), sample.stated(text)
    beside = [sample.at(at + side * _BESIDE) for side in (-1, 1)]
    known = [value for value in beside if value is not None]
    for value in known:
        unbounded = abs(value) > LARGE and (value > 0) == (stated > 0)
        if not (near(value, stated, APPROACHED) if stated.is_finite() else unbounded):
            return say("beside", "f is {value} beside {at}", at=at, value=float(value))
    return None if known else say("no value", "no value was found beside {at}", at=at)


LIMITS = FactKind(
    "limits",
    "Limits",
    Pairs('`{"-oo": 0, "oo": 1}`', "limits are a mapping", r"${y}$ as ${t} \to {x}$"),
    prove,
    unreached=unreached,
)
