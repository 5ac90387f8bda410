"""The code of a function to copy: of the page's cells what an implementation rests on, no more.

It is found by reading, as `records.code` does. Each name has the value that it has at the end of
the page, where implementations are checked; the statements are those of the cells, unchanged.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from actbook.libraries.chosen import recorders
from actbook.reading.page import Cell, Function, Implementation
from actbook.records.code import Statement, runs, statements

#: What defaults of parameters may be written with, and the module of Python that has it.
_EXACT = ("pi", "exp", "log", "sqrt")


@dataclass(frozen=True)
class _Placed:
    """A statement with its code as the page has it."""

    statement: Statement
    source: str

    @property
    def imports(self) -> bool:
        return isinstance(self.statement.tree, ast.Import | ast.ImportFrom)


def listing(function: Function, implementation: Implementation, cells: Sequence[Cell]) -> str:
    """The code of an implementation, which runs as it stands where its arguments are given: the
    definition of the function that it calls, or the call. Empty where what it needs cannot be
    found."""
    call = _expression(implementation.code)
    if call is None:
        return ""
    given = [argument.name for argument in function.arguments]
    names = {p.name: p.default or "0" for p in function.parameters if p.name not in given}
    if recorders(implementation):
        return _alone(implementation, call, names)
    wanted = set(Statement("", ast.Expr(call)).reads) - {*given, *names}
    found = _needed(wanted, list(_statements(cells)))
    bound = {name for each in found for name in each.statement.binds}
    if not wanted <= bound or any(not each.statement.reads <= bound for each in found):
        return ""
    imports = list(dict.fromkeys(each.source for each in found if each.imports))
    rest = [each.source for each in found if not each.imports]
    if not _defined(call, (*given, *names), found):
        imports += _exact(names)
        rest += [f"{name} = {default}" for name, default in names.items()]
        rest.append(f"y = {implementation.code}")
    return "\n\n".join(filter(None, ["\n".join(imports), _spaced(rest)]))


def _alone(implementation: Implementation, call: ast.expr, names: Mapping[str, str]) -> str:
    """A call of a library that no page imports, with the values of its parameters; empty where it
    is not written as Python calls it."""
    used = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    package = recorders(implementation)[0].package
    if package not in used:
        return ""
    given = {name: default for name, default in names.items() if name in used}
    rest = [f"{name} = {default}" for name, default in given.items()]
    imports = "\n".join([*_exact(given), f"import {package}"])
    return f"{imports}\n\n{_spaced([*rest, f'y = {implementation.code}'])}"


def _spaced(sources: Sequence[str]) -> str:
    """Statements one below the other, with a line between where one has several."""
    apart = ["\n\n" if "\n" in a + b else "\n" for a, b in itertools.pairwise(sources)]
    return "".join(part for pair in zip(sources, [*apart, ""], strict=True) for part in pair)


def _expression(code: str) -> ast.expr | None:
    try:
        return ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _statements(cells: Iterable[Cell]) -> Iterator[_Placed]:
    for cell in filter(runs, cells):
        lines = cell.source.split("\n")
        for statement in statements(cell.source):
            source = "\n".join(lines[statement.first - 1 : statement.tree.end_lineno])
            yield _Placed(statement, source.rstrip(";"))


def _needed(wanted: Iterable[str], every: Sequence[_Placed]) -> list[_Placed]:
    """What gives the names their values, and what those statements need, in the page's order."""
    used: dict[int, _Placed] = {}
    open_names, known = set(wanted), set[str]()
    while open_names:
        name = open_names.pop()
        known.add(name)
        for at in _of(name, every):
            used[at] = every[at]
            open_names |= every[at].statement.reads - known
    return [used[at] for at in sorted(used)]


def _of(name: str, every: Sequence[_Placed]) -> list[int]:
    """The statements that decide what a name is at the end of the page: the last that binds it
    anew, and all that change it from there on. A module is what its import says."""
    binding = [at for at, each in enumerate(every) if name in each.statement.binds]
    if not binding:
        return []
    if all(every[at].imports for at in binding):
        return binding[:1]
    anew = [at for at in binding if name not in every[at].statement.reads and _plain(every[at])]
    first = anew[-1] if anew else binding[0]
    touched = (s.statement.binds | s.statement.changes for s in every)
    return [at for at, names in enumerate(touched) if at >= first and name in names]


def _plain(placed: _Placed) -> bool:
    """Whether a statement binds its names whatever else is."""
    outright = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.Import | ast.ImportFrom
    return isinstance(placed.statement.tree, outright)


def _defined(call: ast.expr, names: Sequence[str], found: Iterable[_Placed]) -> bool:
    """Whether an implementation only calls a function of the page with its own arguments: then the
    function is what readers want."""
    match call:
        case ast.Call(func=ast.Name(id=called), args=given, keywords=[]):
            own = any(
                isinstance(each.statement.tree, ast.FunctionDef) and called in each.statement.binds
                for each in found
            )
            return own and [getattr(one, "id", None) for one in given] == list(names)
    return False


def _exact(names: Mapping[str, str]) -> list[str]:
    """The import that defaults such as `sqrt(2)` need."""
    trees = filter(None, map(_expression, names.values()))
    read = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    used = [name for name in _EXACT if name in read]
    return [f"from math import {', '.join(used)}"] if used else []
