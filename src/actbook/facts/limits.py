"""`limits`: those of f at -oo and oo."""

from __future__ import annotations

import sympy

from actbook.facts.fact import FactKind, Finding
from actbook.facts.grammar import Pairs
from actbook.facts.statements import say
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


LIMITS = FactKind(
    "limits",
    "Limits",
    Pairs('`{"-oo": 0, "oo": 1}`', "limits are a mapping", r"${y}$ as $x \to {x}$", ("-oo", "oo")),
    prove,
)
