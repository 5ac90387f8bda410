"""All pages: what each needs, what is known of it already, and what has to be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from actbook import data, memory, notebooks
from actbook.execution.cache import Cache
from actbook.execution.pool import Heard, Pool
from actbook.latex.formula import mentioned
from actbook.memory import NOTHING
from actbook.reading import parse
from actbook.reading.page import Page
from actbook.result import Entry
from actbook.verdict import Diagnostic, Refused

#: The folders under `docs/` with pages, and how the names of pages end there.
FOLDERS = {"activations": "md", "concepts": "md", "notebooks": "py"}

#: Told of each page that had to be run: how many are done of how many, and its path.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Book:
    """The pages with their results, in the order of their paths."""

    entries: tuple[Entry, ...]

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return tuple(problem for entry in self.entries for problem in entry.result.problems)

    def data(self, mutation: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The book as `actbook.json` has it, with the score of mutation testing."""
        return data.book(self.entries, mutation)


def paths(docs: Path) -> list[Path]:
    """The files of the book's pages under `docs`."""
    return sorted(
        path for folder, suffix in FOLDERS.items() for path in (docs / folder).glob(f"*.{suffix}")
    )


def read(
    docs: Path,
    cache: Cache,
    pool: Pool | None = None,
    progress: Progress | None = None,
    heard: Heard = lambda job, what, line: None,
) -> Book:
    """The whole book under `docs`; what has to be run is run in the pool."""
    found = paths(docs)
    book = verify(found, found, cache, pool, progress, heard)
    return replace(book, entries=tuple(_unique(book.entries)))


def verify(
    pages: Sequence[Path],
    library: Iterable[Path],
    cache: Cache,
    pool: Pool | None = None,
    progress: Progress | None = None,
    heard: Heard = lambda job, what, line: None,
) -> Book:
    """The pages with their results. Their formulas may mention functions of the `library`."""
    entries = {path: _entry(path) for path in dict.fromkeys([*library, *pages])}
    symbols = symbols_of(entry.page for entry in entries.values() if entry.page)
    waiting: dict[str, memory.Task] = {}
    for path in pages:
        if (found := entries[path].page) is not None:
            task = memory.task(found, others_of(found, symbols), cache)
            if task.known:
                entries[path] = replace(entries[path], result=task.recalled())
            else:
                waiting[found.path] = task
    if waiting:
        runner = pool or Pool()
        # What was saved last is what somebody waits for.
        latest = sorted(waiting, key=lambda path: -Path(path).stat().st_mtime)
        jobs = [waiting[path].job() for path in latest]
        for done, (job, answer) in enumerate(runner.run(jobs, heard), 1):
            result = waiting[job.path].finish(answer)
            entries[Path(job.path)] = replace(entries[Path(job.path)], result=result)
            if progress is not None:
                progress(done, len(jobs), job.path)
        if pool is None:
            runner.close()
    return Book(tuple(entries[path] for path in pages))


def page(text: str, path: str) -> Page:
    """The page in the text of a file: Markdown, or a notebook as a percent script."""
    return notebooks.read(text, path) if path.endswith(".py") else parse.read(text, path)


def _entry(path: Path) -> Entry:
    text = ""
    try:
        text = parse.load(path, str(path))
        return Entry(str(path), path.stem, text, page(text, str(path)), NOTHING)
    except Refused as refused:
        problems = refused.diagnostics
    except OSError as error:
        problems = (Diagnostic(str(path), 1, f"cannot be read: {error.strerror}"),)
    return Entry(str(path), path.stem, text, None, replace(NOTHING, problems=problems))


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
