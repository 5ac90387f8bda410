"""A cell's or an inline value's code, compiled at its place in the page, and run."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable
from types import CodeType
from typing import Any

from actbook.execution import assertion
from actbook.execution.assertion import Trial
from actbook.reading.page import Cell, Inline

#: Compiles what `compile` does, trees too, with a file's name and a mode.
Compiler = Callable[..., CodeType]


def run(
    cell: Cell, path: str, namespace: dict[str, Any], compiler: Compiler, trial: Trial | None = None
) -> Any:
    """Run a cell: the value of its last statement if that is an expression without a semicolon.

    What cells take from `__future__` the page's `compiler`, a `codeop.Compile`, keeps for the rest
    of it, as a notebook does. In a `trial`, assertions are counted.
    """
    tree = ast.parse(placed(cell), path)
    tree = trial.prepared(tree, namespace) if trial else assertion.keeping(tree)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or _ends_in_semicolon(cell.source):
        exec(compiler(tree, path, "exec"), namespace)
        return None
    exec(compiler(ast.Module(tree.body[:-1], tree.type_ignores), path, "exec"), namespace)
    return eval(compiler(ast.Expression(last.value), path, "eval"), namespace)


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
