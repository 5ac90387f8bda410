"""What code a cell rests on, found by reading: the cell, and what earlier cells bind for it.

A page is one program, so a name is followed from the cell that reads it to the statements before
that bind or change it, and on to the names that those read. What cannot be seen in the text (a
change through a second name for the same object) is not followed.
"""

from __future__ import annotations

import ast
import builtins
import io
import itertools
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from actbook.digest import digest
from actbook.reading.fields import UNREADABLE
from actbook.reading.page import Cell

_BUILT_IN = frozenset(dir(builtins))
#: Calls that read what they are given.
_READERS = ("print", "len", "repr")


@dataclass(frozen=True)
class Statement:
    """A statement of a cell's outermost level: its tokens but for comments, and its tree."""

    text: str
    tree: ast.stmt

    @property
    def first(self) -> int:
        """The line of its cell on which it starts."""
        return _first(self.tree)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names of the page's namespace that it needs to have a value."""
        return frozenset(_read(self.tree, frozenset())) - _BUILT_IN

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names it gives a value in the page's namespace."""
        return frozenset(_bound(self.tree))

    @cached_property
    def changes(self) -> frozenset[str]:
        """The names whose values it may change in place."""
        return frozenset(_changed(self.tree))


def assertions(cell: Cell) -> Iterator[tuple[int, str]]:
    """The assertions in a cell: their lines in the page, and their code on one line."""
    try:
        tree = ast.parse(cell.source)
    except UNREADABLE:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            code = ast.get_source_segment(cell.source, node.test) or ""
            yield cell.line + node.lineno - 1, " ".join(code.split())


@lru_cache(4096)  # each record of a page asks for the cells before it
def statements(source: str) -> Sequence[Statement]:
    """The statements of code; none of what cannot be read, which fails when it is run."""
    try:
        tree = ast.parse(source)
        tokens = list(_tokens(source, tree))
    except (*UNREADABLE, tokenize.TokenError):
        return ()
    return tuple(Statement("\n".join(_within(s, tokens)), s) for s in tree.body)


def _within(statement: ast.stmt, tokens: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The tokens of a statement. The end of a block stands on the line of what follows it."""
    rows = range(_first(statement), (statement.end_lineno or statement.lineno) + 1)
    own = (text for row, text in tokens if row in rows)
    return itertools.dropwhile("DEDENT".__eq__, own)


def key(cells: Sequence[Cell], number: int) -> str:
    """The digest of the code of a cell and of all that it uses of the cells before it."""
    own = statements(cells[number].source)
    needed, bound = frozenset[str](), frozenset[str]()
    for statement in own:
        needed, bound = needed | statement.reads - bound, bound | statement.binds
    earlier = [s for cell in cells[:number] if runs(cell) for s in statements(cell.source)]
    used: dict[int, str] = {}
    while True:
        found = {
            at: statement.text
            for at, statement in enumerate(earlier)
            if not needed.isdisjoint(statement.binds | statement.changes)
        }
        if found.keys() == used.keys():
            return digest([found[at] for at in sorted(found)], [s.text for s in own])
        used = found
        needed = needed.union(*(earlier[at].reads for at in found))


def missing(cells: Sequence[Cell]) -> Iterator[tuple[Cell, str, Cell]]:
    """Each cell that reads a name which only a recorded cell binds that does not record it.

    With the name, and the recorded cell.
    """
    known: set[str] = set()
    lost: dict[str, Cell] = {}
    if not any(cell.options.get("record") for cell in cells):
        return
    for cell in filter(runs, cells):
        record = cell.options.get("record", "").split()
        for statement in statements(cell.source):
            if not record:
                for name in sorted((statement.reads - statement.binds) & lost.keys() - known):
                    yield cell, name, lost.pop(name)
                known |= statement.binds
            else:
                lost |= dict.fromkeys(statement.binds - known - set(record), cell)
        known |= set(record)


def runs(cell: Cell) -> bool:
    """Whether a cell is executed."""
    return cell.options.get("run") != "no"


def _read(tree: ast.AST, own: frozenset[str]) -> Iterator[str]:
    """The names that a tree loads and that are not its `own`: variables of functions and loops."""
    match tree:
        case ast.Name(id=name, ctx=ast.Load()) | ast.AugAssign(target=ast.Name(id=name)):
            yield from {name} - own
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            given = tree.args
            outside: list[ast.AST] = [*given.defaults, *filter(None, given.kw_defaults)]
            outside += getattr(tree, "decorator_list", [])
            yield from _each(outside, own)
            body = tree.body if isinstance(tree.body, list) else [tree.body]
            inner = {a.arg for a in ast.walk(given) if isinstance(a, ast.arg)}
            yield from _each(body, own.union(inner, *map(_bound, body)))
            return
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            own = own.union(*(_bound(generator.target) for generator in tree.generators))
        case ast.For() | ast.AsyncFor():
            yield from _read(tree.iter, own)
            yield from _each([*tree.body, *tree.orelse], own.union(_bound(tree.target)))
            return
    yield from _each(ast.iter_child_nodes(tree), own)


def _each(trees: Iterable[ast.AST], own: frozenset[str]) -> Iterator[str]:
    for tree in trees:
        yield from _read(tree, own)


def _bound(tree: ast.AST) -> Iterator[str]:
    """The names bound in a statement and in the statements within, not in functions' bodies."""
    match tree:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            return
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.split(".")[0]
        case ast.ExceptHandler(name=str(name)):
            yield name
    for child in ast.iter_child_nodes(tree):
        yield from _bound(child)


def _changed(tree: ast.AST) -> Iterator[str]:
    match tree:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            yield from _root(tree)
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            yield from _root(tree)
        case ast.Expr(value=ast.Call(func=function, args=given)):
            if not (isinstance(function, ast.Name) and function.id in _READERS):
                yield from _root(function)
                yield from (one.id for one in given if isinstance(one, ast.Name))
    for child in ast.iter_child_nodes(tree):
        yield from _changed(child)


def _root(node: ast.AST) -> Iterator[str]:
    """The variable that an attribute, an element or a method belongs to."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def _first(statement: ast.stmt) -> int:
    """The line where a statement starts, which for what is decorated is that of the decorator."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _tokens(source: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The tokens of code with their lines, without comments and docstrings: not how it is set.

    An f-string is one token, as before Python 3.12.
    """
    texts = {at for node in ast.walk(tree) for at in _docstring(node)}
    depth, begun, before = 0, (0, 0), (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        depth += (name == "FSTRING_START") - (name == "FSTRING_END")
        if name == "FSTRING_START" and depth == 1:
            begun = token.start
        elif name == "FSTRING_END" and depth == 0:
            yield begun[0], _slice(source, begun, token.end)
        elif depth == 0 and name in ("INDENT", "DEDENT", "NEWLINE"):
            if before not in texts:
                yield token.start[0], name
        elif depth == 0 and name not in ("COMMENT", "NL") and token.start not in texts:
            yield token.start[0], token.string
        before = token.start


def _docstring(node: ast.AST) -> Iterator[tuple[int, int]]:
    """Where the docstring of a function or class stands."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        match node.body[0]:
            case ast.Expr(value=ast.Constant(value=str()) as text):
                yield text.lineno, text.col_offset


def _slice(source: str, start: tuple[int, int], end: tuple[int, int]) -> str:
    lines = source.split("\n")[start[0] - 1 : end[0]]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return "\n".join(lines)
