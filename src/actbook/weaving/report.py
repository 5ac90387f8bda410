"""The report: every claim of the book and what was found, totals first, and what is not proved."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from actbook.reading.page import Page
from actbook.records.store import Record
from actbook.result import Unread
from actbook.verdict import ACCURATE, Status, Verdict, inaccurate
from actbook.weaving import score, sentences, statement, trials
from actbook.weaving.evidence import VERDICT, cells, evident, over, sentence, text
from actbook.weaving.marks import sign
from actbook.weaving.sentences import Source
from actbook.weaving.statement import Kind
from actbook.weaving.tables import Column, Row, table
from actbook.words import counted

#: The report's file as MkDocs names it, beside the gallery, and its title.
SOURCE, TITLE = "checks.md", "Checks"
_KINDS: Mapping[Kind, str] = {"formula": "formulas", "fact": "facts", "code": "code"}
_STATUSES: tuple[Status, ...] = ("proved", "holds", "unknown", "fails")
#: Of longer formulas only the left side is shown: the page has them whole.
_LONGEST = 120
#: A function of x by its name alone.
_SIMPLE = re.compile(
    r"\$(?:\\operatorname\{(?P<word>[^{}$]+)\}|\\(?P<command>[A-Za-z]+))"
    r"(?P<index>_(?:\{\\?\w+\}|\\?\w+))?(?P<primes>'*)\(x\)\$"
)

_WORDS = """\
- **proved**: shown for every point, by a symbolic identity, by interval arithmetic over the whole \
line, or by trying every number of a 16-bit format.
- **holds**: right at every point that was tried, which is less than a proof. The row says how \
many, and how large the worst error was: of code in float64 as a part of the tolerance, which is \
four times what rounding may do to the formula, and what may be flushed to zero.
- **inaccurate**: code that is within the tolerance, and yet off by more than {accurate} ulp \
somewhere. The row says by how many units in the last place and why. Among the numbers above it is \
counted as what the row shows of it: that it is never, or at no point tried, further off.
- **unknown**: neither shown nor refuted. It is counted here, and never passed as true.
- **not checked**: an equation whose page says why it is not, or a relation in a sentence that \
cannot be read."""

_NOT_PROVED = """\
A check is worth what it looks at. These are its limits:

