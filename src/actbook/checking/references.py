"""The values of a formula at the places where code is tried, with the error allowed of float64.

The tolerance is not a constant: it is four times what rounding may do to the formulas' own
evaluation at that point, in the form that suffers most (`rounding`). What is below the smallest
normal double may be flushed to zero, also before it is multiplied by x. Autograd forms f′ from
intermediate values that are rounded, such as 1 - y for a y near 1, and multiplies those by x and
the parameters: it may be off by a unit roundoff times that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from actbook.checking.places import Place, places
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression, symbols
from actbook.formula.rounding import SLACK, rounding
from actbook.reading.page import Function, Page

UNIT_ROUNDOFF = 2.0**-53
_SMALLEST = 2.0**-1022


@dataclass(frozen=True)
class Forms:
    """The expanded formulas in which a page writes f and f′: their rounding sets the tolerance."""

    value: tuple[Expression, ...] = ()
    derivative: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A place with the formula's value there and the error allowed of float64."""

    place: Place
    value: arb
    allowed: float


def references(
    page: Page,
    function: Function,
    formula: Expression,
    forms: Sequence[Expression],
    definition: Expression,
) -> list[Reference]:
    """Values of a function's formula with their tolerances; `forms` are the ways in which the page
    writes it.

    The breakpoints are those of the `definition`. If the formula is another, its derivative, they
    are left out: what code returns there is a convention.
    """
    names = symbols(definition) | {"x"} | {p.name for p in function.parameters}
    found = []
    for where in places(page, names, definition):
        if formula is not definition and where.kink is not None:
            continue
        try:
            value = ball(formula, where.values)
        except (Undefined, Undecided, Contradiction):
            continue
        errors = [e for form in (formula, *forms) if (e := _rounding(form, where)) is not None]
        if not errors:
            continue
        errors.append(abs(float(value)))  # code may round where a formula such as x does not
        if formula is not definition:
            errors = [max(errors) + _product(where)]
        allowed = SLACK * UNIT_ROUNDOFF * max(errors)
        allowed += _SMALLEST * max(1.0, abs(where.values["x"]))
        found.append(Reference(where, value, allowed))
    return found


def _rounding(form: Expression, where: Place) -> float | None:
    """The rounding error of a form, or None where a number on its way is too large for a bound."""
    try:
        error = float(rounding(form, where.values).upper())
    except (Undefined, Undecided, Contradiction):
        return None
    return error if math.isfinite(error) else None


def _product(where: Place) -> float:
    return math.prod(max(1.0, abs(value)) for value in where.values.values())
