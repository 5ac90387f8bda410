"""The claims of a page, each named by what it says, and where on the page each stands.

Verdicts are kept by these names, and joined with lines and columns where they are shown: a page can
be edited around them.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeVar

from actbook.reading.page import Equation, Fact, Function, Implementation, Page, Remark
from actbook.verdict import Subject

Claim = TypeVar("Claim", Equation, Remark, Fact)


class Place(NamedTuple):
    """Where a claim stands; only what stands in a formula has a column."""

    line: int
    column: int | None


@cache
def _words(latex: str) -> str:
    return " ".join(latex.split())


def formula(page: Page, equation: Equation, line: int, column: int) -> Subject:
    """The member that begins at a place of a display formula, or of a part that it sets apart."""
    equation = next((e for e in page.equations if e.start == equation.start), equation)
    above = line - equation.line
    start = sum(len(row) + 1 for row in equation.latex.split("\n")[:above])
    start += column - (1 if above else equation.column)
    name = _words(equation.latex)
    before = [e for e in page.equations if e.start < equation.start and _words(e.latex) == name]
    return Subject("formula", name, part=str(start), repeat=len(before))


def formula_at(page: Page, line: int, column: int) -> Subject:
    """The member of one of the page's display formulas that begins at a place."""
    equation = next(e for e in page.equations if e.start <= line <= e.end)
    return formula(page, equation, line, column)


def sentence(page: Page, remark: Remark) -> Subject:
    """A relation in a sentence, with its conditions."""
    said = _said(remark)
    place = (remark.line, remark.column)
    before = [r for r in page.remarks if (r.line, r.column) < place and _said(r) == said]
    return Subject("sentence", said[0], part=said[1], repeat=len(before))


def _said(remark: Remark) -> tuple[str, str]:
    return _words(remark.latex), ", ".join(map(_words, remark.conditions or ()))


def fact(function: Function, stated: Fact) -> Subject:
    """A fact of a function, with the parameters that it is stated for."""
    alike = [f for f in function.facts if (f.name, f.part) == (stated.name, stated.part)]
    before = sum(other.line < stated.line for other in alike)
    return Subject("fact", stated.name, function.name, stated.part, before)


def code(function: Function, implementation: Implementation, part: str = "") -> Subject:
    """An implementation of a function: in float64, or of that a `part`, such as a format."""
    return Subject("code", implementation.label, function.name, part)


def equation_of(page: Page, subject: Subject) -> Equation | None:
    """The display formula that a claim is a member of."""
    if subject.kind != "formula":
        return None
    return _chosen((e for e in page.equations if _words(e.latex) == subject.name), subject)


def remark_of(page: Page, subject: Subject) -> Remark | None:
    """The relation in a sentence that a claim is."""
    if subject.kind != "sentence":
        return None
    return _chosen((r for r in page.remarks if _said(r) == (subject.name, subject.part)), subject)


def fact_of(page: Page, subject: Subject) -> Fact | None:
    """The stated fact that a claim is."""
    function = function_of(page, subject)
    if subject.kind != "fact" or function is None:
        return None
    alike = (f for f in function.facts if (f.name, f.part) == (subject.name, subject.part))
    return _chosen(alike, subject)


def function_of(page: Page, subject: Subject) -> Function | None:
    """The function that a fact or code is of."""
    if subject.kind not in ("fact", "code"):
        return None
    return next((f for f in page.functions if f.name == subject.function), None)


def implementation_of(page: Page, subject: Subject) -> Implementation | None:
    """The implementation whose code a claim is of."""
    function = function_of(page, subject)
    if subject.kind != "code" or function is None:
        return None
    return next((i for i in function.implementations if i.label == subject.name), None)


def _chosen(alike: Iterable[Claim], subject: Subject) -> Claim | None:
    found = list(alike)
    return found[subject.repeat] if subject.repeat < len(found) else None


def place(page: Page, subject: Subject) -> Place:
    """Where a claim stands: code where the page defines it, else in the front matter. LookupError
    for what the page does not claim."""
    if (equation := equation_of(page, subject)) is not None:
        *rows, last = equation.latex[: int(subject.part)].split("\n")
        column = len(last) + (1 if rows else equation.column)
        return Place(equation.line + len(rows), column)
    if (remark := remark_of(page, subject)) is not None:
        return Place(remark.line, remark.column)
    if (stated := fact_of(page, subject)) is not None:
        return Place(stated.line, None)
    if (implementation := implementation_of(page, subject)) is not None:
        return Place(_defined(page, implementation), None)
    raise LookupError(f"{page.path} claims no {subject}")


def _defined(page: Page, implementation: Implementation) -> int:
    """The line to look at when an implementation is wrong: where the page defines what it calls,
    else its own line in the front matter."""
    for cell in page.cells:
        for name in _called(implementation.code):
            for offset, line in enumerate(cell.source.split("\n")):
                if re.match(rf"\s*(def\s+{name}\s*\(|{name}\s*=)", line):
                    return cell.line + offset
    return implementation.line


@cache
def _called(code: str) -> tuple[str, ...]:
    return tuple(
        node.func.id
        for node in ast.walk(ast.parse(code, mode="eval"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def address(page: Page, equation: Equation) -> str:
    """The anchor of a display formula."""
    return anchor(formula(page, equation, equation.line, equation.column))


def anchor(subject: Subject) -> str:
    """What links to a claim lead to: its words, and where letters do not tell all, a digest. The
    members of a formula share one."""
    part = "" if subject.kind == "formula" else subject.part
    said = " ".join(filter(None, (subject.function, subject.name, part)))
    words = re.findall("[a-z0-9]+", re.sub(r"\\operatorname", "", said).lower())
    named = [subject.kind, *words[:6]]
    if not re.fullmatch(r"[\w .]*", said):
        named.append(hashlib.sha256(said.encode()).hexdigest()[:6])
    return "-".join([*named, *([str(subject.repeat + 1)] if subject.repeat else [])])
