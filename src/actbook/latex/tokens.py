"""LaTeX to the tokens of `formula.lark`, where names have their kind and brackets their pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from lark import Lark, Token, UnexpectedCharacters

from actbook.latex import misread
from actbook.latex.brackets import COMMANDS, paired
from actbook.latex.misread import Source
from actbook.latex.names import (
    ABBREVIATED,
    CONSTANTS,
    EXTREMA,
    FUNCTIONS,
    Key,
    Name,
    bound,
    by_first,
    canonical,
    longest,
    spelling,
)

GRAMMAR = Path(__file__).with_name("formula.lark")
#: More is no formula, and would exhaust the stack of whoever walks the tree.
_MOST = 2000
_KINDS = {
    "variable": "VARIABLE",
    "vector": "VECTOR",
    "index": "INDEX",
    "function": "FUNCTION",
    "vector function": "VECTOR_FUNCTION",
}
_BUILTINS = {
    **dict.fromkeys((*FUNCTIONS, *ABBREVIATED), "BUILTIN"),
    **dict.fromkeys(EXTREMA, "EXTREMUM"),
    **dict.fromkeys(CONSTANTS, "CONSTANT"),
    **dict.fromkeys(("\\mathbf{1}", "\\mathbb{1}", "\\mathbb{I}"), "_INDICATOR"),
}
_TEXTS = {
    **dict.fromkeys(("if", "for", "when"), "_IF"),
    **dict.fromkeys(("otherwise", "else", "elsewhere"), "_OTHERWISE"),
    "and": "_AND",
}
#: What the second row of an `aligned` formula begins with.
_CONTINUE = {"=", "\\approx", "+", "-", "\\cdot", "\\times"}
_SECOND = "a row continues the formula with = or an operator; a second one has its own $$"


@cache
def lexer() -> Lark:
    """The grammar's terminals: a lexer alone keeps those that only this file reads."""
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser=None, lexer="basic", start="formula")


@cache
def known() -> frozenset[str]:
    """All commands that a formula may use, without backslash."""
    literals = (terminal.pattern.value for terminal in lexer().terminals)
    return misread.commands(word for word in literals if re.fullmatch(r"\\[a-z]+", word))


def tokens(source: Source, names: Iterable[Name]) -> list[Token]:
    """The tokens of a formula, ready for the grammar. Raises `Refused`."""
    scope = {spelling(name.latex): name for name in names}
    found = _one_row(source, _unpunctuated(_lexed(source)))
    if len(found) > _MOST:
        raise source.refused(found[_MOST].start_pos or 0, "a formula as long as a chapter")
    indices = bound([token.value for token in found])
    _words(source, found, indices.union("".join(key) for key in scope))
    return paired(source, list(_named(source, found, scope, indices)))


def _lexed(source: Source) -> list[Token]:
    try:
        return list(lexer().lex(source.latex))
    except UnexpectedCharacters as error:
        position = error.pos_in_stream
        message = misread.character(source.latex, position, known())
        raise source.refused(position, message) from None


def _unpunctuated(found: list[Token]) -> list[Token]:
    return found[:-1] if found and found[-1].value in (".", ",") else found


def _one_row(source: Source, found: list[Token]) -> list[Token]:
    """A formula over several rows, `aligned`, in one: each row has to continue the one before."""
    if not found or found[0].type != "BEGIN_ALIGNED":
        return found
    if found[-1].type != "END_ALIGNED":
        raise source.refused(found[0].start_pos or 0, f"{found[0]} is never closed")
    inner = _unpunctuated(found[1:-1])
    kept: list[Token] = []
    depth, broken = 0, False
    for token in inner:
        depth += {"_BEGIN_CASES": 1, "_END_CASES": -1}.get(token.type, 0)
        if depth == 0 and token.value in ("&", "\\\\"):
            broken |= token.type == "_ROW"
            continue
        if broken and token.value not in _CONTINUE:
            raise source.refused(token.start_pos or 0, _SECOND)
        broken = False
        kept.append(token)
    return kept


def _words(source: Source, found: list[Token], scope: set[str]) -> None:
    """Letters in a row have to be a product of names, and no mangled or unslashed command."""
    exponent = re.search(r"[0-9]e[-+]?[0-9]", source.latex)
    if exponent is not None:
        raise source.refused(exponent.start() + 1, "write a power of ten: \\cdot 10^{-5}")
    for match in re.finditer(r"(?<![\\A-Za-z])[A-Za-z]{2,}", source.latex):
        at = match.start()
        if any(token.type == "LETTER" and token.start_pos == at for token in found):
            message = misread.word(match[0], scope, known())
            if message is not None:
                raise source.refused(at, message)


def _named(
    source: Source, found: list[Token], scope: dict[Key, Name], indices: set[str]
) -> Iterator[Token]:
    """Every name as a token of its kind: the scope first, then what all formulas know."""
    texts, table, at = [canonical(token.value) for token in found], by_first(scope), 0
    while at < len(found):
        token, text = found[at], texts[at]
        match = longest(texts, at, table.get(text, ()))
        if match is not None:
            key, after = match
            name = scope[key]
            token = _token(_KINDS[name.kind], name.name, token, found[after - 1])
            at = after - 1
        elif token.type in ("COMMAND", "WORD", "TEXT", "LETTER"):
            token = _known(source, token, text, indices, {"".join(key) for key in scope})
        elif token.type == "NUMBER" and at and texts[at - 1][-4:] == "frac":
            first, token = _digits(source, token)
            yield first
        yield token
        at += 1


def _token(kind: str, value: str, first: Token, last: Token) -> Token:
    return Token(kind, value, first.start_pos, end_pos=last.end_pos)


def _known(source: Source, token: Token, text: str, indices: set[str], scope: set[str]) -> Token:
    if text in _BUILTINS:
        return _token(_BUILTINS[text], text, token, token)
    if token.type == "LETTER" and text in indices:
        return _token("BOUND", text, token, token)
    if COMMANDS.fullmatch(text):
        return token
    if text == "\\vert":
        return _token("BAR", "|", token, token)
    words = token.value.partition("{")[2].rstrip("}").strip(" .,").lower()
    if token.type in ("TEXT", "WORD") and words in _TEXTS:
        return _token(_TEXTS[words], text, token, token)
    start = token.start_pos or 0
    if token.type == "TEXT":
        message = f"the words {token.value} mean nothing here; known are {', '.join(_TEXTS)}"
        raise source.refused(start, message)
    raise source.refused(start, misread.name(text, scope, known()))


def _digits(source: Source, token: Token) -> tuple[Token, Token]:
    """The two digits of `\\frac12`."""
    start = token.start_pos or 0
    if not re.fullmatch("[0-9]{2}", token.value):
        raise source.refused(start, "write both parts of the fraction in braces")
    first, second = token.value
    return (
        Token("DIGIT", first, start, end_pos=start + 1),
        Token("DIGIT", second, start + 1, end_pos=start + 2),
    )
