"""Functions for tests of what code gives: a page with one function, run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formulas import page

from actbook.checking import accuracy
from actbook.checking.accuracy import Measured
from actbook.execution import execute
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.reading.scope import read_formulas


def function(
    formula: str, implementations: Mapping[str, str], code: str = "", header: str = ""
) -> tuple[Page, Function, Definition, Mapping[str, Any]]:
    """A page that defines a function by a formula; the function, its definition, and what the
    page's cell leaves behind."""
    listed = "".join(f"  {label}: '{call}'\n" for label, call in implementations.items())
    start = r"\operatorname{act}(x)_i = " if "vector" in header else r"\operatorname{act}(x) = "
    made = page(f"symbol: act\nimplementations:\n{listed}{header}", start + formula, code=code)
    outputs, namespace = execute.run(made, lambda figure, alt, salt: "")
    assert not outputs.problems
    reading = read_formulas(made)
    assert not reading.problems
    (own,) = made.functions
    return made, own, reading.definitions[own.symbol], namespace


def measure(
    formula: str, implementations: Mapping[str, str], code: str = "", header: str = ""
) -> list[Measured]:
    """What the implementations of a function give in each format."""
    _, own, definition, namespace = function(formula, implementations, code, header)
    return accuracy.measure("test", own, definition.expression, namespace)


def of(measured: Sequence[Measured], dtype: str) -> Measured:
    """The only implementation in a format."""
    (found,) = (each for each in measured if each.form.name == dtype)
    return found
