"""All facts that a page may state, in the order of the at-a-glance table: the engine's own, then
those that installed packages bring."""

from __future__ import annotations

from actbook import brought
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

_OWN = (
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


def _all(own: tuple[FactKind, ...]) -> tuple[FactKind, ...]:
    """The engine's own facts and those that are brought, in which no name is one of another."""
    every = list(own)
    for point, kind in brought.loaded(brought.FACTS, FactKind):
        names = {name for one in every for name in (one.key, *one.aliases)}
        if taken := names & {kind.key, *kind.aliases}:
            raise brought.Unfit(point, f"there is a fact `{min(taken)}` already")
        every.append(kind)
    return tuple(every)


FACTS = _all(_OWN)


def named(name: str) -> FactKind | None:
    """The fact that a page states under a key or an alias."""
    return next((fact for fact in FACTS if name in (fact.key, *fact.aliases)), None)
