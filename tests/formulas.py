"""Formulas for tests: trees from LaTeX, and pages of equations."""

from __future__ import annotations

from textwrap import dedent

from actbook.formula.expression import Expression
from actbook.latex.formula import Name, read
from actbook.reading.page import Page
from actbook.reading.parse import read as parse

NAMES = (Name("x", "x", "variable"), Name("\\alpha", "alpha", "variable"))


def tree(latex: str) -> Expression:
    """A formula in `x` and `\\alpha`, without functions of other pages."""
    return read(latex, NAMES, "formula", 1, 1).members[0].expression


def page(header: str, *equations: str, code: str = "", path: str = "f.md") -> Page:
    """A page with this front matter, then equations of one line each, then one cell.

    The first equation stands at the second line after the front matter, the others two lines on.
    """
    parts = ["---\ntitle: T\n" + dedent(header).strip("\n") + "\n---\n"]
    parts += [f"$$ {equation} $$\n" for equation in equations]
    parts += [f"```python\n{dedent(code).strip(chr(10))}\n```\n"] if code else []
    return parse("\n".join(parts), path)
