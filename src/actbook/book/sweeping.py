"""Sweeping a page: all numbers of float32 through each of its implementations, in a process of its
own. What was found is remembered stretch by stretch, so that a sweep goes on where it was ended."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from actbook.book.book import packages
from actbook.checking.tallies import Tally
from actbook.digest import digest
from actbook.execution.cache import Cache, engine
from actbook.execution.child import Tell
from actbook.execution.pool import Pool
from actbook.execution.running import Crash, Job, Listener
from actbook.reading.imports import imported
from actbook.reading.page import Function, Implementation, Page
from actbook.reading.scope import Reading, read_formulas
from actbook.records import machine, sweeps
from actbook.swept import Origin, Swept
from actbook.verdict import Diagnostic

if TYPE_CHECKING:
    from actbook.checking.implementation import Code
    from actbook.checking.sweep import Reference

#: In how many stretches the bit patterns are gone through.
STRETCHES = 128
#: At how many random numbers the reference is held against Arb.
_TRIED = 2000
#: Of a stretch: the title of the function, the label of the code, and the first bit pattern.
Place: TypeAlias = tuple[str, str, int]
Answer: TypeAlias = tuple[Sequence[Swept], Sequence[Diagnostic]]


@dataclass(frozen=True)
class Wanted:
    """A page to sweep from a bit pattern to before another; the pages that its formulas mention; of
    which libraries, all if none is named; and what is `known` of it already."""

    page: Page
    others: tuple[Page, ...]
    libraries: tuple[str, ...] = ()
    patterns: tuple[int, int] = (0, 2**32)
    known: Mapping[Place, Tally] = field(default_factory=dict)

    @property
    def functions(self) -> list[Function]:
        """Those that have code and are no functions of vectors."""
        return [one for one in self.page.functions if one.implementations and not one.vector]

    @property
    def size(self) -> int:
        """Of a stretch."""
        return (self.patterns[1] - self.patterns[0]) // STRETCHES

    @property
    def starts(self) -> range:
        """The first patterns of the stretches."""
        return range(*self.patterns, self.size)

    def wants(self, implementation: Implementation) -> bool:
        return not self.libraries or implementation.label in self.libraries

    @property
    def places(self) -> list[Place]:
        """All stretches."""
        return [
            (function.title, implementation.label, start)
            for function in self.functions
            for implementation in function.implementations
            if self.wants(implementation)
            for start in self.starts
        ]


def sweep(
    wanted: Wanted,
    cache: Cache,
    pool: Pool,
    begun: Callable[[str, int], None] = lambda what, stretches: None,
) -> Answer | Crash:
    """Sweep a page. `begun` is told what is done now and how many stretches were gone through, each
    of which is remembered at once: a sweep goes on where it was ended."""
    decided = (wanted.page.text, [other.text for other in wanted.others], wanted.size)
    whole = digest(engine("actbook.checking.sweep"), *decided)
    kept = {place: cache.get(digest(whole, place), Tally) for place in wanted.places}
    known = {place: tally for place, tally in kept.items() if tally is not None}
    done = len(known)

    def found(job: Job, told: tuple[Place, Tally]) -> None:
        nonlocal done
        done += 1
        cache.put(digest(whole, told[0]), told[1])

    def started(job: Job, what: str, line: int) -> None:
        begun(what, done)

    path, all_known = wanted.page.path, replace(wanted, known=known)
    pool.want(packages([wanted.page]))
    jobs = [Job(path, path, _work, (all_known,))]
    ((_, answer),) = pool.run(jobs, Listener(started, found))
    assert isinstance(answer, Crash | tuple)
    return answer


def _work(wanted: Wanted, tell: Tell) -> Answer:
    """In a process of its own: run the page's cells and sweep its code."""
    from actbook.drawing import figures
    from actbook.execution import execute

    reading = read_formulas(wanted.page, wanted.others)
    with figures.style():
        outputs, namespace = execute.run(wanted.page, figures.svg, tell.started, tell.limits)
    if problems := [*reading.problems, *outputs.problems]:
        return [], problems
    found = [
        one
        for function in wanted.functions
        for one in _function(wanted, function, reading, namespace, tell)
    ]
    swept = [one for one in found if isinstance(one, Swept)]
    return swept, [one for one in found if isinstance(one, Diagnostic)]


def _function(
    wanted: Wanted, function: Function, reading: Reading, namespace: dict[str, Any], tell: Tell
) -> Iterator[Swept | Diagnostic]:
    from actbook.checking.implementation import Failed, Hindered, codes
    from actbook.checking.patches import Rugged
    from actbook.checking.points import parameter_values
    from actbook.checking.sweep import reference

    formula = reading.definitions[function.symbol].expression
    tell.started(f"finding polynomials for {function.title}", function.line)
    try:
        truth = reference(formula, parameter_values(function.parameters)[0])
    except Rugged:
        why = "no polynomials of bounded error were found for its formula: not swept"
        yield Diagnostic(wanted.page.path, function.line, f"{function.title}: {why}")
        return
    for code in codes(function, namespace):
        if wanted.wants(code.implementation):
            try:
                yield _sweep(wanted, function, code, truth, tell)
            except (Failed, Hindered) as failed:
                line = code.implementation.line
                yield Diagnostic(wanted.page.path, line, f"{code.name} {failed}: not swept")


def _sweep(
    wanted: Wanted, function: Function, code: Code, reference: Reference, tell: Tell
) -> Swept:
    from actbook.checking import sweep

    label, line = code.implementation.label, code.implementation.line
    total = Tally()
    for start in wanted.starts:
        tell.started(f"sweeping {function.title} in {label}", line)
        place = (function.title, label, start)
        tally = wanted.known.get(place)
        if tally is None:
            tally = sweep.swept(code, reference, start, start + wanted.size)
            tell.found((place, tally))
        total += tally
    return _told(wanted.page, function, code, reference, total)


def _told(page: Page, function: Function, code: Code, reference: Reference, total: Tally) -> Swept:
    """A tally as it is recorded. The reference is held against Arb before it is believed."""
    from actbook.checking import sweep

    key = sweeps.key(page, function, code.implementation)
    origin = Origin(
        datetime.date.today().isoformat(),
        machine.processor(),
        machine.capability(),
        machine.versions(imported(page)),
    )
    worst = sweep.worst(reference, code, total)
    measured = max((error for error, _ in total.worst), default=0.0)
    seen = sweep.deviation(reference, _TRIED, key)
    if not seen <= reference.bound:
        raise ValueError(f"the reference is off by {seen} ulp, more than its {reference.bound}")
    kinds = {"nan": total.nan, "overflow": total.overflow, "zeros": total.zeros}
    kinds |= {"numbers": total.numbers}
    return Swept(
        function=function.title,
        library=code.implementation.label,
        code=key,
        origin=origin,
        measured_with=code.measured_with,
        inputs=total.inputs,
        above=total.above,
        worst_ulp=round(worst.error, 6) if worst else 0.0,
        at=worst.x.hex() if worst else "",
        result=worst.result.hex() if worst else "",
        value=worst.value if worst else "",
        bound=math.ceil((measured + reference.bound) * 1e6) / 1e6,
        reference=math.ceil(reference.bound * 1e8) / 1e8,
        wrong=tuple(
            (kind, one.count, sweep.number(one.first).hex())
            for kind, one in kinds.items()
            if one.count
        ),
        infinite=tuple(
            (repr(x), repr(found), repr(limit))
            for x, found, limit in sweep.at_infinity(code, reference)
        ),
    )
