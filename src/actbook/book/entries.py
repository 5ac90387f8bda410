"""From the files of a book to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from actbook.book.cached import NOTHING
from actbook.reading import parse, percent
from actbook.reading.page import Page
from actbook.records import taking
from actbook.result import Entry
from actbook.verdict import Diagnostic, Refused


def page(text: str, path: str) -> Page:
    """The page in the text of a file: Markdown, or a notebook as a percent script."""
    return percent.read(text, path) if path.endswith(".py") else parse.read(text, path)


def entry(path: Path) -> Entry:
    """The page in a file, without a result, or why it cannot be read."""
    text = ""
    try:
        text = parse.load(path, str(path))
        found = page(text, str(path))
        if problems := tuple(taking.refusals(found)):
            raise Refused(*problems)
        return Entry(str(path), path.stem, text, found, NOTHING)
    except Refused as refused:
        problems = refused.diagnostics
    except OSError as error:
        problems = (Diagnostic(str(path), 1, f"cannot be read: {error.strerror}"),)
    return Entry(str(path), path.stem, text, None, replace(NOTHING, problems=problems))


def unique(entries: Iterable[Entry], found: Callable[[Diagnostic], None]) -> Iterator[Entry]:
    """The entries; one whose symbol another page has already is refused."""
    taken: dict[str, str] = {}
    for one in entries:
        for function in one.page.functions if one.page else ():
            if (other := taken.setdefault(function.symbol, one.path)) != one.path:
                message = f"{function.symbol} is the symbol of {other} as well: change one of them"
                problem = Diagnostic(one.path, function.line, message)
                found(problem)
                problems = (problem, *one.result.problems)
                result = replace(one.result, problems=problems, key="")
                one = replace(one, result=result)
        yield one
