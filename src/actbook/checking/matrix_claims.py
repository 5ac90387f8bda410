"""Equations between matrices and vectors, proved for the shapes that a page declares."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from actbook.formula.expression import Expression, symbols
from actbook.formula.symbolic import to_sympy
from actbook.latex.formula import Chain
from actbook.reading import subjects
from actbook.reading.page import Equation, Page
from actbook.verdict import Verdict


def concerns(page: Page, chain: Chain) -> bool:
    """Whether a chain speaks of a variable that has a shape."""
    shaped = {variable.name for variable in page.variables if variable.shape}
    return any(symbols(member.expression) & shaped for member in chain.members)


def check(page: Page, equation: Equation, chain: Chain) -> Iterator[Verdict]:
    """A verdict on each member after the first, which is expanded entry by entry."""
    values = dict(_values(page))
    name = f"${equation.left}$"
    first = chain.members[0].expression
    for member in chain.members[1:]:
        status, said = _compare(first, member.expression, values)
        yield Verdict(
            subject=subjects.formula(page, equation, member.line, member.column),
            claim=name,
            against=name,
            status=status,  # type: ignore[arg-type]
            evidence=said,
        )


def _values(page: Page) -> Iterator[tuple[str, Any]]:
    """Each variable as a matrix of symbols, one without a shape as a symbol."""
    for variable in page.variables:
        if variable.shape is None:
            yield variable.name, sympy.Symbol(variable.name, real=True)
            continue
        rows, columns = variable.shape
        entries = [
            sympy.Symbol(f"{variable.name}_{i}{j}", real=True)
            for i in range(rows)
            for j in range(columns)
        ]
        yield variable.name, sympy.Matrix(rows, columns, entries)


def _compare(left: Expression, right: Expression, values: Mapping[str, Any]) -> tuple[str, str]:
    try:
        a, b = to_sympy(left, values), to_sympy(right, values)
        difference = sympy.Matrix([a - b]).expand()
    except (sympy.ShapeError, TypeError) as error:
        return "fails", f"the shapes do not fit: {error}"
    shapes = ", ".join(
        f"{name} {' × '.join(map(str, value.shape))}"
        for name, value in values.items()
        if isinstance(value, sympy.MatrixBase)
    )
    if difference.is_zero_matrix:
        return "proved", f"equal in every entry, expanded by SymPy for {shapes}"
    generator = random.Random(0)
    free = set().union(*(sympy.Matrix([value]).free_symbols for value in values.values()))
    at = {symbol: generator.randint(-3, 3) for symbol in sorted(free, key=str)}
    numbers = [sympy.Matrix([side]).subs(at).tolist() for side in (a, b)]
    where = ", ".join(f"{symbol} = {value}" for symbol, value in at.items())
    return "fails", f"the left side is {numbers[0]} and the formula {numbers[1]} at {where}"
