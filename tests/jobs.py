"""What the pool's tests have its processes do. Named functions: a process finds them by name."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from cells import page

from actbook.execution.budget import Limits
from actbook.execution.execute import run


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def echo(value: Any, tell: Any) -> Any:
    return value


def process(tell: Any) -> tuple[int, int, int]:
    """This process, its parent, and its threads."""
    return os.getpid(), os.getppid(), threads()


def surroundings(tell: Any) -> dict[str, Any]:
    import numpy

    return {
        "threads": os.environ["OMP_NUM_THREADS"],
        "backend": sys.modules["matplotlib"].get_backend(),
        "torch": "torch" in sys.modules,
        "pytest": "pytest" in sys.modules,
        "main": getattr(sys.modules["__main__"], "__file__", None),
        "product": float(numpy.ones((300, 300)).dot(numpy.ones(300))[0]),
        "own threads": threads(),
    }


def leave(code: int, tell: Any) -> None:
    tell.started("running the cell", 31)
    os._exit(code)


def crash(tell: Any) -> None:
    tell.started("running the cell", 31)
    ctypes.string_at(0)


def abort(tell: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_the_server(tell: Any) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    os._exit(0)


def hang(tell: Any) -> None:
    """For ever in C code, where no signal is handled by Python."""
    tell.started("running the cell", 31)
    sum(itertools.repeat(0))


def hang_after_a_limit(tell: Any) -> None:
    tell.started("running the cell", 31, -4.8)
    sum(itertools.repeat(0))


def steps(tell: Any) -> str:
    """More work than the watch allows in all, no step as much."""
    for line in range(6):
        tell.started("working", line)
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
    return "done"


def sleep_in_a_step(tell: Any) -> None:
    tell.started("running the cell", 31)
    time.sleep(10**6)


def nap(seconds: float, tell: Any) -> str:
    tell.started("running the cell", 31)
    time.sleep(seconds)
    return "done"


def fail(tell: Any) -> None:
    tell.started("checking", 7)
    raise ValueError("a\nb")


def unpicklable(tell: Any) -> Any:
    return lambda: 0


def fork(tell: Any) -> str:
    return "parent" if os.fork() else "child"


def linger(tell: Any) -> str:
    threading.Thread(target=time.sleep, args=(10**6,)).start()
    subprocess.Popen(["sleep", "1000000"])
    return "done"


def sleep(path: str, tell: Any) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(10**6)


def cell(source: str, tell: Any) -> tuple[str, ...]:
    """The problems of a page with one cell."""
    outputs, _ = run(page(f"py\n{source}"), lambda *_: "", tell.started, Limits(seconds=0.2))
    return tuple(map(str, outputs.problems))
