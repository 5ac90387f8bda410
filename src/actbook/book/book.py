"""All pages: what each needs, what is known of it already, and what has to be run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path

from actbook.book import cached, calls
from actbook.book.cached import NOTHING
from actbook.book.dependencies import (
    dependencies,
    has_wrong_formula,
    others_of,
    symbols_of,
    unchecked,
)
from actbook.book.entries import clashes, entry, refused
from actbook.book.progress import SILENT, Duration, Progress
from actbook.execution.cache import Cache, engine
from actbook.execution.pool import Pool
from actbook.execution.running import Job, Listener
from actbook.reading import imports
from actbook.reading.marked import Runs
from actbook.reading.page import Page
from actbook.records.taking import Policy
from actbook.result import Entry, Result
from actbook.verdict import Diagnostic


@dataclass(frozen=True)
class Book:
    """The pages with their results, in the order of their paths, and the digest of the engine.

    Those in `recalled` are wrong, and were not run again since they were the last time too. The
    `others` were not asked for; what is wrong `beside` the pages is of other files.
    """

    entries: tuple[Entry, ...]
    engine: str
    recalled: frozenset[str] = frozenset()
    others: tuple[Entry, ...] = ()
    beside: tuple[Diagnostic, ...] = ()

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        of_pages = (problem for entry in self.entries for problem in entry.result.problems)
        return (*of_pages, *self.beside)

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """Which cells were run though they are recorded, and why."""
        return tuple(note for entry in self.entries for note in entry.result.notes)

    @property
    def wrong(self) -> tuple[str, ...]:
        """The paths of the pages that have problems."""
        return tuple(entry.path for entry in self.entries if entry.result.problems)

    def with_more(self, problems: Iterable[Diagnostic]) -> Book:
        """The book with more that is wrong, each with the page that it is of."""
        found: dict[str, list[Diagnostic]] = {}
        for problem in problems:
            found.setdefault(problem.path, []).append(problem)
        entries = tuple(refused(entry, found.pop(entry.path, ())) for entry in self.entries)
        beside = dict.fromkeys([*self.beside, *(one for more in found.values() for one in more)])
        return replace(self, entries=entries, beside=tuple(beside))


def packages(pages: Iterable[Page]) -> frozenset[str]:
    """The packages that the code of pages imports."""
    return frozenset[str]().union(*map(imports.packages, pages))


def verify(
    pages: Sequence[Path],
    library: Iterable[Path],
    cache: Cache,
    pool: Pool,
    progress: Progress = SILENT,
    policy: Policy = "refuse",
    again: bool = False,
    runs: Runs = "all",
) -> Book:
    """The pages with their results; what has to be run is run in the pool, and what was wrong the
    last time if it is to be tried `again`.

    Formulas may mention functions of the `library`, in which no two pages have one symbol. `policy`
    is what is done where no record stands in for a cell that is recorded, `runs` which cells run on
    pages that state nothing. In the end the cache is rid of what no page has used for long.
    """
    own, whole = list(map(str, library)), engine()
    every = dict.fromkeys([*own, *map(str, pages)])
    entries = {path: entry(Path(path), cache, whole, runs) for path in every}
    symbols = symbols_of(entry.page for entry in entries.values() if entry.page)
    engines = cached.engines()
    read = [page for path in pages if (page := entries[str(path)].page) is not None]
    recorded, damaged = calls.known(read)
    given = cache, engines, policy, again, recorded
    tasks = {page.path: cached.task(page, others_of(page, symbols), *given) for page in read}
    run = _Verification(entries, tasks, list(map(str, pages)), progress)
    recalled = frozenset(path for path, entry in entries.items() if entry.result.problems)
    run.conclude()
    if any(not task.known for task in tasks.values()):
        pool.want(packages(task.page for task in tasks.values() if not task.known))
        run.plan(pool.workers)
        for job, answer in pool.run(run.jobs(), Listener(run.started, run.found)):
            run.finish(job.path, tasks[job.path].finish(answer))
    shared = clashes(entries[path] for path in own)
    found = [refused(entries[path], shared.get(path, ())) for path in map(str, pages)]
    for problem in (*damaged, *(p for one in found for p in shared.get(one.path, ()))):
        progress.found(problem)
    others = tuple(entry for path, entry in entries.items() if path not in set(map(str, pages)))
    cache.prune()
    return Book(tuple(found), whole, recalled & tasks.keys(), others, damaged)


class _Verification:
    """The pages of one call while they are run: their results are put into `entries`.

    Of a page that rests on a wrong one it is said that it does, not all that follows from that.
    Until the pages that it rests on are told of nothing is said of it.
    """

    def __init__(
        self,
        entries: dict[str, Entry],
        tasks: Mapping[str, cached.Task],
        pages: Sequence[str],
        progress: Progress,
    ) -> None:
        self._entries = entries
        self._tasks = tasks
        self._pages = frozenset(pages)
        self._progress = progress
        self._unfinished = {path for path, task in tasks.items() if not task.known}
        self._total = len(self._unfinished)
        self._durations: dict[str, Duration] = {}
        self._early: dict[str, list[Diagnostic]] = {}
        self._told: set[Diagnostic] = set()
        self._next: list[str] = []  # all pages that these rest on are told of
        for path, task in tasks.items():
            if task.known:
                entries[path] = replace(entries[path], result=task.recalled())

    @cached_property
    def _dependencies(self) -> dict[str, frozenset[str]]:
        return dependencies(self._entries.values())

    @cached_property
    def _order(self) -> TopologicalSorter[str]:
        order = TopologicalSorter(self._dependencies)
        order.prepare()
        return order

    def plan(self, workers: int) -> None:
        """Look up how long the pages took that are to be run, and tell of it."""
        for path in self._unfinished:
            self._durations[path] = Duration(self._tasks[path].cache, path)
        expected = {path: duration.expected for path, duration in self._durations.items()}
        self._progress.planned(expected, workers)

    def jobs(self) -> Iterator[Job]:
        """What is to be run. A page that rests on a wrong one is left out."""
        for path in _ordered([self._tasks[path].page for path in self._unfinished]):
            if (wrong := self._wrong_dependency(path)) is None:
                yield self._tasks[path].job()
            else:
                outputs = self._tasks[path].outputs or NOTHING.outputs
                self.finish(path, unchecked(self._tasks[path].page, outputs, wrong))

    def started(self, job: Job, what: str, line: int) -> None:
        self._durations[job.path].begin()
        self._progress.started(job.path, what, line)

    def found(self, job: Job, problem: Diagnostic) -> None:
        self._early.setdefault(job.path, []).append(problem)
        if job.path in self._next and self._wrong_dependency(job.path) is None:
            self._tell([problem])

    def finish(self, path: str, result: Result) -> None:
        # What was found before a page's process crashed is not in its result.
        problems = dict.fromkeys((*self._early.get(path, ()), *result.problems))
        result = replace(result, problems=tuple(problems))
        self._entries[path] = replace(self._entries[path], result=result)
        self._unfinished.remove(path)
        if not problems:
            self._durations[path].end()
        self.conclude()
        self._progress.done(self._total - len(self._unfinished), self._total, path)

    def conclude(self) -> None:
        """Say what is wrong with the pages of which that is known now, each after all that it
        rests on. Where nothing is wrong there is nothing to say."""
        if not self._unfinished and not any(e.result.problems for e in self._entries.values()):
            return
        self._next += self._order.get_ready()
        while known := [path for path in self._next if path not in self._unfinished]:
            for path in known:
                self._next.remove(path)
                if path in self._pages:
                    self._conclude(path)
            self._order.done(*known)
            self._next += self._order.get_ready()

    def _conclude(self, path: str) -> None:
        entry = self._entries[path]
        outputs = entry.result.outputs
        own = set(entry.result.problems) - set(outputs.problems)
        if own and entry.page and (wrong := self._wrong_dependency(path)):
            entry = replace(entry, result=unchecked(entry.page, outputs, wrong))
            self._entries[path] = entry
        self._tell(entry.result.problems)

    def _wrong_dependency(self, path: str) -> Entry | None:
        """A wrong page that the page rests on; of several, one that rests on none of the others."""
        others = self._dependencies[path]
        wrong = sorted(other for other in others if has_wrong_formula(self._entries[other]))
        first = (one for one in wrong if self._dependencies[one].isdisjoint(wrong))
        return next((self._entries[one] for one in first), None)

    def _tell(self, problems: Iterable[Diagnostic]) -> None:
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                self._progress.found(problem)


def _ordered(pages: Collection[Page]) -> list[str]:
    """The paths of pages in the order in which they are to be run.

    First what was saved last, for which somebody waits. Then what takes longest, so that no long
    page is left when all others are done: notebooks, and pages that say much.
    """
    latest = max(pages, key=lambda page: _saved(Path(page.path)))

    def rank(page: Page) -> tuple[bool, bool, int]:
        return page is not latest, not page.path.endswith(".py"), -len(page.text)

    return [page.path for page in sorted(pages, key=rank)]


def _saved(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # deleted since it was read
        return 0.0
