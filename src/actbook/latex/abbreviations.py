"""What a formula abbreviates, put in its place: `x \\tanh(\\omega)`, where `\\omega = …`.

A name that nothing declares is introduced behind the formula, in a row or a column of its own or in
the sentence that follows: a value `\\omega = …`, a function `\\Phi(t) = …`, a vector `z_i = …`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from actbook.formula.expression import Expression, Indexed, Reference, Symbol, rebuild
from actbook.formula.substitution import free, substitute
from actbook.latex.names import (
    ABBREVIATED,
    CONSTANTS,
    EXTREMA,
    FUNCTIONS,
    INDICES,
    Name,
    canonical,
    longest,
    normalised,
    phrase,
    spelling,
)
from actbook.latex.pieces import Piece, placed

_DEFINES = ("=", ":=", "\\coloneqq")
#: What means the same in all formulas, and `n`, the length of a vector.
_KNOWN = {spelling(name) for name in (*FUNCTIONS, *ABBREVIATED, *EXTREMA, *CONSTANTS, "n")}
_APART = (",", ";", "&", "\\\\")
#: How often an abbreviation may stand for others.
_DEEPEST = 8


@dataclass(frozen=True)
class Abbreviation:
    """A name, and what it is in other names; `letter` is its argument or index, if it has one."""

    name: str
    letter: str | None
    meaning: Expression


def introduced(latex: str, names: Collection[Name], alone: bool = False) -> list[Name]:
    """The names that parts of a display introduce and others use; of a sentence, `alone`, all."""
    taken = {spelling(name.latex) for name in names if name.kind != "index"} | _KNOWN
    texts = [canonical(piece.text) for piece, _ in placed(latex)]
    indexing = {text for before, text in pairwise(filter("{".__ne__, texts)) if before == "_"}
    found = {name.latex: name for name in filter(None, map(_name, _beginnings(latex, alone)))}
    return [
        name
        for name in found.values()
        if spelling(name.latex) not in taken
        and not (name.latex in INDICES and name.latex in indexing)
        and (alone or _count(texts, name) > 1)
    ]


def _beginnings(latex: str, alone: bool) -> Iterator[Sequence[Piece]]:
    """The pieces of a display from the beginning of each of its parts."""
    pieces = [
        (piece, depth) for piece, depth in placed(latex) if piece.kind not in ("BEGIN", "END")
    ]
    inside = [piece for piece, _ in pieces]
    apart = alone
    for at, (piece, depth) in enumerate(pieces):
        separates = piece.kind == "GAP" or piece.text in _APART or phrase(piece.text) is not None
        if apart and not separates:
            yield inside[at:]
        apart = (separates and depth == 0) or (apart and separates)


def _name(pieces: Sequence[Piece]) -> Name | None:
    """The name that an equation defines, whose left side is only that."""
    texts = [canonical(piece.text) for piece in pieces]
    if not pieces or pieces[0].kind not in ("COMMAND", "LETTER", "WORD", "TEXT"):
        return None
    end = 1
    if texts[1:2] == ["_"]:
        end = texts.index("}") + 1 if texts[2:3] == ["{"] and "}" in texts else 3
    latex = normalised("".join(f"{text} " for text in texts[:end]))
    texts = [*texts[:end], *(text for text in texts[end:] if text != "&")]
    if texts[end : end + 1] and texts[end] in _DEFINES:
        if end > 1 and "".join(texts[2:end]).strip("{}") in INDICES:
            return Name(texts[0], texts[0], "vector")
        return Name(latex, latex, "variable")
    opening, letter, closing, equals = [*texts[end : end + 4], *[""] * 4][:4]
    if (opening, closing) == ("(", ")") and letter.isalpha() and equals in _DEFINES:
        return Name(latex, latex, "function")
    return None


def uses(latex: str, name: Name) -> bool:
    """Whether a formula writes a name."""
    return _count([canonical(piece.text) for piece, _ in placed(latex)], name) > 0


def _count(texts: Sequence[str], name: Name) -> int:
    key = spelling(name.latex)
    return sum(longest(texts, at, [key]) is not None for at in range(len(texts)))


def abbreviation(left: Expression, right: Expression) -> Abbreviation | None:
    """What an equation between two sides says of a name."""
    match left:
        case Symbol(name):
            return Abbreviation(name, None, right)
        case Reference(name, 0, (Symbol(letter),), None) | Indexed(name, Symbol(letter)):
            return Abbreviation(name, letter, right)
    return None


def written_out(expression: Expression, known: Mapping[str, Abbreviation]) -> Expression:
    """The expression without abbreviations. ValueError for one that stands for itself."""
    for _ in range(_DEEPEST):
        after = _put(expression, known)
        if after == expression:
            return after
        expression = after
    raise ValueError("an abbreviation stands for itself")


def _put(expression: Expression, known: Mapping[str, Abbreviation]) -> Expression:
    match expression:
        case Symbol(name) if name in known and known[name].letter is None:
            return known[name].meaning
        case Reference(name, order, (argument,), None) if name in known:
            if order:
                message = f"write out the derivative of {name}, or make it a function of the page"
                raise ValueError(message)
            return substitute(known[name].meaning, {str(known[name].letter): _put(argument, known)})
        case Indexed(name, index) if name in known:
            return substitute(known[name].meaning, {str(known[name].letter): index})
    return rebuild(expression, lambda part: _put(part, known))


def strays(one: Abbreviation) -> str | None:
    """What is wrong with an abbreviation that depends on an index and does not say so."""
    loose = (free(one.meaning) & {*INDICES}) - {one.letter, "n"}
    if not loose:
        return None
    return f"{one.name} depends on {min(loose)}: write {one.name}_{min(loose)}"
