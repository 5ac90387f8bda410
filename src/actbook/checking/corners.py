"""Derivatives that are named at a point where pieces of their function meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy

from actbook.checking.conditions import Conditions, constant
from actbook.checking.places import quantified
from actbook.checking.points import breakpoints, parameter_values
from actbook.formula.balls import ball
from actbook.formula.expression import Expression, Reference, Relation, Symbol, children, symbols
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import to_sympy
from actbook.latex.formula import Chain
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.scope import Reading

#: A chain of equal members, or comparisons.
Said = Chain | tuple[Relation, ...]
_CORNER = "a derivative where pieces meet is checked only as `f'(c) = …`, at a c that is a double"


def parts(said: Said) -> list[Expression]:
    """The sides of a relation."""
    if isinstance(said, Chain):
        return [member.expression for member in said.members]
    return [side for relation in said for side in (relation.left, relation.right)]


def moved(page: Page, reading: Reading, said: Said, under: Conditions) -> tuple[Said, Conditions]:
    """A claim `f'(0) = 1` as `f'(x) = 1` at x = 0, whose one-sided slopes are then looked at; any
    other as it is. ValueError where such a derivative stands anywhere else."""
    corners = [
        reference
        for part in parts(said)
        for reference in derivatives(part)
        if _corner(page, reading, reference, under)
    ]
    if not corners:
        return said, under
    if not isinstance(said, Chain) or corners != [said.members[0].expression]:
        raise ValueError(_CORNER)
    (reference,) = corners
    at = substitute(expand(reference.arguments[0], reading.definitions, reading.own), under.given)
    if not ball(at, {}).is_exact():
        raise ValueError(_CORNER)
    named = replace(reference, arguments=(Symbol("x"), *reference.arguments[1:]))
    first, *rest = said.members
    given = {name: value for name, value in under.given.items() if name != "x"}
    required = (*under.required, Relation("=", Symbol("x"), at))
    return Chain((replace(first, expression=named), *rest)), Conditions(given, required)


def derivatives(expression: Expression) -> Iterator[Reference]:
    """The derivatives that are named in an expression."""
    if isinstance(expression, Reference) and expression.order:
        yield expression
    for part in children(expression):
        yield from derivatives(part)


def _corner(page: Page, reading: Reading, reference: Reference, under: Conditions) -> bool:
    """Whether a derivative is named at a number where pieces of its function meet."""
    argument = expand(reference.arguments[0], reading.definitions, reading.own)
    at = substitute(argument, under.given)
    if not constant(at) or reading.definitions[reference.symbol].function.vector:
        return False
    order0 = replace(reference, order=0, arguments=(Symbol("x"), *reference.arguments[1:]))
    body = substitute(expand(order0, reading.definitions, reading.own), {
        name: value for name, value in under.given.items() if name != "x"
    })  # fmt: skip
    point = to_sympy(at, {})
    needed = [p for p in quantified(page) if p.name in symbols(body)]
    return any(
        sympy.simplify(edge - point) == 0
        for values in parameter_values(needed)
        for edge in breakpoints(body, values)
    )
