"""LaTeX to the tokens of `formula.lark`, where names have their kind and brackets their pair."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from lark import Lark, Token

from actbook.latex import leibniz, misread, partials
from actbook.latex.brackets import COMMANDS, SIZE, paired
from actbook.latex.display import formulas
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
    phrase,
    spelling,
)
from actbook.latex.pieces import cut, left

GRAMMAR = Path(__file__).with_name("formula.lark")
#: More is no formula, and would exhaust the stack of whoever walks the tree.
_MOST = 2000
_KINDS = {
    "variable": "VARIABLE",
    "vector": "VECTOR",
    "index": "INDEX",
    "function": "FUNCTION",
    "function of several": "SEVERAL",
    "vector function": "VECTOR_FUNCTION",
}
_OPENED = ("(", "\\left")
#: What is a bar, whichever way it looks.
_BARS = {"\\vert": "|", "\\Vert": "\\|"}
_BUILTINS = {
    **dict.fromkeys((*FUNCTIONS, *ABBREVIATED), "BUILTIN"),
    **dict.fromkeys(EXTREMA, "EXTREMUM"),
    **dict.fromkeys(CONSTANTS, "CONSTANT"),
    **dict.fromkeys(("\\mathbf{1}", "\\mathbb{1}", "\\mathbb{I}"), "_INDICATOR"),
}


@cache
def literals() -> dict[str, str]:
    """What the grammar spells out, and how its terminals are called."""
    # A parser of nothing keeps the terminals that no rule of it uses.
    grammar = Lark(GRAMMAR.read_text(encoding="utf-8"), parser=None, lexer="basic", start="formula")
    return {t.pattern.value: t.name for t in grammar.terminals}


@cache
def known() -> frozenset[str]:
    """All commands that a formula may use, without backslash."""
    return misread.commands(word for word in literals() if re.fullmatch(r"\\[a-z]+", word))


def tokens(
    source: Source, names: Iterable[Name], introduced: Sequence[Name] = ()
) -> list[list[Token]]:
    """The tokens of each formula of a display, ready for the grammar; `introduced` are the names
    that parts of it define. Raises `Refused`."""
    scope = {spelling(name.latex): name for name in (*names, *introduced)}
    found = list(_lexed(source, {piece for key in scope for piece in key}))
    if len(found) > _MOST:
        raise source.refused(found[_MOST].start_pos or 0, "a formula as long as a chapter")
    functions = [key for key, name in scope.items() if name.kind == "function"]
    variables = {key: name.name for key, name in scope.items() if name.kind == "variable"}
    called = {key: _call(name) for key, name in scope.items() if name.arguments}
    x = next((key for key, name in variables.items() if name == "x"), ("x",))
    found = partials.partials(source, found, called, variables)
    found = leibniz.primed(source, found, functions, x, ("d",) in scope)
    indices = bound([token.value for token in found])
    letters = {key for at in range(len(found)) for key in _argument(found[at : at + 40], scope)}
    _words(source, found, indices.union("".join(key) for key in (*scope, *letters)))
    defined = [spelling(name.latex) for name in introduced]
    return [_ready(source, part, scope) for part in formulas(source, found, defined)]


def _call(function: Name) -> list[Token]:
    """The arguments of a function of several, in brackets."""
    pieces = cut(f"({', '.join(function.arguments)})")
    return [
        Token(literals().get(piece.text, piece.kind), piece.text, 0, end_pos=0) for piece in pieces
    ]


def _ready(source: Source, found: list[Token], scope: dict[Key, Name]) -> list[Token]:
    indices = bound([token.value for token in found])
    scope = {**scope, **_length(source, found, scope), **_argument(found, scope)}
    return paired(source, list(_named(source, found, scope, indices)))


def _argument(found: list[Token], scope: dict[Key, Name]) -> dict[Key, Name]:
    """The letter that `f(z) = …` writes for the argument of a function, x."""
    texts = [canonical(token.value) for token in found if token.value != "\\left"]
    functions = [key for key, name in scope.items() if name.kind.endswith("function")]
    match = longest(texts, 0, functions)
    at = match[1] if match is not None else len(texts)
    at += [token.type for token in found[at : at + 1]] == ["PRIMES"]
    opening, letter, closing = (*texts[at : at + 3], "", "", "")[:3]
    bare = letter.removeprefix("\\mathbf{").removesuffix("}")
    x = next((name for name in scope.values() if name.name == "x"), None)
    named = re.fullmatch("[A-Za-z]", bare) and bare not in CONSTANTS and (bare,) not in scope
    if opening != "(" or closing not in (")", ";", "_") or not named or x is None:
        return {}
    if x.kind == "vector" and match is not None and scope[match[0]].kind == "function":
        return {(bare,): Name(bare, bare, "variable")}
    if x.latex in texts or "\\mathbf{x}" in texts:
        return {}
    styles = (bare, f"\\mathbf{{{bare}}}") if x.kind == "vector" else (bare,)
    return {(style,): Name(style, x.name, x.kind) for style in styles}


def _lexed(source: Source, declared: Collection[str]) -> Iterator[Token]:
    """The pieces as tokens of their kind, or of the terminal that the grammar has for them."""
    for piece in cut(source.latex):
        why = misread.command(piece.text)
        if why is not None and piece.kind == "COMMAND" and piece.text not in declared:
            raise source.refused(piece.start, why)
    for piece in cut(source.latex):
        kind = literals().get(piece.text, piece.kind)
        if kind == "SIGN" and piece.text not in _BARS.values():
            message = misread.character(source.latex, piece.start, known())
            raise source.refused(piece.start, message)
        yield Token(kind, piece.text, piece.start, end_pos=piece.end)


def _length(source: Source, found: list[Token], scope: dict[Key, Name]) -> dict[Key, Name]:
    """The letter that a page about vectors writes for their length, `\\sum_{j=1}^{K}`, as n."""
    length = scope.get(("n",))
    if length is None or length.kind != "index":
        return {}
    texts = [token.value for token in found if token.value not in ("{", "}")]
    sums = zip(texts, *(texts[n:] for n in range(1, 7)), strict=False)
    letters = {
        limit
        for operator, low, _, equals, first, high, limit in sums
        if (operator, low, equals, first, high) == ("\\sum", "_", "=", "1", "^")
        and re.fullmatch("[A-Zd]", limit) and (limit,) not in scope
    }  # fmt: skip
    if len(letters | ({"n"} & set(texts))) > 1:
        said = " and ".join(sorted(letters | {"n"} & set(texts)))
        raise source.refused(found[0].start_pos or 0, f"{said} for one length: the vector has n")
    return {(letter,): Name(letter, "n", "index") for letter in letters}


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
        elif token.type in ("COMMAND", "WORD", "TEXT", "LETTER") or (
            text == "\\delta" and texts[at + 1 : at + 2] != ["_"]  # which is Kronecker's
        ):
            around = (texts[at - 1], *texts[at + 1 : at + 2]) if at > 1 else ()
            if around == ("(", ",") and texts[at - 2] not in (*EXTREMA, "\\left"):
                _alone(source, token, text)
            follows = (*texts[at + 1 : at + 2], "")[0]
            named = text not in _BUILTINS and not SIZE.fullmatch(text)
            if follows in _OPENED and at == 0 and "=" in texts and named:
                message = f"no function here is called {text}: `symbol` names the page's own"
                raise source.refused(token.start_pos or 0, message)
            token = _known(source, token, text, indices, {"".join(key) for key in scope}, follows)
        elif token.type == "NUMBER" and at and texts[at - 1][-4:] == "frac":
            first, token = _digits(source, token)
            yield first
        yield token
        at += 1


def _token(kind: str, value: str, first: Token, last: Token) -> Token:
    return Token(kind, value, first.start_pos, end_pos=last.end_pos)


def _known(
    source: Source, token: Token, text: str, indices: set[str], scope: set[str], after: str
) -> Token:
    """A name that all formulas know; `after` follows it. Raises `Refused`."""
    called = after in _OPENED
    if text in _BUILTINS:
        return _token(_BUILTINS[text], text, token, token)
    if token.type == "LETTER" and text in indices:
        return _token("BOUND", text, token, token)
    if COMMANDS.fullmatch(text):
        return token
    if text in _BARS:
        return Token.new_borrow_pos("SIGN", _BARS[text], token)
    if token.type in ("TEXT", "WORD") and (kind := phrase(token.value)) is not None:
        if kind == "REFUSED":
            raise source.refused(token.start_pos or 0, misread.words(token.value))
        return _token(kind, text, token, token)
    start = token.start_pos or 0
    if token.type == "TEXT" and not called and after != "_":
        raise source.refused(start, misread.words(token.value))
    if token.type == "LETTER" and left(source.latex) == text != source.latex.strip():
        message = f"{text} = … says not of which function: write its symbol and (x) for {text}"
        raise source.refused(start, message)
    raise source.refused(start, misread.name(text, scope, known(), called))


def _alone(source: Source, token: Token, text: str) -> None:
    """A letter that nobody declared is no first argument of several."""
    if token.type == "LETTER" and text not in CONSTANTS:
        message = "a function has the argument x, and parameters after a semicolon: f(x; a, b)"
        raise source.refused(token.start_pos or 0, message)


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
