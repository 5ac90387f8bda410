"""Brackets of a formula: each has its pair, and a bar is known to open or to close."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lark import Token

from actbook.latex.misread import Source
from actbook.latex.pieces import COMPARISONS, EQUAL

_CLOSERS = {
    **{"(": ")", "[": "]", "{": "}", "\\{": "\\}", "|": "|", "\\lvert": "\\rvert"},
    **{"\\lfloor": "\\rfloor", "\\lceil": "\\rceil", "\\begin": "\\end"},
    **{"\\|": "\\|", "\\lVert": "\\rVert"},
}
#: What only says how large a bracket is; and brackets that are commands, with these.
SIZE = re.compile(r"\\(left|right|[bB]igg?[lr]?)")
COMMANDS = re.compile(rf"\\[lr][vV]ert|{SIZE.pattern}")
_BARS = {
    **{"\\lvert": "_ABSOLUTE", "\\rvert": "_END_ABSOLUTE"},
    **{"\\lVert": "_NORM", "\\rVert": "_END_NORM"},
}
#: A bar that both opens and closes, as the pair that it is one of.
_PAIRS = {"|": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert")}
#: What ends an operand: a bar that follows it may close.
_OPERANDS = {
    *("NUMBER", "DIGIT", "VARIABLE", "VECTOR", "INDEX", "BOUND", "CONSTANT", "POSITIVE"),
    *("RPAR", "RBRACE", "RSQB", "_END_SET", "_END_FLOOR", "_END_CEILING", "_END_CASES"),
}
#: Between bars that these stand between, there is no doubt which pairs with which.
_SEPARATORS = {*EQUAL, *COMPARISONS, "+", "-", ",", ";", "&", "\\\\"}
_DEEPEST = 40


@dataclass
class _Level:
    """An open bracket, and whether a bare bar has closed inside it since the last separator."""

    opener: Token | None
    closers: tuple[str, ...] = ()
    sized: bool = False
    barred: bool = False


@dataclass
class _Pairing:
    """The tokens so far and the brackets that are still open."""

    source: Source
    levels: list[_Level] = field(default_factory=lambda: [_Level(None)])
    kept: list[Token] = field(default_factory=list)
    size: Token | None = None

    def take(self, token: Token) -> None:
        word = _word(token)
        if SIZE.fullmatch(token.value):
            self.size = token
            return
        if word in _CLOSERS or word in _CLOSERS.values():
            token = self.close(token, word) if self.closes(word) else self.open(token, word)
        elif self.size is not None:
            raise self.refused(self.size, f"{self.size} stands before a bracket, not {token}")
        elif token.value in _SEPARATORS:
            self.levels[-1].barred = False
        self.kept.append(token)
        self.size = None

    def closes(self, word: str) -> bool:
        if word not in _PAIRS:
            return word not in _CLOSERS
        if self.size is not None and self.size.value[-1] in "rlt":
            return self.size.value in ("\\right", "\\bigr", "\\Bigr", "\\biggr", "\\Biggr")
        inner = self.levels[-1]
        after = self.after_operand() or self.after_bars()
        return word in inner.closers and not inner.sized and after

    def after_operand(self) -> bool:
        return bool(self.kept) and self.kept[-1].type in _OPERANDS

    def after_bars(self) -> bool:
        return bool(self.kept) and self.kept[-1].type == "_END_ABSOLUTE"

    def open(self, token: Token, word: str) -> Token:
        bare = word == "|" and self.size is None
        if bare and self.levels[-1].barred and self.after_operand():
            raise self.refused(token, "which bars are a pair? Write \\lvert … \\rvert")
        if len(self.levels) > _DEEPEST:
            raise self.refused(token, f"brackets nested deeper than {_DEEPEST}")
        sized = self.size is not None and self.size.value == "\\left"
        interval = word in ("(", "[") and bool(self.kept) and self.kept[-1].value == "\\in"
        self.levels.append(_Level(token, (")", "]") if interval else (_CLOSERS[word],), sized))
        return _retyped(token, _PAIRS.get(word, (word,))[0])

    def close(self, token: Token, word: str) -> Token:
        level = self.levels[-1]
        if level.opener is None:
            raise self.refused(token, f"{token} closes nothing")
        if word not in level.closers:
            line, column = self.source.place(level.opener.start_pos or 0)
            opener = f"{level.opener} of {line}:{column}"
            hint = "; an interval stands behind \\in, x \\in [0, 1)" if word in (")", "]") else ""
            raise self.refused(token, f"{token} stands where the {opener} is still open{hint}")
        if level.sized != (self.size is not None and self.size.value == "\\right"):
            raise self.refused(token, "\\left and \\right go together")
        self.levels.pop()
        self.levels[-1].barred |= word == "|"
        return _retyped(token, _PAIRS.get(word, (word,))[-1])

    def refused(self, token: Token, message: str) -> Exception:
        return self.source.refused(token.start_pos or 0, message)


def paired(source: Source, tokens: list[Token]) -> list[Token]:
    """The tokens without `\\left` and `\\right`, and with bars of two kinds. Raises `Refused`."""
    pairing = _Pairing(source)
    for token in tokens:
        pairing.take(token)
    opener = pairing.levels[-1].opener
    if opener is not None:
        hint = "; cases are \\begin{cases} … \\end{cases}" if opener.value == "\\{" else ""
        raise pairing.refused(opener, f"{opener} is never closed{hint}")
    if pairing.size is not None:
        raise pairing.refused(pairing.size, f"{pairing.size} stands before no bracket")
    return pairing.kept


def _word(token: Token) -> str:
    begin = re.match(r"\\(begin|end)", token.value)
    return begin[0] if begin else str(token.value)


def _retyped(token: Token, word: str) -> Token:
    return Token.new_borrow_pos(_BARS.get(word, token.type), token.value, token)
