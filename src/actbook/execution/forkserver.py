"""A process that has imported the heavy libraries, and is forked once for each job.

multiprocessing has a fork server too, but there is only one of it, each of its children runs the
parent's `__main__` again (all of MkDocs or pytest), it takes neither an environment nor a path,
and its children outlive a killed parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from actbook.execution import workplace

#: To the server: (job, 1) with a channel forks, (job, 0) kills. From it: (job, exit code).
_MESSAGE = struct.Struct("qq")
#: PR_SET_PDEATHSIG of <linux/prctl.h>.
_DEATH_SIGNAL = 1
_BOOT = """
import json, sys
sys.path[:], preload, control, parent = json.loads(sys.argv.pop())
from actbook.execution.forkserver import serve
serve(preload, control, parent)
"""
#: One thread each, as many processes as cores; and the same order of every set on every run.
_ENVIRONMENT = {
    **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS", "NUMEXPR")},
    "VECLIB_MAXIMUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
}


class Forkserver:
    """The parent's side: starts the server, asks it for processes, hears how they ended.

    Closing it, or the parent's end by whatever cause, ends all its processes.
    """

    def __init__(self, preload: Sequence[str], environment: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        path = [str(Path(entry).absolute()) for entry in sys.path]  # its processes work elsewhere
        boot = json.dumps([path, preload, theirs.fileno(), os.getpid()])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, boot],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=2,  # what a cell's C code or subprocess prints: stdout belongs to the parent
            env={**os.environ, **_ENVIRONMENT, **environment},
            start_new_session=True,  # Ctrl-C is the parent's alone
        )
        theirs.close()

    def fileno(self) -> int:
        """Readable when `ended` has something to say."""
        return self._control.fileno()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def process(self) -> int:
        return self._process.pid

    def fork(self, job: int) -> Connection:
        """A channel to a new process, which calls the function that it receives first.

        What is sent is `(function, payload)`; it is called as `function(channel, payload)`.
        """
        ours, theirs = socket.socketpair()
        with theirs, contextlib.suppress(OSError):  # of a dead server, `ended` tells
            socket.send_fds(self._control, [_MESSAGE.pack(job, 1)], [theirs.fileno()])
        return Connection(ours.detach())

    def kill(self, job: int) -> None:
        """End the job's process and all that it started."""
        with contextlib.suppress(OSError):
            self._control.sendall(_MESSAGE.pack(job, 0))

    def ended(self) -> tuple[int, int] | None:
        """A job and its exit code (minus the signal that killed it); None if the server is gone."""
        with contextlib.suppress(OSError):
            if message := self._control.recv(_MESSAGE.size, socket.MSG_WAITALL):
                return _MESSAGE.unpack(message)
        return None

    def abort(self) -> None:
        """End the server where it stands; `ended` then tells that it is gone."""
        self._process.kill()

    def close(self) -> None:
        self._control.close()
        self._process.wait()


def serve(preload: Sequence[str], control: int, starter: int) -> NoReturn:
    """In the server: imports, then forks on demand until the parent is gone."""
    _end_with(starter)  # which it would not hear of before it has imported
    _import(preload)
    _end_with(None)  # then it clears up first
    workplace.sweep()
    parent = socket.socket(fileno=control)
    awake, wake = os.pipe()
    for end in (awake, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(wake)
    jobs: dict[int, int] = {}  # process → job
    server = os.getpid()
    while True:
        ready = select.select([parent.fileno(), awake], [], [])[0]
        if awake in ready:
            os.read(awake, 1 << 10)
            _report(jobs, parent)
        if parent.fileno() in ready:
            message, channels, *_ = socket.recv_fds(parent, _MESSAGE.size, 1)
            if not message:
                _kill(*jobs)
                for process in jobs:
                    os.waitpid(process, 0)
                    workplace.clear(process)
                os._exit(0)
            job, fork = _MESSAGE.unpack(message)
            if not fork:
                _kill(*(process for process, its in jobs.items() if its == job))
            elif process := os.fork():
                os.close(channels[0])
                jobs[process] = job
            else:
                _child(server, channels[0], (parent.detach(), awake, wake))


def _end_with(parent: int | None) -> None:
    """Have this process killed when its parent ends, or no longer. Only Linux does that."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL if parent else 0)
    if parent not in (None, os.getppid()):  # it has ended before that
        os._exit(1)


def _import(preload: Sequence[str]) -> None:
    for name in preload:
        # The job that needs a module that cannot be imported says so, with its own address.
        with contextlib.suppress(Exception):
            module, _, function = name.partition(":")
            imported = importlib.import_module(module)
            if function:
                getattr(imported, function)()
    gc.collect()
    gc.freeze()  # a collection in a child would otherwise copy every page of the imports


def _kill(*processes: int) -> None:
    for process in processes:
        for end in (os.killpg, os.kill):  # a process just forked may not have its group yet
            with contextlib.suppress(ProcessLookupError):
                end(process, signal.SIGKILL)


def _report(jobs: dict[int, int], parent: socket.socket) -> None:
    while jobs:
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)  # what it started ends with it
        workplace.clear(process)
        with contextlib.suppress(OSError):  # the parent is gone, as the next message will say
            parent.sendall(_MESSAGE.pack(jobs.pop(process), os.waitstatus_to_exitcode(status)))


def _child(server: int, channel: int, inherited: Sequence[int]) -> NoReturn:
    code = 1
    try:
        _end_with(server)
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in inherited:
            os.close(end)
        connection = Connection(channel)
        function, payload = connection.recv()
        function(connection, payload)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # No clean-up: threads that a cell left behind must not keep the process.
        os._exit(code)
