"""The small wrong versions of Python code: constants, operators, comparisons, names and calls.

Python is what implementations are written in, and what facts write their values in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from mutating.mutants import Edit, nudged

_OPERATORS: dict[type, tuple[str, ...]] = {
    **{ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*")},
    **{ast.Pow: ("**", "*"), ast.MatMult: ("@", "*"), ast.FloorDiv: ("//", "/")},
}
_COMPARISONS: dict[type, tuple[str, ...]] = {
    **{ast.Lt: ("<", "<=", ">"), ast.LtE: ("<=", "<", ">=")},
    **{ast.Gt: (">", ">=", "<"), ast.GtE: (">=", ">", "<=")},
    **{ast.Eq: ("==", "!="), ast.NotEq: ("!=", "==")},
}
#: Functions that are easily mistaken for each other.
_NEIGHBOURS = {
    **{"maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"},
    **{"greater_equal": "greater", "less_equal": "less"},
    **{"Max": "Min", "Min": "Max", "greater": "greater_equal", "less": "less_equal"},
    **{"exp": "expm1", "expm1": "exp", "log": "log1p", "log1p": "log"},
    **{"erf": "erfc", "erfc": "erf", "tanh": "arctan", "abs": "sqrt", "sqrt": "abs"},
    **{"sinh": "cosh", "cosh": "sinh", "sin": "cos", "cos": "sin"},
}
#: In the values of facts, which know other functions.
_EXACT = {"exp": "log", "log": "exp", "W": "exp", "tanh": "erf", "erf": "tanh", "abs": "-"}


@dataclass(frozen=True)
class Place:
    """Some source, and the names that a name in it may be mistaken for."""

    source: str
    names: Collection[str]
    exact: bool = False

    def at(self, line: int, column: int) -> int:
        """The position of a line, from 1, and a column, which `ast` counts in bytes."""
        lines = self.source.split("\n")
        inside = lines[line - 1].encode()[:column].decode()
        return sum(len(one) + 1 for one in lines[: line - 1]) + len(inside)

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.source[start:end]


def edits(tree: ast.AST, place: Place) -> Iterator[Edit]:
    """The edits of all that stands in a tree, which is part of the place's source."""
    for node in _nodes(tree):
        match node:
            case ast.Constant(value=bool() as value):
                yield Edit(*place.span(node), str(not value))
            case ast.Constant(value=int() | float()):
                start, end = place.span(node)
                for text in nudged(place.source[start:end]):
                    yield Edit(start, end, text)
            case ast.Name(id=name, ctx=ast.Load()) if name in place.names:
                for other in place.names:
                    if other != name:
                        yield Edit(*place.span(node), other)
                if not (place.exact and name == "n"):
                    yield Edit(*place.span(node), f"abs({name})")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                yield Edit(*place.span(node), place.text(operand))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                yield from _between(place, left, right, *_OPERATORS[type(operator)])
            case ast.Compare(left=left, ops=comparisons, comparators=others):
                for sides, sign in zip(pairwise([left, *others]), comparisons, strict=True):
                    if type(sign) in _COMPARISONS:
                        yield from _between(place, *sides, *_COMPARISONS[type(sign)])
            case ast.Call():
                yield from _call(node, place)
            case ast.IfExp(body=body, orelse=orelse):
                yield from _exchanged(place, body, orelse)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """A tree's nodes. Python 3.11 does not know where those inside of an f-string are."""
    yield tree
    if not isinstance(tree, ast.JoinedStr):
        for child in ast.iter_child_nodes(tree):
            yield from _nodes(child)


def _between(place: Place, left: ast.expr, right: ast.expr, old: str, *news: str) -> Iterator[Edit]:
    start, end = place.span(left)[1], place.span(right)[0]
    # Between two operands stand the operator and perhaps brackets.
    at = start + place.source[start:end].index(old)
    for new in news:
        yield Edit(at, at + len(old), new)


def _call(node: ast.Call, place: Place) -> Iterator[Edit]:
    """Another function, or two cases of `where` exchanged."""
    _, end = place.span(node.func)
    name = re.search(r"\w+$", place.text(node.func))
    if name is None:
        return
    other = (_NEIGHBOURS | _EXACT if place.exact else _NEIGHBOURS).get(name[0])
    if other is not None:
        yield Edit(end - len(name[0]), end, other)
    if name[0] == "where" and len(node.args) == 3:
        yield from _exchanged(place, *node.args[1:])


def _exchanged(place: Place, one: ast.expr, other: ast.expr) -> Iterator[Edit]:
    (start, middle), (after, end) = sorted((place.span(one), place.span(other)))
    source = place.source
    text = source[after:end] + source[middle:after] + source[start:middle]
    yield Edit(start, end, text)


def expression(text: str, names: Collection[str]) -> Iterator[Edit]:
    """The edits of the exact value of a fact, its whole sign included; none if it is none."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return
    yield from edits(tree, Place(text, names, exact=True))
    if not isinstance(tree, ast.UnaryOp) and text.strip() not in ("0", "0.0"):
        negative = f"-({text})" if isinstance(tree, ast.BinOp) else f"-{text}"
        yield Edit(0, len(text), negative)
    if text.strip() == "oo":
        yield Edit(0, len(text), "1000")
    if text.strip() == "0":
        yield Edit(0, len(text), "-1")
