"""What function symbols stand for, and formulas with that in the places of the symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy

from actbook.formula.expression import (
    Cases,
    Expression,
    Partial,
    Reference,
    Relation,
    Symbol,
    rebuild,
)
from actbook.formula.stated import Piece, read_set, read_value
from actbook.formula.substitution import substitute
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

    @property
    def bounded(self) -> Expression:
        """The formula, without a value where the first argument is outside of its domain."""
        return within(self.function, self.expression)


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
        case Reference(symbol, order, arguments, index, along):
            definition = definitions[symbol]
            body = definition.expression
            if symbol not in own:
                body = within(definition.function, body)
            if order:
                body = derivative(body, order)
            for name in along:
                body = derivative(body, 1, name)
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
    parameters = definition.function.chosen
    fixed = {} if own else defaults(definition.function)
    others = definition.function.arguments[1:]
    if len(given) == len(others):
        return fixed | {other.name: value for other, value in zip(others, given, strict=True)}
    if given:
        if len(given) != len(parameters):
            symbol, count = definition.function.symbol, len(parameters)
            what, count, got = "parameters", count - len(others), len(given) - len(others)
            if others and got <= 0:
                what, count, got = "arguments", len(others) + 1, len(given) + 1
            raise ValueError(f"{symbol} has {count} {what}, {got} are given")
        return fixed | {p.name: value for p, value in zip(parameters, given, strict=True)}
    return fixed


def within(function: Function, formula: Expression) -> Expression:
    """The formula of a function with no value where its first argument is outside of its domain."""
    return bounded(formula, domain(function))


def bounded(formula: Expression, pieces: Iterable[Piece]) -> Expression:
    """A formula with no value where x is in none of some intervals."""
    rows = [tuple(_between(piece)) for piece in pieces]
    return Cases(tuple((formula, row) for row in rows)) if all(rows) else formula


def _between(piece: Piece) -> Iterator[Relation]:
    """What is so of an x in an interval; nothing where that is the whole line."""
    x, lower, upper = Symbol("x"), piece.lower.value, piece.upper.value
    if lower != -sympy.oo:
        yield Relation("<=" if piece.lower_closed else "<", from_sympy(lower), x)
    if upper != sympy.oo:
        yield Relation("<=" if piece.upper_closed else "<", x, from_sympy(upper))


def domain(function: Function) -> tuple[Piece, ...]:
    """Where the first argument of a function may be."""
    others = [parameter.name for parameter in function.parameters]
    return read_set(function.arguments[0].domain, others)


def defaults(function: Function) -> dict[str, Expression]:
    """The values that a function's parameters have where none are given."""
    found: dict[str, sympy.Expr] = {}
    for p in function.parameters:
        # A default may be an expression in the parameters before it.
        value = read_value(p.default or "0", tuple(found)).value
        found[p.name] = value.subs({sympy.Symbol(n): v for n, v in found.items()})
    return {name: from_sympy(value) for name, value in found.items()}
