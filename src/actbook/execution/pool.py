"""One fresh process per job, as many at once as there are cores; no job disturbs another."""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from signal import SIGKILL, strsignal
from typing import Any, Self

from actbook.execution.cache import engine
from actbook.execution.child import perform
from actbook.execution.forkserver import Forkserver

#: Imported before the first fork, and called where there is a colon: what a job would otherwise
#: do again. No tensor operation, which would start threads. Some of it is not imported by name:
#: `torch.func` and optimizers import `torch._dynamo` when first used, which takes as long as torch
#: itself, and `sympy.simplify` imports units.
PRELOAD = (
    *("numpy", "matplotlib.pyplot", "sympy", "sympy.physics.units", "mpmath", "flint"),
    *("torch", "torch._dynamo"),
    *("actbook.work", "actbook.latex.tokens:lexer", "actbook.latex.formula:parser"),
)
#: A step with a limit of its own gets this many seconds more before its process is killed.
_GRACE = 5.0


@dataclass(frozen=True)
class Job:
    """`work(*arguments, tell)` for the page at `path`.

    `work` is found by its name in the child: a function of a module, not of `__main__`. It calls
    `tell.started(what, line, limit=None)` with what it does now (`running the cell`), at which
    line (0 for none), and the seconds after which a step that ends itself will have; and
    `tell.found(problem)` with what cannot wait for its result.
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
class _Running:
    """A process, as far as it has been heard of. Its first answer counts: others follow from it."""

    job: Job
    channel: Connection
    watch: float
    what: str = "starting"
    line: int = 0
    open: bool = True
    answers: list[Any] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    @property
    def deadline(self) -> float:
        return self.since + self.watch

    def crash(self, message: str, detail: str = "") -> None:
        at = f" at line {self.line}" if self.line else ""
        self.answers.append(Crash(f"{message} while {self.what}{at}", self.line, detail))


class Pool:
    """Processes for jobs, forked from a server that starts at the first job and then stays warm.

    `watch` is how many seconds a step may take that has no limit of its own. Processes find the
    `environment` beside that of this one. One run at a time.
    """

    def __init__(
        self,
        workers: int | None = None,
        watch: float = 120.0,
        preload: tuple[str, ...] = PRELOAD,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._workers = workers or _cores()
        self._watch = watch
        self._preload = preload
        self._environment = environment or {}
        self._server: Forkserver | None = None
        self._engine = ""
        self._numbers = itertools.count()

    @property
    def workers(self) -> int:
        """How many jobs run at once."""
        return self._workers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and every process of it. A later run starts a new one."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def run(
        self, jobs: Iterable[Job], listener: Listener = Listener()
    ) -> Iterator[tuple[Job, Any | Crash]]:
        """Each job with its result or its crash, as they finish."""
        waiting = iter(jobs)
        running: dict[int, _Running] = {}
        server = None
        try:
            while True:
                for job in itertools.islice(waiting, self._workers - len(running)):
                    if server is None or server is not self._server:
                        server = self.warm()
                    number = next(self._numbers)
                    running[number] = self._start(server, number, job)
                if not running or server is None:
                    return
                for number in self._hear(server, running, listener):
                    done = running.pop(number)
                    done.channel.close()
                    yield done.job, done.answers[0]
        finally:
            for number, one in running.items():  # the caller stopped early, perhaps by Ctrl-C
                one.channel.close()
                if server is not None:
                    server.kill(number)

    def warm(self) -> Forkserver:
        """The server; a new one if it died, or if the engine's source changed since it started.

        Does not wait for it: it imports meanwhile.
        """
        now = engine()
        if self._server is not None and (now != self._engine or not self._server.alive):
            self.close()
        if self._server is None:
            self._server, self._engine = Forkserver(self._preload, self._environment), now
        return self._server

    def _start(self, server: Forkserver, number: int, job: Job) -> _Running:
        payload = pickle.dumps((job.work, job.arguments))
        channel = server.fork(number)
        with contextlib.suppress(OSError):  # it died at once, of which `_hear` will hear
            channel.send((perform, payload))
        return _Running(job, channel, self._watch)

    def _hear(
        self, server: Forkserver, running: dict[int, _Running], listener: Listener
    ) -> list[int]:
        """Wait for something to happen, and take note of it. The jobs that are over."""
        talking = {one.channel: one for one in running.values() if one.open}
        soonest = min(one.deadline for one in running.values())
        ready = wait([server.fileno(), *talking], max(0.0, min(soonest - time.monotonic(), 3600.0)))
        for channel, one in talking.items():
            if channel in ready:
                _listen(one, self._watch, listener)
        now = time.monotonic()
        for number, one in running.items():
            if now >= one.deadline:
                one.crash(f"no sign of life for {one.watch:.3g} s")
                one.watch = float("inf")
                server.kill(number)
        return self._buried(server, running, listener) if server.fileno() in ready else []

    def _buried(
        self, server: Forkserver, running: dict[int, _Running], listener: Listener
    ) -> list[int]:
        end = server.ended()
        if end is None:
            for one in running.values():
                one.crash("the fork server ended")
            self.close()
            return list(running)
        number, code = end
        if number not in running:  # of an earlier run that was stopped
            return []
        one = running[number]
        while one.open and one.channel.poll():
            _listen(one, self._watch, listener)
        one.crash(_epitaph(code))
        return [number]


def _cores() -> int:
    """The cores that this process may use, which in a container are fewer than the machine's."""
    available = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(available(0)) if available else os.cpu_count() or 1


def _listen(one: _Running, watch: float, listener: Listener) -> None:
    """Receive one message of a process."""
    try:
        kind, value = pickle.loads(one.channel.recv_bytes())
    except (EOFError, OSError):
        one.open = False
    except Exception as error:  # of a class that this process knows otherwise
        one.crash(f"the result cannot be read: {error!r}")
    else:
        match kind:
            case "started":
                one.what, one.line, limit = value
                one.since = time.monotonic()
                one.watch = watch if limit is None else limit + _GRACE
                listener.started(one.job, one.what, one.line)
            case "found":
                listener.found(one.job, value)
            case "result":
                one.answers.append(value)
            case "raised":
                one.crash(*value)


def _epitaph(code: int) -> str:
    if code >= 0:
        return f"the process ended with exit code {code}"
    memory = ", perhaps for want of memory" if code == -SIGKILL else ""
    return f"the process was killed ({strsignal(-code)}{memory})"
