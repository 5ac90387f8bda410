"""Mutation testing of pages: every small wrong version tried, counted, and the score kept."""

from __future__ import annotations

import contextlib
import datetime
import platform
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actbook.book.dependencies import others_of, symbols_of
from actbook.execution.child import Tell
from actbook.execution.pool import Pool
from actbook.execution.running import Crash, Job
from actbook.reading.files import load
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.verdict import Refused
from mutating.mutants import KINDS, Kind, Mutant

if TYPE_CHECKING:
    from mutating.trial import Outcome

#: The least score of each kind with which the checks are worth what the book says of them.
LEAST: Mapping[Kind, float] = {"formulas": 0.995, "facts": 0.995, "implementations": 0.98}
#: Mutants that one process tries: with more, one core would be idle at the end.
_SHARE = 60
_LIBRARIES = ("numpy", "torch", "sympy", "python-flint")

#: Told how many mutants have been tried of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tally:
    """How the mutants of one kind fared; `errors` of the killed ended the engine, not a check."""

    killed: int
    equivalent: int
    survived: int
    errors: int

    @property
    def score(self) -> float:
        """The part of the mutants that differ which a check refused."""
        different = self.killed + self.survived
        return self.killed / different if different else 1.0


def tally(outcomes: Sequence[Outcome], kind: Kind) -> Tally:
    """The count of one kind. What could not be read was no mutant."""
    own = [outcome for outcome in outcomes if outcome.mutant.kind == kind]
    count = Counter(outcome.fate for outcome in own)
    errors = sum(outcome.error for outcome in own)
    return Tally(count["killed"], count["equivalent"], count["survived"], errors)


def enough(outcomes: Sequence[Outcome]) -> bool:
    """Whether every kind reaches its least score."""
    return all(tally(outcomes, kind).score >= LEAST[kind] for kind in KINDS)


def run(
    pages: Sequence[Page],
    library: Sequence[Page],
    pool: Pool,
    count: int | None = None,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
) -> list[Outcome]:
    """The outcomes of the pages' mutants, or of so many of them, in the order of the pages.

    The pages must be without problems; their formulas may mention functions of the `library`.
    RuntimeError if one cannot be mutated.
    """
    symbols = symbols_of(library)
    others = {page.path: others_of(page, symbols) for page in pages}
    mutants: dict[str, list[Mutant]] = {}
    for job, answer in pool.run(_job(page, others, _born) for page in pages):
        mutants[job.path] = _sound(answer)
    chosen = _chosen(pages, mutants, count, seed)
    waiting = [(page, share) for page in pages for share in _shares(chosen.get(page.path, []))]
    total, outcomes = sum(map(len, chosen.values())), list[Any]()
    while waiting:
        again = []
        for job, answer in pool.run([_job(page, others, _tried, share) for page, share in waiting]):
            page, _, share = job.arguments
            if not isinstance(answer, Crash):
                outcomes += answer
            elif len(share) > 1:
                again += [(page, share[: len(share) // 2]), (page, share[len(share) // 2 :])]
            else:
                outcomes += _fatal(share[0], answer)
            progress(len(outcomes), total)
        waiting = again
    order = {page.path: at for at, page in enumerate(pages)}
    return sorted(outcomes, key=lambda o: (order[o.mutant.path], o.mutant.line, o.mutant.column))


def readable(paths: Iterable[Path]) -> Iterator[Page]:
    """The pages in these files that can be read; nothing of them is run."""
    for path in paths:
        with contextlib.suppress(Refused, OSError):
            yield read(load(path, str(path)), str(path))


def _job(page: Page, others: Mapping[str, tuple[Page, ...]], work: Any, *rest: Any) -> Job:
    return Job("", page.path, work, (page, others[page.path], *rest))


def _sound(answer: Any) -> list[Mutant]:
    if isinstance(answer, Crash):
        raise RuntimeError("\n".join((answer.message, answer.detail)))
    return list(answer)


def _chosen(
    pages: Sequence[Page], mutants: Mapping[str, list[Mutant]], count: int | None, seed: int
) -> dict[str, list[Mutant]]:
    """The mutants of each page; if only so many are wanted, the same for the same seed."""
    every = [mutant for page in pages for mutant in mutants[page.path]]
    if count is not None and count < len(every):
        kept = random.Random(seed).sample(range(len(every)), count)
        every = [every[at] for at in sorted(kept)]
    chosen: dict[str, list[Mutant]] = {}
    for mutant in every:
        chosen.setdefault(mutant.path, []).append(mutant)
    return chosen


def _shares(mutants: list[Mutant]) -> Iterator[list[Mutant]]:
    for start in range(0, len(mutants), _SHARE):
        yield mutants[start : start + _SHARE]


# The libraries of the checks are imported where they are used: in the page's own process.
def _born(page: Page, others: Sequence[Page], tell: Tell) -> list[Mutant]:
    from mutating.trial import born

    return born(page, others, tell)


def _tried(
    page: Page, others: Sequence[Page], mutants: Sequence[Mutant], tell: Tell
) -> list[Outcome]:
    from mutating.trial import tried

    return tried(page, others, mutants, tell)


def _fatal(mutant: Mutant, crash: Crash) -> Iterator[Outcome]:
    from mutating.trial import Outcome

    yield Outcome(mutant, "killed", crash.message, error=True)


def data(outcomes: Sequence[Outcome], seconds: float) -> dict[str, Any]:
    """The score with its date and versions, as the report page shows it."""
    pages = sorted({outcome.mutant.path for outcome in outcomes})
    kinds = {}
    for kind in KINDS:
        one = tally(outcomes, kind)
        kinds[kind] = {**vars(one), "score": round(one.score, 5)}
    survivors = [str(outcome.mutant) for outcome in outcomes if outcome.fate == "survived"]
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
        "pages": pages,
        "seconds": round(seconds),
        "kinds": kinds,
        "survivors": survivors,
    }
