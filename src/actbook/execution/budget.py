"""How long the code of a page may take, and how much memory."""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Never


@dataclass(frozen=True)
class Limits:
    """Seconds for a cell or inline value; bytes for a page; lines and characters a cell prints."""

    seconds: float = 60.0
    memory: int = 4 * 1024**3
    lines: int = 200
    characters: int = 20_000


class OutOfTime(BaseException):
    """Ends what takes too long. Like a KeyboardInterrupt, no cell means to catch it."""


def ceiling(memory: int) -> int:
    """The size that this process has when it takes so many bytes more; without limit if unknown.

    Only Linux tells, and only Linux keeps to a limit of the address space.
    """
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return resource.RLIM_INFINITY
    return int(statm.read_text().split()[0]) * resource.getpagesize() + memory


@contextlib.contextmanager
def limited(seconds: float, ceiling: int) -> Iterator[None]:
    """Within, code that takes longer meets OutOfTime, code that wants more memory MemoryError.

    Code that never returns to the interpreter is not interrupted. Main thread only.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        ceiling = hard if ceiling == resource.RLIM_INFINITY else min(ceiling, hard)
    before = signal.signal(signal.SIGALRM, _expire)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
        # Again every second, for a cell that catches everything and goes on.
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _expire(number: int, frame: object) -> Never:
    raise OutOfTime
