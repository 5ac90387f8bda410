"""Page and Result to Markdown: each output, figure and verdict in its place.

String work alone: nothing is executed, and no library of numbers or figures is imported. All HTML
comes from templates, and is `placed` in Markdown so that it stays whole in tabs and lists.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from markupsafe import Markup

from actbook.markup import placed
from actbook.reading import options, subjects
from actbook.reading.page import Cell, Equation, Page
from actbook.result import Output, Result
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import (
    domains,
    evidence,
    functions,
    layout,
    numerics_table,
    plate,
    porting,
    prose,
    recorded,
    statement,
    sweeps,
    templates,
)
from actbook.weaving.evidence import Link
from actbook.weaving.layout import Part, Passage
from actbook.weaving.prose import Setting
from actbook.weaving.references import Bibliography
from actbook.weaving.tally import unchecked

_MARK = re.compile(r"(.*?)(`{3,}|~{3,})")


@dataclass(frozen=True)
class Woven:
    """The Markdown of a page, and what could not be set in it."""

    markdown: str
    problems: tuple[Diagnostic, ...] = ()


def weave(
    page: Page,
    result: Result,
    bibliography: Bibliography,
    links: Sequence[Link] = (),
    report: str = "",
) -> Woven:
    """The page as its readers see it. A page with problems shows them, and the rest of itself.

    Beside the page are expected its downloads, which have its file's name, if it has cells.
    `report` is the address of the page's row in the report.
    """
    setting = prose.setting(page, result.outputs.inlines, bibliography)
    outputs = dict(
        zip_longest((cell.fence for cell in page.cells), result.outputs.cells, fillvalue=())
    )
    verdicts = statement.by_equation(page, result.verdicts)
    problems: list[Diagnostic] = []
    chunks: list[str] = []
    shown: tuple[str, str] = ("", "")
    last: Part | None = None
    for part in layout.parts(page):
        match part:
            case Cell():
                shown = _cell(part, page, outputs[part.fence], result)
                chunk = "".join(shown)
            case Equation():
                chunk, wrong = _equation(part, page, verdicts, result)
                problems += wrong
            case Passage():
                chunk, wrong = _passage(part, setting)
                problems += wrong
                if isinstance(last, Cell) and layout.NOTED.search(last.source):
                    notes, chunk = layout.notes(chunk)
                    chunks[-1] = notes.join(shown)
                chunk += _placed(evidence.masthead(page, result)) if part.titled else ""
                if part.opening:
                    chunk += _introduction(page, result, verdicts) + _used(page, setting)
        chunks.append(chunk)
        last = part
    references, wrong = _references(page, setting)
    problems += wrong
    if told := list(dict.fromkeys([*result.problems, *problems])):
        chunks.insert(0, placed(templates.part("problems", told)) + "\n")
    chunks += [_checks(page, result, report, links), references]
    return Woven("\n".join(chunks), tuple(problems))


def summary(page: Page, result: Result, bibliography: Bibliography) -> Markup:
    """The page's first paragraph as HTML that may stand in a link."""
    return prose.plain(
        layout.summary(page), prose.setting(page, result.outputs.inlines, bibliography)
    )


def refused(text: str, problems: Sequence[Diagnostic]) -> str:
    """What to show of a page that cannot be read: why, and the page as it is written."""
    title = next((line for line in text.split("\n") if line.startswith("# ")), "# Not readable")
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    told = placed(templates.part("problems", problems))
    return f"{title}\n\n{told}\n\n{fence}markdown\n{text}\n{fence}\n"


def _within(start: int, end: int, result: Result) -> list[Diagnostic]:
    return [problem for problem in result.problems if start <= problem.line <= end]


def _passage(passage: Passage, setting: Setting) -> tuple[str, Sequence[Diagnostic]]:
    if passage.literal:
        return passage.text, ()
    return prose.render(passage.text, passage.start, setting)


def _cell(cell: Cell, page: Page, outputs: Sequence[Output], result: Result) -> tuple[str, str]:
    """A cell's code, and what it gave."""
    problems = _within(cell.fence, cell.end, result)
    hidden, code = cell.options.get("hide", ""), ""
    blocks: list[str] = []
    if hidden not in ("code", "all") or problems:
        code = _code(cell, page.text.split("\n")[cell.fence - 1 : cell.end])
    if cell.options.get("run") == "no":
        blocks.append(cell.indent + placed(templates.part("unexecuted", cell.options["reason"])))
    if outputs and hidden not in ("output", "all"):
        alt = cell.options.get("alt", "")
        blocks.append(cell.indent + placed(templates.show("output", outputs=outputs, alt=alt)))
    if note := recorded.note(cell, page, result.record):
        blocks.append(cell.indent + placed(note))
    if problems:
        blocks.append(cell.indent + placed(templates.part("problems", problems)))
    return f"\n{code}\n", "".join(f"\n{block}\n" for block in blocks)


