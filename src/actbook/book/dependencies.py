"""Which pages the formulas of a page rest on, and what is said where one of those is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from actbook.book.cached import NOTHING
from actbook.latex.names import normalised
from actbook.reading.mentions import calling, defining, mentions
from actbook.reading.page import Equation, Page
from actbook.result import Entry, Outputs, Result
from actbook.verdict import Diagnostic

#: The symbol in the front matter of a page that cannot be read.
_SYMBOL = re.compile(r"^symbol: *(['\"]?)(.+?)\1 *(?:#.*)?$", re.MULTILINE)


def symbols_of(pages: Iterable[Page]) -> dict[str, Page]:
    """Which page defines a symbol; of two, the first."""
    found: dict[str, Page] = {}
    for page in pages:
        for function in page.functions:
            found.setdefault(function.symbol, page)
    return found


def others_of(page: Page, symbols: Mapping[str, Page]) -> tuple[Page, ...]:
    """The pages whose functions a page's formulas mention, or whose those are defined by."""
    found: dict[str, Page] = {}
    queue = [(page, (*page.equations, *page.stated))]
    while queue:
        at, equations = queue.pop()
        for other in (symbols[symbol] for _, symbol in mentions(at, equations, symbols)):
            if other.path not in found and other.path != page.path:
                found[other.path] = other
                queue.append((other, calling(other)))
    return tuple(found[path] for path in sorted(found))


def dependencies(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """The paths of the pages that each page rests on: if one of them is wrong, it may be as well.

    Of pages whose claims mention each other in a ring none rests on the other, unless it is
    defined by it. So nothing rests on itself, and the pages can be sorted.
    """
    known = list(entries)
    owners = {symbol: e.path for e in known if e.page is None for symbol in _symbols(e)}
    owners |= {s: p.path for s, p in symbols_of(e.page for e in known if e.page).items()}
    pages = {entry.path: entry.page for entry in known if entry.page is not None}

    def others(page: Page, equations: Iterable[Equation]) -> set[str]:
        return {owners[symbol] for _, symbol in mentions(page, equations, owners)} - {page.path}

    claims = {p: others(page, (*page.equations, *page.stated)) for p, page in pages.items()}
    by_definition = _closed({p: others(page, defining(page)) for p, page in pages.items()})
    rests = {
        path: others.union(*(by_definition.get(other, ()) for other in others)) - {path}
        for path, others in claims.items()
    }
    reached = _closed(rests)

    def rest(path: str, other: str) -> bool:
        defined = other in by_definition[path] and path not in by_definition.get(other, ())
        return defined or path not in reached.get(other, ())

    found = {p: frozenset(o for o in others if rest(p, o)) for p, others in rests.items()}
    return {entry.path: found.get(entry.path, frozenset()) for entry in known}


def _closed(steps: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """All that can be reached from each place by one step or several."""
    found: dict[str, set[str]] = {}
    for start, reached in steps.items():
        found[start], queue = set(reached), list(reached)
        while queue:
            new = steps.get(queue.pop(), set()) - found[start]
            found[start] |= new
            queue += new
    return found


def has_wrong_formula(entry: Entry) -> bool:
    """Whether a page cannot be read, or a formula or parameter of it is wrong."""
    if entry.page is None:
        return bool(entry.result.problems)
    equations = [range(e.start, e.end + 1) for e in entry.page.equations if e.unchecked is None]
    parameters = {p.line for function in entry.page.functions for p in function.parameters}
    lines = {problem.line for problem in entry.result.problems}
    return not lines.isdisjoint(parameters.union(*equations))


def unchecked(page: Page, outputs: Outputs, wrong: Entry) -> Result:
    """The result of a page of which nothing is said but that it rests on a wrong one, instead of
    all that follows from that."""
    said = (*page.equations, *page.stated)
    lines = [line for line, _ in mentions(page, said, _symbols(wrong))]
    why = "cannot be read" if wrong.page is None else "has a wrong formula"
    message = f"not checked: it rests on {wrong.path}, which {why}"
    problem = Diagnostic(page.path, min(lines, default=page.body), message)
    return replace(NOTHING, outputs=outputs, problems=(*outputs.problems, problem))


def _symbols(entry: Entry) -> set[str]:
    if entry.page is None:
        return {normalised(match[2]) for match in _SYMBOL.finditer(entry.text)}
    return {function.symbol for function in entry.page.functions}
