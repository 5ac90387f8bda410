"""The values of a formula at the places where code is tried, with the error that code may have.

The tolerance is not a constant, and does not hang on one way to write the function. It is four unit
roundoffs of the format times the largest of

- what rounding may do to the formulas' own evaluation at that point (`rounding`);
- the function's condition there, |x f′(x)|: rounding x does as much (N. J. Higham, Accuracy and
  Stability of Numerical Algorithms, 2002, section 1.6);
- its size, that of its largest value at any x that is no larger in absolute value, but no more than
  1, x and the parameters multiplied: the terms of one form are of that size where they cancel, and
  those of another need not be;
- twice its value, for code may call functions that are off by two units where formulas do not.

Parameters that are no numbers of the format are rounded to it.

What is below the smallest normal number may be flushed to zero, also before it is multiplied by x.
Autograd forms f′ from intermediate values that are rounded, such as 1 - y for a y near 1, and
multiplies those by x and the parameters: it may be off by a unit roundoff times that.

Where pieces meet at a number that is none of the format, code may pass to the other beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx

from actbook.checking.formats import FLOAT64, Format
from actbook.checking.places import Place, places
from actbook.checking.points import breakpoints
from actbook.checking.sides import joined, valued
from actbook.formula.balls import exact
from actbook.formula.expression import Expression, symbols
from actbook.formula.program import run
from actbook.formula.rounding import SLACK, Rounded, RoundedAlgebra
from actbook.reading.page import Function, Page


@dataclass(frozen=True)
class Forms:
    """The expanded formulas in which a page writes f and f′: their rounding sets the tolerance."""

    value: tuple[Expression, ...] = ()
    derivative: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A place with the formula's value there and the error allowed of float64.

    Beside the end of a piece `other` is the value of the piece beyond it. At a `joint` pieces meet
    that have the same slope. Of a function of vectors `entry` says which component it is.
    """

    place: Place
    value: arb
    allowed: float
    other: arb | None = None
    joint: bool = False
    entry: tuple[int, ...] = ()

    @property
    def values(self) -> list[arb]:
        """All that is right here."""
        return [self.value] if self.other is None else [self.value, self.other]


def references(
    page: Page,
    function: Function,
    formula: Expression,
    forms: Sequence[Expression],
    definition: Expression,
    at: Iterable[Place] | None = None,
) -> list[Reference]:
    """Values of a function's formula with their tolerances, at the places where claims are tried or
    at others; `forms` are the ways in which the page writes it.

    The breakpoints are those of the `definition`. If the formula is another, its derivative, kinks
    are left out: what code returns there is a convention.
    """
    names = symbols(definition) | {"x"} | {p.name for p in function.parameters}
    steep = formula is not definition
    found: list[tuple[Place, arb]] = []
    for where in places(page, names, definition) if at is None else at:
        at_kink = steep and where.kink is not None
        value = (
            joined((definition, formula), where.values)
            if at_kink
            else valued(formula, where.values)
        )
        if value is not None:
            found.append((where, value))
    kept = []
    for (where, value), size in zip(found, _sizes(found), strict=True):
        errors = [*tolerances(formula, forms, FLOAT64, where.values, value, size, steep=steep)]
        known = [error for error in errors if error is not None]
        if len(known) < len(errors):
            continue
        beyond = beside(definition, *where.split, FLOAT64.roundoff)
        other = None if beyond is None else valued(formula, {**where.values, "x": beyond})
        joint = steep and where.kink is not None
        kept.append(Reference(where, value, max(known), other, joint))
    return kept


def tolerances(
    formula: Expression,
    forms: Sequence[Expression],
    form: Format,
    values: Mapping[str, Any],
    value: arb,
    size: float,
    *,
    steep: bool = False,
) -> Iterator[float | None]:
    """The errors that code may have in a format, the largest of which counts; the quickest to find
    first, None where numbers on the way are too large for a bound. `size` is the largest value at
    an x as small; of a derivative, `steep`, autograd allows more."""
    # The smallest normal number may be flushed to zero, also before it is multiplied by x.
    least = math.ldexp(max(1.0, abs(values["x"])), form.lowest)
    unit, largest = SLACK * form.roundoff, product(values)
    more = least + unit * largest * steep
    yield unit * min(size, largest) + more
    # Code may round, and call functions, where a formula such as x does not.
    yield 2 * unit * abs(float(value)) + more
    given = rounded(form, {k: v for k, v in values.items() if k != "x"}, values["x"])
    bounds = 0
    for one in (formula, *forms):
        if (bound := _rounding(one, given)) is not None:
            bounds += 1
            yield unit * bound + more
    yield unit / FLOAT64.roundoff * condition(formula, values, value) + least if bounds else None


def rounded(form: Format, parameters: Mapping[str, float], x: float) -> dict[str, Rounded]:
    """An x of the format, and parameters, which are rounded to it where they are no numbers of
    it."""
    values = {"x": Rounded(exact(x), arb(0))}
    for name, value in parameters.items():
        rounds = arb(0) if form.holds(value) else abs(exact(value))
        values[name] = Rounded(exact(value), rounds)
    return values


def _sizes(found: Sequence[tuple[Place, arb]]) -> list[float]:
    """At each place the largest value there is, with the same parameters, at an x as small."""
    sizes = [0.0] * len(found)
    largest: dict[tuple[Any, ...], float] = {}
    for index in sorted(range(len(found)), key=lambda index: abs(found[index][0].values["x"])):
        where, value = found[index]
        parameters = tuple(where.split[1].items())
        sizes[index] = max(largest.get(parameters, 0.0), abs(float(value)))
        largest[parameters] = sizes[index]
    return sizes


def condition(formula: Expression, values: Mapping[str, Any], value: arb) -> float:
    """How far a formula goes from its value if x is rounded to a double: |x f′(x)| unit roundoffs.
    Where it jumps on one side, the other counts."""
    x, unit = Fraction(values["x"]), Fraction(FLOAT64.roundoff)
    if x == 0:
        return 0.0
    around = (valued(formula, {**values, "x": x * (1 + step)}) for step in (unit, -unit))
    with ctx.workprec(200):
        return min((float(abs(near - value)) for near in around if near is not None), default=0.0)


def product(values: Mapping[str, Any]) -> float:
    """x and the parameters multiplied, those above 1."""
    return math.prod(max(1.0, abs(value)) for value in values.values())


def beside(
    formula: Expression, x: float, parameters: Mapping[str, float], roundoff: float
) -> float | None:
    """A number beyond the end of a piece that is so near to x that rounding may pass it; None
    where there is none."""
    width = 2 * SLACK * roundoff * abs(x)
    for edge in breakpoints(formula, parameters):
        distance = edge - sympy.Rational(x)
        if distance != 0 and abs(distance) <= width:
            return x + math.copysign(2 * width, float(distance))
    return None


def _rounding(form: Expression, values: Mapping[str, Rounded]) -> float | None:
    """The rounding error of a form, or None where a number on its way is too large for a bound."""
    try:
        with ctx.workprec(120):
            error = float(run(form, RoundedAlgebra(), values).error)
    except ArithmeticError:
        return None
    return error if math.isfinite(error) else None
