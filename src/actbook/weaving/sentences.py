"""What sentences say and no check vouches for: relations that are not read, and bare numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from actbook.coverage import Coverage, coverage, unchecked
from actbook.reading.page import Page
from actbook.result import Result, Unread
from actbook.weaving.evidence import sentence, text
from actbook.weaving.tables import Column, Row, table

#: What `docs/index.md` holds where the counts are to be.
MARKER = "<!-- checked -->"
_RELATIONS = """\
A relation in a sentence, such as $\\sigma(0) = \\frac12$, is a claim, and checked like a display \
formula: {relations:,} are. {conditions:,} more claim nothing by themselves: they say for which \
values, introduce a letter, quote somebody, or end in a number that is computed. {missed:,} are \
not checked:"""
_NUMBERS = """\
Of the numbers in sentences {computed_numbers:,} are computed by code of their page. The others \
are written out. Here are the decimals, percentages and large numbers among them: \
{cited_numbers:,} stand in a sentence with a citation, and {unchecked_numbers:,} are vouched for \
by nobody, most of them settings of an experiment. Whole numbers are not counted."""


@dataclass(frozen=True)
class Source:
    """A page with what is to be told of it; `link` makes a link to an anchor of it."""

    page: Page
    unread: Sequence[Unread]
    link: Callable[[str, str], str]


def relations(sources: Sequence[Source], counts: Coverage) -> str:
    """The section of the report about relations in sentences."""
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
    shown = f'<div class="actbook-list"><ul>{items}</ul></div>' if items else "none."
    return f"## Relations in sentences\n\n{sentence(words)}\n\n{shown}"


def numbers(sources: Sequence[Source], counts: Coverage) -> str:
    """The section of the report about numbers in sentences."""
    rows = [_row(source) for source in sources if source.page.inlines or source.page.quantities]
    columns = [Column(name, kept=True) for name in ("Page", "Computed", "Cited", "Neither")]
    shown = table(columns, rows, "Numbers in sentences", "actbook-sortable") if rows else ""
    return f"## Numbers in sentences\n\n{_NUMBERS.format(**vars(counts))}\n\n{shown}"


def _row(source: Source) -> Row:
    page = source.page
    cited = [quantity for quantity in page.quantities if quantity.cited]
    bare = [quantity for quantity in page.quantities if not quantity.cited]
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
    count = coverage((page, result.unread) for page, result in pages)
    checked = [
        _number(count.formulas, "display formula"),
        _number(count.relations, "relation in a sentence", "relations in sentences"),
        _number(count.facts, "stated property", "stated properties"),
    ]
    return (
        f"Checked when this site was built: {', '.join(checked)}, and the code beside them. "
        f"{_number(count.computed_numbers, 'number')} in sentences computed by code of the page, "
        f"{count.cited_numbers:,} cited. Not checked, and listed in the "
        f'<a href="{text(report)}">report</a>: '
        f"{_number(count.unchecked_formulas, 'display formula')}, "
        f"{_number(count.unchecked_relations, 'relation')} and "
        f"{_number(count.unchecked_numbers, 'number')} in sentences."
    )


def _number(count: int, one: str, several: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _shown(latex: str) -> str:
    return f"${' '.join(latex.split())}$"
