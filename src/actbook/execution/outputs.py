"""What executing a page gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from actbook.execution.capture import Output
from actbook.records.store import RecordedCell
from actbook.verdict import Diagnostic


class Draw(Protocol):
    """A Matplotlib figure as SVG, given its alt text and a salt that keeps its ids apart."""

    def __call__(self, figure: Any, alt: str, salt: str, /) -> str: ...


@dataclass(frozen=True)
class Outputs:
    """What each cell gave and took, and what each inline value is.

    A cell that did not run gave nothing, an inline value that did not is empty. `recorded` is what
    those cells found that record something, and were run. What went wrong is `passing` if the same
    page may be right next time: a limit, or what is missing on this machine.
    """

    cells: tuple[tuple[Output, ...], ...]
    inlines: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    seconds: tuple[float, ...]
    recorded: tuple[RecordedCell, ...] = ()
    passing: bool = False