- **Points are a sample.** What holds was tried at special values, beside each kink, and at random \
points over many magnitudes. A mistake that shows only elsewhere would not be seen.
- **Parameters are a sample** in checks of formulas and of code: their defaults, and a few other \
values of their domain. Facts that are proved are proved for the whole domain.
- **Short formats are tried at the defaults of the parameters only**, and what is said of code is \
said of the version and the processor that it ran on.
- **Vectors are short.** Formulas of vector functions are tried with few components, and their \
ranges proved for two and three.
- **Agreement is not authority.** That formula, code and facts agree shows that they speak of the \
same function; that it goes by this name in the literature is cited, not proved.
- **Words are not checked.** In sentences, formulas that can be read are, and numbers that are \
computed come from code of the page; [other relations](#relations-in-sentences) and \
[other numbers](#numbers-in-sentences) are counted. What is said of history, practice and the \
results of others is cited at most.
- **Proofs are made by programs**: SymPy, the interval arithmetic of Arb, Python, and the engine \
of this book. A mistake in one of them can make a wrong proof."""


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
    sections = [
        f"# {TITLE}",
        _opening(chapters),
        _totals(chapters),
        _WORDS.format(accurate=f"{ACCURATE:g}"),
        f"## What is not proved\n\n{_NOT_PROVED}",
        *_unproved(chapters),
        *_unchecked(chapters),
        *sentences.sections(_sources(chapters)),
        *trials.section((c.page.title, c.url, c.record) for c in chapters),
        *([score.shown(mutation)] if mutation else []),
        f"## All claims\n\n{_claims(chapters)}",
    ]
    return "\n\n".join(sections) + "\n"


def _opening(chapters: Sequence[Chapter]) -> str:
    number = sum(len(chapter.verdicts) for chapter in chapters)
    pages = sum(bool(chapter.verdicts) for chapter in chapters)
    wrong = sum(inaccurate(verdict) for chapter in chapters for verdict in chapter.verdicts)
    return (
        f"This site was built with {counted(number, 'check')} on {counted(pages, 'page')}, each of "
        "which is [listed below](#all-claims). One that fails ends the build."
        + (f" Of these checks {wrong:,} are of code that is inaccurate." if wrong else "")
    )


def _totals(chapters: Sequence[Chapter]) -> str:
    count = Counter(
        (statement.kind(verdict, chapter.page), verdict.status)
        for chapter in chapters
        for verdict in chapter.verdicts
    )
    unchecked = sum(1 for _ in _reasons(chapters)) + sentences.missed(_sources(chapters))
    rows = []
    for kind, name in _KINDS.items():
        numbers = [count[kind, status] for status in _STATUSES]
        last = str(unchecked) if kind == "formula" else "0"
        rows.append(_sum(_capital(name), numbers, last))
    sums = [sum(count[kind, status] for kind in _KINDS) for status in _STATUSES]
    rows.append(_sum("All", sums, str(unchecked)))
    names = ("", "Checks", *map(_capital, _STATUSES), "Not checked")
    columns = [Column(name, kept=True) for name in names]
    return f'<div class="actbook-totals">{table(columns, rows, "Totals", "actbook-numbers")}</div>'


def _sum(name: str, numbers: Sequence[int], unchecked: str) -> Row:
    return Row([name, f"{sum(numbers):,}", *(f"{number:,}" for number in numbers), unchecked])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _unproved(chapters: Iterable[Chapter]) -> Iterator[str]:
    """The facts that are not proved, each with what was found instead."""
    items = "".join(
        f"<li>{_back(chapter, verdict, chapter.page.title)}: "
        f"{sentence(statement.claim(verdict, chapter.page))}. {sign(verdict.status)}: "
        f"{evident(verdict.evidence)}</li>"
        for chapter in chapters
        for verdict in chapter.verdicts
        if verdict.status != "proved" and statement.kind(verdict, chapter.page) == "fact"
    )
    yield from _list("Facts without a proof", items)


def _reasons(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, str, str]]:
    for chapter in chapters:
        for equation in chapter.page.equations:
            if equation.unchecked is not None:
                yield chapter, f"eq-{equation.start}", equation.unchecked


def _unchecked(chapters: Sequence[Chapter]) -> Iterator[str]:
    """The equations that are not checked and the cells that are not executed, with the reasons."""
    items = "".join(
        f"<li>{_link(chapter, anchor, chapter.page.title)}: {sentence(reason)}</li>"
        for chapter, anchor, reason in _reasons(chapters)
    )
    yield from _list("Equations that are not checked", items)
    items = "".join(
        f"<li>{_link(chapter, '', chapter.page.title)}, line {cell.fence}: "
        f"{sentence(cell.options['reason'])}</li>"
        for chapter in chapters
        for cell in chapter.page.cells
        if cell.options.get("run") == "no"
    )
    yield from _list("Code that is not executed", items)


def _sources(chapters: Iterable[Chapter]) -> list[Source]:
    return [Source(c.page, c.unread, partial(_link, c)) for c in chapters]


def _list(heading: str, items: str) -> Iterator[str]:
    if items:
        yield f'## {heading}\n\n<div class="actbook-list"><ul>{items}</ul></div>'


def _claims(chapters: Iterable[Chapter]) -> str:
    columns = (Column("Page"), Column("Line"), Column("Claim"), *VERDICT)
    rows = [row for chapter in chapters for row in _rows(chapter)]
    shown = table(columns, rows, "All claims", "actbook-verdicts actbook-sortable")
    return f'<div class="actbook-report">{shown}</div>'


def _rows(chapter: Chapter) -> Iterator[Row]:
    seen: set[int] = set()
    for verdict in sorted(chapter.verdicts, key=lambda verdict: verdict.line):
        # The first row of a line is the one that links lead to.
        anchor = "" if verdict.line in seen else f"{chapter.key}-{verdict.line}"
        seen.add(verdict.line)
        line = _back(chapter, verdict, str(verdict.line))
        claim = _claim(statement.claim(verdict, chapter.page), verdict.claim)
        claim += over(verdict, chapter.page)
        yield Row([text(chapter.page.title), line, claim, *cells(verdict)], anchor)


def _claim(claim: str, name: str) -> str:
    """The claim, or its name where the formula is long."""
    return sentence(_SIMPLE.sub(_plain, claim if len(claim) <= _LONGEST else name))


def _plain(name: re.Match[str]) -> str:
    """`f′(x)` in letters: as MathML in a thousand rows it would be most of the page."""
    index = (name["index"] or "").strip("_{}\\")
    letters = name["word"] or _letter(name["command"])
    return f"{letters}{'_' * bool(index)}{index}{'′' * len(name['primes'])}(x)"


def _letter(command: str) -> str:
    """The Greek letter that a command stands for, or the command's own name: `tanh`."""
    case = "CAPITAL" if command[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {command.upper()}")
    except KeyError:
        return {"varphi": "φ"}.get(command, command)


def _back(chapter: Chapter, verdict: Verdict, words: str) -> str:
    """The way back to the place on the page where the claim stands."""
    equation = statement.equation_of(verdict, chapter.page)
    if equation is not None:
        return _link(chapter, f"eq-{equation.start}", words)
    fact = statement.fact_of(verdict, chapter.page)
    if fact is not None:
        return _link(chapter, f"fact-{fact.line}", words)
    remark = statement.remark_of(verdict, chapter.page)
    if remark is not None:
        return _link(chapter, statement.anchor(remark), words)
    return _link(chapter, statement.section_of(verdict, chapter.page) or "checks", words)


def _link(chapter: Chapter, anchor: str, words: str) -> str:
    fragment = f"#{anchor}" if anchor and chapter.marked else ""
    return f'<a href="{text(chapter.url + fragment)}">{text(words)}</a>'
