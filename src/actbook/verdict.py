"""What a check says, and what it says it of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

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
    "precision",
    "unexplained",
]
#: Up to so many units in the last place code counts as accurate.
ACCURATE = 4.0


@dataclass(frozen=True)
class Diagnostic:
    """Something wrong at a place in a page: `path:line: message`, with a column for formulas.
    `detail` is the traceback of what the engine did wrong."""

    path: str
    line: int
    message: str
    column: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        column = "" if self.column is None else f"{self.column}:"
        return f"{self.path}:{self.line}:{column} {self.message}"


class Refused(Exception):
    """A page that cannot be read, with everything found wrong in it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


#: What can be claimed: a member of a display formula, a relation in a sentence, a stated fact, or
#: that code computes a formula.
Kind = Literal["formula", "sentence", "fact", "code"]


@dataclass(frozen=True)
class Subject:
    """A claim of a page, named by what it says: edits elsewhere on the page leave it as it is.

    `function` is the key of the variant that it is about (empty for the page's own function),
    `name` the LaTeX, the name of the fact or the label of the implementation. `part` is at which
    character of its LaTeX a member begins, what restricts a fact or a sentence, or the number
    format; `repeat` how often the page has said the same before. `reading.subjects` knows where on
    a page it stands.
    """

    kind: Kind
    name: str
    function: str = ""
    part: str = ""
    repeat: int = 0


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check of one claim.

    `claim` is what is claimed in words (`ELU'(x)`, `range of ELU`), `against` what it was held
    against (`NumPy: elu(x, alpha)`, `autograd`, `SymPy`), `evidence` one sentence with the numbers.
    `worst` is the worst error as a part of the tolerance and `at` the point where. Of code,
    `worst_ulp` is the worst error in units in the last place and `cause` why, where it is more than
    accurate code makes. `limits` are what code that is right does not take, or does worse than one
    would like, in words that the evidence has too. `proof` is the evidence as data, as JSON has it.
    `unproved` is the page's own reason for a fact that no check decides.
    """

    subject: Subject
    claim: str
    against: str
    status: Status
    evidence: str
    points: int = 0
    worst: float | None = None
    at: str | None = None
    worst_ulp: float | None = None
    cause: CauseKind | None = None
    limits: tuple[str, ...] = ()
    proof: Mapping[str, Any] | None = None
    unproved: str | None = None

    @property
    def refused(self) -> bool:
        """Whether it ends a build: what is wrong, and a fact that is neither decided nor said to be
        open."""
        undecided = self.subject.kind == "fact" and self.status == "unknown"
        return self.status == "fails" or (undecided and self.unproved is None)


def weakest(verdicts: Iterable[Verdict]) -> Status:
    """What can be said of all of several checks; `unknown` of none."""
    return max((v.status for v in verdicts), key=get_args(Status).index, default="unknown")


def inaccurate(verdict: Verdict) -> bool:
    """Whether a verdict, whatever it is, is one on code with a large error."""
    return verdict.worst_ulp is not None and verdict.worst_ulp > ACCURATE
