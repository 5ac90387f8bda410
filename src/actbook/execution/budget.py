"""How long the code of a page may work and wait, and how much memory it may take."""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from actbook.execution.watch import PATIENCE, Limit, Moment, here

#: What code that catches OutOfTime and goes on may take until it meets the next.
_AGAIN = Limit(1.0, 1.0)
#: Seconds until the next look, should one fail for want of memory or files.
_PAUSE = 1.0


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time for a cell or inline value, and seconds that it may wait at least;
    bytes for a page; lines and characters a cell prints."""

    seconds: float = 60.0
    patience: float = PATIENCE
    memory: int = 4 * 1024**3
    lines: int = 200
    characters: int = 20_000


class OutOfTime(BaseException):
    """Says what limit is used up. Like a KeyboardInterrupt, no cell means to catch it."""


def ceiling(memory: int) -> int:
    """The size that this process has when it takes so many bytes more; without limit if unknown.

    Only Linux tells, and only Linux keeps to a limit of the address space.
    """
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return resource.RLIM_INFINITY
    return int(statm.read_text().split()[0]) * resource.getpagesize() + memory


@contextlib.contextmanager
def limited(limit: Limit, ceiling: int) -> Iterator[None]:
    """Within, code that takes longer meets OutOfTime, code that wants more memory MemoryError.

    Processor time is that of this process with all its threads, in the code and in the system on
    its behalf. The processes that it starts do not count: to wait for them is to wait. Code that
    never returns to the interpreter is not interrupted. Main thread only.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        ceiling = hard if ceiling == resource.RLIM_INFINITY else min(ceiling, hard)
    since = here()
    before = signal.signal(signal.SIGALRM, _guard(limit, since))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
        signal.setitimer(signal.ITIMER_REAL, limit.left(since, since), _PAUSE)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _guard(limit: Limit, since: Moment) -> Callable[[int, object], None]:
    """What looks at the limit, and when to look again.

    A timer of processor time would wake whichever thread is working, not the main one.
    """

    said = ""

    def look(number: int, frame: object) -> None:
        nonlocal limit, since, said
        now = here()
        passed = limit.passed(since, now, "still running after")
        if passed:
            said, limit, since = said or passed, _AGAIN, now
        signal.setitimer(signal.ITIMER_REAL, limit.left(since, now), _PAUSE)
        if passed:
            raise OutOfTime(said)

    return look
