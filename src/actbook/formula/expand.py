"""Formulas with the functions in them replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy

from actbook.formula.expression import (
    Aggregate,
    Expression,
    Indexed,
    Partial,
    Reference,
    Symbol,
    children,
    rebuild,
    symbols,
)
from actbook.formula.stated import read_value
from actbook.formula.symbolic import derivative, from_sympy
from actbook.reading.page import Function


@dataclass(frozen=True)
class Definition:
    """What a function symbol stands for: its formula, expanded, in x and its parameters.

    `index` is the index of the component that the formula of a vector function speaks of.
    """

    function: Function
    expression: Expression
    index: str | None
    page: str
    line: int
    column: int


def expand(
    expression: Expression, definitions: Mapping[str, Definition], own: frozenset[str]
) -> Expression:
    """The expression with each `Reference` replaced by what it stands for.

    A function of the `own` page keeps its parameters as symbols; another page's takes its defaults,
    or the arguments after x. KeyError for a symbol without a definition,
    ValueError for a wrong number of arguments.
    """

    def of(node: Expression) -> Expression:
        return expand(node, definitions, own)

    match expression:
        case Reference(symbol, order, arguments, index):
            definition = definitions[symbol]
            body = definition.expression
            if order:
                body = derivative(body, order)
            given = [of(argument) for argument in arguments]
            values = {"x": given[0], **_parameters(definition, given[1:], symbol in own)}
            if definition.index is not None and index is not None:
                values[definition.index] = index
            return substitute(body, values)
        case Partial(function, variable, index):
            # Kept until the length of the vector is known: only then can it be differentiated.
            component = of(function)
            return Partial(component, variable, index)  # type: ignore[arg-type]
    return rebuild(expression, of)


def _parameters(
    definition: Definition, given: Sequence[Expression], own: bool
) -> Mapping[str, Expression]:
    parameters = definition.function.parameters
    if given:
        if len(given) != len(parameters):
            symbol, count = definition.function.symbol, len(parameters)
            raise ValueError(f"{symbol} has {count} parameters, {len(given)} are given")
        return {p.name: value for p, value in zip(parameters, given, strict=True)}
    return {} if own else defaults(definition.function)


def defaults(function: Function) -> dict[str, Expression]:
    """The values that a function's parameters have where none are given."""
    found: dict[str, sympy.Expr] = {}
    for p in function.parameters:
        # A default may be an expression in the parameters before it.
        value = read_value(p.default or "0", tuple(found)).value
        found[p.name] = value.subs({sympy.Symbol(n): v for n, v in found.items()})
    return {name: from_sympy(value) for name, value in found.items()}


def substitute(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with symbols replaced; an index of a sum that would be captured is renamed."""
    match expression:
        case Symbol(name) if name in values:
            return values[name]
        case Indexed(base, index) if base in values:
            return _component(values[base], substitute(index, values), base)
        case Aggregate(operator, index, lower, upper, body):
            taken = frozenset().union(*(symbols(value) for value in values.values()))
            fresh = index
            while fresh in taken:
                fresh += "_"
            inner = {n: v for n, v in values.items() if n != index} | {index: Symbol(fresh)}
            bounds = [None if b is None else substitute(b, values) for b in (lower, upper)]
            return Aggregate(operator, fresh, bounds[0], bounds[1], substitute(body, inner))
    return rebuild(expression, lambda part: substitute(part, values))


def _component(value: Expression, index: Expression, base: str) -> Expression:
    """A component of a vector expression such as `x + c`: x takes the index, scalars do not."""
    if value == Symbol(base):
        return Indexed(base, index)
    return rebuild(value, lambda part: _component(part, index, base))


def free(expression: Expression) -> frozenset[str]:
    """The names in an expression that no sum of it binds."""
    match expression:
        case Symbol(name):
            return frozenset({name})
        case Indexed(base, index):
            return free(index) | {base}
        case Aggregate(_, index, lower, upper, body):
            bounds = [free(bound) for bound in (lower, upper) if bound is not None]
            return (free(body) - {index}).union(*bounds)
    return frozenset().union(*(free(part) for part in children(expression)))
