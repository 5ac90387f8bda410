"""Page to Outputs: the cells are one program, run in order as a notebook is.

To be called in a process of its own: cells may change anything in it.
"""

from __future__ import annotations

import time
import types
from collections.abc import Callable
from typing import Any

from actbook.execution import figures, program, surroundings
from actbook.execution.assertion import Trial
from actbook.execution.budget import Limits, ceiling, limited
from actbook.execution.capture import Capture
from actbook.execution.child import Started
from actbook.execution.failure import described, explained, is_named, is_passing, lines
from actbook.execution.figures import Draw
from actbook.execution.forms import forms
from actbook.execution.ipython import Display
from actbook.execution.watch import limit
from actbook.reading.page import Cell, Inline, Page
from actbook.records import taking
from actbook.records.taking import NOTHING_TAKEN, Taken
from actbook.records.values import Unfit
from actbook.result import Output, Outputs, RecordedCell
from actbook.verdict import Diagnostic


def run(
    page: Page,
    draw: Draw,
    started: Started = lambda what, line, limit=None: None,
    limits: Limits | None = None,
    taken: Taken = NOTHING_TAKEN,
    trial: Trial | None = None,
) -> tuple[Outputs, dict[str, Any]]:
    """The outputs of a page, and the namespace that its cells left.

    After a cell that failed nothing more is run, for it may depend on it. What is `taken` from the
    page's record stands in for its cell. In a `trial`, assertions are counted.
    """
    main = types.ModuleType("__main__")
    limits = limits or Limits()
    session = _Session(page, draw, started, limits, main.__dict__, taken, trial)
    surroundings.prepare(page)
    surroundings.seed(trial)
    with (
        surroundings.main(main),
        surroundings.unspawned(),
        session.figures.installed(),
        session.capture.installed(),
        session.display.installed(main.__dict__),
    ):
        for step in _steps(page):
            if isinstance(step, Inline):
                session.inline(step)
            elif not session.cell(step):
                break
    return session.outputs(), main.__dict__


def _steps(page: Page) -> list[Cell | Inline]:
    """Cells and inline values in the order in which they run."""
    steps: list[Cell | Inline] = []
    for number, cell in enumerate((*page.cells, None)):
        steps += [inline for inline in page.inlines if inline.after == number]
        steps += [cell] if cell else []
    return steps


