"""The formulas of a page's functions for those who compute with them: f, f′ and f″, and the exact
numbers that facts state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sympy

from actbook.checking.points import parameter_values
from actbook.formula.expression import Expression, Reference, Symbol
from actbook.formula.stated import read_set, read_value
from actbook.formula.substitution import free
from actbook.formula.symbolic import derivative
from actbook.reading.definitions import Definition, expand
from actbook.reading.page import Fact, Page
from actbook.reading.scope import Reading
from actbook.result import Form, Formulas

#: Derivatives up to this one are given, whether the page states them or not.
_ORDERS = (1, 2)
_DIGITS = 25
_CONSTANTS = {"x", "pi", "e", "oo"}


def formulas(page: Page, reading: Reading) -> Iterator[Formulas]:
    """Those of each function whose definition can be read."""
    for function in page.functions:
        if function.symbol in reading.definitions:
            definition = reading.definitions[function.symbol]
            forms = tuple(_forms(definition, reading))
            values = parameter_values(function.parameters)[0]
            numbers = {(f.name, f.part or None): dict(_numbers(f, values)) for f in function.facts}
            yield Formulas(function.name, forms, values, numbers)


def _forms(definition: Definition, reading: Reading) -> Iterator[Form]:
    """The definition, then what the page states, then the derivatives that it does not state."""
    formula = definition.expression
    yield Form("definition", 0, definition.bounded)
    if definition.function.vector:
        return
    known = {0}
    for order, stated in sorted(_stated(definition, reading), key=lambda one: one[0]):
        if stated != formula:
            yield Form("identity" if order in known else "derivative", order, stated)
            known.add(order)
    for order in _ORDERS:
        if order not in known:
            try:
                yield Form("derivative", order, derivative(definition.bounded, order), derived=True)
            except (ValueError, TypeError, KeyError):  # SymPy's, of what no formula can say
                return


def _stated(definition: Definition, reading: Reading) -> Iterator[tuple[int, Expression]]:
    """What the page's equations say that f and its derivatives are, with their order, for every x
    and in the parameters alone."""
    function = definition.function
    names = _CONSTANTS | {parameter.name for parameter in function.parameters}
    own = tuple(Symbol(parameter.name) for parameter in function.chosen)
    others = own[: len(function.arguments) - 1]
    for _, chain in reading.chains:
        match chain.members[0].expression:
            case Reference(function.symbol, order, (Symbol("x"), *given), _, ()):
                for member in chain.members[1:] if tuple(given) in (others, own) else ():
                    found = expand(member.expression, reading.definitions, reading.own)
                    if not member.approximate and free(found) <= names:
                        yield order, found


def _numbers(fact: Fact, defaults: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Each closed form in a fact, as it is written, with its digits."""
    at = {sympy.Symbol(name): sympy.Rational(value) for name, value in defaults.items()}
    for written in _texts(fact.value):
        for text, value in _read(written, tuple(defaults)):
            number = sympy.N(value.subs(at), _DIGITS)
            if number.is_Float and not value.is_Integer:
                yield text, sympy.sstr(number, full_prec=True)


def _texts(stated: Any) -> Iterator[str]:
    """The numbers and sets in what a fact states."""
    if isinstance(stated, dict):
        stated = [*stated, *stated.values()]
    for part in stated if isinstance(stated, list) else ():
        yield from _texts(part)
    if not isinstance(stated, list):
        yield str(stated)


def _read(text: str, names: Iterable[str]) -> Iterator[tuple[str, sympy.Expr]]:
    """The numbers in a text that are no decimals, which stand for what rounds to them."""
    try:
        found = [read_value(text, names)]
    except ValueError:
        try:
            found = [end for p in read_set(text, names) for end in (p.lower, p.upper)]
        except (ValueError, TypeError):  # words
            return
    yield from ((one.text, one.value) for one in found if one.decimals is None)
