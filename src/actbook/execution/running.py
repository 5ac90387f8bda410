"""A job, and its process as far as it has been heard of: what it does, and for how long already."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from actbook.execution.watch import Limit, Moment, limit, there

#: A step with a limit of its own gets this many seconds more before its process is killed.
_GRACE = 5.0


@dataclass(frozen=True)
class Job:
    """`work(*arguments, tell)` for the page at `path`.

    `work` is found by its name in the child: a function of a module, not of `__main__`. It calls
    `tell.started(what, line, limit=None)` with what it does now (`running the cell`), at which
    line (0 for none), and the seconds of processor time after which a step that ends itself will
    have; and `tell.found(problem)` with what cannot wait for its result.
    """

    key: str
    path: str
    work: Callable[..., Any]
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Crash:
    """Why a job gave no result, at which line it was, and the traceback if it is the engine's."""

    message: str
    line: int
    detail: str = ""


@dataclass(frozen=True)
class Listener:
    """Hears what a job does now and at which line of its page, and what it found on the way."""

    started: Callable[[Job, str, int], None] = lambda job, what, line: None
    found: Callable[[Job, Any], None] = lambda job, problem: None


@dataclass
class Running:
    """A process, as far as it has been heard of. Its first answer counts: others follow from it.

    `process` is the one that works for the job: the fork server until the job's own is born.
    """

    job: Job
    channel: Connection
    process: int
    limit: Limit
    since: Moment
    what: str = "starting"
    line: int = 0
    open: bool = True
    answers: list[Any] = field(default_factory=list)
    next_look: float = 0.0

    def hear(self, watch: Limit, listener: Listener) -> None:
        """Receive one message. A step without a limit of its own has the `watch`."""
        try:
            kind, value = pickle.loads(self.channel.recv_bytes())
        except (EOFError, OSError):
            self.open = False
        except Exception as error:  # of a class that this process knows otherwise
            self.crash(f"the result cannot be read: {error!r}")
        else:
            match kind:
                case "born":
                    self.process, self.since = value
                case "started":
                    self.what, self.line, own, self.since = value
                    self.limit = watch if own is None else _with_grace(own)
                    self.next_look = 0.0
                    listener.started(self.job, self.what, self.line)
                case "found":
                    listener.found(self.job, value)
                case "result":
                    self.answers.append(value)
                case "raised":
                    self.crash(*value)

    def look(self) -> bool:
        """Whether the step has used up its limit, which then is the answer."""
        if time.monotonic() < self.next_look:
            return False
        if (now := there(self.process)) is None:  # it has ended, of which the server tells
            self.next_look = time.monotonic() + 1.0
            return False
        self.next_look = now.clock + self.limit.left(self.since, now)
        said = self.limit.passed(self.since, now, "no sign of life for")
        # What it said since, before this was noted, is heard first.
        if not said or (self.open and self.channel.poll()):
            return False
        self.crash(said)
        self.next_look = math.inf
        return True

    def crash(self, message: str, detail: str = "") -> None:
        at = f" at line {self.line}" if self.line else ""
        self.answers.append(Crash(f"{message} while {self.what}{at}", self.line, detail))


def _with_grace(seconds: float) -> Limit:
    own = limit(seconds)
    return Limit(own.processor + _GRACE, own.waiting + _GRACE)
