"""A display's rows, columns and gaps: where one formula ends and the next begins.

What is set apart is never one term. A product crosses no `\\quad`, `&`, comma or `\\\\`: a part
behind one of these is an equation of its own, or goes on with an operator.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lark import Token

from actbook.latex import environments, misread
from actbook.latex.misread import Source
from actbook.latex.names import Key, canonical, longest, phrase
from actbook.latex.pieces import CLOSING, COMPARISONS, EQUAL, OPENING

_TIMES = ("\\cdot", "\\times", "*", "\\ast", "/")
_SIGNS = ("+", "-")
#: What continues a formula behind a gap or in a new row; a sign may as well begin another one.
_CONTINUES = {*EQUAL, *_TIMES, *COMPARISONS}
#: What a gap beside it separates nothing from.
_SEPARATES = {*_CONTINUES, *_SIGNS, ",", ";", "&", "\\\\", "\\land"}

#: Where columns and rows are set as such.
_COLUMNED = ("aligned", "split", "align", "align*")
_SET = {"&": _COLUMNED, "\\\\": (*_COLUMNED, "gathered", "gather", "gather*")}
_ALONE = "columns stand in cases, aligned, align or split; rows in these or in gather"
_CONDITION = (
    "a condition stands in cases, or in a sentence: $f(x) = x$ for $x > 0$; a display claims ="
)
_NUMBERED = "a display has no number here: leave it out"
_APART = "is this one formula or two? Within one write \\cdot, + or -; a second one has its own $$"
_ROW = "a row continues the formula with = or an operator, or is an equation of its own"


def formulas(
    source: Source, tokens: Sequence[Token], introduced: Collection[Key] = ()
) -> list[list[Token]]:
    """The tokens of each formula of a display; `introduced` are names that some of them define.
    Raises `Refused`."""
    inner, environment = environments.inner(source, environments.cased(source, list(tokens)))
    cutter = _Cutter(source, inner)
    for at, token in enumerate(inner):
        cutter.take(at, token)
        if token in cutter.breaks and environment not in _SET.get(token.value, (environment,)):
            raise source.refused(token.start_pos or 0, _ALONE)
    parts = [part for part in cutter.parts if part.tokens]
    for part in parts:
        _spoken(source, part)
    for part in [*parts[1:], *parts[:1]] if len(parts) > 1 else ():
        _claims(source, part, introduced)
    return [part.tokens for part in parts] or [[]]


@dataclass
class Part:
    """The tokens of one formula, and what set it apart from the one before it."""

    tokens: list[Token] = field(default_factory=list)
    apart: list[Token] = field(default_factory=list)
    #: Those within no brackets and no environment.
    top: list[Token] = field(default_factory=list)


@dataclass
class _Cutter:
    """One pass over the tokens. `breaks` are those since the last that belongs to a formula."""

    source: Source
    tokens: list[Token]
    parts: list[Part] = field(default_factory=lambda: [Part()])
    breaks: list[Token] = field(default_factory=list)
    brackets: int = 0
    cases: int = 0

    def take(self, at: int, token: Token) -> None:
        if token.type == "GAP" and self.harmless(at):
            return
        outside = self.brackets == 0 and self.cases == 0
        if outside and self.separates(at, token):
            self.breaks.append(token)
            return
        closes = token.value in CLOSING
        self.brackets += (token.value in OPENING) - closes
        self.cases += {"_BEGIN_CASES": 1, "_END_CASES": -1}.get(token.type, 0)
        if self.breaks:
            if self.parts[-1].tokens and not self.joins(at, token):
                self.parts.append(Part(apart=self.breaks))
            self.breaks = []
        self.parts[-1].tokens.append(token)
        if outside:
            self.parts[-1].top.append(token)

    def separates(self, at: int, token: Token) -> bool:
        if token.value == ".":  # not of a decimal
            after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            return after is None or after.type == "GAP" or after.value in ("&", "\\\\")
        mark = token.value in ("&", "\\\\", ",", ";")
        return mark or token.type == "GAP" or _kind(token) in ("_AND", "_WHERE")

    def harmless(self, at: int) -> bool:
        """Whether a gap stands beside what separates anyway, and within brackets or cases."""
        if self.brackets == 0 and self.cases == 0:
            return False
        before = self.tokens[at - 1]
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        beside = {before.value, after.value if after else ""}
        spoken = any(_kind(token) for token in (before, after) if token is not None)
        opened = before.value in OPENING or before.type == "_BEGIN_CASES"
        closed = after is None or after.value in CLOSING or after.type == "_END_CASES"
        return bool(beside & _SEPARATES) or spoken or opened or closed

    def joins(self, at: int, token: Token) -> bool:
        """Whether a token goes on with the formula before the breaks."""
        said = [mark.value for mark in self.breaks]
        if {",", ";", "."} & set(said) or any(map(_kind, self.breaks)):
            return False
        last = self.parts[-1].tokens[-1].value
        if token.value in _CONTINUES or last in {*_CONTINUES, *_SIGNS}:
            return True
        if token.value not in _SIGNS:
            return False
        # In the second column a sign is an operator; elsewhere it may begin another equation.
        if said[:1] == ["\\\\"] and "&" in said[1:]:
            return True
        if self.equals(at):
            raise self.source.refused(token.start_pos or 0, _APART)
        return True

    def equals(self, at: int) -> bool:
        """Whether a relation follows before the next break."""
        depth = 0
        for token in self.tokens[at:]:
            depth += (token.value in OPENING) - (token.value in CLOSING)
            depth += {"_BEGIN_CASES": 1, "_END_CASES": -1}.get(token.type, 0)
            if depth == 0 and (token.type == "GAP" or token.value in ("\\\\", ",", ";")):
                return False
            if depth == 0 and token.value in EQUAL:
                return True
        return False


def _kind(token: Token) -> str | None:
    return phrase(token.value) if token.type in ("TEXT", "WORD") else None


def _spoken(source: Source, part: Part) -> None:
    """Words for a condition stand in cases alone, and others in sentences."""
    for token in part.top:
        if _kind(token) in ("_IF", "_OTHERWISE"):
            raise source.refused(token.start_pos or 0, _CONDITION)
        if token.type == "TEXT" and canonical(token.value) == token.value:
            raise source.refused(token.start_pos or 0, misread.words(token.value))


def _claims(source: Source, part: Part, introduced: Collection[Key]) -> None:
    """One of several formulas has to be an equation, and no condition. Raises `Refused`."""
    start = part.tokens[0].start_pos or 0
    values = [token.value for token in part.top]
    if longest([canonical(token.value) for token in part.tokens], 0, introduced) is not None:
        return
    equals = [at for at, value in enumerate(values) if value in EQUAL]
    bare = bool(equals) and bool(part.apart) and (equals[0] == 1 or values[1:2] == ["_"])
    if equals and not bare and not set(values) & {*COMPARISONS}:
        return
    inside = "".join(token.value for token in part.tokens)
    if re.fullmatch(r"\([0-9.]+\)", inside):
        raise source.refused(start, _NUMBERED)
    if bare:
        message = f"{values[0]} = … names a value, or says for which: that stands in a sentence"
        raise source.refused(start, message)
    if any(token.value in COMPARISONS for token in part.tokens):
        raise source.refused(start, _CONDITION)
    number = part.tokens[0].type in ("NUMBER", "DIGIT")
    if [mark.value for mark in part.apart] == [","] and number:
        raise source.refused(start, "a number has no commas, and its decimals a point")
    if (why := misread.command(values[0])) is not None:
        raise source.refused(start, why)
    row = any(mark.value == "\\\\" for mark in part.apart)
    raise source.refused(start, _ROW if row else _APART)
