"""What a cell writes, in the order it writes it, and no more than a reader would read."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import warnings
from collections.abc import Iterator
from typing import Any, TextIO

from actbook.execution import descriptors, paper
from actbook.execution.forms import Forms
from actbook.result import Kind, Output

#: Characters of a cell's tables and pictures.
_ROOM = 4_000_000
#: What is written piece by piece, and the number of its file.
_STREAMS: dict[Kind, int] = {"stdout": 1, "stderr": 2}


class Capture:
    """Collects the outputs of one cell after another; so many lines and characters of each are
    kept, and how much more there was is said."""

    def __init__(self, lines: int, characters: int) -> None:
        self._limits = lines, characters
        self._process = os.getpid()
        self._files: dict[Kind, descriptors.Diverted] = {}
        self._pieces: list[Output] = []
        self.pictured = False
        self._begin()

    def take(self) -> tuple[Output, ...]:
        """All outputs since the last time. What was written piece by piece is one output."""
        descriptors.flush()
        self._drain()
        taken = self._settled()
        self._begin()
        return tuple(taken)

    def last(self) -> str:
        """The last line written since then; empty if there is none."""
        self._drain()
        pieces = (piece for piece in self._settled() if piece.kind != "figure")
        text = "".join(piece.text + ("" if piece.kind in _STREAMS else "\n") for piece in pieces)
        return text.strip().rpartition("\n")[2].strip()

    def write(self, kind: Kind, text: str) -> None:
        """Add text, after what was written past Python up to now."""
        text.encode()  # a lone surrogate is refused here, at its line, as a terminal would
        if os.getpid() != self._process:  # of a process that the cell has forked
            os.write(_STREAMS.get(kind, 2), text.encode())
            return
        self._drain()
        self._add(kind, text)

    def add(self, kind: Kind, text: str) -> None:
        """Add what counts against no limit, such as a figure."""
        self._drain()
        self._pieces.append(Output(kind, text))

    def show(self, kind: Kind, text: str, data: Forms = (), before: Output | None = None) -> Output:
        """Add a value, in the place of what it was `before` if that is here. Where the cell has
        shown too much already, its text alone."""
        "".join([text, *(held for _, held in data)]).encode()  # refused as in `write`
        size = sum(len(held) for _, held in data)
        if not data or size > self._room or os.getpid() != self._process:
            self.write(kind, text)
            return Output(kind, text)
        self._drain()
        self._room -= size
        self.pictured = self.pictured or any("image" in kind for kind, _ in data)
        shown = Output(kind, text, data)
        if any(piece is before for piece in self._pieces):
            self._pieces = [shown if piece is before else piece for piece in self._pieces]
        else:
            self._pieces.append(shown)
        return shown

    def clear(self) -> None:
        """Forget all outputs since the last time."""
        descriptors.flush()
        self._drain()
        self._begin()

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """While this lasts, what Python code prints and warns of comes here, and what the process
        and those that it starts write past Python."""
        with (
            contextlib.ExitStack() as stack,
            contextlib.redirect_stdout(_Stream(self, "stdout")),
            contextlib.redirect_stderr(_Stream(self, "stderr")),
            warnings.catch_warnings(),
        ):
            for kind, number in _STREAMS.items():
                self._files[kind] = stack.enter_context(descriptors.diverted(number))
            stack.callback(self._files.clear)
            _filter_warnings()
            warnings.showwarning = self._warn
            yield

    def _begin(self) -> None:
        self._pieces = []
        self._pending, self._room = 0, _ROOM
        self._full = self.pictured = False

    def _drain(self) -> None:
        for kind, file in self._files.items():
            for text in file.written():
                self._add(kind, text)

    def _add(self, kind: Kind, text: str) -> None:
        if self._full:
            return
        self._pieces.append(Output(kind, text))
        self._pending += len(text)
        if self._pending > 4 * self._limits[1]:
            # No more is held than will be shown, but for what is written over.
            self._pieces = [
                Output(piece.kind, paper.folded(piece.text)) if piece.kind in _STREAMS else piece
                for piece in self._joined()
            ]
            texts = [piece.text for piece in self._pieces if not _unlimited(piece)]
            self._full = sum(map(len, texts)) > 2 * self._limits[1]
            self._pending = 0

    def _joined(self) -> list[Output]:
        joined: list[Output] = []
        for kind, group in itertools.groupby(self._pieces, lambda piece: piece.kind):
            pieces = list(group)
            text = "".join(piece.text for piece in pieces)
            joined += [Output(kind, text)] if kind in _STREAMS else pieces
        return joined

    def _settled(self) -> list[Output]:
        """The outputs as they are read, cut where they are too long together."""
        lines, characters = self._limits
        settled: list[Output] = []
        for piece in self._joined():
            if _unlimited(piece):
                settled.append(piece)
                continue
            whole = paper.shown(piece.text)
            text = paper.cut(whole, lines, characters)
            lines, characters = lines - whole.count("\n"), characters - len(whole)
            settled += [Output(piece.kind, text)] if text else []
            if text != whole:
                break
        return settled

    def _warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        self.write("warning", f"{category.__name__}: {message}")


class _Stream(io.TextIOBase):
    def __init__(self, capture: Capture, kind: Kind) -> None:
        self._capture = capture
        self._kind = kind

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def fileno(self) -> int:
        return _STREAMS[self._kind]

    def writable(self) -> bool:
        return True

    def write(self, text: Any) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._capture.write(self._kind, text)
        return len(text)


def _unlimited(piece: Output) -> bool:
    """Whether an output is no text for readers."""
    return piece.kind == "figure" or bool(piece.data)


def _filter_warnings() -> None:
    """Python's own filters, whatever those of this process are: once per line and text."""
    warnings.resetwarnings()
    warnings.simplefilter("default")
    for category in (
        DeprecationWarning,
        PendingDeprecationWarning,
        ImportWarning,
        ResourceWarning,
    ):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    # `plt.show()` belongs into a page that readers download and run; here it has nothing to do.
    warnings.filterwarnings("ignore", message=".*Glyph .* missing from")  # a box is drawn for it
    warnings.filterwarnings("ignore", message=".*is non-interactive, and thus cannot be shown")
