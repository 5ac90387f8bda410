"""All pages: what each needs, what is known of it already, and what has to be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actbook import data
from actbook.cache import Cache, digest, engine
from actbook.execute import Outputs, Started
from actbook.formula import mentioned
from actbook.page import Page
from actbook.parse import load
from actbook.parse import read as parse
from actbook.pool import Crash, Job, Pool
from actbook.result import Entry, Result
from actbook.verdict import Diagnostic, Refused

#: The folders under `docs/` whose Markdown files are pages.
FOLDERS = ("activations", "concepts")
_NOTHING = Result(Outputs((), (), (), ()), (), "", "", (), ())

#: Told of each page that had to be run: how many are done of how many, and its path.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Book:
    """The pages with their results, in the order of their paths."""

    entries: tuple[Entry, ...]

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return tuple(problem for entry in self.entries for problem in entry.result.problems)

    def data(self) -> dict[str, Any]:
        """The book as `actbook.json` has it."""
        return data.book(self.entries)


def paths(docs: Path) -> list[Path]:
    """The Markdown files of the book's pages under `docs`."""
    return sorted(path for folder in FOLDERS for path in (docs / folder).glob("*.md"))


def read(
    docs: Path, cache: Cache, pool: Pool | None = None, progress: Progress | None = None
) -> Book:
    """The whole book under `docs`; what has to be run is run in the pool."""
    found = paths(docs)
    book = verify(found, found, cache, pool, progress)
    return replace(book, entries=tuple(_unique(book.entries)))


def verify(
    pages: Sequence[Path],
    library: Iterable[Path],
    cache: Cache,
    pool: Pool | None = None,
    progress: Progress | None = None,
) -> Book:
    """The pages with their results. Their formulas may mention functions of the `library`."""
    entries = {path: _entry(path) for path in dict.fromkeys([*library, *pages])}
    symbols = symbols_of(entry.page for entry in entries.values() if entry.page)
    waiting: dict[str, _Task] = {}
    for path in pages:
        if (page := entries[path].page) is not None:
            task = _task(page, symbols)
            if (known := task.known(cache)) is None:
                waiting[page.path] = task
            else:
                entries[path] = replace(entries[path], result=known)
    if waiting:
        runner = pool or Pool()
        jobs = [task.job(cache) for task in waiting.values()]
        for done, (job, answer) in enumerate(runner.run(jobs), 1):
            result = waiting[job.path].finish(answer, cache)
            entries[Path(job.path)] = replace(entries[Path(job.path)], result=result)
            if progress is not None:
                progress(done, len(jobs), job.path)
        if pool is None:
            runner.close()
    return Book(tuple(entries[path] for path in pages))


@dataclass(frozen=True)
class _Task:
    """A page to be known. `key` covers all that decides its outputs and verdicts, `inline_key`
    its inline values as well; neither covers where in the file things stand."""

    page: Page
    others: tuple[Page, ...]
    key: str
    inline_key: str

    def known(self, cache: Cache) -> Result | None:
        stored, inlines = cache.get(self.key), cache.get(self.inline_key)
        if stored is None or inlines is None:
            return None
        return _with_inlines(_moved(stored[1], stored[0], self.page), inlines)

    def job(self, cache: Cache) -> Job:
        """All of it, or if only prose has changed the cells and inline values without a check."""
        if cache.get(self.key) is not None:
            return Job(self.inline_key, self.page.path, _inlines, (self.page,))
        return Job(self.key, self.page.path, _verified, (self.page, self.others))

    def finish(self, answer: Any, cache: Cache) -> Result:
        """The result of a job, remembered unless the execution failed: that may be a limit's."""
        if isinstance(answer, Crash):
            message = "\n".join(filter(None, (answer.message, answer.detail)))
            problem = Diagnostic(self.page.path, answer.line or self.page.body, message)
            return replace(_NOTHING, problems=(problem,))
        if isinstance(answer, Result):
            outputs, result = answer.outputs, answer
            if not outputs.problems:
                cache.put(self.key, (_anchors(self.page), answer))
        else:
            outputs, stored = answer, cache.get(self.key)
            result = _moved(stored[1], stored[0], self.page)
            result = replace(result, problems=(*outputs.problems, *result.problems))
        if not outputs.problems:
            cache.put(self.inline_key, outputs.inlines)
        return _with_inlines(result, outputs.inlines)


