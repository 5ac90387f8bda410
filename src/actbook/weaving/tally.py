"""How much of what pages say is checked, computed or cited, and how much is neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from actbook.reading import subjects
from actbook.reading.page import Page, Remark
from actbook.result import Unread


@dataclass(frozen=True)
class Tally:
    """Display formulas and relations in sentences that are checked and that are not, relations that
    claim nothing, stated facts, and numbers in sentences: computed, cited, and neither."""

    formulas: int = 0
    unchecked_formulas: int = 0
    relations: int = 0
    unchecked_relations: int = 0
    conditions: int = 0
    facts: int = 0
    computed_numbers: int = 0
    cited_numbers: int = 0
    unchecked_numbers: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def tally(pages: Iterable[tuple[Page, Iterable[Unread]]]) -> Tally:
    """The counts of several pages together, each with what of its sentences is not read."""
    return sum((_of(page, unread) for page, unread in pages), Tally())


def _of(page: Page, unread: Iterable[Unread]) -> Tally:
    displays = sum(equation.unchecked is None for equation in page.equations)
    missed = len(list(unchecked(page, unread)))
    claims = sum(remark.role in ("claim", "unchecked") for remark in page.remarks)
    cited = sum(bool(each.cited) for each in page.written)
    return Tally(
        formulas=displays,
        unchecked_formulas=len(page.equations) - displays,
        relations=claims - missed,
        unchecked_relations=missed,
        conditions=len(page.remarks) - claims,
        facts=sum(len(function.facts) for function in page.functions),
        computed_numbers=len(page.inlines),
        cited_numbers=cited,
        unchecked_numbers=len(page.written) - cited,
    )


def unchecked(page: Page, unread: Iterable[Unread]) -> Iterator[tuple[Remark, str]]:
    """The relations in sentences that are not checked, each with why."""
    reasons = {each.subject: each.reason for each in unread}
    for remark in page.remarks:
        if remark.role == "unchecked":
            yield remark, remark.reason or ""
        elif remark.role == "claim" and (claim := subjects.sentence(page, remark)) in reasons:
            yield remark, reasons[claim]
