"""The report: what was found of the claims of the book, totals first, what is not proved, and the
way to the list of claims that each page has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actbook import amounts
from actbook.reading import subjects
from actbook.reading.page import Equation, Page, Remark
from actbook.result import Entry, Result
from actbook.verdict import ACCURATE, Status, Verdict, inaccurate
from actbook.weaving import statement
from actbook.weaving.evidence import over, told
from actbook.weaving.statement import Kind
from actbook.weaving.tally import Tally, tally, unchecked
from actbook.weaving.templates import Row, Sorted, breakable, part, sentence, write

#: The report's file as MkDocs names it, beside the gallery, and its title.
SOURCE, TITLE = "checks.md", "Checks"
_KINDS: Mapping[Kind, str] = {"formula": "Formulas", "fact": "Facts", "code": "Code"}
_STATUSES: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")
#: Where a score of mutation testing may be: of the last full run here, or the one that is kept.
_SCORES = (".cache/mutation.json", "tests/data/mutation.json")


@dataclass(frozen=True)
class Chapter:
    """A page in the report: its source as MkDocs names it, and its address from there."""

    source: str
    url: str
    page: Page
    result: Result

    @property
    def marked(self) -> bool:
        """Whether the page has anchors of ours: that of a notebook is rendered by another."""
        return self.source.endswith(".md")

    @property
    def unchecked(self) -> Sequence[tuple[Remark, str]]:
        """The relations in sentences that are not checked, each with why."""
        return list(unchecked(self.page, self.result.unread))

    def address(self, anchor: str) -> str:
        """The address of a place on the page."""
        return f"{self.url}#{anchor}" if self.marked else self.url

    def place(self, equation: Equation) -> str:
        """The address of an equation of the page."""
        return self.address(subjects.address(self.page, equation))

    def claim(self, verdict: Verdict) -> str:
        return statement.claim(verdict, self.page)


def key(source: str) -> str:
    """What the anchor of a page's row is: `activations-elu` of `activations/elu.md`."""
    return source.rpartition(".")[0].replace("/", "-")


def report(
    entries: Mapping[str, Entry],
    address: Callable[[str], str],
    mutation: Mapping[str, Any] | None,
) -> str:
    """The report as Markdown, with the score of mutation testing if there is one."""
    chapters = [
        Chapter(source, address(source), entry.page, entry.result)
        for source, entry in entries.items()
        if entry.page is not None
    ]
    verdicts = [verdict for chapter in chapters for verdict in chapter.result.verdicts]
    said = tally((chapter.page, chapter.result.unread) for chapter in chapters)
    return write(
        "report",
        title=TITLE,
        chapters=chapters,
        checks=len(verdicts),
        pages=sum(bool(chapter.result.verdicts) for chapter in chapters),
        inaccurate=sum(map(inaccurate, verdicts)),
        accurate=f"{ACCURATE:g}",
        totals=_totals(verdicts, said),
        tally=said,
        numbers=[_numbers(c) for c in chapters if c.page.inlines or c.page.written],
        trials=[row for chapter in chapters for row in _trials(chapter)],
        mutation=mutation and _mutation(mutation),
        listed=[_page(c) for c in chapters if c.result.verdicts and c.marked],
        claims=[row for chapter in chapters if not chapter.marked for row in _rows(chapter)],
    )


def _totals(verdicts: Sequence[Verdict], said: Tally) -> list[Row]:
    count = Counter((statement.kind(verdict), verdict.status) for verdict in verdicts)
    unread = str(said.unchecked_formulas + said.unchecked_relations)
    rows = []
    for kind, name in _KINDS.items():
        numbers = [count[kind, status] for status in _STATUSES]
        rows.append(_sum(name, numbers, unread if kind == "formula" else "0"))
    sums = [sum(count[kind, status] for kind in _KINDS) for status in _STATUSES]
    return [*rows, _sum("All", sums, unread)]


def _sum(name: str, numbers: Sequence[int], unchecked: str) -> Row:
    return Row([name, f"{sum(numbers):,}", *(f"{number:,}" for number in numbers), unchecked])


def _page(chapter: Chapter) -> Row:
    """A page with the counts of its claims, which leads to the list that it has of them."""
    verdicts = chapter.result.verdicts
    count = Counter(verdict.status for verdict in verdicts)
    said = tally([(chapter.page, chapter.result.unread)])
    numbers = [
        *(len(verdicts), *(count[status] for status in _STATUSES)),
        *(sum(map(inaccurate, verdicts)), said.unchecked_formulas + said.unchecked_relations),
    ]
    name = part("link", chapter.address("all-checks"), chapter.page.title)
    shown = [Sorted(f"{number:,}" if number else "", number) for number in numbers]
    return Row([Sorted(name, chapter.page.title.casefold()), *shown], key(chapter.source))


def _rows(chapter: Chapter) -> Iterator[Row]:
    """The claims of a page that has no list of its own."""
    places = [(subjects.place(chapter.page, v.subject).line, v) for v in chapter.result.verdicts]
    for _, verdict in sorted(places, key=lambda pair: pair[0]):
        claim = sentence(chapter.claim(verdict)) + over(verdict, chapter.page)
        name = part("link", chapter.url, chapter.page.title)
        against = sentence(statement.against(verdict), breakable)
        yield Row([name, claim, against, told(verdict)])


def _numbers(chapter: Chapter) -> Row:
    """How many of a page's numbers are computed and cited, and which are neither."""
    written = chapter.page.written
    bare = ", ".join(f"{each.written} (line {each.line})" for each in written if not each.cited)
    link = part("link", chapter.url, chapter.page.title)
    cited = sum(bool(each.cited) for each in written)
    return Row([link, str(len(chapter.page.inlines)), str(cited), bare])


def _trials(chapter: Chapter) -> Iterator[Row]:
    """What a page asserts of its experiments, and in how many trials that holds."""

    def of(count: tuple[int, int]) -> str:
        return f"{count[0]} of {count[1]}" if count[1] else "–"

    record = chapter.result.record
    for one in record.trials if record else ():
        link = part("link", chapter.url, chapter.page.title)
        yield Row([link, part("code", one.claim), of(one.processors), of(one.seeds)])


def score(root: Path) -> Mapping[str, Any] | None:
    """The latest score of mutation testing, as `tests/mutate.py` leaves it; None if there is none
    that can be read."""
    for name in _SCORES:
        try:
            found = json.loads((root / name).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(found, Mapping) and {"date", "versions", "pages", "kinds"} <= found.keys():
            return found
    return None


def _mutation(found: Mapping[str, Any]) -> dict[str, Any]:
    """How many wrong versions were refused, when, and with which versions."""
    rows = []
    for kind, one in found["kinds"].items():
        killed, survived, same = one["killed"], one["survived"], one["equivalent"]
        counts = (f"{n:,}" for n in (killed + survived + same, killed, survived, same))
        rows.append(Row([kind.capitalize(), *counts, amounts.reached(one["score"])]))
    return {
        **found,
        "rows": rows,
        "pages": len(found["pages"]),
        "versions": ", ".join(f"{name} {version}" for name, version in found["versions"].items()),
        "survivors": list(found.get("survivors", ())),
    }
