"""The small wrong versions of a page's implementations: the expressions and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from actbook.reading.page import Cell, Function, Implementation, Page
from mutating.mutants import Edit, Mutant, distinct, mutant, offset
from mutating.mutate_python import Place, edits


@dataclass(frozen=True)
class Definition:
    """A top-level statement of a cell that gives names their values."""

    cell: Cell
    statement: ast.stmt


def reached(page: Page) -> list[Definition]:
    """The definitions that the page's implementations use, directly or not, in their order."""
    every: list[tuple[set[str], Definition]] = []
    for cell in page.cells:
        if cell.options.get("run") != "no":
            for statement in ast.parse(cell.source).body:
                every.append((_bound(statement), Definition(cell, statement)))
    wanted = {name for function in page.functions for name in _called(function)}
    kept: set[int] = set()
    while True:
        more = {i for i, (names, _) in enumerate(every) if names & wanted} - kept
        if not more:
            return [every[i][1] for i in sorted(kept)]
        kept |= more
        for i in more:
            wanted |= _free(every[i][1].statement)


def _called(function: Function) -> set[str]:
    given = {"x", *(parameter.name for parameter in function.parameters)}
    names: set[str] = set()
    for implementation in function.implementations:
        names |= _free(ast.parse(implementation.code, mode="eval"))
    return names - given


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a definition binds; imports change nothing that could be mutated."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return set()


def _free(tree: ast.AST) -> set[str]:
    """The names that are read and neither parameters nor variables of a function inside."""
    read: set[str] = set()
    local: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            local.add(node.arg)
        elif isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else local).add(node.id)
    return read - local


def execute(page: Page, namespace: dict[str, object]) -> dict[str, object]:
    """A copy of the namespace in which the reached definitions have been executed anew."""
    fresh = dict(namespace)
    for definition in reached(page):
        tree = ast.Module([definition.statement], [])
        exec(compile(tree, page.path, "exec", dont_inherit=True), fresh)
    return fresh


def mutants(page: Page) -> Iterator[Mutant]:
    """The mutants of every implementation's expression and of every definition it reaches."""
    found = [edit for function in page.functions for edit in _expressions(page, function)]
    for definition in reached(page):
        place = Place(definition.cell.source, sorted(_arguments(definition.statement)))
        for edit in edits(definition.statement, place):
            if "\n" not in place.source[edit.start : edit.end]:
                found.append(_in_page(page, definition.cell, edit))
    for edit in distinct(found):
        yield mutant("implementations", page, edit)


def _arguments(statement: ast.stmt) -> set[str]:
    return {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}


def _in_page(page: Page, cell: Cell, edit: Edit) -> Edit:
    """An edit of a cell's source, all on one line, in the page's text."""
    line = cell.source.count("\n", 0, edit.start)
    column = edit.start - (cell.source.rfind("\n", 0, edit.start) + 1)
    start = offset(page.text, cell.line + line, len(cell.indent) + column + 1)
    return edit.moved(start - edit.start)


def _expressions(page: Page, function: Function) -> Iterator[Edit]:
    """The edits of the front matter's expressions, which it writes on one line as they are."""
    names = ["x", *(parameter.name for parameter in function.parameters)]
    for implementation in function.implementations:
        line = page.text.split("\n")[implementation.line - 1]
        column = line.find(implementation.code, line.find(":"))
        if column >= 0:
            at = offset(page.text, implementation.line, column + 1)
            tree = ast.parse(implementation.code, mode="eval")
            for edit in edits(tree, Place(implementation.code, names)):
                yield edit.moved(at)
            if not function.vector:
                yield Edit(at, at + len(implementation.code), _wrong_far_out(implementation))


def _wrong_far_out(implementation: Implementation) -> str:
    """Code that is right at all finite numbers alone."""
    library = "torch" if "torch" in implementation.label.lower() else "np"
    return f"{library}.where({library}.isinf(x), 17.0, {implementation.code})"
