"""The relations of one formula in a sentence: where each ends, its sides, what is only a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from actbook.latex.names import phrase, pieces
from actbook.latex.pieces import APART, COMPARISONS, EQUAL, cut, placed, relations

_ORDER = {*COMPARISONS, "\\ll", "\\gg"}
_OTHER = re.findall(r"\S+", r"\in \notin \subset \subseteq \equiv \simeq \lesssim \gtrsim")
#: What sets relations of one formula apart, beside gaps.
_BETWEEN, _WORDS = (*APART, "\\land", "\\wedge"), ("_AND", "_IF")
#: What makes one statement of two relations, which is then none that only names a value.
_LINKS = re.findall(
    r"\S+",
    r"\iff \implies \Rightarrow \Leftarrow \Leftrightarrow \Longrightarrow "
    r"\Longleftrightarrow \lor \vee",
)
#: A name by its pieces, each the first letter of its kind or itself: primes and an index behind it.
_NAME = r"[WTCL]P?(?:_(?:\{[^{}]*\}|[CLDN]))?P?"
_NAMES = re.compile(rf"{_NAME}(?:,{_NAME})*")
#: Kronecker's delta is a value, and π a number: a relation says something of them.
_VALUES = re.compile(r"\\delta_\{[a-z],? ?[a-z]\}|\\pi")
#: What stands in a number: digits, constants, and functions of them.
_NUMBER = re.compile(r"[0-9.,+\-/^{}()]|\\(?:pi|infty|[dt]?frac|sqrt|ln|exp|cdot|left|right|pm)|e")


def apart(latex: str) -> Iterator[str]:
    """The relations of a formula that a comma, a gap or a word sets apart: whole ones on both sides
    of it."""
    top = [piece for piece, depth in placed(latex) if depth == 0]
    marks = [p for p in top if p.kind == "GAP" or p.text in _BETWEEN or phrase(p.text) in _WORDS]
    start = 0
    for mark, after in pairwise([*marks, None]):
        end = after.start if after else len(latex)
        if mark and _whole(latex[start : mark.start]) and _whole(latex[mark.end : end]):
            yield latex[start : mark.start].strip()
            start = mark.end
    yield latex[start:].strip()


def _whole(latex: str) -> bool:
    """Whether there is a relation in a part of a formula, and something on its left side."""
    sides, signs = members(latex)
    return bool(signs and sides[0])


def members(latex: str) -> tuple[list[str], list[str]]:
    """What stands between the relations of a formula, and the relations, none of them within
    brackets."""
    found = relations(latex, (*EQUAL, *_ORDER, *_OTHER))
    starts = [0, *(piece.end for piece in found)]
    ends = [*(piece.start for piece in found), len(latex)]
    sides = [latex[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [*sides[:-1], sides[-1].strip(" \n.,")], [piece.text for piece in found]


def names(sides: Sequence[str], signs: Sequence[str]) -> bool:
    """Whether a relation only says for which values, or introduces a letter."""
    if ":=" in signs or "\\coloneqq" in signs:
        return True
    if any(set(_LINKS) & set(pieces(side)) for side in sides):
        return False
    first, *rest = sides
    if _bare(first) and not ("\\approx" in signs and first == "e"):
        inside = [piece for side in rest for piece in pieces(side)]
        return not any(set(pieces(name)[:1]) <= set(inside) for name in first.split(","))
    if not set(signs) <= _ORDER:
        return False
    plain = [side for side in sides if all(_NUMBER.fullmatch(piece) for piece in pieces(side))]
    return len(plain) < len(sides) and all(_bare(side) or side in plain for side in sides)


def _bare(side: str) -> bool:
    found = (piece for piece in cut(side) if piece.kind != "GAP")
    shape = "".join(piece.text if piece.kind == "SIGN" else piece.kind[0] for piece in found)
    return _NAMES.fullmatch(shape) is not None and _VALUES.fullmatch(side) is None
