"""Which functions of other pages the formulas of a page mention, as far as their LaTeX shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actbook.latex.names import calls, mentioned
from actbook.reading.page import Equation, Page


def used(page: Page, equation: Equation, symbols: Iterable[str]) -> set[str]:
    """Which of the symbols an equation of a page uses that are functions of other pages."""
    # A page's own function or parameter hides a function of another page that is written alike.
    stated = [*page.variables, *(p for f in page.functions for p in f.parameters)]
    own = [*(function.symbol for function in page.functions), *(each.symbol for each in stated)]
    return mentioned(equation.whole, symbols, own)


def calling(page: Page) -> tuple[Equation, ...]:
    """The equations `f(x) = …`, one of which defines f; all where that cannot be seen."""
    return tuple(equation for each in _candidates(page) for equation in each)


def defining(page: Page) -> tuple[Equation, ...]:
    """The equations that, as it seems, define the page's functions."""
    return tuple(each[0] for each in _candidates(page) if each)


def _candidates(page: Page) -> list[Sequence[Equation]]:
    found: list[Sequence[Equation]] = [
        [equation for equation in page.equations if calls(equation.latex, function.symbol)]
        for function in page.functions
    ]
    return found if all(found) else [page.equations]


def mentions(
    page: Page, equations: Iterable[Equation], symbols: Iterable[str]
) -> Iterator[tuple[int, str]]:
    """Which symbols of other pages equations of a page mention, each with its line."""
    for equation in equations:
        if equation.unchecked is None:
            yield from ((equation.line, symbol) for symbol in used(page, equation, symbols))
