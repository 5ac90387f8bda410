"""Which pages the formulas of a page rest on, and what is said where one of those is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from actbook.latex.names import calls, mentioned, normalised
from actbook.reading.page import Equation, Page
from actbook.result import Entry
from actbook.verdict import Diagnostic

#: A symbol in the front matter of a page that cannot be read.
_SYMBOL = re.compile(r"^ *symbol: *(['\"]?)(.+?)\1 *$", re.MULTILINE)


def symbols_of(pages: Iterable[Page]) -> dict[str, Page]:
    """Which page defines a symbol; of two, the first."""
    found: dict[str, Page] = {}
    for page in pages:
        for function in page.functions:
            found.setdefault(function.symbol, page)
    return found


def others_of(page: Page, symbols: Mapping[str, Page]) -> tuple[Page, ...]:
    """The pages whose functions a page's formulas mention, or whose those are defined by."""
    return tuple(other for _, other in sorted(_reached(page.equations, page, symbols).items()))


def _reached(
    equations: Iterable[Equation], page: Page, symbols: Mapping[str, Page]
) -> dict[str, Page]:
    """By their paths the other pages that equations of a page mention, and so on by definitions."""
    found: dict[str, Page] = {}
    queue = [(equations, page)]
    while queue:
        equations, at = queue.pop()
        own = {function.symbol for function in at.functions}
        for _, symbol in _mentions(equations, [s for s in symbols if s not in own]):
            other = symbols[symbol]
            if other.path not in found and other.path != page.path:
                found[other.path] = other
                queue.append((_definitions(other), other))
    return found


def _definitions(page: Page) -> Sequence[Equation]:
    """The equations that define the page's functions, all of them where that cannot be seen."""
    checked = [equation for equation in page.equations if equation.unchecked is None]
    found = []
    for function in page.functions:
        own = [equation for equation in checked if calls(equation.latex, function.symbol)]
        if not own:
            return checked
        found.append(own[0])
    return found


def _mentions(equations: Iterable[Equation], symbols: Collection[str]) -> Iterator[tuple[int, str]]:
    """The symbols that equations mention, each with the line of the equation."""
    for equation in equations:
        if equation.unchecked is None:
            for symbol in mentioned(equation.latex, symbols):
                yield equation.line, symbol


def grounds(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """The paths of the pages that each page rests on: if one of them is wrong, it may be as well.

    Of two pages that mention each other none rests on the other, unless by its definition.
    """
    known = list(entries)
    pages = [entry.page for entry in known if entry.page is not None]
    symbols = symbols_of(pages)
    unreadable = {
        symbol: entry.path
        for entry in known
        if entry.page is None
        for symbol in _symbols(entry) - symbols.keys()
    }
    formulas = {page.path: _rests(page, page.equations, symbols, unreadable) for page in pages}
    defined = {page.path: _rests(page, _definitions(page), symbols, unreadable) for page in pages}

    def rests(path: str, other: str) -> bool:
        if other in defined[path] and path not in defined.get(other, ()):
            return True
        return path not in formulas.get(other, ())

    return {
        path: frozenset(other for other in others if rests(path, other))
        for path, others in formulas.items()
    }


def _rests(
    page: Page,
    equations: Iterable[Equation],
    symbols: Mapping[str, Page],
    unreadable: Mapping[str, str],
) -> set[str]:
    reached = _reached(equations, page, symbols)
    every = [*equations, *(e for other in reached.values() for e in _definitions(other))]
    return {*reached, *(unreadable[symbol] for _, symbol in _mentions(every, unreadable))}


def misleads(entry: Entry) -> bool:
    """Whether a page cannot be read, or a formula or parameter of it is wrong."""
    if entry.page is None:
        return bool(entry.result.problems)
    equations = [range(e.start, e.end + 1) for e in entry.page.equations if e.unchecked is None]
    parameters = {p.line for function in entry.page.functions for p in function.parameters}
    lines = {problem.line for problem in entry.result.problems}
    return not lines.isdisjoint(parameters.union(*equations))


def consequence(page: Page, culprit: Entry) -> Diagnostic:
    """What is said of a page that rests on a wrong one, instead of all that follows from that."""
    lines = [line for line, _ in _mentions(page.equations, _symbols(culprit))]
    wrong = "cannot be read" if culprit.page is None else "has a wrong formula"
    message = f"not checked: it rests on {culprit.path}, which {wrong}"
    return Diagnostic(page.path, min(lines, default=page.body), message)


def _symbols(entry: Entry) -> set[str]:
    if entry.page is None:
        return {normalised(match[2]) for match in _SYMBOL.finditer(entry.text)}
    return {function.symbol for function in entry.page.functions}
