"""What sentences say and no check vouches for: relations that are not read, and bare numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from actbook.reading.page import Page
from actbook.result import Result, Unread
from actbook.weaving.evidence import sentence, text
from actbook.weaving.tables import Column, Row, table
from actbook.weaving.tally import Tally, tally, unchecked
from actbook.words import counted

#: What `docs/index.md` holds where the counts are to be.
MARKER = "<!-- checked -->"
_RELATIONS = """\
A relation in a sentence, such as $\\sigma(0) = \\frac12$, is a claim, and checked like a display \
formula: {relations:,}. Those that claim nothing by themselves, {conditions:,}, say for which \
values something is, introduce a letter, quote somebody, or end in a number that is computed. Not \
checked: {missed:,}."""
_NUMBERS = """\
Of the numbers in sentences {computed_numbers:,} are computed by code of their page; the others \
are written out. Of the decimals, percentages and numbers with separators among those \
{cited_numbers:,} stand in a sentence with a citation, and for {unchecked_numbers:,}, which may \
be choices of the author, nothing vouches. Plain whole numbers are not counted."""


@dataclass(frozen=True)
class Source:
    """A page with what is to be told of it; `link` makes a link to an anchor of it."""

    page: Page
    unread: Sequence[Unread]
    link: Callable[[str, str], str]


def sections(sources: Sequence[Source]) -> Iterator[str]:
    """The sections of the report about relations and about numbers in sentences."""
    counts = tally((source.page, source.unread) for source in sources)
    yield _relations(sources, counts)
    yield _numbers(sources, counts)


def missed(sources: Iterable[Source]) -> int:
    """How many relations in sentences are not checked."""
    return tally((source.page, source.unread) for source in sources).unchecked_relations


def _relations(sources: Sequence[Source], counts: Tally) -> str:
    words = _RELATIONS.format(
        relations=counts.relations,
        conditions=counts.conditions,
        missed=counts.unchecked_relations,
    )
    items = "".join(
        f"<li>{source.link('', source.page.title)}, line {remark.line}: "
        f"{sentence(_shown(remark.latex))}: {text(reason)}</li>"
        for source in sources
        for remark, reason in unchecked(source.page, source.unread)
    )
    shown = f'<div class="actbook-list"><ul>{items}</ul></div>' if items else ""
    return f"## Relations in sentences\n\n{sentence(words)}\n\n{shown}"


def _numbers(sources: Sequence[Source], counts: Tally) -> str:
    rows = [_row(source) for source in sources if source.page.inlines or source.page.written]
    columns = [Column(name, kept=True) for name in ("Page", "Computed", "Cited", "Neither")]
    shown = table(columns, rows, "Numbers in sentences", "actbook-sortable") if rows else ""
    return f"## Numbers in sentences\n\n{_NUMBERS.format(**vars(counts))}\n\n{shown}"


def _row(source: Source) -> Row:
    page = source.page
    cited = [each for each in page.written if each.cited]
    bare = [each for each in page.written if not each.cited]
    places = ", ".join(f"{text(each.written)} (line {each.line})" for each in bare)
    return Row([source.link("", page.title), str(len(page.inlines)), str(len(cited)), places])


def missing(page: Page, unread: Iterable[Unread]) -> str:
    """The relations in a page's sentences that are not checked, as a list; empty if there is
    none."""
    items = "".join(
        f"<li>Line {remark.line}: {sentence(_shown(remark.latex))}: {text(reason)}</li>"
        for remark, reason in unchecked(page, unread)
    )
    if not items:
        return ""
    said = "Relations in sentences that are not checked:"
    return f'<div class="actbook-limits"><p>{said}</p><ul>{items}</ul></div>'


def summary(pages: Iterable[tuple[Page, Result]], report: str) -> str:
    """What is checked and what is not, with numbers; `report` is the address of the report."""
    count = tally((page, result.unread) for page, result in pages)
    checked = [
        counted(count.formulas, "display formula"),
        f"{counted(count.relations, 'relation')} in sentences",
        f"{count.facts:,} stated propert{'y' if count.facts == 1 else 'ies'}",
    ]
    return (
        f"Checked when this site was built: {', '.join(checked)}, and the code beside them. "
        f"Computed then by code: {counted(count.computed_numbers, 'number')} in sentences. "
        f"Cited: {count.cited_numbers:,}. Not checked, and listed in the "
        f'<a href="{text(report)}">report</a>: '
        f"{counted(count.unchecked_formulas, 'display formula')}, "
        f"{counted(count.unchecked_relations, 'relation')} and "
        f"{counted(count.unchecked_numbers, 'number')} in sentences."
    )


def _shown(latex: str) -> str:
    return f"${' '.join(latex.split())}$"
