"""The report: what was found of the claims of the book, totals first, what is not proved, and the
way to the list of claims that each page has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actbook.reading import subjects
from actbook.reading.page import Cell, Page
from actbook.result import Record, Unread
from actbook.verdict import ACCURATE, Status, Verdict, inaccurate
from actbook.weaving import score, sentences, statement, trials
from actbook.weaving.evidence import over, told
from actbook.weaving.statement import Kind
from actbook.weaving.tables import Row, Sorted
from actbook.weaving.tally import tally, unchecked
from actbook.weaving.templates import breakable, part, sentence, write

#: The report's file as MkDocs names it, beside the gallery, and its title.
SOURCE, TITLE = "checks.md", "Checks"
_KINDS: Mapping[Kind, str] = {"formula": "Formulas", "fact": "Facts", "code": "Code"}
_STATUSES: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")


@dataclass(frozen=True)
class Chapter:
    """A page in the report. `key` begins the anchors of its rows, `url` is its address from there,
    and `marked` says that it has anchors for the way back."""

    key: str
    url: str
    page: Page
    verdicts: Sequence[Verdict]
    marked: bool = True
    unread: Sequence[Unread] = ()
    record: Record | None = None


def key(source: str) -> str:
    """What the anchors of a page's rows begin with: `activations-elu` of `activations/elu.md`."""
    return source.rpartition(".")[0].replace("/", "-")


def report(chapters: Sequence[Chapter], mutation: Mapping[str, Any] | None) -> str:
    """The report as Markdown."""
    verdicts = [(verdict, chapter) for chapter in chapters for verdict in chapter.verdicts]
    return write(
        "report",
        title=TITLE,
        checks=len(verdicts),
        pages=sum(bool(chapter.verdicts) for chapter in chapters),
        inaccurate=sum(inaccurate(verdict) for verdict, _ in verdicts),
        accurate=f"{ACCURATE:g}",
        totals=_totals(chapters),
        unproved=[
            (_back(chapter, verdict), chapter.page.title, _whole(verdict, chapter), verdict)
            for verdict, chapter in verdicts
            if verdict.status != "proved" and statement.kind(verdict) == "fact"
        ],
        unchecked=list(_unchecked(chapters)),
        unexecuted=list(_unexecuted(chapters)),
        tally=tally((chapter.page, chapter.unread) for chapter in chapters),
        relations=[
            (chapter.url, chapter.page.title, remark, reason)
            for chapter in chapters
            for remark, reason in unchecked(chapter.page, chapter.unread)
        ],
        numbers=[
            sentences.row(chapter.url, chapter.page)
            for chapter in chapters
            if chapter.page.inlines or chapter.page.written
        ],
        trials=trials.rows((c.page.title, c.url, c.record) for c in chapters),
        mutation=mutation and score.shown(mutation),
        listed=[_page(chapter) for chapter in chapters if chapter.verdicts and chapter.marked],
        claims=[row for chapter in chapters if not chapter.marked for row in _rows(chapter)],
    )


def _whole(verdict: Verdict, chapter: Chapter) -> str:
    return statement.claim(verdict, chapter.page)


def _totals(chapters: Sequence[Chapter]) -> list[Row]:
    count = Counter(
        (statement.kind(verdict), verdict.status)
        for chapter in chapters
        for verdict in chapter.verdicts
    )
    missed = tally((chapter.page, chapter.unread) for chapter in chapters).unchecked_relations
    unread = str(len(list(_unchecked(chapters))) + missed)
    rows = []
    for kind, name in _KINDS.items():
        numbers = [count[kind, status] for status in _STATUSES]
        rows.append(_sum(name, numbers, unread if kind == "formula" else "0"))
    sums = [sum(count[kind, status] for kind in _KINDS) for status in _STATUSES]
    return [*rows, _sum("All", sums, unread)]


def _sum(name: str, numbers: Sequence[int], unchecked: str) -> Row:
    return Row([name, f"{sum(numbers):,}", *(f"{number:,}" for number in numbers), unchecked])


def _unchecked(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str, str]]:
    """The equations that are not checked: address, title of the page, reason."""
    for chapter in chapters:
        for equation in chapter.page.equations:
            if equation.unchecked is not None:
                url = _address(chapter, subjects.address(chapter.page, equation))
                yield url, chapter.page.title, equation.unchecked


def _unexecuted(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str, Cell]]:
    """The cells that are not executed: address, title of the page, cell."""
    for chapter in chapters:
        for cell in chapter.page.cells:
            if cell.options.get("run") == "no":
                yield chapter.url, chapter.page.title, cell


def _page(chapter: Chapter) -> Row:
    """A page with the counts of its claims, which leads to the list that it has of them."""
    count = Counter(verdict.status for verdict in chapter.verdicts)
    missed = len(list(_unchecked([chapter]))) + len(list(unchecked(chapter.page, chapter.unread)))
    numbers = [
        *(len(chapter.verdicts), *(count[status] for status in _STATUSES)),
        *(sum(map(inaccurate, chapter.verdicts)), missed),
    ]
    name = part("link", _address(chapter, "all-checks"), chapter.page.title)
    shown = [Sorted(f"{number:,}" if number else "", number) for number in numbers]
    return Row([Sorted(name, chapter.page.title.casefold()), *shown], chapter.key)


def _rows(chapter: Chapter) -> Iterator[Row]:
    """The claims of a page that has no list of its own."""
    places = [(subjects.place(chapter.page, v.subject).line, v) for v in chapter.verdicts]
    for _, verdict in sorted(places, key=lambda pair: pair[0]):
        claim = sentence(_whole(verdict, chapter)) + over(verdict, chapter.page)
        name = part("link", chapter.url, chapter.page.title)
        against = breakable(statement.against(verdict))
        yield Row([name, claim, against, told(verdict)])


def _back(chapter: Chapter, verdict: Verdict) -> str:
    """The way back to the place on the page where the claim stands."""
    return _address(chapter, statement.anchor(verdict, chapter.page) or "checks")


def _address(chapter: Chapter, anchor: str) -> str:
    return f"{chapter.url}#{anchor}" if chapter.marked else chapter.url
