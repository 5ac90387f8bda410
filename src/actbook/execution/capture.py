"""What a cell writes, in the order it writes it, and no more than a reader would read."""

from __future__ import annotations

import contextlib
import io
import itertools
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TextIO

Kind = Literal["stdout", "stderr", "value", "warning", "error", "figure"]


@dataclass(frozen=True)
class Output:
    """Something that a cell gave: text, or the SVG of a figure."""

    kind: Kind
    text: str


class TooMuch(BaseException):
    """Ends the cell that wrote too much. Like a KeyboardInterrupt, no cell means to catch it."""


class Capture:
    """Collects the outputs of one cell after another, up to so many lines and characters each."""

    def __init__(self, lines: int, characters: int) -> None:
        self._limits = lines, characters
        self._begin()

    def take(self) -> tuple[Output, ...]:
        """All outputs since the last time. What was written piece by piece is one output."""
        outputs: list[Output] = []
        for kind, group in itertools.groupby(self._pieces, lambda piece: piece.kind):
            texts = [piece.text for piece in group]
            joined = ["".join(texts)] if kind in ("stdout", "stderr") else texts
            outputs += [Output(kind, text) for text in joined]
        self._begin()
        return tuple(outputs)

    def last(self) -> str:
        """The last line written since then; empty if there is none."""
        pieces = (piece for piece in self._pieces if piece.kind != "figure")
        ends = {"stdout": "", "stderr": ""}
        text = "".join(piece.text + ends.get(piece.kind, "\n") for piece in pieces)
        return text.strip().rpartition("\n")[2].strip()

    def write(self, kind: Kind, text: str) -> None:
        """Add text. Raises TooMuch when the limits are reached, having kept what is within them."""
        kept = _lines(text[: self._characters], self._lines)
        kept.encode()  # a lone surrogate is refused here, at its line, as a terminal would
        self._pieces.append(Output(kind, kept))
        self._lines -= kept.count("\n")
        self._characters -= len(kept)
        if len(kept) < len(text):
            lines, characters = self._limits
            excess = f"{characters:,} characters" if self._characters == 0 else f"{lines} lines"
            raise TooMuch(f"printed more than {excess}: print less")

    def add(self, kind: Kind, text: str) -> None:
        """Add what counts against no limit, such as a figure."""
        self._pieces.append(Output(kind, text))

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """While this lasts, what Python code prints and warns of comes here."""
        with (
            contextlib.redirect_stdout(_Stream(self, "stdout")),
            contextlib.redirect_stderr(_Stream(self, "stderr")),
            warnings.catch_warnings(),
        ):
            _filter_warnings()
            warnings.showwarning = self._warn
            yield

    def _begin(self) -> None:
        self._pieces: list[Output] = []
        self._lines, self._characters = self._limits

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

    def writable(self) -> bool:
        return True

    def write(self, text: Any) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._capture.write(self._kind, text)
        return len(text)


def _lines(text: str, most: int) -> str:
    lines = text.split("\n", most) if most else ["", ""]
    return text if len(lines) <= most else "".join(f"{line}\n" for line in lines[:most])


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
    warnings.filterwarnings("ignore", message=".*is non-interactive, and thus cannot be shown")
