"""Why a verdict is what it is, as data. `wording` makes sentences of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actbook.facts.statements import Statement
from actbook.proving.region import Region, Undecided


class Evidence:
    """Why a verdict is what it is."""


@dataclass(frozen=True)
class Case:
    """What is true of f for all parameter values of a region."""

    region: Region
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Proof(Evidence):
    """A fact is true in all cases of the parameters."""

    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Refutation(Evidence):
    """What is stated is not so in one case."""

    stated: Any
    case: Case


@dataclass(frozen=True)
class Sampled(Evidence):
    """A proof for chosen parameter values only."""

    samples: tuple[Region, ...]
    proof: Proof


@dataclass(frozen=True)
class Tried(Evidence):
    """No counterexample at so many points, and what stands in the way of a proof."""

    points: int
    reason: Undecided


@dataclass(frozen=True)
class Open(Evidence):
    """What stands in the way of a proof."""

    reason: Exception


@dataclass(frozen=True)
class InVectors(Evidence):
    """What was found of the first component of vectors of these lengths."""

    lengths: tuple[int, ...]
    found: tuple[Proof | Refutation, ...]


@dataclass(frozen=True)
class Misread(Evidence):
    """What cannot be understood or asked, in words."""

    words: str
