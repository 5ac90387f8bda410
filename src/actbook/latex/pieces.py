"""LaTeX cut into pieces, each with its kind and place: the one tokenizer.

Any text can be cut; `tokens.py` refuses what has no place in a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_PIECE = re.compile(
    r"""(?P<SPACE>[ \t\r\n~]|(?<=[=+-])\{\s*\}|(?<=[=+-][ ])\{\s*\}|\\[,;:!\ \t\n]
        |\\(?:q?quad|thinspace|enspace|displaystyle|textstyle|limits|nolimits|nonumber|notag)
            (?![A-Za-z])
        |(?<=\\\\)[ ]*\[\s*-?[0-9.]+\s*[a-z]{2}\s*\]
        |\\[hm]space\*?\s*\{\s*[0-9.]+\s*[a-z]+\s*\})
    |(?P<WORD>\\operatorname\*?\s*\{[^{}]*\}
        |\\(?:math(?:rm|bf|bbm?|ds|cal|it|sf)|boldsymbol|vec)
            (?:\s*\{[^{}]*\}|\s+[A-Za-z0-9]))
    |(?P<TEXT>\\(?:text(?:rm|it|bf|sf|normal)?|mbox)\s*\{[^{}]*\})
    |(?P<BEGIN>\\begin\s*\{(?:array\}\s*\{[^{}]*\}|[A-Za-z]+\*?\}))
    |(?P<END>\\end\s*\{[A-Za-z]+\*?\})
    |(?P<PRIMES>'+|\^\s*\\prime(?![A-Za-z])|\^\s*\{(?:\s*\\prime)+\s*\}
        |\^\s*\{\s*\([1-9]\)\s*\})
    |(?P<POSITIVE>[_^]\s*(?:\+|\{\s*\+\s*\}))
    |(?P<COMMAND>\\[A-Za-z]+)
    |(?P<NUMBER>[0-9]+\.[0-9]+|[0-9]{2,})
    |(?P<DIGIT>[0-9])
    |(?P<LETTER>[A-Za-z])
    |(?P<SIGN>\\.|:=|[<>]=|.)""",
    re.VERBOSE | re.DOTALL,
)
#: What a space is wide in eighteenths of an em. Those of the source are not shown.
_WIDTHS = {
    **{"\\,": 3, "\\thinspace": 3, "\\:": 4, "\\;": 5, "\\!": -3, "\\enspace": 15},
    **{"~": 6, "\\ ": 6, "\\\n": 6, "\\\t": 6, "\\quad": 18, "\\qquad": 36},
}
#: What is this wide separates formulas: three thick spaces do, two spaces between words do not.
_GAP = 15
#: Between members that are equal, or nearly.
EQUAL = ("=", ":=", "\\coloneqq", "\\approx")
#: Between sides that are compared, each as the tree of a formula calls it.
COMPARISONS = {
    **{"<": "<", "\\lt": "<", ">": ">", "\\gt": ">", "\\ne": "!=", "\\neq": "!="},
    **dict.fromkeys(("<=", "\\le", "\\leq", "\\leqslant"), "<="),
    **dict.fromkeys((">=", "\\ge", "\\geq", "\\geqslant"), ">="),
}
OPENING, CLOSING = ("(", "[", "{", "\\{"), (")", "]", "}", "\\}")
#: What sets equations apart.
APART = ("\\\\", ",", ";")
_ROWS = re.compile(r"\\(?:begin|end)\s*\{(?:aligned|align|split|gather|gathered|equation)\*?\}")


@dataclass(frozen=True)
class Piece:
    """A part of LaTeX, from `start` to `end`. Its kind is SPACE, GAP, WORD (a name in letters),
    TEXT, BEGIN, END, PRIMES, POSITIVE, COMMAND, NUMBER, DIGIT, LETTER or SIGN."""

    kind: str
    text: str
    start: int
    end: int


def cut(latex: str) -> Iterator[Piece]:
    """All pieces but spaces. Spaces that are wide together are one GAP."""
    width, start = 0, 0
    for match in _PIECE.finditer(latex):
        if match.lastgroup == "SPACE":
            width += _GAP if "space{" in match[0] else _WIDTHS.get(match[0], 0)
            continue
        if width >= _GAP:
            yield Piece("GAP", latex[start : match.start()], start, match.start())
        yield Piece(match.lastgroup or "SIGN", match[0], *match.span())
        width, start = 0, match.end()


@lru_cache(maxsize=256)
def placed(latex: str) -> tuple[tuple[Piece, int], ...]:
    """The pieces, each with how many brackets and environments are open there. Those of a formula
    in several rows, which hold all of it, count for nothing."""
    found, depth, before = [], 0, ""
    for piece in cut(latex):
        # A bracket that is not shown is one too: `\left\{ … \right.`
        side = before if piece.text == "." else ""
        opens = piece.text in OPENING or piece.kind == "BEGIN" or side == "\\left"
        closes = piece.text in CLOSING or piece.kind == "END" or side == "\\right"
        before = piece.text
        if _ROWS.fullmatch(piece.text):
            opens = closes = False
        depth -= closes
        found.append((piece, depth))
        depth += opens
    return tuple(found)


def member(latex: str, start: int) -> str | None:
    """The member of an equation that holds what stands at `start`, with the relation before it, on
    one line. None for the first one."""
    found = relations(latex, ("=", "\\approx"))
    before = [piece for piece in found if piece.start < start]
    after = next((piece.start for piece in found if piece.start >= start), None)
    if not before:
        return None
    end = len(latex) if after is None else after
    inner = [p for p, depth in placed(latex) if depth == 0 and before[-1].start <= p.start < end]
    # Where another equation follows, it begins behind the last gap or row.
    apart = [p.start for p in inner if p.kind == "GAP" or p.text in ("\\\\", ",", ";")]
    if after is not None and apart and apart[-1] > start:
        end = apart[-1]
    blank = [p for p in inner if p.text in ("&", "\\\\") or _ROWS.fullmatch(p.text)]
    text = list(latex)
    for piece in blank:
        text[piece.start : piece.end] = " " * (piece.end - piece.start)
    return " ".join("".join(text[before[-1].start : end]).split()).rstrip(" ,;")


def relations(latex: str, signs: Sequence[str] = EQUAL) -> list[Piece]:
    """Where the relations between the members of a formula stand: within no brackets."""
    return [piece for piece, depth in placed(latex) if depth == 0 and piece.text in signs]


def first(latex: str, signs: Sequence[str] = EQUAL) -> list[Piece]:
    """The relations of the first equation, where others stand behind a gap, a comma or a row."""
    found = relations(latex, signs)
    for at, (one, other) in enumerate(pairwise(found), 1):
        between = [
            p for p, depth in placed(latex) if depth == 0 and one.end <= p.start < other.start
        ]
        behind = "".join("\n" if p.kind == "GAP" or p.text in APART else p.text for p in between)
        if behind.rpartition("\n")[2].strip("&") and "\n" in behind:
            return found[:at]
    return found


def left(latex: str) -> str:
    """The first member of an equation, or all of what is none."""
    found = relations(latex)
    first = latex[: found[0].start] if found else latex
    return _ROWS.sub("", first).strip(" \n&")
