"""The relations that sentences claim, read by the grammar of display formulas.

Prose is freer than displays: what the grammar does not know is not refused. It is not checked, and
told with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actbook.checking import corners, matrix_claims
from actbook.checking.conditions import Conditions, conditions
from actbook.formula.expression import Cases, Relation
from actbook.latex.abbreviations import introduced
from actbook.latex.formula import Chain, Name, read
from actbook.latex.pieces import EQUAL
from actbook.reading import subjects
from actbook.reading.page import Page, Remark
from actbook.reading.relations import members
from actbook.reading.scope import Reading, names_of, references
from actbook.result import Unread
from actbook.verdict import Refused


@dataclass(frozen=True)
class Claim:
    """A relation that a sentence claims: a chain of equal members, or comparisons; and where."""

    remark: Remark
    said: corners.Said
    under: Conditions


class _Unread(Exception):
    """Why a relation is not checked."""


def read_all(page: Page, reading: Reading) -> tuple[list[Claim], list[Unread]]:
    """The claims of a page's sentences, and those that cannot be read. None of a page with wrong
    formulas, on which they may rest."""
    found: list[Claim] = []
    unread: list[Unread] = []
    own = [*page.functions]
    others = [d.function for d in reading.definitions.values() if d.function not in own]
    names = tuple(names_of(page, [*own, *others]))
    given = {(line, column - 1) for e in page.equations for _, line, column in e.given}
    for remark in page.remarks if not reading.problems else ():
        abbreviates = (remark.line, remark.column) in given
        if abbreviates and introduced(remark.latex, names, alone=True):
            continue
        if remark.role == "claim":
            try:
                found.append(_claim(page, reading, remark, names))
            except _Unread as reason:
                unread.append(Unread(subjects.sentence(page, remark), str(reason)))
    return found, unread


def _claim(page: Page, reading: Reading, remark: Remark, names: Sequence[Name]) -> Claim:
    if remark.conditions is None:
        raise _Unread("the words before its condition turn it round or give a choice")
    required = [one for latex in remark.conditions for one in _relations(latex, names)]
    said = _said(remark.latex, names)
    expressions = corners.parts(said)
    if missing := set().union(*map(references, expressions)) - reading.definitions.keys():
        raise _Unread(f"{', '.join(sorted(missing))} has no definition that can be read")
    vector = any(function.vector for function in page.functions)
    used = (reading.definitions[s].function for e in expressions for s in references(e))
    if not vector and any(function.vector for function in used):
        raise _Unread("functions of vectors are checked on the pages that define them")
    if isinstance(said, Chain):
        if matrix_claims.concerns(page, said) and required:
            raise _Unread("a relation between matrices is checked without conditions")
        if vector and any(member.approximate for member in said.members):
            raise _Unread("a rounding is not checked on a page about vectors")
    try:
        return Claim(remark, *corners.moved(page, reading, said, conditions(required)))
    except ValueError as error:
        raise _Unread(str(error)) from None


def _said(latex: str, names: Sequence[Name]) -> corners.Said:
    _, signs = members(latex)
    if set(signs) <= set(EQUAL):
        return _refusing(latex, names)
    return _relations(latex, names)


def _relations(latex: str, names: Sequence[Name]) -> tuple[Relation, ...]:
    """`0 < f(x) \\le 1` or `f(x) \\in (0, 1]` as comparisons, read as an Iverson bracket."""
    bare = latex.strip(" \n.,")
    (member,) = _refusing(f"[{bare}]", names).members
    if not isinstance(member.expression, Cases):
        raise _Unread("this is no relation that can be read")
    if not (found := member.expression.branches[0][1]):
        raise _Unread("this says only that it is a real number")
    return found


def _refusing(latex: str, names: Sequence[Name]) -> Chain:
    try:
        return read(latex, names, "", 1, 1)
    except Refused as refused:
        raise _Unread(refused.diagnostics[0].message) from None
