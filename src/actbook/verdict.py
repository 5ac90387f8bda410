"""What a check says, and the address of what it says it of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

#: From the strongest to the weakest.
Status = Literal["proved", "holds", "unknown", "fails"]
#: Why code is inaccurate; see `checking.causes`.
CauseKind = Literal[
    "rounding",
    "conditioning",
    "cancellation",
    "overflow",
    "underflow",
    "flush to zero",
    "threshold",
    "unexplained",
]
#: Up to so many units in the last place code counts as accurate.
ACCURATE = 4.0
#: How the evidence of code that is right says what the code does not take.
_LIMITS = re.compile(r"; limits?: (.*)", re.DOTALL)


@dataclass(frozen=True)
class Diagnostic:
    """Something wrong at a place in a page: `path:line: message`, with a column for formulas."""

    path: str
    line: int
    message: str
    column: int | None = None

    def __str__(self) -> str:
        column = "" if self.column is None else f"{self.column}:"
        return f"{self.path}:{self.line}:{column} {self.message}"


class Refused(Exception):
    """A page that cannot be read, with everything found wrong in it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check of one claim.

    `claim` is what is claimed in words (`ELU'(x)`, `range of ELU`), `against` what it was held
    against (`NumPy: elu(x, alpha)`, `autograd`, `SymPy`), `evidence` one sentence with the numbers.
    `worst` is the worst error as a part of the tolerance and `at` the point where. Of code,
    `worst_ulp` is the worst error in units in the last place and `cause` why, where it is more than
    accurate code makes.
    """

    line: int
    claim: str
    against: str
    status: Status
    evidence: str
    column: int | None = None
    points: int = 0
    worst: float | None = None
    at: str | None = None
    worst_ulp: float | None = None
    cause: CauseKind | None = None


def weakest(verdicts: Iterable[Verdict]) -> Status:
    """What can be said of all of several checks; `unknown` of none."""
    return max((v.status for v in verdicts), key=get_args(Status).index, default="unknown")


def inaccurate(verdict: Verdict) -> bool:
    """Whether a verdict, whatever it is, is one on code with a large error."""
    return verdict.worst_ulp is not None and verdict.worst_ulp > ACCURATE


def limits(verdict: Verdict) -> tuple[str, ...]:
    """What code that is right does not take, or does worse than one would like."""
    match = _LIMITS.search(verdict.evidence) if verdict.status == "holds" else None
    return tuple(match[1].split("; ")) if match else ()
