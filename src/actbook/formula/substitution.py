"""Expressions put in the places of names, without capture, and the names that are free for it."""

from __future__ import annotations

from collections.abc import Mapping

from actbook.formula.expression import (
    Aggregate,
    Expression,
    Indexed,
    Symbol,
    children,
    rebuild,
    symbols,
)


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
