"""Derivatives that are named at a point where pieces of their function meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy

from actbook.checking.conditions import Conditions, constant
from actbook.checking.places import Place, number, quantified
from actbook.checking.points import breakpoints, parameter_values
from actbook.checking.sides import SMOOTH, sides
from actbook.formula.balls import Undefined, ball
from actbook.formula.expression import (
    Apply,
    Cases,
    Expression,
    Reference,
    Relation,
    Symbol,
    children,
    symbols,
)
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import to_sympy
from actbook.latex.formula import Chain
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.scope import Reading

#: A chain of equal members, or comparisons.
Said = Chain | tuple[Relation, ...]
_BENDING = ("abs", "sign", "max", "min", "floor", "ceil")
_CORNER = "a derivative where pieces meet is checked only as `f'(c) = …`, at a c that is a double"


def parts(said: Said) -> list[Expression]:
    """The sides of a relation."""
    if isinstance(said, Chain):
        return [member.expression for member in said.members]
    return [side for relation in said for side in (relation.left, relation.right)]


def moved(page: Page, reading: Reading, said: Said, under: Conditions) -> tuple[Said, Conditions]:
    """A claim `f'(0) = 1` as `f'(x) = 1` at x = 0, whose one-sided slopes are then looked at; any
    other as it is. ValueError where such a derivative stands anywhere else."""
    named = slopes(reading, parts(said), under.given)
    corners = [slope for slope in named if _corner(page, slope)]
    if not corners or absent(page, named, under):
        return said, under
    slope, *others = corners
    if others or not isinstance(said, Chain) or slope.reference != said.members[0].expression:
        raise ValueError(_CORNER)
    if not ball(slope.at, {}).is_exact():
        raise ValueError(_CORNER)
    first, *rest = said.members
    moving = replace(first, expression=_moving(slope.reference))
    given = {name: value for name, value in under.given.items() if name != "x"}
    required = (*under.required, Relation("=", Symbol("x"), slope.at))
    return Chain((moving, *rest)), Conditions(given, required)


@dataclass(frozen=True)
class Slope:
    """A derivative that is named at a point without x: the function and its derivatives up to that
    one, in x."""

    reference: Reference
    orders: tuple[Expression, ...]
    at: Expression


def slopes(
    reading: Reading, said: Iterable[Expression], given: Mapping[str, Expression]
) -> tuple[Slope, ...]:
    """The derivatives of functions of numbers that are named at points in some expressions."""
    found = (_slope(reading, one, given) for part in said for one in derivatives(part))
    return tuple(slope for slope in found if slope is not None)


def _slope(reading: Reading, reference: Reference, given: Mapping[str, Expression]) -> Slope | None:
    at = substitute(expand(reference.arguments[0], reading.definitions, reading.own), given)
    if "x" in symbols(at) or reading.definitions[reference.symbol].function.vector:
        return None
    fixed = {name: value for name, value in given.items() if name != "x"}
    each = (replace(_moving(reference), order=n) for n in range(reference.order + 1))
    orders = (expand(order, reading.definitions, reading.own) for order in each)
    return Slope(reference, tuple(substitute(order, fixed) for order in orders), at)


def _moving(reference: Reference) -> Reference:
    """A derivative at x, with the same parameters."""
    return replace(reference, arguments=(Symbol("x"), *reference.arguments[1:]))


def absent(page: Page, named: Iterable[Slope], under: Conditions) -> str | None:
    """Why one of some derivatives does not exist at its point, for some values of the parameters
    that are allowed."""
    for slope in named:
        for values in _rows(page, slope):
            if under.hold(values) and (reason := _absent(slope, values)):
                return reason
    return None


def _rows(page: Page, slope: Slope) -> list[dict[str, float]]:
    """Values of the quantities that a derivative depends on."""
    names = symbols(slope.at).union(*map(symbols, slope.orders))
    return parameter_values([p for p in quantified(page) if p.name in names])


def _edge(slope: Slope, values: Mapping[str, float]) -> sympy.Expr | None:
    """The point of a derivative, if pieces of its function meet there."""
    point = to_sympy(slope.at, {name: sympy.Rational(value) for name, value in values.items()})
    edges = breakpoints(slope.orders[0], values)
    return point if any(sympy.simplify(edge - point) == 0 for edge in edges) else None


def _corner(page: Page, slope: Slope) -> bool:
    """Whether a derivative is named at a number where pieces of its function meet."""
    return constant(slope.at) and any(_edge(slope, row) is not None for row in _rows(page, slope))


def _absent(slope: Slope, values: Mapping[str, float]) -> str | None:
    if not _bent(slope.orders[0]):
        return None
    point = to_sympy(slope.at, {name: sympy.Rational(value) for name, value in values.items()})
    if not point.is_real:
        return None
    name = slope.reference.symbol + "'" * slope.reference.order
    said = f"${name}$ does not exist at {Place({'x': float(point), **values})}"
    near = point if point.is_Rational else sympy.Rational(str(point.evalf(150)))
    try:
        found = sides(slope.orders, {**values, "x": Fraction(int(near.p), int(near.q))})
    except Undefined as error:
        return f"{said}: {error}"
    except ArithmeticError:
        return None  # nothing that balls could decide
    if found.jump:
        return f"{said}: the function jumps there"
    if apart := found.apart:
        beside = " and ".join("0" if abs(v) < SMOOTH else number(v) for v in apart)
        return f"{said}: it is {beside} on its two sides"
    return None


def _bent(expression: Expression) -> bool:
    """Whether a formula may have kinks or jumps, also such as are not found as breakpoints."""
    if isinstance(expression, Cases):
        return True
    if isinstance(expression, Apply) and expression.operator in _BENDING:
        return True
    return any(map(_bent, children(expression)))


def derivatives(expression: Expression) -> Iterator[Reference]:
    """The derivatives that are named in an expression."""
    if isinstance(expression, Reference) and expression.order:
        yield expression
    for part in children(expression):
        yield from derivatives(part)
