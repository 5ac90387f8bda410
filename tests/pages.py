"""Pages and results for tests of the readers' side, made without executing anything."""

from __future__ import annotations

from pathlib import Path

from actbook.markup import held
from actbook.reading import subjects
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.result import Glance, Output, Outputs, Result
from actbook.verdict import Diagnostic, Subject, Verdict
from actbook.weaving.references import Bibliography

HEADER = """---
title: Ramp
family: rectifiers
symbol: ramp
implementations:
  NumPy: np.maximum(x, 0)
facts:
  range: "[0, oo)"
---
"""
BIBLIOGRAPHY = """@article{first2001,
  author = {First, Ann},
  title  = {On {R}amps <and> $\\alpha$},
  journal = {Slopes},
  year   = {2001},
  doi    = {10.1000/1}
}

@misc{second2002,
  author = {Second, Bob and Third, Cy and Fourth, Di},
  title  = {Steps},
  year   = {2002},
  eprint = {2001.00001}
}

@article{incomplete2003,
  title  = {Nothing},
  year   = {2003}
}
"""


def page(body: str, header: str = HEADER) -> Page:
    return read(f"{header}{body}", "docs/activations/ramp.md")


def unmarked(markdown: str) -> str:
    """Woven Markdown without the marks around its HTML."""
    return held(markdown, lambda html: html)


def at(written: Page, line: int, column: int | None = None) -> Subject:
    """What a page claims at a place: in a formula, at a fact or, where nothing else is, in code."""
    for equation in written.equations:
        if equation.start <= line <= equation.end:
            column = equation.column if column is None else column
            return subjects.formula(written, equation, max(line, equation.line), column)
    for remark in written.remarks:
        if (remark.line, remark.column) == (line, column):
            return subjects.sentence(written, remark)
    for function in written.functions:
        for fact in function.facts:
            if fact.line == line:
                return subjects.fact(function, fact)
    return subjects.code(written.functions[0], written.functions[0].implementations[0])


def result(
    *cells: tuple[Output, ...],
    inlines: tuple[str, ...] = (),
    verdicts: tuple[Verdict, ...] = (),
    glance: tuple[Glance, ...] = (),
    portrait: str = "",
    problems: tuple[Diagnostic, ...] = (),
) -> Result:
    outputs = Outputs(cells, inlines, (), tuple(0.0 for _ in cells))
    return Result(outputs, verdicts, portrait, "<svg></svg>", glance, problems)


def bibliography(folder: Path) -> Bibliography:
    path = folder / "references.bib"
    path.write_text(BIBLIOGRAPHY, encoding="utf-8")
    return Bibliography(path)
