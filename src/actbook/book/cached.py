"""What is known of a page already, and what has to be run to know the rest.

Outputs are remembered by the cells, findings by the formulas, facts and code that decide them,
neither by where in the file they stand: prose can be edited around them. A page that is wrong is
remembered as a whole, as it is written, for what is said of it names lines; what may pass, as a
limit, is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from actbook.digest import digest
from actbook.execution.cache import Cache, engine
from actbook.execution.child import Tell
from actbook.execution.running import Crash, Job
from actbook.reading.page import Page
from actbook.reading.remarks import said
from actbook.records import sweeps
from actbook.records.calls import NOTHING_RECORDED, Recorded
from actbook.records.taking import NOTHING_TAKEN, Policy, Taken, take
from actbook.result import Outputs, Result
from actbook.swept import Swept
from actbook.verdict import Diagnostic

#: The modules that with what they import run cells and verify pages.
_RUNNING = ("actbook.execution.execute", "actbook.execution.pool", "actbook.drawing.figures")
_CHECKING = ("actbook.book.job",)
_FAULT = ": a fault of actbook's, not of the page; `actbook check --debug` shows where"
#: The result of a page of which nothing is known.
NOTHING = Result(Outputs((), (), (), ()), (), "", "", (), ())


@dataclass(frozen=True)
class Engines:
    """The digests of what decides the outputs of cells, and of what decides findings: no style
    sheet or template does."""

    cells: str
    findings: str


def engines() -> Engines:
    """The engines of this moment."""
    return Engines(engine(*_RUNNING), engine(*_RUNNING, *_CHECKING))


@dataclass(frozen=True)
class Task:
    """A page, the keys of what is to be known of it, and of that what is remembered."""

    page: Page
    others: tuple[Page, ...]
    cache: Cache
    cells: str
    inlines: str
    findings: str
    wrong: str
    outputs: Outputs | None
    found: Result | None
    taken: Taken = NOTHING_TAKEN
    calls: Recorded = NOTHING_RECORDED
    swept: tuple[tuple[Swept, ...], tuple[Diagnostic, ...]] = ((), ())

    @property
    def known(self) -> bool:
        return self.outputs is not None and self.found is not None

    def recalled(self) -> Result:
        """The result of a page of which everything is known."""
        assert self.outputs is not None
        assert self.found is not None
        swept, stale = self.swept
        problems = tuple(dict.fromkeys((*self.outputs.problems, *self.found.problems, *stale)))
        # The seconds tell one execution of the same cells from another.
        seconds = self.outputs.seconds
        decided = (self.cells, self.inlines, self.findings, seconds, self.taken, swept)
        key = "" if problems else digest(*decided)
        return replace(
            self.found,
            outputs=self.outputs,
            problems=problems,
            key=key,
            notes=self.taken.notes,
            record=self.taken.record,
            sweeps=swept,
        )

    def job(self) -> Job:
        """What has to be run: the cells, the checks or both."""
        needed = (self.outputs is None, self.found is None)
        given = (self.page, self.others, *needed, self.taken, self.calls)
        return Job(self.findings, self.page.path, _run, given)

    def finish(self, answer: Any) -> Result:
        """The result with a job's answer, remembered unless what failed may pass."""
        if isinstance(answer, Crash):
            message = answer.message + _FAULT * bool(answer.detail)
            place = (self.page.path, answer.line or self.page.body)
            problem = Diagnostic(*place, message, detail=answer.detail)
            return replace(NOTHING, problems=(problem,))
        outputs, found = answer
        if not any(new is not None and new.passing for new in answer):
            self._remember(outputs, found)
        return replace(self, outputs=outputs or self.outputs, found=found or self.found).recalled()

    def _remember(self, outputs: Outputs | None, found: Result | None) -> None:
        failed = outputs is not None and bool(outputs.problems)
        if outputs is not None and not failed:
            self.cache.put(self.cells, replace(outputs, inlines=()))
            self.cache.put(self.inlines, outputs.inlines)
        # Where the cells of a function failed, nothing is found on its code.
        if found is not None and not found.problems and not (failed and coded(self.page)):
            self.cache.put(self.findings, found)
        whole = (outputs or self.outputs, found or self.found)
        if any(half is not None and half.problems for half in whole):
            self.cache.put(self.wrong, whole)


def task(
    page: Page,
    others: tuple[Page, ...],
    cache: Cache,
    engines: Engines,
    policy: Policy = "refuse",
    again: bool = False,
    recorded: Recorded = NOTHING_RECORDED,
) -> Task:
    """What is known of a page; `others` are those whose functions its formulas mention.

    `engines` are the digests of what decides a result beside the pages. What is wrong with the
    page is not remembered if it is to be tried `again`. Of its calls of libraries something may be
    `recorded`.
    """
    taken, calls = take(page, policy), recorded.on(page.slug)
    sources = [(c.source, dict(c.options)) for c in page.cells]
    cells = digest(engines.cells, page.path, sources, [found for _, found in taken.cells])
    inlines = digest(cells, [(i.expression, i.after) for i in page.inlines])
    own = (page.path, page.title, page.figure, _functions(page), _equations(page), said(page))
    looks = [_meanings(other) + _equations(other) for other in others]
    findings = digest(engines.findings, own, looks, cells if coded(page) else None, calls)
    wrong = digest(findings, inlines, page.text)
    outputs, values = cache.get(cells, Outputs), cache.get(inlines, tuple)
    found = cache.get(findings, Result)
    known = None if outputs is None or values is None else replace(outputs, inlines=values)
    if (known is None or found is None) and not again:
        known, found = cache.get(wrong, tuple) or (known, found)
    keys = (cells, inlines, findings, wrong)
    swept = sweeps.take(page, policy)
    return Task(page, others, cache, *keys, known, found, taken, calls, swept)


# The libraries of the checks are imported where they are used: in the page's own process.
def _run(
    page: Page,
    others: Sequence[Page],
    executes: bool,
    verifies: bool,
    taken: Taken,
    calls: Recorded,
    tell: Tell,
) -> tuple[Outputs | None, Result | None]:
    from actbook.book.job import work

    return work(page, others, executes, verifies, tell, taken, calls)


def _functions(page: Page) -> list[Any]:
    """What front matter says of functions, without its lines."""
    return [_without_lines(page.functions), _without_lines(page.variables)]


def _meanings(page: Page) -> list[Any]:
    """What formulas of other pages may depend on: not what is claimed of the functions."""
    bare = tuple(replace(f, implementations=(), facts=()) for f in page.functions)
    return _functions(replace(page, functions=bare))


def _without_lines(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_without_lines(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return [_without_lines(v) for name, v in vars(value).items() if name != "line"]
    return value


def _equations(page: Page) -> list[Any]:
    return [(equation.whole, equation.unchecked is None) for equation in page.equations]


def coded(page: Page) -> bool:
    """Whether findings depend on what the page's cells define."""
    return any(function.implementations for function in page.functions)
