"""How far the pages are: what is told of them while they run, and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import mean

from actbook.digest import digest
from actbook.execution.cache import Cache
from actbook.verdict import Diagnostic

#: Seconds that a page takes where nothing is known of this machine.
_GUESS = 5.0
#: A page that takes longer than expected is thought to take this part of its time more.
_OVERRUN = 0.1


@dataclass(frozen=True)
class Progress:
    """Hears of pages while they are run: the seconds that each which has to be run is expected to
    take (None where that is not known) by how many workers; what one does at which line; each
    problem as soon as it is known and once; and which page is done, as how many-th of how many."""

    planned: Callable[[Mapping[str, float | None], int], None] = lambda expected, workers: None
    started: Callable[[str, str, int], None] = lambda path, what, line: None
    found: Callable[[Diagnostic], None] = lambda problem: None
    done: Callable[[int, int, str], None] = lambda done, total, path: None


#: Hears and tells nothing.
SILENT = Progress()


class Duration:
    """The seconds that a page took the last time, and how many it takes now."""

    def __init__(self, cache: Cache, path: str) -> None:
        self._cache = cache
        self._key = digest("took", path)
        self._begun: float | None = None
        self.expected = cache.get(self._key, float)

    def begin(self) -> None:
        """Count from now, unless it counts already."""
        self._begun = time.monotonic() if self._begun is None else self._begun

    def end(self) -> None:
        """Remember the seconds since it began, if it did."""
        if self._begun is not None:
            self._cache.put(self._key, time.monotonic() - self._begun)


def left(
    expected: Mapping[str, float | None],
    workers: int,
    took: Mapping[str, float],
    running: Mapping[str, float],
) -> float:
    """The seconds until all pages are done, of which some `took` so long, and others are running
    since. What is not known of a page is what pages usually take."""
    # One that rests on a wrong page is not run, and took nothing.
    known = [seconds for seconds in took.values() if seconds]
    known += [seconds for seconds in expected.values() if seconds is not None]
    usual = mean(known) if known else _GUESS

    def rest(path: str) -> float:
        whole, so_far = expected[path], running.get(path, 0.0)
        return max((usual if whole is None else whole) - so_far, _OVERRUN * so_far)

    rests = [rest(path) for path in expected if path not in took]
    return max(sum(rests) / workers, max(rests, default=0.0))


def clock(seconds: float) -> str:
    """`1:05`, `1:02:05`: a duration as a clock shows it."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
