"""The functions of a page as data: their formulas as trees, as text for SymPy and as plain Python.

Python's text needs `import math` alone; what it is in each case stands in `formula/text.py`, and
what a tree is in `formula/tree.py`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from actbook.formula.expression import Expression
from actbook.formula.text import PYTHON, SYMPY, Dialect, text
from actbook.formula.tree import tree
from actbook.reading.page import Fact, Function, Page
from actbook.result import Form, Formulas, Result

#: How the names of files with test vectors end.
VECTORS = "vectors.json"


@dataclass(frozen=True)
class Place:
    """Where a page stands in a site: the name of its file, as `activations/elu.md`, and its address
    from the root; nothing for what is in no site."""

    source: str = ""
    address: str = ""


def certificate(source: str, result: Result) -> str | None:
    """Where a site has the certificate of a page; None where there is none."""
    name = posixpath.splitext(source)[0]
    return f"{name}.certificate.json" if name and result.certificate else None


@dataclass(frozen=True)
class Made:
    """What a book is and what it was made with, as `actbook.json` tells it; `places` are those of
    the pages, by the paths of their files."""

    title: str
    address: str
    licence: str
    version: str
    commit: str | None
    date: str
    libraries: Mapping[str, str]
    places: Mapping[str, Place]


#: What a page without a function has of one.
NOTHING: Mapping[str, Any] = {
    "arguments": [],
    "parameters": {},
    "facts": [],
    "implementations": {},
}
NOWHERE = Made("", "", "", "", None, "", {}, {})


def of(function: Function, result: Result) -> Formulas | None:
    """The formulas of a function; None where they could not be read."""
    return next((one for one in result.formulas if one.function == function.name), None)


def key(page: Page, function: Function) -> str:
    """What a function is called among those of all pages."""
    return f"{page.slug}.{function.name}" if function.name else page.slug


def tested(function: Function, result: Result) -> bool:
    """Whether there are test vectors of a function."""
    return of(function, result) is not None and not function.vector


def downloads(page: Page, result: Result) -> Iterator[tuple[str, str]]:
    """What there is beside a page that a program reads: its name, and how its file's name ends."""
    if page.functions and tested(page.functions[0], result):
        yield "Test vectors", VECTORS
    if result.certificate:
        yield "Certificate", "certificate.json"


def vectors(source: str, function: Function) -> str:
    """Where the test vectors of a function of a page stand, from the root of the site."""
    variant = f".{function.name}" if function.name else ""
    return f"{posixpath.splitext(source)[0]}{variant}.{VECTORS}"


def data(page: Page, result: Result, place: Place) -> Iterator[dict[str, Any]]:
    """Each function whose formulas are known."""
    for function in page.functions:
        known = of(function, result)
        if known is None:
            continue
        there = place.source and tested(function, result)
        yield {
            "key": key(page, function),
            "name": function.name,
            "title": function.title,
            "symbol": function.symbol,
            "vector": function.vector,
            "arguments": [argument.name for argument in function.arguments],
            "parameters": {
                p.name: {
                    "symbol": p.symbol,
                    "default": p.default,
                    "value": known.parameters[p.name],
                    "domain": p.domain,
                }
                for p in function.parameters
            },
            "implementations": {i.label: i.code for i in function.implementations},
            "forms": list(map(written, known.forms)),
            "vectors": vectors(place.source, function) if there else None,
        }


def written(form: Form) -> dict[str, Any]:
    """A formula as a tree and as text."""
    return {
        "role": form.role,
        "order": form.order,
        "by": "SymPy" if form.derived else "page",
        "tree": tree(form.expression),
        "sympy": _text(form.expression, SYMPY),
        "python": _text(form.expression, PYTHON),
    }


def _text(expression: Expression, dialect: Dialect) -> str | None:
    """A formula as text, None where the language has no words for it."""
    try:
        return text(expression, dialect)
    except ValueError:
        return None


def arguments(function: Function) -> list[dict[str, Any]]:
    """What a function is of, in order."""
    keys = ("name", "symbol", "domain", "default", "unit")
    return [{key: getattr(argument, key) for key in keys} for argument in function.arguments]


def stated(function: Function, fact: Fact) -> Any:
    """The value of a fact as front matter has it, which calls the first argument by its name."""
    first = function.arguments[0].name
    if not isinstance(fact.value, Mapping):
        return fact.value
    return {first if name == "x" else name: part for name, part in fact.value.items()}