# The libraries of the checks are imported where they are used: in the page's own process.
def _verified(page: Page, others: Sequence[Page], started: Started) -> Result:
    from actbook.work import work

    return work(page, others, started)


def _inlines(page: Page, started: Started) -> Outputs:
    from actbook.work import inlines

    return inlines(page, started)


def _with_inlines(result: Result, inlines: tuple[str, ...]) -> Result:
    return replace(result, outputs=replace(result.outputs, inlines=inlines))


def _entry(path: Path) -> Entry:
    text = ""
    try:
        text = load(path, str(path))
        return Entry(str(path), path.stem, text, parse(text, str(path)), _NOTHING)
    except Refused as refused:
        problems = refused.diagnostics
    except OSError as error:
        problems = (Diagnostic(str(path), 1, f"cannot be read: {error.strerror}"),)
    return Entry(str(path), path.stem, text, None, replace(_NOTHING, problems=problems))


def symbols_of(pages: Iterable[Page]) -> dict[str, Page]:
    """Which page defines a symbol; of two, the first."""
    found: dict[str, Page] = {}
    for page in pages:
        for function in page.functions:
            found.setdefault(function.symbol, page)
    return found


def _unique(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries; one whose symbol another page has already is refused."""
    taken: dict[str, str] = {}
    for entry in entries:
        for function in entry.page.functions if entry.page else ():
            if (other := taken.setdefault(function.symbol, entry.path)) != entry.path:
                message = f"{function.symbol} is the symbol of {other} as well: change one of them"
                problem = Diagnostic(entry.path, function.line, message)
                result = replace(entry.result, problems=(problem, *entry.result.problems))
                entry = replace(entry, result=result)
        yield entry


def _task(page: Page, symbols: Mapping[str, Page]) -> _Task:
    others = others_of(page, symbols)
    looks = [_functions(other) + _equations(other) for other in others]
    cells = [(cell.source, dict(cell.options)) for cell in page.cells]
    own = (page.path, page.title, page.figure, _functions(page), _equations(page), cells)
    key = digest(engine(), own, looks)
    return _Task(page, others, key, digest(key, [(i.expression, i.after) for i in page.inlines]))


def others_of(page: Page, symbols: Mapping[str, Page]) -> tuple[Page, ...]:
    """The pages whose functions a page's formulas mention, directly or through each other."""
    own = {function.symbol for function in page.functions}
    names = [symbol for symbol in symbols if symbol not in own]
    found: dict[str, Page] = {}
    queue = [page]
    while queue:
        for equation in queue.pop().equations:
            if equation.unchecked is None:
                for symbol in mentioned(equation.latex, names):
                    other = symbols[symbol]
                    if other.path not in found and other.path != page.path:
                        found[other.path] = other
                        queue.append(other)
    return tuple(found[path] for path in sorted(found))


def _functions(page: Page) -> list[Any]:
    """What front matter says of functions, without its lines."""
    return [_without_lines(page.functions), _without_lines(page.variables)]


def _without_lines(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_without_lines(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return [_without_lines(v) for name, v in vars(value).items() if name != "line"]
    return value


def _equations(page: Page) -> list[Any]:
    return [(equation.latex, equation.unchecked is None) for equation in page.equations]


def _anchors(page: Page) -> list[int]:
    """The lines of everything a result may speak of, in an order that its structure gives."""
    lines = [page.body]
    for function in page.functions:
        parts = (*function.parameters, *function.implementations, *function.facts)
        lines += [function.line, *(part.line for part in parts)]
    lines += [variable.line for variable in page.variables]
    for cell in page.cells:
        lines += [cell.fence, cell.line, cell.end]
    for equation in page.equations:
        lines += [equation.start, equation.line, equation.end]
    return lines


def _moved(result: Result, before: Sequence[int], page: Page) -> Result:
    """A result of a page whose blocks have moved since, with the lines they have now."""
    now = _anchors(page)
    if now == before:
        return result

    def move(item: Any) -> Any:
        nearest = max((old, new) for old, new in zip(before, now, strict=True) if old <= item.line)
        return replace(item, line=item.line + nearest[1] - nearest[0])

    return replace(
        result,
        verdicts=tuple(map(move, result.verdicts)),
        glance=tuple(replace(row, verdict=move(row.verdict)) for row in result.glance),
        problems=tuple(map(move, result.problems)),
    )
