"""The side of a job's own process: what it tells the pool, while it works and at its end."""

from __future__ import annotations

import contextlib
import os
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from actbook.execution import workplace
from actbook.execution.budget import Limits
from actbook.execution.watch import here


class Started(Protocol):
    """Told what is being done, at which line, and the limit of processor time it ends itself at."""

    def __call__(self, what: str, line: int, limit: float | None = None) -> None: ...


@dataclass(frozen=True)
class Tell:
    """How the process of a page says what it does, and what it found, before it is done (of most
    jobs a `Diagnostic`); and within which limits its code has to keep."""

    started: Started = lambda what, line, limit=None: None
    found: Callable[[Any], None] = lambda problem: None
    limits: Limits = field(default_factory=Limits)


def perform(channel: Connection, payload: bytes) -> None:
    """Do the pickled job and tell its result, or what the engine raised."""
    process = os.getpid()

    def tell(kind: str, value: Any) -> None:
        if os.getpid() == process:  # a cell may have forked, and its child come here
            # Not Connection.send: torch has taught that to send tensors by shared memory.
            channel.send_bytes(pickle.dumps((kind, value)))

    def started(what: str, line: int, limit: float | None = None) -> None:
        tell("started", (what, line, limit, here()))

    try:
        tell("born", (process, here()))
        path, work, arguments, limits = pickle.loads(payload)
        workplace.enter(path)
        told = Tell(started, lambda problem: tell("found", problem), limits)
        tell("result", work(*arguments, told))
    except BaseException as error:
        with contextlib.suppress(BrokenPipeError):  # the parent was interrupted, and asks no more
            tell("raised", (_raised(error), "".join(traceback.format_exception(error))))


def _raised(error: BaseException) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{text} ({Path(where.filename).name}:{where.lineno})"
