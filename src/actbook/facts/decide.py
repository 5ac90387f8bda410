"""A fact over all parts of the parameters' domain: proved, refuted or left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from actbook.facts import facts, shape
from actbook.facts.desk import Desk, over
from actbook.facts.evidence import Case, Proof, Refutation
from actbook.facts.finding import Finding, Misstated
from actbook.facts.statements import Nowhere
from actbook.proving.equal import FAILURES
from actbook.proving.region import Region, Undecided
from actbook.proving.variation import Analysis
from actbook.reading.page import Fact
from actbook.verdict import Status

#: Facts of the formula. Each check takes an analysis and the stated value.
PROOFS: Mapping[str, Callable[[Analysis, Any], Finding]] = {
    check.__name__: check
    for check in (
        *(facts.range, facts.derivative_range, shape.monotonic, shape.parity, shape.smoothness),
        *(shape.kinks, facts.limits, facts.lipschitz, facts.minimum, facts.maximum, facts.values),
        shape.convexity,
    )
}


def proved(fact: Fact, parts: Iterable[Region], desk: Desk) -> tuple[Status, Proof | Refutation]:
    """Proved or refuted over all parts of the parameters' domain; else `Undecided`.

    Where numbers are taken to be equal of which only the digits are known, a proof `holds`.
    """
    cases: list[Case] = []
    open_question: Undecided | None = None
    for region, answer in (pair for part in parts for pair in _answers(fact, part, desk)):
        if isinstance(answer, Undecided):
            open_question = answer
        elif not answer.true:
            return "fails", Refutation(answer.wrong or fact.value, Case(region, answer.because))
        else:
            cases.append(Case(region, answer.because))
    if open_question is not None:
        raise open_question
    return "holds" if any(case.region.alike for case in cases) else "proved", Proof(tuple(cases))


def _answers(
    fact: Fact, region: Region, desk: Desk
) -> Iterator[tuple[Region, Finding | Undecided]]:
    def prove(part: Region) -> Finding:
        analysis = desk.analysis(part)
        try:
            if set(analysis.plain.pieces) | set(analysis.plain.values) == {None}:
                return Finding(False, (Nowhere(),))
            return PROOFS[fact.name](analysis, fact.value)
        except Misstated:
            raise
        except Undecided as reason:
            raise reason.told(analysis.told) from None
        except FAILURES as error:
            raise Undecided("SymPy: {}", str(error)) from error

    return over(region, prove)
