"""How code did at all places where it was held against a formula, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass

from actbook import amounts
from actbook.checking.implementation import Callee
from actbook.checking.inaccurate import Cause
from actbook.checking.places import number
from actbook.checking.references import Reference
from actbook.verdict import Status


@dataclass(frozen=True)
class Met:
    """An error, where it was met and what the code gave there."""

    error: float
    at: Reference
    found: float

    @property
    def numbers(self) -> tuple[str, str]:
        """What the code and what the formula gives."""
        truth = self.at.value
        return number(self.found, truth), number(truth, self.found)


@dataclass(frozen=True)
class Outcome:
    """The worst error as a part of what is allowed, and that in units in the last place.

    `most` is what the first may be. `joints` are places where pieces meet smoothly and the code has
    another derivative; `beyond` says from where on it computes something that is only nearly f, and
    `underived` why autograd gives no slope.
    """

    code: Callee
    points: int
    worst: Met | None
    failure: str | None = None
    most: float = 1
    ulps: Met | None = None
    joints: tuple[Met, ...] = ()
    beyond: Cause | None = None
    underived: str | None = None

    @property
    def wrong(self) -> bool:
        off = self.worst is not None and self.worst.error > self.most
        return self.failure is not None or off

    @property
    def status(self) -> Status:
        if self.wrong:
            return "fails"
        return "holds" if self.points else "unknown"

    @property
    def limits(self) -> tuple[str, ...]:
        """What code that is right does worse than one would like, in words."""
        found = []
        if not self.wrong and self.beyond is not None and self.worst is not None:
            gives, truth = self.worst.numbers
            found.append(
                f"up to a threshold only: {self.beyond.words}; at {self.worst.at.place} it gives "
                f"{gives}, the formula {truth}"
            )
        for met in self.joints[:1]:
            gives, truth = met.numbers
            found.append(f"it gives {gives} at {met.at.place}, where the slope is {truth}")
        found += [self.underived] if self.underived else []
        return () if self.wrong else tuple(found)

    def words(self, against: str, why: Cause | None) -> str:
        """The evidence as a sentence; `why` the code is inaccurate, if it is."""
        said = self._found(against)
        if self.ulps is not None and why is not None:
            off = amounts.ulps(self.ulps.error)
            said += f"; at {self.ulps.at.place} it is off by {off} ulp: {why}"
        return "; limits: ".join([said, *(["; ".join(self.limits)] if self.limits else [])])

    def _found(self, against: str) -> str:
        if self.failure is not None:
            return f"{against} {self.failure}"
        if self.worst is None:
            return "no point could be tried"
        gives, truth = self.worst.numbers
        if self.wrong:
            return f"the formula gives {truth} at {self.worst.at.place}, {against} gives {gives}"
        if self.worst.error > 1:
            return (
                f"{self.points:,} points, but to float32's accuracy alone: at "
                f"{self.worst.at.place} it gives {gives}, the formula {truth}"
            )
        return (
            f"{self.points:,} points in float64, {self.code.kernels}; the largest error, at "
            f"{self.worst.at.place}, is {amounts.share(self.worst.error)} of the tolerance"
        )