def _code(cell: Cell, lines: Sequence[str]) -> str:
    """The fence as the site builder is to see it: of the options, only those about its looks."""
    opening = _MARK.match(lines[0])
    assert opening is not None  # a cell starts with its fence
    return "\n".join([f"{opening[0]}{options.attributes(cell.options)}", *lines[1:]])


def _equation(
    found: Equation, page: Page, verdicts: Mapping[int, Sequence[Verdict]], result: Result
) -> tuple[str, Sequence[Diagnostic]]:
    shown, wrong = equation(found, page, verdicts)
    blocks = [shown]
    if told := [*_within(found.start, found.end, result), *wrong]:
        blocks.append(templates.part("problems", told))
    return "\n" + "".join(f"{found.indent}{placed(block)}\n\n" for block in blocks), wrong


def equation(
    found: Equation, page: Page, verdicts: Mapping[int, Sequence[Verdict]]
) -> tuple[Markup, Sequence[Diagnostic]]:
    """A display equation with its mark, and why it cannot be set. `verdicts` are those of each, by
    the line on which it starts."""
    try:
        shown = templates.show(
            "equation",
            equation=found,
            verdicts=verdicts.get(found.start, ()),
            anchor=subjects.address(page, found),
            # One that defines a function may have nothing to be checked against.
            defines=any(statement.defines(found, own) for own in page.functions),
            over=domains.variables(found, page),
        )
    except ValueError as error:
        problem = Diagnostic(page.path, found.line, str(error), found.column)
        return templates.part("unset", found.latex), (problem,)
    return shown, ()


def _placed(block: Markup) -> str:
    """A block of its own after a line of Markdown; nothing where it is empty."""
    return f"\n\n{placed(block)}\n" if block else ""


def _introduction(page: Page, result: Result, verdicts: Mapping[int, Sequence[Verdict]]) -> str:
    """What follows the first paragraph: the plate and the downloads."""
    shown, file = _placed(plate.plate(page, result, verdicts)), PurePath(page.path).stem
    names = [("Notebook", "ipynb"), ("Script", "py")] if page.cells else []
    names += functions.downloads(page, result)
    # Markdown, not HTML: the site builder resolves the addresses and checks them.
    links = (f'[{name}]({file}.{kind}){{ download="{page.slug}.{kind}" }}' for name, kind in names)
    return f"{shown}\n\n{' · '.join(links)}\n{{ .actbook-downloads }}\n" if names else shown


def _used(page: Page, setting: Setting) -> str:
    """Where the function is used. A reference that there is not is told of with the others."""
    named = []
    for name, key in page.used_in.items():
        with contextlib.suppress(ValueError):
            named.append((name, setting.bibliography.reference(key), setting.numbers[key]))
    return _placed(templates.part("used", named)) if named else ""


def _checks(page: Page, result: Result, report: str, links: Sequence[Link]) -> str:
    """The accuracy of the page's code, and all that was checked or was not."""
    limits = [(verdict.against, limit) for verdict in result.verdicts for limit in verdict.limits]
    accuracy = [
        numerics_table.kinks(result.kinks),
        numerics_table.table(result.numerics),
        sweeps.table(page, result.sweeps),
    ]
    if limits:
        accuracy.append(templates.show("limits", limits=limits))
    checks = [evidence.checks(result.verdicts, page, report, links)] if result.verdicts else []
    if relations := list(unchecked(page, result.unread)):
        checks.append(templates.show("missing", relations=relations))
    found = {
        "In libraries": [porting.section(result)],
        "Accuracy by format": accuracy,
        "Checks": checks,
    }
    return "\n".join(_section(*one) for one in found.items())


def _section(heading: str, blocks: Iterable[Markup]) -> str:
    """A section of the blocks that are not empty; nothing without one."""
    shown = [placed(block) for block in blocks if block]
    return "\n\n".join([f"\n## {heading}", *shown]) + "\n" if shown else ""


def _references(page: Page, setting: Setting) -> tuple[str, Sequence[Diagnostic]]:
    """The list of references. A key that is unknown and cited is reported where it is cited."""
    problems: list[Diagnostic] = []
    for key in dict.fromkeys([*page.sources, *page.used_in.values()]):
        try:
            setting.bibliography.reference(key)
        except ValueError as error:
            problems.append(Diagnostic(page.path, _source_line(page, key), str(error)))
    known = prose.references(setting)
    listed = [templates.show("references", references=known)] if known else []
    return _section("References", listed), problems


def _source_line(page: Page, key: str) -> int:
    header = page.text.split("\n")[: page.body - 1]
    return next((at for at, line in enumerate(header, 1) if key in line), 1)
