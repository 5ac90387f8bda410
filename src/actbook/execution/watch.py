"""How long a process has worked, queued for a processor, and waited; and a limit of each.

A limit counts processor time, so that a busy or slow machine fails nobody. Sleep and deadlock use
none: behind it stands a far limit of the seconds that a process waits for anything but a processor.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

#: How many times as long as it may work a process may wait, and the least of seconds for that.
_FAR, PATIENCE = 10.0, 60.0
#: Seconds between two looks at the least, when a limit is near.
_PAUSE = 0.05


@dataclass(frozen=True)
class Moment:
    """Seconds on the clock, and what a process has used by then with all its threads: seconds on a
    processor, and seconds in the queue for one (0 where the system does not tell, as on macOS)."""

    clock: float
    processor: float
    queued: float = 0.0


@dataclass(frozen=True)
class Limit:
    """Seconds that a process may be on a processor, and seconds that it may wait."""

    processor: float
    waiting: float

    def passed(self, since: Moment, now: Moment, working: str) -> str:
        """What is used up, in words that begin with `working` if that is processor time (`still
        running after 60 s of processor time`); empty if nothing is."""
        if now.processor - since.processor >= self.processor:
            return f"{working} {self.processor:.6g} s of processor time"
        if _waited(since, now) >= self.waiting:
            return f"waited {self.waiting:.6g} s without using the processor"
        return ""

    def left(self, since: Moment, now: Moment) -> float:
        """Seconds in which neither will be used up, for who looks again then."""
        working = self.processor - (now.processor - since.processor)
        waiting = self.waiting - _waited(since, now)
        return max(_PAUSE, min(working / (os.cpu_count() or 1), waiting))


def limit(seconds: float, patience: float = PATIENCE) -> Limit:
    """So many seconds of processor time, and ten times as many of waiting, at least `patience`."""
    return Limit(seconds, max(_FAR * seconds, patience))


def here() -> Moment:
    """This process now."""
    return Moment(time.monotonic(), time.process_time(), _queued(os.getpid()))


def there(process: int) -> Moment | None:
    """Another process now; None if it cannot be told, as of one that has ended."""
    try:
        used = psutil.Process(process).cpu_times()
    except psutil.Error:
        return None
    return Moment(time.monotonic(), used.user + used.system, _queued(process))


def _waited(since: Moment, now: Moment) -> float:
    """Seconds neither on a processor nor in the queue, of a process as a whole."""
    used = now.processor - since.processor + max(0.0, now.queued - since.queued)
    return now.clock - since.clock - used


def _queued(process: int) -> float:
    """Seconds that the threads of a process were ready to run but did not. Only Linux tells."""
    total = 0
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(OSError, IndexError):  # it ended meanwhile
                total += int((thread / "schedstat").read_text().split()[1])
    return total / 1e9
