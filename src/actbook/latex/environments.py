"""Environments of a display: rows around all of it, and cases however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from actbook.latex.misread import Source

_CASES = ("cases", "dcases")
_ROWS = re.findall(r"\S+", "aligned split gathered align align* gather gather* equation equation*")
_COLUMNS = re.compile(r"\s*(?:[lcr]\s*){2,3}")
_ENVIRONMENT = "cases, aligned, align, split, gather and equation"
_ARRAY = "of arrays only cases are read, a value and a condition a row: write \\begin{cases}"
_AROUND = "rows stand around the whole formula"


def cased(source: Source, tokens: list[Token]) -> list[Token]:
    """The tokens with `\\left\\{ \\begin{array} … \\end{array} \\right.` as cases."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opened = [t.value for t in found[-2:]] == ["\\left", "\\{"]
        if opened and _environment(token) in ("array", "matrix", *_ROWS):
            end = _end(source, tokens, at)
            closed = [t.value for t in tokens[end + 1 : end + 3]] == ["\\right", "."]
            columns = _environment(token) != "array" or _COLUMNS.fullmatch(_spec(token))
            if not closed or not columns:
                raise source.refused(token.start_pos or 0, _ARRAY)
            rows = cased(source, tokens[at + 1 : end])
            first = _retyped("_BEGIN_CASES", found[-2], token)
            found[-2:] = [first, *rows, _retyped("_END_CASES", tokens[end], tokens[end + 2])]
            at = end + 3
        else:
            found.append(token)
            at += 1
    return found


def inner(source: Source, tokens: list[Token]) -> tuple[list[Token], str]:
    """The tokens without the environments around all of them, the last of which is told."""
    environment = ""
    tokens = _ended(tokens)
    while tokens and tokens[0].type == "BEGIN" and _environment(tokens[0]) in _ROWS:
        end, environment = _end(source, tokens, 0), _environment(tokens[0])
        if end + 1 < len(tokens):
            raise source.refused(tokens[end + 1].start_pos or 0, _AROUND)
        tokens = _ended(tokens[1:end])
    return list(_typed(source, tokens)), environment


def _ended(tokens: list[Token]) -> list[Token]:
    """The tokens without the punctuation and the gaps at both ends."""
    marks = (".", ",", ";")
    while tokens and (tokens[-1].type == "GAP" or tokens[-1].value in marks):
        tokens = tokens[:-1]
    while tokens and tokens[0].type == "GAP":
        tokens = tokens[1:]
    return tokens


def _typed(source: Source, tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type not in ("BEGIN", "END"):
            yield token
        elif _environment(token) in _CASES:
            yield Token.new_borrow_pos(f"_{token.type}_CASES", token.value, token)
        else:
            name = _environment(token)
            message = f"no formula has the environment {name}; known are {_ENVIRONMENT}"
            message = _AROUND if name in _ROWS else message
            message = _ARRAY if name == "array" else message
            raise source.refused(token.start_pos or 0, message)


def _end(source: Source, tokens: list[Token], start: int) -> int:
    """Where the environment ends that begins at a token."""
    depth = 0
    for at, token in enumerate(tokens[start:], start):
        depth += (token.type == "BEGIN") - (token.type == "END")
        if depth == 0 and token.type == "END":
            if _environment(token) == _environment(tokens[start]):
                return at
            break
    raise source.refused(tokens[start].start_pos or 0, f"{tokens[start]} is never closed")


def _environment(token: Token) -> str:
    match = re.search(r"\{([A-Za-z]+\*?)", token.value) if token.type in ("BEGIN", "END") else None
    return match[1] if match else ""


def _spec(token: Token) -> str:
    return str(token.value).rpartition("{")[2].rstrip("}")


def _retyped(kind: str, first: Token, last: Token) -> Token:
    environment = first if kind == "_END_CASES" else last
    return Token(kind, environment.value, first.start_pos, end_pos=last.end_pos)
