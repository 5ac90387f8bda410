"""The files 1 and 2 of a process, which its children and libraries in C write to."""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import fcntl
import os
import tempfile
from collections.abc import Iterator

#: Bytes that are read at a time.
_PIECE = 1 << 16


class Diverted:
    """A file that takes what is written to a descriptor."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._read = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def written(self) -> Iterator[str]:
        """What came since the last time."""
        while data := os.pread(self._file, _PIECE, self._read):
            self._read += len(data)
            yield self._decoder.decode(data)


@contextlib.contextmanager
def diverted(number: int) -> Iterator[Diverted]:
    """While this lasts, what is written to the descriptor goes to a file."""
    before = os.dup(number)
    with tempfile.TemporaryFile() as file:
        try:
            # Each write appends, also of several processes; none stands in another's way.
            flags = fcntl.fcntl(file.fileno(), fcntl.F_GETFL)
            fcntl.fcntl(file.fileno(), fcntl.F_SETFL, flags | os.O_APPEND)
            os.dup2(file.fileno(), number)
            yield Diverted(file.fileno())
        finally:
            os.dup2(before, number)
            os.close(before)


def flush() -> None:
    """Have libraries in C write what they hold back."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).fflush(None)
