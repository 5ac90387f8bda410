"""The figures that a cell makes: those that it shows, then the one that it leaves open."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any, Protocol

from actbook.execution.capture import Capture
from actbook.reading.page import Cell


class Draw(Protocol):
    """A Matplotlib figure as SVG, given its alt text and a salt that keeps its ids apart."""

    def __call__(self, figure: Any, alt: str, salt: str, /) -> str: ...


class Figures:
    """Draws what the cells of a page make, each in its place among what they print."""

    def __init__(self, draw: Draw, capture: Capture) -> None:
        self._draw = draw
        self._capture = capture
        self._cell: Cell | None = None
        self._salt = ""
        self._count = 0

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """While this lasts, `plt.show()` shows the open figures and closes them, as a notebook
        does: two of them are two figures."""
        pyplot: Any = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            yield
            return

        def show(*arguments: Any, **named: Any) -> None:  # Matplotlib sets attributes of it
            self._show()

        before, pyplot.show = pyplot.show, show
        try:
            yield
        finally:
            pyplot.show = before

    def begin(self, cell: Cell, salt: str) -> None:
        self._cell, self._salt, self._count = cell, salt, 0

    def end(self) -> str:
        """Draw what is left open. What is wrong with the figures of the cell, if anything is."""
        assert self._cell is not None
        alt = self._cell.options.get("alt")
        left = len(_open())
        if (left or self._count) and "record" in self._cell.options:
            return "a recorded cell draws no figure: draw it from what it records"
        if left > 1:
            return f"{left} figures in one cell: give each its own"
        if (left or self._count) and not alt:
            return 'the figure needs words for who cannot see it: alt="…"'
        if alt and not (left or self._count or self._capture.pictured):
            return "alt describes a figure, but the cell makes none"
        self._show()
        return ""

    def shown(self, value: Any) -> bool:
        """Draw a value that is a figure, which then is closed. False if it is none."""
        figure: Any = sys.modules.get("matplotlib.figure")
        if figure is None or not isinstance(value, figure.Figure):
            return False
        self._add(value)
        sys.modules["matplotlib.pyplot"].close(value)
        return True

    def forget(self) -> None:
        """What was drawn up to now has been taken away."""
        self._count = 0

    def _show(self) -> None:
        for figure in _open():
            self._add(figure)
        close()

    def _add(self, figure: Any) -> None:
        alt = self._cell.options.get("alt") if self._cell else None
        self._count += 1
        if alt:
            more = self._count > 1
            salt = f"{self._salt}-{self._count}" if more else self._salt
            words = f"{alt} ({self._count})" if more else alt
            self._capture.add("figure", self._draw(figure, words, salt))


def close() -> None:
    """No figure is open after a cell."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def _open() -> list[Any]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return [pyplot.figure(number) for number in pyplot.get_fignums()] if pyplot else []
