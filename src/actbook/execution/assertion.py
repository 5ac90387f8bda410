"""Assertions that keep the values they compare, to say of one that fails why it does; or that are
counted, in a page's program with another set of seeds.

`assert mean(spared) < 0.1` becomes

    @41:7-41:19 = ...
    assert (@41:7-41:19 := mean(spared)) < 0.1
    del @41:7-41:19

Nothing is evaluated twice or in another order. The names are those of places in the page, which no
code can write; the frame of an assertion that fails still holds them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from reprlib import Repr
from types import FrameType, ModuleType
from typing import Any

#: Characters of an assertion, of a value in it, and how many values are told.
_LONGEST, _VALUE, _MOST = 200, 80, 6
#: What has a value that cannot be read off the page.
_TOLD = (ast.Call, ast.Attribute, ast.Subscript, ast.BinOp)
#: The name that a page assigns its seed to.
SEED = "seed"
_CLAIM = "__claim__"


def keeping(tree: ast.Module) -> ast.Module:
    """The program with all its assertions so rewritten."""
    _Keeping().visit(tree)
    return ast.fix_missing_locations(tree)


class _Keeping(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        kept = list(_operands(node.test))
        if not kept:
            return [node]
        names = [_name(operand) for operand in kept]
        test = _Naming(dict(zip(map(id, kept), names, strict=True))).visit(node.test)
        before = ast.Assign([ast.Name(name, ast.Store()) for name in names], ast.Constant(...))
        after = ast.Delete([ast.Name(name, ast.Del()) for name in names])
        made = (before, ast.Assert(test, node.msg), after)
        return [ast.copy_location(statement, node) for statement in made]


class _Naming(ast.NodeTransformer):
    """Names the expressions with these ids, within each other too."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names

    def visit(self, node: ast.AST) -> Any:
        visited = self.generic_visit(node)
        if (name := self._names.get(id(node))) is None:
            return visited
        assert isinstance(visited, ast.expr)
        named = ast.NamedExpr(ast.Name(name, ast.Store()), visited)
        return ast.copy_location(named, node)


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    """The expressions whose values say why a test fails, but for names, which keep theirs."""
    match test:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _operands(part)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            yield from _operands(part)
        case ast.Compare(left=left, comparators=others):
            for side in (left, *others):
                yield from _operands(side)
        case ast.IfExp(test=condition, body=body, orelse=other):
            for part in (condition, body, other):
                yield from _operands(part)
        case ast.Call(args=arguments, keywords=keywords):
            yield test
            values = (*arguments, *(keyword.value for keyword in keywords))
            yield from (value for value in values if isinstance(value, _TOLD))
        case _ if isinstance(test, _TOLD):
            yield test


def _name(node: ast.expr) -> str:
    return f"@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}"


def failed(frame: FrameType, line: int, source: str) -> str | None:
    """What to say of the assertion at a line of a program, in whose frame it failed; None if there
    is none there. `source` is the program, at its lines."""
    found = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or line)
    ]
    if not found:
        return None
    told = dict(_values(found[-1], {**frame.f_globals, **frame.f_locals}, source))
    where = ", ".join(f"{name} = {value}" for name, value in [*told.items()][:_MOST])
    stated = _short(f"assert {_segment(source, found[-1].test)}", _LONGEST)
    return f"{stated}, where {where}" if where else stated


def _values(
    node: ast.Assert, namespace: Mapping[str, Any], source: str
) -> Iterator[tuple[str, str]]:
    """The expressions of an assertion with their values, as far as it was evaluated."""
    for operand in _operands(node.test):
        value = namespace.get(_name(operand), ...)
        if value is not ... and type(value).__name__ not in ("bool", "bool_"):
            yield _segment(source, operand), _shown(value)
    yield from _names(node.test, namespace)


def _names(test: ast.expr, namespace: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The variables of an assertion that hold data."""
    names = [node for node in ast.walk(test) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    for node in sorted(names, key=lambda name: (name.lineno, name.col_offset)):
        value = namespace.get(node.id, ...)
        silent = value is ... or callable(value) or isinstance(value, ModuleType)
        if node.id not in own and not silent:
            yield node.id, _shown(value)


def _shown(value: Any) -> str:
    """A value on one line: a NumPy number as a number, a long one cut in its middle."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()
    return _short(" ".join(_ROOM.repr(value).split()), _VALUE)


def _segment(source: str, node: ast.expr) -> str:
    return re.sub(r"\s+", " ", ast.get_source_segment(source, node) or "")


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _room() -> Repr:
    room = Repr()
    room.maxother = room.maxstring = room.maxlong = _VALUE
    room.maxlist = room.maxtuple = room.maxdict = room.maxset = 8
    return room


_ROOM = _room()


@dataclass
class Trial:
    """One execution of a page to see which of its assertions hold.

    `seed` stands for the number that the page assigns to `seed`; None leaves that alone. `claims`
    are the assertions that were reached, by their lines: a claim holds if it does each time.
    """

    seed: int | None = None
    claims: dict[int, bool] = field(default_factory=dict)

    def prepared(self, tree: ast.Module, namespace: dict[str, Any]) -> ast.Module:
        """The tree of a cell, with the assertions counted and the seed replaced."""
        namespace[_CLAIM] = self._claim
        changed: ast.Module = _Counting().visit(tree)
        for statement in changed.body if self.seed is not None else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]) if name == SEED:
                    statement.value = ast.copy_location(ast.Constant(self.seed), statement.value)
        return ast.fix_missing_locations(changed)

    def _claim(self, line: int, holds: object) -> None:
        self.claims[line] = self.claims.get(line, True) and bool(holds)


class _Counting(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        call = ast.Call(ast.Name(_CLAIM, ast.Load()), [ast.Constant(node.lineno), node.test], [])
        return ast.copy_location(ast.Expr(call), node)
