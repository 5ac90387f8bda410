"""All facts that a page may state, in the order of the at-a-glance table."""

from __future__ import annotations

from actbook.facts.autograd import AUTOGRAD
from actbook.facts.convexity import CONVEXITY
from actbook.facts.extremum import MAXIMUM, MINIMUM
from actbook.facts.fact import FactKind
from actbook.facts.kinks import KINKS
from actbook.facts.limits import LIMITS
from actbook.facts.lipschitz import LIPSCHITZ
from actbook.facts.monotonic import MONOTONIC
from actbook.facts.parity import PARITY
from actbook.facts.periodic import PERIODIC
from actbook.facts.range import DERIVATIVE_RANGE, RANGE
from actbook.facts.smoothness import SMOOTHNESS
from actbook.facts.values import VALUES

FACTS = (
    RANGE,
    DERIVATIVE_RANGE,
    MONOTONIC,
    CONVEXITY,
    PARITY,
    PERIODIC,
    SMOOTHNESS,
    KINKS,
    LIPSCHITZ,
    MINIMUM,
    MAXIMUM,
    LIMITS,
    VALUES,
    AUTOGRAD,
)


def named(name: str) -> FactKind | None:
    """The fact that a page states under a key or an alias."""
    return next((fact for fact in FACTS if name in (fact.key, *fact.aliases)), None)
