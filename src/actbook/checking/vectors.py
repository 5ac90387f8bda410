"""Test vectors of a function of one number: points with f and f′ there, correctly rounded.

A value is enclosed in a ball by Arb, and a rounding is decided where both ends of the ball round to
the same number: by 25 digits, and in each format that has x. Points at which one is not are left
out, as are those at which the formula has no value. The points are chosen to be hard: see `points`
in `hard.py`.

`slack` is how many units of relative rounding, absolute, code may be off that evaluates the formula
well (see `references`): what is farther off is another function, what is not may be inaccurate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx

from actbook.checking import hard
from actbook.checking.formats import FLOAT64, Format
from actbook.checking.hard import FORMATS
from actbook.checking.infinity import limit_of
from actbook.checking.points import breakpoints, parameter_values
from actbook.checking.references import Forms, tolerances
from actbook.checking.sides import sides, valued
from actbook.formula.balls import fraction
from actbook.formula.expression import Expression
from actbook.formula.symbolic import derivative
from actbook.reading.page import Parameter

#: The version of the file's fields.
SCHEMA = 1
#: What a row holds, by the names of its columns.
COLUMNS = (
    *("x", "why"),
    *("f", *(f"f {form.name}" for form in FORMATS), "f slack"),
    *("slope", *(f"slope {form.name}" for form in FORMATS), "slope slack"),
)
#: The formats, by what `formats.py` says of them.
FORMATS_TOLD = {
    form.name: {"digits": form.digits, "lowest": form.lowest, "highest": form.highest}
    for form in FORMATS
}
_DIGITS = 25
#: Bits that decide most roundings, and those that decide others.
_BITS = (140, 500)
#: At so many sets of values of the parameters there are points.
_SETS = 5
#: Powers of two: what is smaller than the one rounds to zero, what is larger than the other to
#: infinity, in each format.
_SMALL, _LARGE = 1100, 1030
#: Where a limit at infinity is looked for: beyond, exp is no number even in balls.
_FAR = (2.0**100, 2.0**200, 2.0**400)


def vectors(
    formula: Expression, parameters: Sequence[Parameter], forms: Forms, seed: str
) -> list[dict[str, Any]]:
    """For each of several sets of values of the parameters, the defaults first, its rows, kinks and
    limits, as JSON has them. `forms` are the ways in which f and f′ are written."""
    rows = parameter_values(parameters)[:_SETS]
    return [
        at(formula, given, forms, f"{seed} {number}", full=not number)
        for number, given in enumerate(rows)
    ]


def at(
    formula: Expression, given: Mapping[str, float], forms: Forms, seed: str, *, full: bool = True
) -> dict[str, Any]:
    """The rows, kinks and limits at some values of the parameters; not all kinds of points where
    they are not to be `full`."""
    orders = formula, derivative(formula)
    edges = breakpoints(formula, given)
    chosen = hard.points(*orders, given, edges, seed, full=full)
    kinks = [_kink(orders, given, edge) for edge in edges]
    return {
        "parameters": {name: value.hex() for name, value in given.items()},
        "rows": list(_rows(orders, forms, given, chosen, edges)),
        "kinks": [kink for kink in kinks if kink is not None],
        "limits": _limits(*orders, given),
    }


def _rows(
    orders: tuple[Expression, Expression],
    forms: Forms,
    given: Mapping[str, float],
    chosen: Mapping[float, str],
    edges: Sequence[sympy.Expr],
) -> Iterator[list[Any]]:
    """The points at which f is decided; where f′ is not, there is none."""
    corners = {float(edge) for edge in edges}
    largest = [0.0, 0.0]
    for x in sorted(chosen, key=lambda x: (abs(x), x)):
        halves: list[list[Any]] = []
        for place, order in enumerate(orders):
            known = None if place and x in corners else _rounded(order, {**given, "x": x}, x)
            if known is None:
                halves.append([None] * (len(FORMATS) + 2))
                continue
            value, row = known
            largest[place] = max(largest[place], min(abs(float(value)), 1e300))
            ways = forms.derivative if place else forms.value
            slack = _slack(order, ways, {**given, "x": x}, value, largest[place], steep=bool(place))
            halves.append([*row, slack])
        if halves[0][0] is not None:
            yield [x.hex(), chosen[x], *halves[0], *halves[1]]


def _rounded(
    order: Expression, values: Mapping[str, Any], x: float
) -> tuple[arb, list[str | None]] | None:
    """A value in digits and in each format that has x; None where that is not decided."""
    for bits in _BITS:
        value = valued(order, values, bits)
        if value is None:
            return None
        rounded = [nearest(value, form) if form.holds(x) else math.nan for form in FORMATS]
        if None not in rounded:
            hexed = [None if r is None or math.isnan(r) else r.hex() for r in rounded]
            return value, [digits(value), *hexed]
    return None


def nearest(value: arb, form: Format) -> float | None:
    """A real number correctly rounded to a format; None where its ball does not decide that."""
    with ctx.workprec(2000):
        if not value.is_finite():
            return None
        if abs(value) < arb(2) ** -_SMALL:
            return -0.0 if value < 0 else 0.0
        if abs(value) > arb(2) ** _LARGE:
            return -math.inf if value < 0 else math.inf
        low, high = (form.nearest(fraction(end)) for end in (value.lower(), value.upper()))
    return low if low == high and math.copysign(1, low) == math.copysign(1, high) else None


def digits(value: arb) -> str:
    """A real number to 25 digits, the last of which may be off by one; 0 for less than 1e-331, and
    infinity for what is beyond all doubles by far."""
    if abs(value) > arb(2) ** _LARGE:
        return "-inf" if value < 0 else "inf"
    known = arb(0) if abs(value) < arb(2) ** -_SMALL else value.mid()
    found: str = known.str(_DIGITS, radius=False)
    return found


def _slack(
    order: Expression,
    forms: Sequence[Expression],
    values: Mapping[str, Any],
    value: arb,
    size: float,
    *,
    steep: bool,
) -> float | None:
    """How many unit roundoffs, absolute, good code may be off; None where there is no bound."""
    least = math.ldexp(max(1.0, abs(values["x"])), FLOAT64.lowest)
    known = list(tolerances(order, forms, FLOAT64, values, value, size, steep=steep))
    if None in known:
        return None
    most = (max(one for one in known if one is not None) - least) / FLOAT64.roundoff
    return float(f"{most:.4g}") if math.isfinite(most) else None


def _kink(
    orders: tuple[Expression, Expression], given: Mapping[str, float], edge: sympy.Expr
) -> dict[str, Any] | None:
    """f and f′ on both sides of an end of a piece that is a double; None where nothing decides."""
    x = float(edge)
    if edge != sympy.Rational(x):
        return None
    try:
        found = sides(orders, {**given, "x": Fraction(x)})
    except ArithmeticError:
        return None
    # They are taken so near to the end that what is nothing beside 1 may be nothing at all.
    left, right = (digits(arb(0) if abs(side) < arb(2) ** -100 else side) for side in found.last)
    return {"x": x.hex(), "jump": found.jump, "left": left, "right": right}


def _limits(
    formula: Expression, slope: Expression, given: Mapping[str, float]
) -> dict[str, str | None]:
    """What f is at infinities and at -0; None where nothing is asked of code. Of a function that
    passes through 0 with a slope -0 has the sign that its neighbours give."""
    found: dict[str, str | None] = {}
    for name, sign in (("-inf", -1.0), ("inf", 1.0)):
        limit = limit_of([valued(formula, {**given, "x": sign * x}, 80) for x in _FAR])
        found[name] = None if limit is None else limit.hex()
    before = {**given, "x": -Fraction(1, 2**200)}
    zero, near, steep = (
        valued(order, at)
        for order, at in ((formula, {**given, "x": 0.0}), (formula, before), (slope, before))
    )
    if zero is None or near is None or steep is None:
        return {"-0": None, **found}
    if zero.is_zero() and abs(near) < arb(2) ** -100 and abs(steep) > arb(2) ** -60:
        found["-0"] = math.copysign(0.0, float(near)).hex()
    return {"-0": None, **found}
