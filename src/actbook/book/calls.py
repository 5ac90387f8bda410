"""The calls of libraries that no build makes: which pages name them, and what is recorded of them.

Pages are not run for that: what a library gives depends on no cell.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from actbook.book.dependencies import others_of, symbols_of
from actbook.libraries.adapter import Adapter
from actbook.libraries.chosen import calls, recorded
from actbook.reading.page import Page
from actbook.records.calls import Library, Recorded, folder, read_all
from actbook.records.store import Damaged
from actbook.verdict import Diagnostic


def known(pages: Iterable[Page]) -> tuple[Recorded, tuple[Diagnostic, ...]]:
    """All that is recorded beside these pages, where one of them needs it, and what cannot be
    read."""
    found: list[Library] = []
    problems = []
    for place in sorted({folder(Path(page.path)) for page in pages if recorded(page)}):
        try:
            found += read_all(place)
        except Damaged as damaged:
            again = ": take it back from version control, or run `actbook record --libraries`"
            problems.append(Diagnostic(str(damaged.path), 1, f"this record {damaged}{again}"))
    return Recorded(tuple(found)), tuple(problems)


# The libraries of the checks are imported where they are used.
def requests(pages: Iterable[Page], adapter: Adapter, every: Iterable[Page]) -> Iterator[object]:
    """What is to be recorded of a library for these pages, of `every` page of the book. A library
    that builds call is only asked for what its functions do by themselves."""
    from actbook.checking.points import breakpoints, parameter_values
    from actbook.checking.recorded import grouped, spots
    from actbook.checking.recording import Request
    from actbook.reading.scope import read_formulas

    symbols = symbols_of(every)
    for page in pages:
        definitions = None
        for function in page.functions:
            for one in function.implementations:
                if adapter not in calls(one):
                    continue
                if definitions is None:
                    definitions = read_formulas(page, others_of(page, symbols)).definitions
                definition = definitions[function.symbol]
                defaults = parameter_values(function.parameters)[0]
                wanted = [] if adapter.executed else grouped(spots(page, definition, one.code))
                edges = [] if function.vector else breakpoints(definition.expression, defaults)
                yield Request(
                    *(page.slug, function.name, replace(one, line=0), function.vector),
                    *(tuple(wanted), defaults, tuple(map(float, edges))),
                )


class Missing(Exception):
    """Why a library cannot be called here."""


def take(adapter: Adapter, wanted: Sequence[object]) -> Library:
    """A library's record, taken in a process of its own. Raises Missing."""
    from actbook.checking.implementation import Hindered
    from actbook.checking.recording import take as taken

    context = get_context("spawn")
    with ProcessPoolExecutor(1, context, _prepared, (dict(adapter.environment),)) as pool:
        try:
            return pool.submit(taken, adapter, wanted).result()  # type: ignore[arg-type]
        except (Hindered, ImportError) as error:
            raise Missing(str(error)) from None


def _prepared(environment: dict[str, str]) -> None:
    os.environ.update(environment)
