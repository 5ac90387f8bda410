"""LaTeX to formula trees. It refuses, with line and column, what it does not know: no guesses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from actbook.formula.expression import Expression
from actbook.latex import abbreviations
from actbook.latex.abbreviations import Abbreviation
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
    latex: str,
    names: Iterable[Name],
    path: str,
    line: int,
    column: int,
    given: Sequence[tuple[str, int, int]] = (),
) -> tuple[Formula, ...]:
    """The formulas of a display, which is set apart by gaps, commas or rows. `given` are the
    abbreviations of the sentence behind it, each with its line and column. Raises `Refused`."""
    names = tuple(names)
    source, own = Source(latex, path, line, column), abbreviations.introduced(latex, names)
    known = (*names, *own)
    sentences = [
        (Source(text, path, *place), abbreviations.introduced(text, known, alone=True))
        for text, *place in given
    ]
    used = _used(latex, sentences)
    new = [*own, *(name for _, introduced in used for name in introduced)]
    found = list(_formulas(source, (*names, *new), own))
    for other, introduced in used:
        found += _formulas(other, (*names, *new), introduced)
    return _written_out(found, {name.name for name in new}, path) if new else tuple(found)


def _used(
    latex: str, sentences: Sequence[tuple[Source, list[Name]]]
) -> list[tuple[Source, list[Name]]]:
    """The abbreviations that a formula uses, or those that it uses do."""
    used: list[tuple[Source, list[Name]]] = []
    texts = [latex]
    while more := [
        one
        for one in sentences
        if one not in used
        and any(abbreviations.uses(text, name) for text in texts for name in one[1])
    ]:
        used += more
        texts += [source.latex for source, _ in more]
    return used


def _formulas(
    source: Source, names: Iterable[Name], introduced: Sequence[Name]
) -> Iterator[Formula]:
    from actbook.latex.tokens import tokens

    parts = tokens(source, names, introduced)
    return (_formula(source, part, len(parts) == 1) for part in parts)


def _written_out(found: Iterable[Formula], new: Collection[str], path: str) -> tuple[Formula, ...]:
    """The formulas that define no abbreviation, with what each abbreviation stands for."""
    known: dict[str, Abbreviation] = {}
    formulas = []
    for formula in found:
        left, *rest = (member.expression for member in formula.chain.members)
        one = abbreviations.abbreviation(left, rest[0]) if rest else None
        if one is None or one.name not in new:
            formulas.append(formula)
            continue
        wrong: str | None = f"{one.name} stands for two things: an abbreviation is one equation"
        if one.name not in known and len(rest) == 1:
            wrong = abbreviations.strays(one)
        if wrong is not None:
            raise Refused(Diagnostic(path, formula.line, wrong, formula.column))
        known[one.name] = one
    return tuple(_expanded(formula, known, path) for formula in formulas)


def _expanded(formula: Formula, known: Mapping[str, Abbreviation], path: str) -> Formula:
    def of(member: Member) -> Member:
        try:
            return replace(member, expression=abbreviations.written_out(member.expression, known))
        except ValueError as error:
            raise Refused(Diagnostic(path, member.line, str(error), member.column)) from None

    return replace(formula, chain=Chain(tuple(map(of, formula.chain.members))))


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
