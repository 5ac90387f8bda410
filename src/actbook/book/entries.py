"""From the files of a book to its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from actbook.book.cached import NOTHING
from actbook.digest import digest
from actbook.execution.cache import Cache
from actbook.reading import files, parse, percent
from actbook.reading.files import slug
from actbook.reading.marked import Runs
from actbook.reading.page import Page
from actbook.records import taking
from actbook.result import Entry
from actbook.verdict import Diagnostic, Refused


def page(text: str, path: str, runs: Runs = "all") -> Page:
    """The page in the text of a file: Markdown, or a notebook as a percent script."""
    return percent.read(text, path) if path.endswith(".py") else parse.read(text, path, runs)


def _allowed(text: str, path: str, runs: Runs) -> Page:
    """The page in a text, unless what it records is refused."""
    found = page(text, path, runs)
    if problems := tuple(taking.refusals(found)):
        raise Refused(*problems)
    return found


def entry(path: Path, cache: Cache | None = None, engine: str = "", runs: Runs = "all") -> Entry:
    """The page in a file of a site in which such cells run, without a result, or why it cannot be
    read. What an `engine` read before is taken from a cache."""
    text = ""
    try:
        text = files.load(path, str(path))
        read = partial(_allowed, text, str(path), runs)
        key = digest("page", engine, str(path), text, runs)
        found = cache.made(key, Page, read) if cache else read()
        return Entry(str(path), slug(str(path)), text, found, NOTHING)
    except Refused as refused:
        problems = refused.diagnostics
    except OSError as error:
        problems = (Diagnostic(str(path), 1, f"cannot be read: {error.strerror}"),)
    return Entry(str(path), slug(str(path)), text, None, replace(NOTHING, problems=problems))


def clashes(entries: Iterable[Entry]) -> dict[str, list[Diagnostic]]:
    """What is wrong with pages, by their paths, whose symbol an earlier one has already."""
    taken: dict[str, str] = {}
    found: dict[str, list[Diagnostic]] = {}
    for one in entries:
        for function in one.page.functions if one.page else ():
            if (other := taken.setdefault(function.symbol, one.path)) != one.path:
                message = f"{function.symbol} is the symbol of {other} as well: change one of them"
                found.setdefault(one.path, []).append(Diagnostic(one.path, function.line, message))
    return found


def refused(one: Entry, problems: Iterable[Diagnostic]) -> Entry:
    """An entry with more that is wrong with it."""
    if not (more := tuple(problem for problem in problems if problem not in one.result.problems)):
        return one
    result = replace(one.result, problems=(*one.result.problems, *more), key="")
    return replace(one, result=result)
