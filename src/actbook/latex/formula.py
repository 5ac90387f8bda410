"""LaTeX to formula trees. It refuses, with line and column, what it does not know: no guesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from actbook.formula.expression import Expression
from actbook.latex.expected import expected
from actbook.latex.meaning import Builder
from actbook.latex.misread import Source
from actbook.latex.names import Name, mentioned, normalised
from actbook.verdict import Diagnostic, Refused

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

__all__ = ["Chain", "Formula", "Member", "Name", "display", "mentioned", "normalised", "read"]
#: Whoever walks a tree recurses: this many levels fit every stack.
_DEEPEST = 100


@dataclass(frozen=True)
class Member:
    """One side of an equation, and where it starts in the file.

    `approximate` says that `\\approx` stands before it; `decimals` is then the decimal fraction
    that follows (`0.170`, `-1.5e-7`), None if it is another expression.
    """

    expression: Expression
    column: int
    line: int
    approximate: bool
    decimals: str | None


@dataclass(frozen=True)
class Chain:
    """`A = B = C`: the members, which are all equal. A lone expression is a chain of one."""

    members: tuple[Member, ...]


def read(latex: str, names: Iterable[Name], path: str, line: int, column: int) -> Chain:
    """The one formula whose LaTeX starts at `line` and `column` of a file. Raises `Refused`."""
    first, *others = display(latex, names, path, line, column)
    if others:
        place = (others[0].line, others[0].column)
        raise Refused(Diagnostic(path, place[0], "a second formula: each has its own", place[1]))
    return first.chain


@dataclass(frozen=True)
class Formula:
    """One of the formulas of a display, its LaTeX, and where that starts in the file."""

    chain: Chain
    latex: str
    line: int
    column: int


def display(
    latex: str, names: Iterable[Name], path: str, line: int, column: int
) -> tuple[Formula, ...]:
    """The formulas of a display, which is set apart by gaps, commas or rows. Raises `Refused`."""
    from actbook.latex.tokens import tokens

    source = Source(latex, path, line, column)
    parts = tokens(source, names)
    return tuple(_formula(source, part, len(parts) == 1) for part in parts)


def _formula(source: Source, tokens: list[Token], alone: bool) -> Formula:
    tree = parsed(source, tokens)
    _shallow(source, tree)
    chain = _chain(source, tree)
    if alone:
        return Formula(chain, source.latex, source.line, source.column)
    start, end = tokens[0].start_pos or 0, tokens[-1].end_pos
    return Formula(chain, source.latex[start:end], *source.place(start))


def _chain(source: Source, tree: Tree[Token]) -> Chain:
    first, *rest = tree.children
    sides = [(None, first), *zip(rest[::2], rest[1::2], strict=True)]
    return Chain(tuple(_member(source, equals, side) for equals, side in sides))


@cache
def parser() -> Lark:
    """The parser of `formula.lark`; it takes a fifth of a second to make."""
    from lark import Lark

    from actbook.latex.tokens import GRAMMAR

    grammar = GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", start="formula", propagate_positions=True)


def parsed(source: Source, found: list[Token]) -> Tree[Token]:
    """The tree of a formula by the rules of `formula.lark`. Raises `Refused`."""
    # The grammar costs a tenth of a second: who only asks for names does not pay for it.
    from lark import Token, UnexpectedToken

    parsing = parser().parse_interactive("")
    eof = Token("$END", "", found[-1].end_pos if found else len(source.latex))
    for at, token in enumerate([*found, eof]):
        try:
            tree = parsing.feed_token(token)
        except UnexpectedToken:
            stack = parsing.parser_state.value_stack
            message = expected(source, found[:at], token, parsing.accepts(), stack)
            raise source.refused(token.start_pos or 0, message) from None
    return tree


def _shallow(source: Source, tree: Tree[Token]) -> None:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [part for node in level for part in node.children if hasattr(part, "data")]
    if level:
        raise source.refused(level[0].meta.start_pos, f"nested deeper than {_DEEPEST} levels")


def _member(source: Source, equals: Tree[Token] | None, side: Tree[Token]) -> Member:
    line, column = source.place(side.meta.start_pos)
    approximate = equals is not None and equals.children[0] == "\\approx"
    decimals = _decimals(side) if approximate else None
    return Member(Builder(source)(side), column, line, approximate, decimals)


def _decimals(side: Any) -> str | None:
    """The digits of `0.170`, `-0.170` or `1.5 \\cdot 10^{-7}`."""
    match side.data, *side.children:
        case "number", digits:
            return str(digits)
        case "negative", part if (digits := _decimals(part)) is not None:
            return f"-{digits}"
        case "times", mantissa, power if mantissa.data == "number" and power.data == "raised":
            base, exponent = power.children
            if _decimals(base) == "10" and (digits := _decimals(exponent)) is not None:
                return f"{_decimals(mantissa)}e{digits}"
    return None