class _Session:
    """A page while it runs."""

    def __init__(
        self,
        page: Page,
        draw: Draw,
        started: Started,
        limits: Limits,
        namespace: dict[str, Any],
        taken: Taken,
        trial: Trial | None,
    ) -> None:
        self.capture = Capture(limits.lines, limits.characters)
        self._page = page
        self.figures = figures.Figures(draw, self.capture)
        self.display = Display(self.capture, self.figures.shown, self.figures.forget)
        self._started = started
        self._limits = limits
        self._ceiling = ceiling(limits.memory)
        self._namespace = namespace
        self._taken = taken
        self._trial = trial
        self._recorded: list[RecordedCell] = []
        self._cells: list[tuple[Output, ...]] = []
        self._seconds: list[float] = []
        self._inlines: list[str] = []
        self._problems: list[Diagnostic] = []
        self._passing = False
        self._futures = 0

    def outputs(self) -> Outputs:
        idle = len(self._page.cells) - len(self._cells)
        empty = len(self._page.inlines) - len(self._inlines)
        return Outputs(
            cells=(*self._cells, *[()] * idle),
            inlines=(*self._inlines, *[""] * empty),
            problems=tuple(self._problems),
            seconds=(*self._seconds, *[0.0] * idle),
            recorded=tuple(self._recorded),
            passing=self._passing,
        )

    def cell(self, cell: Cell) -> bool:
        """Run a cell. False if what follows cannot rely on it."""
        if (found := self._taken.of(cell)) is not None:
            return self._take(cell, found)
        begun = time.perf_counter()
        runs = cell.options.get("run") != "no"
        alive = not runs or self._judge(
            cell, self._attempt("running the cell", cell, lambda: self._work(cell))
        )
        self._cells.append(self.capture.take())
        self._seconds.append(time.perf_counter() - begun if runs else 0.0)
        return alive and ("record" not in cell.options or self._record(cell))

    def _take(self, cell: Cell, found: RecordedCell | Diagnostic) -> bool:
        """What is recorded of a cell, in the place of running it."""
        if isinstance(found, Diagnostic):
            self._cells.append(())
            self._seconds.append(0.0)
            self._problems.append(found)
            self._passing = True
            return False
        self._cells.append(found.outputs)
        self._seconds.append(found.seconds)
        return self._restore(cell, found)

    def _record(self, cell: Cell) -> bool:
        """Note what a cell found. What follows sees it as it will be taken from the record."""
        number = len(self._cells) - 1
        given = self._cells[number], self._seconds[number]
        try:
            found = taking.kept(self._page.cells, number, self._namespace, *given)
        except Unfit as error:
            self._problem(cell.fence, str(error))
            return False
        self._recorded.append(found)
        return self._restore(cell, found)

    def _restore(self, cell: Cell, found: RecordedCell) -> bool:
        """Set the variables. The random numbers that follow do not depend on whether it ran."""
        try:
            self._namespace.update(taking.values_of(found))
        except Unfit as error:
            self._problem(cell.fence, str(error))
            return False
        surroundings.seed(self._trial)
        return True

    def inline(self, inline: Inline) -> None:
        """Compute an inline value. Its failure changes nothing for what follows."""
        values: list[str] = []

        def work() -> None:
            values.append(str(program.compute(inline, self._page.path, self._namespace)))

        error = self._attempt("computing the inline value", inline, work)
        written = self.capture.take()
        if error is not None:
            self._passing |= is_passing(error)
            message = explained(error, self._page, self._limits)
            self._problem(inline.line, message, inline.column)
        elif written:
            text = " ".join(written[0].text.split())
            message = f"inline code is there for its value, but it writes: {text}"
            self._problem(inline.line, message, inline.column)
        self._inlines.append("".join(values))

    def _attempt(
        self, what: str, step: Cell | Inline, work: Callable[[], None]
    ) -> BaseException | None:
        seconds = self._allowed(step)
        self._started(what, step.line, seconds)
        try:
            with limited(limit(seconds, self._limits.patience), self._ceiling):
                work()
        except BaseException as error:
            return error
        return None

    def _allowed(self, step: Cell | Inline) -> float:
        own = step.options.get("limit") if isinstance(step, Cell) else None
        return float(own) if own else self._limits.seconds

    def _work(self, cell: Cell) -> None:
        self.figures.begin(cell, f"{self._page.slug}-{len(self._cells)}")
        try:
            self._futures |= program.futures(cell)
            where = self._page.path, self._namespace
            value = program.run(cell, *where, self._trial, self._futures)
            if value is not None and not program.is_artist(value):
                self.capture.show("value", *forms(value))
            if wrong := self.figures.end():
                self._problem(cell.fence, wrong)
        finally:
            figures.close()

    def _judge(self, cell: Cell, error: BaseException | None) -> bool:
        """Note what is wrong with how a cell ended. False if what follows cannot rely on it."""
        expected = cell.options.get("raises")
        if error is None:
            if expected:
                self._problem(cell.fence, f"the cell is to raise {expected}, but raises nothing")
            return True
        if expected and is_named(error, expected):
            self.capture.add("error", described(error))
            return True
        self._passing |= is_passing(error)
        path = lines(error, self._page.path) or [cell.line]
        message = explained(error, self._page, self._limits, self.capture.last())
        if expected:
            message += f" (the cell is to raise {expected})"
        if not cell.line <= path[-1] <= cell.end:
            message += f" (called from line {path[0]})"
        self._problem(path[-1], message)
        return False

    def _problem(self, line: int, message: str, column: int | None = None) -> None:
        self._problems.append(Diagnostic(self._page.path, line, message, column))
