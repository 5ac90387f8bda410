"""Running pages to record what they find, and again under other processors and seeds.

A claim is an assertion of a page with a record. It holds in a run if it holds each time that it is
reached; one that is not reached, since the page ended before, does not hold.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actbook.book.book import packages
from actbook.execution.assertion import Trial
from actbook.execution.child import Tell
from actbook.execution.pool import Pool
from actbook.execution.running import Crash, Job, Listener
from actbook.reading.imports import imported
from actbook.reading.page import Page
from actbook.records import machine, store, taking
from actbook.records.code import assertions
from actbook.result import Outputs, Record, RecordedCell, Trials
from actbook.swept import Origin
from actbook.verdict import Diagnostic

#: Of so many sets of seeds one may be an exception, as of twenty measurements one is.
ALLOWED = 20


@dataclass(frozen=True)
class Run:
    """One execution of a page: under which processor, with which seeds (None: its own)."""

    page: Page
    processor: str
    seed: int | None


@dataclass(frozen=True)
class Ran:
    """What a run found: the record, which claims held by their lines, and what went wrong.

    Of claims one that was `broken` off says nothing.
    """

    cells: tuple[RecordedCell, ...]
    claims: Mapping[int, bool]
    problems: tuple[Diagnostic, ...]
    capability: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Claim:
    """An assertion of a page, and in how many of the runs of either kind it held."""

    page: Page
    line: int
    code: str
    processors: tuple[int, int]
    seeds: tuple[int, int]

    @property
    def holds(self) -> bool:
        """In all processors, and in at least 19 of 20 sets of seeds."""
        return self.processors[0] == self.processors[1] and enough(self.seeds)


def enough(seeds: tuple[int, int]) -> bool:
    held, of = seeds
    return of - held <= of // ALLOWED


def runs(pages: Sequence[Page], processors: bool, seeds: int) -> list[Run]:
    """All runs of the pages, the one with its own seeds on the machine as it is first."""
    names = list(machine.variants()) if processors else ["as it is"]
    found = [Run(page, name, None) for name in names for page in pages]
    return found + [Run(page, "as it is", seed) for seed in range(1, seeds + 1) for page in pages]


def execute(
    wanted: Sequence[Run], listener: Listener, pool: Pool, workers: int | None = None
) -> Iterator[tuple[Run, Ran]]:
    """Each run with what it found, as they finish. One that is broken off is tried once more.

    The `pool` is for the machine as it is; for each other processor one of `workers` is started.
    """
    variants = machine.variants()
    for name in dict.fromkeys(run.processor for run in wanted):
        own = {str(number): run for number, run in enumerate(wanted) if run.processor == name}
        environment = variants[name]
        jobs = [Job(key, run.page.path, _work, (run.page, run.seed)) for key, run in own.items()]
        broken: list[Job] = []
        with contextlib.ExitStack() as stack:
            here = pool
            if environment:
                here = stack.enter_context(
                    Pool(workers, environment=environment, limits=pool.limits)
                )
            here.want(packages(run.page for run in own.values()))
            for job, answer in here.run(jobs, listener):
                if isinstance(answer, Crash):
                    broken.append(job)
                else:
                    yield own[job.key], _heard(own[job.key].page, answer)
            for job, answer in here.run(broken, listener):
                yield own[job.key], _heard(own[job.key].page, answer)


def _work(page: Page, seed: int | None, tell: Tell) -> tuple[Outputs, dict[int, bool], str]:
    """In a process of its own: run all cells of a page, and count its assertions."""
    from actbook.drawing import figures
    from actbook.execution import execute as execution

    trial = Trial(seed)
    with figures.style():
        taken = taking.take(page, "fresh")
        outputs, _ = execution.run(page, figures.svg, tell.started, tell.limits, taken, trial)
    return outputs, trial.claims, machine.capability()


def _heard(page: Page, answer: Any) -> Ran:
    if isinstance(answer, Crash):
        problem = Diagnostic(page.path, answer.line or page.body, answer.message)
        return Ran((), {}, (problem,), broken=True)
    outputs, claims, capability = answer
    return Ran(outputs.recorded, claims, outputs.problems, capability)


def claims(page: Page, found: Sequence[tuple[Run, Ran]]) -> list[Claim]:
    """The claims of a page, with in how many of its runs they hold."""
    own = [(run, ran) for run, ran in found if run.page.path == page.path]
    by_processor = [ran for run, ran in own if run.seed is None]
    by_seed = [ran for run, ran in own if run.seed is not None]

    def count(line: int, ran: Sequence[Ran]) -> tuple[int, int]:
        return sum(one.claims.get(line, False) for one in ran), len(ran)

    return [
        Claim(page, line, code, count(line, by_processor), count(line, by_seed))
        for cell in page.cells
        if cell.options.get("run") != "no"
        for line, code in assertions(cell)
    ]


def record(page: Page, found: Sequence[tuple[Run, Ran]]) -> Record | None:
    """The record of a page from its first run, with what the others say.

    None if that failed, or if one of them was broken off.
    """
    own = [(run, ran) for run, ran in found if run.page.path == page.path]
    first = next((ran for run, ran in own if (run.processor, run.seed) == ("as it is", None)), None)
    if first is None or first.problems or not all(first.claims.values()):
        return None
    if any(ran.broken for _, ran in own):
        return None
    today = datetime.date.today().isoformat()
    versions = machine.versions(imported(page))
    origin = Origin(today, machine.processor(), first.capability, versions)
    tried = [run for run, _ in own if run.processor != "as it is" or run.seed is not None]
    made = Record(origin, first.cells)
    if not tried:
        return _with_trials_of(made, page)
    trials = [Trials(one.code, one.processors, one.seeds) for one in claims(page, found)]
    names = tuple(dict.fromkeys(run.processor for run, _ in own))
    return replace(made, trials=tuple(trials), tried=today, processors=names)


def _with_trials_of(made: Record, page: Page) -> Record:
    """The record with the trials of the one that it replaces, if the code is still the same."""
    try:
        old = store.read(store.place(Path(page.path)))
    except store.Damaged:
        return made
    if old is None or [c.code for c in old.cells] != [c.code for c in made.cells]:
        return made
    return replace(made, trials=old.trials, tried=old.tried, processors=old.processors)
