"""Page to Outputs: the cells are one program, run in order as a notebook is.

To be called in a process of its own: cells may change anything in it.
"""

from __future__ import annotations

import time
import types
from codeop import Compile
from collections.abc import Callable
from dataclasses import dataclass, field
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


@dataclass
class _Session:
    """A page while it runs."""

    page: Page
    draw: Draw
    started: Started
    limits: Limits
    namespace: dict[str, Any]
    taken: Taken
    trial: Trial | None
    compiler: Compile = field(default_factory=Compile)
    recorded: list[RecordedCell] = field(default_factory=list)
    cells: list[tuple[Output, ...]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    inlines: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    passing: bool = False

    def __post_init__(self) -> None:
        self.capture = Capture(self.limits.lines, self.limits.characters)
        self.figures = figures.Figures(self.draw, self.capture)
        self.display = Display(self.capture, self.figures.shown, self.figures.forget)
        self.ceiling = ceiling(self.limits.memory)

    def outputs(self) -> Outputs:
        idle = len(self.page.cells) - len(self.cells)
        empty = len(self.page.inlines) - len(self.inlines)
        return Outputs(
            cells=(*self.cells, *[()] * idle),
            inlines=(*self.inlines, *[""] * empty),
            problems=tuple(self.problems),
            seconds=(*self.seconds, *[0.0] * idle),
            recorded=tuple(self.recorded),
            passing=self.passing,
        )

    def cell(self, cell: Cell) -> bool:
        """Run a cell. False if what follows cannot rely on it."""
        if (found := self.taken.of(cell)) is not None:
            return self._take(cell, found)
        begun = time.perf_counter()
        runs = cell.options.get("run") != "no"
        alive = not runs or self._judge(
            cell, self._attempt("running the cell", cell, lambda: self._work(cell))
        )
        self.cells.append(self.capture.take())
        self.seconds.append(time.perf_counter() - begun if runs else 0.0)
        return alive and ("record" not in cell.options or self._record(cell))

    def _take(self, cell: Cell, found: RecordedCell | Diagnostic) -> bool:
        """What is recorded of a cell, in the place of running it."""
        if isinstance(found, Diagnostic):
            self.cells.append(())
            self.seconds.append(0.0)
            self.problems.append(found)
            self.passing = True
            return False
        self.cells.append(found.outputs)
        self.seconds.append(found.seconds)
        return self._restore(cell, found)

    def _record(self, cell: Cell) -> bool:
        """Note what a cell found. What follows sees it as it will be taken from the record."""
        number = len(self.cells) - 1
        given = self.cells[number], self.seconds[number]
        try:
            found = taking.kept(self.page.cells, number, self.namespace, *given)
        except Unfit as error:
            self._problem(cell.fence, str(error))
            return False
        self.recorded.append(found)
        return self._restore(cell, found)

    def _restore(self, cell: Cell, found: RecordedCell) -> bool:
        """Set the variables. The random numbers that follow do not depend on whether it ran."""
        try:
            self.namespace.update(taking.values_of(found))
        except Unfit as error:
            self._problem(cell.fence, str(error))
            return False
        surroundings.seed(self.trial)
        return True

    def inline(self, inline: Inline) -> None:
        """Compute an inline value. Its failure changes nothing for what follows."""
        values: list[str] = []

        def work() -> None:
            values.append(str(program.compute(inline, self.page.path, self.namespace)))

        error = self._attempt("computing the inline value", inline, work)
        written = self.capture.take()
        if error is not None:
            self.passing |= is_passing(error)
            message = explained(error, self.page, self.limits)
            self._problem(inline.line, message, inline.column)
        elif written:
            text = " ".join(written[0].text.split())
            message = f"inline code is there for its value, but it writes: {text}"
            self._problem(inline.line, message, inline.column)
        self.inlines.append("".join(values))

    def _attempt(
        self, what: str, step: Cell | Inline, work: Callable[[], None]
    ) -> BaseException | None:
        seconds = self._allowed(step)
        self.started(what, step.line, seconds)
        try:
            with limited(limit(seconds, self.limits.patience), self.ceiling):
                work()
        except BaseException as error:
            return error
        return None

    def _allowed(self, step: Cell | Inline) -> float:
        own = step.options.get("limit") if isinstance(step, Cell) else None
        return float(own) if own else self.limits.seconds

    def _work(self, cell: Cell) -> None:
        self.figures.begin(cell, f"{self.page.slug}-{len(self.cells)}")
        try:
            where = self.page.path, self.namespace
            value = program.run(cell, *where, self.compiler, self.trial)
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
        self.passing |= is_passing(error)
        path = lines(error, self.page.path) or [cell.line]
        message = explained(error, self.page, self.limits, self.capture.last())
        if expected:
            message += f" (the cell is to raise {expected})"
        if not cell.line <= path[-1] <= cell.end:
            message += f" (called from line {path[0]})"
        self._problem(path[-1], message)
        return False

    def _problem(self, line: int, message: str, column: int | None = None) -> None:
        self.problems.append(Diagnostic(self.page.path, line, message, column))
