"""Why a token cannot stand where it does, in words: what was expected instead."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from actbook.latex.misread import Source, refusals

if TYPE_CHECKING:
    from lark import Token


def expected(
    source: Source, before: list[Token], token: Token, accepts: Collection[str], stack: list[Any]
) -> str:
    """Why a token cannot stand where it does.

    `before` are the tokens before it, `accepts` the kinds that could stand there instead, `stack`
    what the parser has read and not yet put together.
    """
    last = before[-1] if before else None
    if token.type == "GAP":
        return "is this space a product? Write \\cdot, or a formula of its own"
    if any(earlier.type == "_BEGIN_CASES" for earlier in before):
        if _LOST.search(source.latex[(last and last.end_pos) or 0 : token.start_pos]):
            return _ROW_END
        if token.value == "&":
            row = max(part.end_pos or 0 for part in before if part.type in _ROWS)
            lost = _LOST.search(source.latex[row : token.start_pos])
            return _ROW_END if lost else "a row of cases has one &, and ends with \\\\"
    if message := _beside(source, before, token):
        return message
    if last is not None and (message := _script(last, token)) is not None:
        return message
    if len(stack) > 1 and (message := _unfinished(source, stack, token)) is not None:
        return message
    if token.value in refusals("tokens") and token.type not in accepts:
        return refusals("tokens")[token.value]
    if token.type == "POSITIVE":
        return "only what has a variable has a positive part; a limit from one side is no number"
    if token.type == "PRIMES":
        return "only a function that a page defines has a derivative of its own"
    if token.value == "," and "SEMICOLON" in accepts:
        return "parameters come after a semicolon: f(x; a, b)"
    if token.type in ("NUMBER", "DIGIT") and "VARIABLE" in accepts:
        return f"a number comes first in a product, or after \\cdot: {token}"
    return f"expected {_phrase(accepts)}, not {token.value or 'the end of the formula'}"


def _beside(source: Source, before: list[Token], token: Token) -> str | None:
    """What is meant by a token that stands behind others."""
    kind, value = (before[-1].type, before[-1].value) if before else ("", "")
    running = [earlier.value for earlier in before if earlier.type == "EXTREMUM"]
    running += [earlier.value for earlier in before if earlier.value in ("\\sum", "\\prod")]
    if running and before[-1 - (value == "{")].value == "_" and token.type != "NUMBER":
        index = (
            f"{running[-1]} runs over an index of a vector, {running[-1]}_j or \\sum_{{j=1}}^{{n}}"
        )
        return f"{index}; front matter states `range` and `maximum`"
    if token.value == "," and any(earlier.type == "_INDICATOR" for earlier in before):
        return "an indicator has a condition: \\mathbf{1}_{x \\in (0, 1]}"
    if token.value == "_" and source.latex[token.end_pos :].lstrip(" {")[:1] == "-":
        return f"of what is below 0 write {_BELOW}"
    if token.value == "1" and source.latex[token.end_pos :].lstrip()[:1] == "_":
        return "an indicator is written \\mathbf{1}_{x > 0}"
    if _indexed(before) and (token.value in ("+", "-", "/") or token.type in ("INDEX", "BOUND")):
        return "an index is one letter or number: what is shifted has no formula here"
    if value == "\\in":
        return refusals("commands")["subset"]
    if kind == "_NORM":
        return "a norm is one of a whole vector, \\lVert x \\rVert_2; of a number write |x|"
    if kind == "_END_NORM":
        return "which norm? Write \\lVert x \\rVert_2, _1 or _\\infty"
    if value == "/" and token.value in ("\\sum", "\\prod", "-", "+"):
        return "what does / divide? Write \\frac{…}{…} or brackets"
    if kind in ("FUNCTION", "VECTOR_FUNCTION") and value != "_":
        if token.value == "_":
            other = f"{value} with an index is another name, which a function has as its `symbol`"
            return f"{other}; parameters are written {value}(x; a, b)"
        return f"{value} is a function: write {value}(x)"
    return None


def _indexed(before: list[Token]) -> bool:
    """Whether the last token stands in the index of a vector, or where a sum ends."""
    opened = [token.value for token in before[-3:-1]]
    inside = before[-1].type in ("INDEX", "BOUND", "DIGIT", "VARIABLE") if before else False
    return inside and opened in (["_", "{"], ["^", "{"])


_BELOW = "\\max(-x, 0) or \\min(x, 0)"
_ROWS = {"_BEGIN_CASES", "_ROW"}
_LOST = re.compile(r"(?<!\\)\\[ \t\n]")
_ROW_END = "a row of cases ends with \\\\: one of the two backslashes is lost"


def _script(last: Token, token: Token) -> str | None:
    """TeX raises and lowers one character."""
    number = token.type == "NUMBER"
    if last.value in ("^", "_") and token.value == "-":
        sign = f"{last}{{-…}}, or of what is below 0 {_BELOW}"
        return f"braces are missing: write {sign}"
    if last.value in ("^", "_") and token.value in ("*", "\\ast"):
        return f"{token} marks no value here: a name with a mark is declared under another letter"
    if (last.value in ("^", "_") and token.type != "$END") or (
        last.value[-4:] == "sqrt" and number
    ):
        return f"braces are missing: write {last}{{{token}{'' if number else '…'}}}"
    return None


def _unfinished(source: Source, stack: list[Any], token: Token) -> str | None:
    """What looks clear on the line and is not: `1/2x`, `\\sin 2x`, `a^b^c`."""
    before, last = stack[-2:]
    if token.type == "$END" or not hasattr(last, "meta"):
        return None
    if before == "^" and token.value == "^":
        return "a power of a power needs brackets or braces: a^{b^c} or (a^b)^c"
    if before == "/":
        return "what does / divide? Write \\frac{…}{…} or brackets"
    if getattr(before, "data", None) == "_head":
        head = before.children[0].start_pos
        function = source.latex[head : last.meta.start_pos].rstrip()
        argument = source.latex[last.meta.start_pos : last.meta.end_pos]
        rest = {"^": "^{…}", "/": "/…"}.get(token.value, token.value if token.isalnum() else "…")
        # A letter behind a command would become part of its name.
        space = " " * bool(re.search(r"\\[A-Za-z]+$", argument) and rest[:1].isalpha())
        either = f"{function}({argument}{space}{rest}) or {function}({argument}){rest}"
        return f"where does the argument end? Write {either}"
    return None


def _phrase(accepts: Collection[str]) -> str:
    # Where a name may stand, those of every kind may; a sign that starts a sum is no operator.
    names = {"INDEX", "VECTOR", "VECTOR_FUNCTION"} if "VARIABLE" in accepts else set()
    names |= {"PLUS"} if names and "STAR" not in accepts else set()
    known = [words for kind, words in refusals("kinds").items() if kind in {*accepts} - names]
    return " or ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)
