"""Progress as people see it: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from actbook.book.progress import Progress, clock, left
from actbook.verdict import Diagnostic

Tell = Callable[[Diagnostic], None]
#: With fewer pages to run no line is worth its place, and about so many lines are.
_FEW, _LINES = 5, 10


@contextlib.contextmanager
def shown(
    tell: Tell,
    say: Callable[[str], None],
    console: Console | None = None,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """What shows how far the pages are, while this lasts: problems by `tell`, and where the
    console (of stderr) is no terminal a line now and then by `say`."""
    console = console or Console(stderr=True)
    course = _Course(now)
    if not console.is_terminal:
        yield _lines(course, tell, say)
        return
    bar = _Bar(course, console)
    try:
        yield Progress(bar.planned, bar.started, lambda problem: bar.aside(tell, problem), bar.done)
    finally:
        bar.stop()


@contextlib.contextmanager
def logged(tell: Tell, log: logging.Logger) -> Iterator[Progress]:
    """As `shown`, with lines that are logged, and nothing where the log is to be quiet."""
    terminal = None if log.isEnabledFor(logging.INFO) else False
    with shown(tell, log.info, Console(stderr=True, force_terminal=terminal)) as progress:
        yield progress


def printed(problem: Diagnostic) -> None:
    """Print a problem on one line of stderr."""
    print(problem, file=sys.stderr, flush=True)


class _Course:
    """Which pages are to be run, run now, and were."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._expected: Mapping[str, float | None] = {}
        self._workers = 1
        self._since: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self._begun = now()
        self.places: dict[str, str] = {}

    def planned(self, expected: Mapping[str, float | None], workers: int) -> None:
        self._expected, self._workers, self._begun = expected, workers, self._now()

    def started(self, path: str, line: int) -> None:
        self._since.setdefault(path, self._now())
        self.places[path] = f"{Path(path).name}:{line}" if line else Path(path).name

    def done(self, path: str) -> None:
        # A page that rests on a wrong one is done without having been started.
        self._took[path] = self._now() - self._since.pop(path, self._now())
        self.places.pop(path, None)

    def time(self) -> str:
        """`0:42, about 1:20 left`."""
        now = self._now()
        running = {path: now - since for path, since in self._since.items()}
        rest = left(self._expected, self._workers, self._took, running)
        return f"{clock(now - self._begun)}, about {clock(rest)} left"


def _lines(course: _Course, tell: Tell, say: Callable[[str], None]) -> Progress:
    def planned(expected: Mapping[str, float | None], workers: int) -> None:
        course.planned(expected, workers)
        if len(expected) >= _FEW:
            say(f"executing and checking {len(expected)} pages: {course.time()}")

    def done(count: int, total: int, path: str) -> None:
        course.done(path)
        if total >= _FEW and count * _LINES // total > (count - 1) * _LINES // total:
            say(f"{count} of {total} pages done: {course.time()}")

    return Progress(planned, lambda path, what, line: course.started(path, line), tell, done)


class _Time(ProgressColumn):
    def __init__(self, course: _Course) -> None:
        super().__init__()
        self._course = course

    def render(self, task: Task) -> Text:
        return Text(self._course.time())


class _Bar:
    """The bar, which is there only while pages are run."""

    def __init__(self, course: _Course, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn())
        self._bar = Bar(*columns, _Time(course), console=console, transient=True)
        self._course = course
        self._task = self._bar.add_task("executing and checking", total=None)
        self._shows = False

    def planned(self, expected: Mapping[str, float | None], workers: int) -> None:
        self._course.planned(expected, workers)
        self._bar.update(self._task, total=len(expected))
        self._bar.start()
        self._shows = True

    def started(self, path: str, what: str, line: int) -> None:
        self._course.started(path, line)
        self._describe()

    def done(self, count: int, total: int, path: str) -> None:
        self._course.done(path)
        self._bar.update(self._task, completed=count)
        self._describe()

    def aside(self, tell: Tell, problem: Diagnostic) -> None:
        """Tell of a problem above the bar, wherever that is written to."""
        if not self._shows:
            tell(problem)
            return
        self._bar.stop()
        tell(problem)
        sys.stderr.flush()
        self._bar.start()

    def stop(self) -> None:
        if self._shows:
            self._bar.stop()
        self._shows = False

    def _describe(self) -> None:
        places = ", ".join(self._course.places.values())
        self._bar.update(self._task, description=places or "executing and checking")
