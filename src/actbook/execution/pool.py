"""One fresh process per job, as many at once as there are cores; no job disturbs another."""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from multiprocessing.connection import wait
from signal import SIGKILL, strsignal
from typing import Any, Self

from actbook.execution.budget import Limits
from actbook.execution.cache import engine
from actbook.execution.child import perform
from actbook.execution.forkserver import Forkserver
from actbook.execution.running import Crash, Job, Listener, Running
from actbook.execution.watch import PATIENCE, Limit, Moment, limit, there

#: Imported before the first fork, and called where there is a colon: what a job would otherwise
#: do again. Some of it is not imported by name: `sympy.simplify` imports units.
PRELOAD = (
    *("numpy", "matplotlib.pyplot", "sympy", "sympy.physics.units", "mpmath", "flint"),
    *("actbook.book.job", "actbook.latex.tokens:literals", "actbook.latex.formula:parser"),
    "actbook.drawing.figures:prepare",
)
#: What is imported too where pages import these: it takes seconds. No tensor operation, which would
#: start threads. `torch.func` and optimizers import `torch._dynamo` when first used, which takes as
#: long as torch itself.
HEAVY: Mapping[str, tuple[str, ...]] = {"torch": ("torch", "torch._dynamo")}
#: For all imports, and for the fork, before a job's first step.
_STARTING = Limit(600.0, 600.0)
_DEAF = Listener()


class Pool:
    """Processes for jobs, so many `workers` at once (as there are cores, if not told), forked from
    a server that starts at the first job and then stays warm.

    `watch` is how many seconds of processor time a step may take that has no limit of its own, and
    `patience` how many seconds it may wait at least; `limits` are those of the code of pages.
    Processes find the `environment` beside that of this one. One run at a time.
    """

    def __init__(
        self,
        workers: int | None = None,
        watch: float = 120.0,
        preload: tuple[str, ...] = PRELOAD,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
        limits: Limits | None = None,
    ) -> None:
        self.workers = workers or _cores()
        self._watch = limit(watch, patience)
        self.limits = limits or Limits()
        self._preload = preload
        self._heavy: frozenset[str] = frozenset()
        self._environment = environment or {}
        self._server: Forkserver | None = None
        self._engine = ""
        self._numbers = itertools.count()

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
        self, jobs: Iterable[Job], listener: Listener = _DEAF
    ) -> Iterator[tuple[Job, Any | Crash]]:
        """Each job with its result or its crash, as they finish."""
        waiting = iter(jobs)
        running: dict[int, Running] = {}
        server = None
        try:
            while True:
                for job in itertools.islice(waiting, self.workers - len(running)):
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

    def want(self, packages: Collection[str]) -> None:
        """Have those of these packages imported before the next run that take long to import."""
        if missing := (HEAVY.keys() & set(packages)) - self._heavy:
            self.close()
            self._heavy |= missing

    def warm(self) -> Forkserver:
        """The server; a new one if it died, or if the engine's source changed since it started.

        Does not wait for it: it imports meanwhile.
        """
        now = engine()
        if self._server is not None and (now != self._engine or not self._server.alive):
            self.close()
        if self._server is None:
            more = (name for package in sorted(self._heavy) for name in HEAVY[package])
            preload = (*self._preload, *more)
            self._server, self._engine = Forkserver(preload, self._environment), now
        return self._server

    def _start(self, server: Forkserver, number: int, job: Job) -> Running:
        payload = pickle.dumps((job.path, job.work, job.arguments, self.limits))
        channel = server.fork(number)
        with contextlib.suppress(OSError):  # it died at once, of which `_hear` will hear
            channel.send((perform, payload))
        since = there(server.process) or Moment(time.monotonic(), 0.0)
        return Running(job, channel, server.process, _STARTING, since)

    def _hear(
        self, server: Forkserver, running: dict[int, Running], listener: Listener
    ) -> list[int]:
        """Wait for something to happen, and take note of it. The jobs that are over."""
        talking = {one.channel: one for one in running.values() if one.open}
        soonest = min(one.next_look for one in running.values()) - time.monotonic()
        ready = wait([server.fileno(), *talking], max(0.0, min(soonest, 3600.0)))
        for channel, one in talking.items():
            if channel in ready:
                one.hear(self._watch, listener)
        for number, one in running.items():
            if one.look():
                server.kill(number)
                if one.process == server.process:  # which will not hear of it
                    server.abort()
        return self._ended(server, running, listener) if server.fileno() in ready else []

    def _ended(
        self, server: Forkserver, running: dict[int, Running], listener: Listener
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
            one.hear(self._watch, listener)
        one.crash(_ending(code))
        return [number]


def _cores() -> int:
    """The cores that this process may use, which in a container are fewer than the machine's."""
    available = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(available(0)) if available else os.cpu_count() or 1


def _ending(code: int) -> str:
    if code >= 0:
        return f"the process ended with exit code {code}"
    memory = ", perhaps for want of memory" if code == -SIGKILL else ""
    return f"the process was killed ({strsignal(-code)}{memory})"
