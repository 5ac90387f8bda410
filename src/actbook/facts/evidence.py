"""Why a verdict is what it is, as data, each with its sentence: what somebody else would need to
check it."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import sympy

from actbook.facts.grammar import written
from actbook.facts.statements import Statement
from actbook.proving.region import Region, Undecided
from actbook.proving.root import number
from actbook.proving.sets import digits
from actbook.verdict import Status


class Evidence(ABC):
    """Why a verdict is what it is."""

    @abstractmethod
    def words(self) -> str:
        """The evidence as one sentence."""


@dataclass(frozen=True)
class Case:
    """What is true of f for all parameter values of a region."""

    region: Region
    statements: tuple[Statement, ...]

    def sentence(self, with_region: bool) -> str:
        """What is said, with the parameter values that it is said for."""
        said = "; ".join(statement.told(self.region) for statement in self.statements)
        region = f", for {self.region}" if with_region and self.region.values else ""
        return "; ".join([said + region, *_taken(self.region.alike)])


def _taken(alike: Mapping[sympy.Expr, int]) -> Iterator[str]:
    """What was taken to be equal."""
    for value, known in alike.items():
        near = digits(_one_side(value))
        yield f"two numbers near {near} are taken to be equal, as they agree to {known:,} digits"


def _one_side(value: sympy.Expr) -> sympy.Expr:
    """One of two numbers whose difference is given and is almost 0: its positive terms."""
    return sympy.Add(*(term for term in value.args if value.is_Add and number(term).sign == 1))


@dataclass(frozen=True)
class Proof(Evidence):
    """A fact is true in all cases of the parameters."""

    cases: tuple[Case, ...]

    @property
    def status(self) -> Status:
        """`holds` where numbers are taken to be equal of which only the digits are known."""
        return "holds" if any(case.region.alike for case in self.cases) else "proved"

    def words(self) -> str:
        first, *others = self.cases
        if not others:
            # A region of single values may be but a sample.
            return first.sentence(with_region=not first.region.spans)
        more = f"{len(others)} more case{'s' if len(others) > 1 else ''} of the parameters"
        alike = {value: known for case in others for value, known in case.region.alike.items()}
        taken = [f"; {words}" for words in _taken(alike)] if not first.region.alike else []
        return f"{first.sentence(with_region=True)}; likewise in {more}{''.join(taken)}"


@dataclass(frozen=True)
class Refutation(Evidence):
    """What is stated is not so in one case."""

    stated: Any
    case: Case

    def words(self) -> str:
        return f"stated {written(self.stated)}, but {self.case.sentence(with_region=True)}"


@dataclass(frozen=True)
class Sampled(Evidence):
    """A proof for chosen parameter values only."""

    samples: tuple[Region, ...]
    proof: Proof

    def words(self) -> str:
        samples = "; ".join(map(str, self.samples))
        return f"{self.proof.status} for {samples}, not for all: {self.proof.words()}"


@dataclass(frozen=True)
class Tried(Evidence):
    """No counterexample at so many points, and what stands in the way of a proof."""

    points: int
    reason: Undecided

    def words(self) -> str:
        both = f"no counterexample at {self.points:,} points, where what is stated is reached too"
        return f"{both}; no proof, as to {self.reason}"


@dataclass(frozen=True)
class Unreached(Evidence):
    """What is stated is not where a search looked for it, and what stands in the way of a proof."""

    stated: Any
    case: Case
    reason: Undecided

    def words(self) -> str:
        found = self.case.sentence(with_region=True)
        return f"stated {written(self.stated)}, but {found}; no proof, as to {self.reason}"


@dataclass(frozen=True)
class Open(Evidence):
    """What stands in the way of a proof."""

    reason: Exception

    def words(self) -> str:
        return f"no proof was found, as to {self.reason}"


@dataclass(frozen=True)
class InVectors(Evidence):
    """What was found of the first component of vectors of these lengths."""

    lengths: tuple[int, ...]
    found: tuple[Proof | Refutation, ...]

    def words(self) -> str:
        if isinstance(self.found[-1], Refutation):
            return f"{self.found[-1].words()}, in vectors of {self.lengths[-1]} components"
        proofs = [proof.status for proof in self.found if isinstance(proof, Proof)]
        how = "holds" if "holds" in proofs else "proved"
        lengths = " and ".join(map(str, self.lengths))
        return f"{how} for the first component of vectors of {lengths} components"


@dataclass(frozen=True)
class Misread(Evidence):
    """What cannot be understood or asked, in words."""

    said: str

    def words(self) -> str:
        return self.said


def data(evidence: Evidence) -> dict[str, Any]:
    """Evidence as a mapping: `kind` is the name of its class, the other keys are its fields. Exact
    numbers are text in SymPy's syntax."""
    return dict(_plain(evidence))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = [f.name for f in dataclasses.fields(value) if f.repr]
        parts = {name: _plain(getattr(value, name)) for name in shown}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, Set):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return list(map(_plain, value))
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    return sympy.sstr(value) if isinstance(value, sympy.Basic) else str(value)
