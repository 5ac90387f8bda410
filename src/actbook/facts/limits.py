"""`limits`: those of f at -oo and oo."""

from __future__ import annotations

from typing import Any

import sympy

from actbook.facts.fact import FactKind, Finding
from actbook.facts.grammar import Pairs
from actbook.facts.reached import limit
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, say
from actbook.formula.stated import Value
from actbook.proving.sets import agrees
from actbook.proving.variation import Analysis


def prove(analysis: Analysis, stated: dict[str, tuple[Value, Value]]) -> Finding:
    ends = {key: analysis.end(1 if at.value == sympy.oo else -1) for key, (at, _) in stated.items()}
    truth = {
        key: say("limit", "f tends to {value} at {at}", at=stated[key][0].value, value=end)
        for key, end in ends.items()
    }
    right = {key: agrees(v, ends[key], analysis.region) for key, (_, v) in stated.items()}
    for key in (key for key in stated if not right[key]):
        return Finding(False, (truth[key],), wrong=f"{stated[key][1].text} at {key}")
    return Finding(True, tuple(truth.values()))


def unreached(sample: Sample, stated: Any) -> Statement | None:
    for key, text in stated.items():
        side = 1 if sample.number(key) == sympy.oo else -1
        if (missing := limit(sample.explored, sample.stated(text), side)) is not None:
            return missing
    return None


LIMITS = FactKind(
    "limits",
    "Limits",
    Pairs('`{"-oo": 0, "oo": 1}`', "limits are a mapping", r"${y}$ as $x \to {x}$", ("-oo", "oo")),
    prove,
    unreached=unreached,
)
