"""A fact over all parts of the parameters' domain: proved, refuted or left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import sympy

from actbook.proving import facts, shape
from actbook.proving.analysis import Analysis
from actbook.proving.finding import Finding, Misstated
from actbook.proving.prove import Desk, over
from actbook.proving.region import Region, Undecided, number
from actbook.proving.sets import digits
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
#: SymPy fails in many ways on what it does not know; none of them is a proof.
_FAILURES = (
    *(ValueError, TypeError, ArithmeticError, AttributeError, LookupError, RuntimeError),
    sympy.polys.polyerrors.BasePolynomialError,
)


def proved(fact: Fact, parts: Iterable[Region], desk: Desk) -> tuple[Status, str]:
    """Proved or refuted over all parts of the parameters' domain; else `Undecided`."""
    found: list[tuple[Region, Finding]] = []
    open_question: Undecided | None = None
    for region, answer in (pair for part in parts for pair in _answers(fact, part, desk)):
        if isinstance(answer, Undecided):
            open_question = answer
        elif not answer.true:
            taken = f"; {_taken(region.alike)}" if region.alike else ""
            return "fails", answer.because + for_region(region) + taken
        else:
            found.append((region, answer))
    if open_question is not None:
        raise open_question
    alike = {value: known for region, _ in found for value, known in region.alike.items()}
    if alike:
        return "holds", f"{_summed_up(found)}; {_taken(alike)}"
    return "proved", _summed_up(found)


def _taken(alike: Mapping[sympy.Expr, int]) -> str:
    """What was taken to be equal, in words."""
    return "; ".join(
        f"two numbers near {digits(_one_side(value))} are taken to be equal, as they agree to"
        f" {known:,} digits"
        for value, known in alike.items()
    )


def _one_side(value: sympy.Expr) -> sympy.Expr:
    """One of two numbers whose difference is given and is almost 0: its positive terms."""
    return sympy.Add(*(term for term in value.args if value.is_Add and number(term).sign == 1))


def _answers(
    fact: Fact, region: Region, desk: Desk
) -> Iterator[tuple[Region, Finding | Undecided]]:
    def prove(part: Region) -> Finding:
        analysis = desk.analysis(part)
        try:
            if set(analysis.plain.pieces) | set(analysis.plain.values) == {None}:
                return Finding(False, "f has real values on no interval")
            return PROOFS[fact.name](analysis, fact.value)
        except Misstated:
            raise
        except _FAILURES as error:
            raise Undecided(f"SymPy: {error}") from error

    return over(region, prove)


def _summed_up(found: list[tuple[Region, Finding]]) -> str:
    region, finding = found[0]
    if len(found) == 1:
        return finding.because
    cases = f"{len(found) - 1} more case{'s' if len(found) > 2 else ''} of the parameters"
    return f"{finding.because}{for_region(region)}; likewise in {cases}"


def for_region(region: Region) -> str:
    return f", for {region}" if region.values else ""
