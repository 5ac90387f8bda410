"""A cell's or an inline value's code, compiled at its place in the page, and run."""

from __future__ import annotations
import __future__

import ast
import io
import tokenize
from functools import reduce
from operator import or_
from typing import Any

from actbook.execution import assertion
from actbook.execution.assertion import Trial
from actbook.reading.fields import UNREADABLE
from actbook.reading.page import Cell, Inline


def run(
    cell: Cell,
    path: str,
    namespace: dict[str, Any],
    trial: Trial | None = None,
    flags: int = 0,
) -> Any:
    """Run a cell: the value of its last statement if that is an expression without a semicolon.

    In a `trial`, assertions are counted. `flags` are those of `futures` up to this cell.
    """
    tree = ast.parse(placed(cell), path)
    tree = trial.prepared(tree, namespace) if trial else assertion.keeping(tree)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or _ends_in_semicolon(cell.source):
        exec(compile(tree, path, "exec", flags, dont_inherit=True), namespace)
        return None
    rest = ast.Module(tree.body[:-1], tree.type_ignores)
    exec(compile(rest, path, "exec", flags, dont_inherit=True), namespace)
    value = ast.Expression(last.value)
    return eval(compile(value, path, "eval", flags, dont_inherit=True), namespace)


def futures(cell: Cell) -> int:
    """The compiler's flags for what a cell takes from `__future__`, which then holds for the rest
    of the page, as it does in a notebook."""
    try:
        tree = ast.parse(cell.source)
    except UNREADABLE:
        return 0
    names = [
        alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        for alias in statement.names
    ]
    features = [getattr(__future__, name, None) for name in names]
    return reduce(or_, [feature.compiler_flag for feature in features if feature], 0)


def compute(inline: Inline, path: str, namespace: dict[str, Any]) -> Any:
    """The value of an inline expression."""
    source = _padded(inline.expression.strip(), inline.line)
    return eval(compile(source, path, "eval", dont_inherit=True), namespace)


def is_artist(value: Any) -> bool:
    """What plotting functions return and nobody means to print: an artist, or some of them."""
    if isinstance(value, list | tuple):
        return any(map(is_artist, value))
    return type(value).__module__.split(".")[0] in ("matplotlib", "mpl_toolkits")


def placed(cell: Cell) -> str:
    """The source of a cell at its lines of the page."""
    return _padded(cell.source, cell.line)


def _padded(source: str, line: int) -> str:
    """The source, moved to its line of the page, which tracebacks and warnings then name."""
    return "\n" * (line - 1) + source


def _ends_in_semicolon(source: str) -> bool:
    unseen = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.DEDENT, tokenize.ENDMARKER)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in tokens if token.type not in unseen][-1] == ";"
