"""Derivatives that are named at a point where pieces of their function meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from actbook.formula.symbolic import derivative, to_sympy
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
    function = reading.definitions[reference.symbol].function
    names = [argument.name for argument in function.arguments]
    if function.vector or len({*(["x"] if reference.order else []), *reference.along}) > 1:
        return None
    place = names.index(reference.along[0]) if reference.along else 0
    whole = [
        substitute(expand(one, reading.definitions, reading.own), given)
        for one in reference.arguments[: len(names)]
    ]
    at, varied = whole[place], {"x", *names[1:]}
    if varied & frozenset().union(*map(symbols, whole)):
        return None
    fixed = {name: value for name, value in given.items() if name != "x"}
    moving = replace(_moving(reference, place), order=0, along=())
    base = expand(moving, reading.definitions, reading.own)
    times = reference.order + len(reference.along)
    orders = (base, *(derivative(base, n) for n in range(1, times + 1)))
    return Slope(reference, tuple(substitute(order, fixed) for order in orders), at)


def _moving(reference: Reference, place: int = 0) -> Reference:
    """A derivative with x in one place of its arguments, and all others as they are."""
    given = reference.arguments
    return replace(reference, arguments=(*given[:place], Symbol("x"), *given[place + 1 :]))


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
    if slope.reference.along:
        return False
    return constant(slope.at) and any(_edge(slope, row) is not None for row in _rows(page, slope))


def _absent(slope: Slope, values: Mapping[str, float]) -> str | None:
    if not _bent(slope.orders[0]):
        return None
    point = to_sympy(slope.at, {name: sympy.Rational(value) for name, value in values.items()})
    if not point.is_real:
        return None
    reference = slope.reference
    name = reference.symbol + "'" * reference.order
    if reference.along:
        name = "".join(rf"\partial_{{{by}}}" for by in reference.along) + f" {reference.symbol}"
    at = Place({reference.along[0] if reference.along else "x": float(point), **values})
    said = f"${name}$ does not exist at {at}"
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
    if isinstance(expression, Reference) and (expression.order or expression.along):
        yield expression
    for part in children(expression):
        yield from derivatives(part)


def differentiated(first: Expression) -> tuple[int, str, Sequence[Reference]]:
    """How often a function is differentiated by which one name, with the function and each of its
    derivatives up to that one; by several it is 0 times by x, with nothing."""
    match first:
        case Reference(symbol, order, (Symbol("x"), *_) as given, None, ()):
            return order, "x", [Reference(symbol, n, given) for n in range(order + 1)]
        case Reference(symbol, 0, given, None, (name, *_) as by):
            if set(by) == {name} and Symbol(name) in given[1:]:
                each = [Reference(symbol, 0, given, None, by[:n]) for n in range(len(by) + 1)]
                return len(by), name, each
    return 0, "x", ()
