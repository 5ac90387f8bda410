"""Which modules the code of a page imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from actbook.reading.fields import UNREADABLE
from actbook.reading.page import Page


def imported(page: Page) -> Iterator[str]:
    """The modules that cells import. Of a cell that is no Python, none."""
    for cell in page.cells:
        try:
            tree = ast.parse(cell.source)
        except UNREADABLE:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    yield from (alias.name for alias in names)
                case ast.ImportFrom(module=str(module), level=0):
                    yield module


def packages(page: Page) -> frozenset[str]:
    """The packages that cells import, and those whose functions implementations call by their full
    names, which need no import."""
    names = {module.partition(".")[0] for module in imported(page)}
    for function in page.functions:
        for implementation in function.implementations:
            tree = ast.parse(implementation.code, mode="eval")
            names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return frozenset(names)
