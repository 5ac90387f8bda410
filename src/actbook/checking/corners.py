"""Derivatives that are named at a point where pieces of their function meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy
from flint import arb

from actbook.checking.conditions import Conditions, constant
from actbook.checking.places import number, quantified
from actbook.checking.points import breakpoints, parameter_values
from actbook.formula.balls import Undefined, ball
from actbook.formula.expression import Expression, Reference, Relation, Symbol, children, symbols
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import to_sympy
from actbook.latex.formula import Chain
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.scope import Reading

#: How near a corner the values and slopes on both sides are taken, how closely they meet where a
#: derivative exists.
_SIDE, _SMOOTH = Fraction(1, 2**200), 2.0**-90
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
    if not corners or absent(page, slopes(reading, parts(said), under.given), under):
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


@dataclass(frozen=True)
class Slope:
    """A derivative that is named at a point without x: the function and its derivatives up to that
    one, in x."""

    name: str
    orders: tuple[Expression, ...]
    at: Expression


def slopes(
    reading: Reading, said: Iterable[Expression], given: Mapping[str, Expression]
) -> tuple[Slope, ...]:
    """The derivatives of functions of numbers that are named at points in some expressions."""
    found = []
    fixed = {name: value for name, value in given.items() if name != "x"}
    for reference in (one for part in said for one in derivatives(part)):
        first, *others = reference.arguments
        at = substitute(expand(first, reading.definitions, reading.own), given)
        if "x" in symbols(at) or reading.definitions[reference.symbol].function.vector:
            continue
        moving = replace(reference, arguments=(Symbol("x"), *others))
        orders = (
            expand(replace(moving, order=n), reading.definitions, reading.own)
            for n in range(reference.order + 1)
        )
        name = f"${reference.symbol}" + "'" * reference.order + "$"
        found.append(Slope(name, tuple(substitute(order, fixed) for order in orders), at))
    return tuple(found)


def absent(page: Page, named: Iterable[Slope], under: Conditions) -> str | None:
    """Why one of some derivatives does not exist at its point, for some values of the parameters
    that are allowed."""
    for slope in named:
        names = symbols(slope.at).union(*map(symbols, slope.orders))
        needed = [p for p in quantified(page) if p.name in names]
        for values in parameter_values(needed):
            if under.hold(values) and (reason := _absent(slope, values)):
                return reason
    return None


def _absent(slope: Slope, values: Mapping[str, float]) -> str | None:
    point = to_sympy(slope.at, {name: sympy.Rational(value) for name, value in values.items()})
    if not any(sympy.simplify(e - point) == 0 for e in breakpoints(slope.orders[0], values)):
        return None
    at = {"x": float(point), **values}
    said = (
        f"{slope.name} does not exist at {', '.join(f'{n} = {number(v)}' for n, v in at.items())}"
    )
    try:
        left, right = (
            [_beside(order, point, step, values) for order in slope.orders]
            for step in (-_SIDE, _SIDE)
        )
        values_there = [left[0], right[0]]
        if point.is_Rational:
            values_there.append(_beside(slope.orders[0], point, Fraction(0), values))
    except Undefined as error:
        return f"{said}: {error}"
    except ArithmeticError:
        return None  # nothing that balls could decide
    if any(_apart(values_there[0], other) for other in values_there[1:]):
        return f"{said}: the function jumps there"
    for a, b in zip(left[1:], right[1:], strict=True):
        if _apart(a, b):
            beside = " and ".join("0" if abs(v) < _SMOOTH else number(v) for v in (a, b))
            return f"{said}: it is {beside} on its two sides"
    return None


def _beside(
    order: Expression, point: sympy.Expr, step: Fraction, values: Mapping[str, float]
) -> arb:
    near = point if point.is_Rational else sympy.Rational(str(point.evalf(150)))
    x = Fraction(int(near.p), int(near.q)) + step
    return ball(order, {**values, "x": x}, 300)


def _apart(a: arb, b: arb) -> bool:
    """Whether two limits differ, as values so near each other cannot."""
    return bool(abs(a - b) > _SMOOTH * (1 + abs(a)))


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
