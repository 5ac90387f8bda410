"""Floating-point code against the formulas: values in float64, and PyTorch's derivatives.

The tolerance is not a constant: it is four times what rounding may do to the formulas' own
evaluation at that point, in the form that suffers most (`ball.rounding`). What is below the
smallest normal double may be flushed to zero, also before it is multiplied by x. Autograd forms f′
from intermediate values that are rounded, such as 1 - y for a y near 1, and multiplies those by x
and the parameters: it may be off by a unit roundoff times that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flint import arb, ctx

from actbook.algebra.ball import Contradiction, Undecided, Undefined, ball, exact
from actbook.algebra.expand import Definition
from actbook.algebra.expression import Expression, symbols
from actbook.algebra.rounding import rounding
from actbook.algebra.symbolic import derivative
from actbook.checking.implementation import Code, Failed, codes, place
from actbook.checking.places import Place, number, places, quantified
from actbook.reading.page import Function, Page
from actbook.verdict import Status, Verdict

UNIT_ROUNDOFF = 2.0**-53
SLACK = 4
_SMALLEST = 2.0**-1022
#: How much coarser float32 is than float64.
_SINGLE = 2.0**29
_NEAR_LARGEST = (2 - 2.0**-40) * 2.0**1023


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


@dataclass(frozen=True)
class Outcome:
    """How code did at all places: the worst error, as a part of what was allowed, and where."""

    code: Code
    points: int
    worst: float
    at: Reference | None
    found: float
    failure: str | None = None
    single: bool = False

    @property
    def wrong(self) -> bool:
        return self.failure is not None or self.worst > (_SINGLE if self.single else 1)

    @property
    def status(self) -> Status:
        if self.wrong:
            return "fails"
        return "holds" if self.points else "unknown"


def references(
    page: Page, formula: Expression, forms: Sequence[Expression], definition: Expression
) -> list[Reference]:
    """Values of a formula with their tolerances; `forms` are the ways in which the page writes it.

    The breakpoints are those of the `definition`. If the formula is another, its derivative, they
    are left out: what code returns there is a convention.
    """
    names = symbols(definition) | {"x"} | {p.name for p in quantified(page)}
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


def compare(
    code: Code,
    references: Sequence[Reference],
    of: Callable[[Code, list[float], Any], Any],
    most: float = 1,
) -> Outcome:
    """Call the code once for each set of parameters and hold its values against the references.

    The first place where its error is more than `most` of what is allowed ends it: plain numbers
    come before odd ones.
    """
    worst, at, found = 0.0, None, math.nan
    for parameters, group in _groups(references):
        try:
            values = of(code, [reference.place.values["x"] for reference in group], parameters)
        except Failed as failed:
            where = f" with {group[0].place}" if parameters else ""
            return Outcome(code, 0, math.inf, group[0], math.nan, f"{failed}{where}")
        for reference, value in zip(group, values, strict=True):
            error = _error(float(value), reference)
            if error > most:
                return Outcome(code, len(references), error, reference, float(value))
            if error > worst or at is None:
                worst, at, found = error, reference, float(value)
    return Outcome(code, len(references), worst, at, found)


def _groups(references: Sequence[Reference]) -> Iterator[tuple[dict[str, Any], list[Reference]]]:
    groups: dict[tuple[Any, ...], list[Reference]] = {}
    for reference in references:
        parameters = {k: v for k, v in reference.place.values.items() if k != "x"}
        groups.setdefault(tuple(parameters.items()), []).append(reference)
    for key, group in groups.items():
        yield dict(key), group


def _error(value: float, reference: Reference) -> float:
    """The error of a double as a part of what is allowed; infinite for a NaN."""
    if math.isnan(value):
        return math.inf
    truth = float(reference.value)
    if math.isinf(value):
        overflows = abs(truth) > _NEAR_LARGEST and (truth > 0) == (value > 0)
        return 0.0 if overflows else math.inf
    with ctx.workprec(200):
        return float(abs(exact(value) - reference.value).upper()) / reference.allowed


@dataclass(frozen=True)
class Standard:
    """What the code of a scalar function is held against: its formula and f′, with tolerances."""

    page: Page
    formula: Definition
    forms: Forms

    @cached_property
    def values(self) -> list[Reference]:
        expression = self.formula.expression
        return references(self.page, expression, self.forms.value, expression)

    @cached_property
    def slopes(self) -> list[Reference]:
        expression = self.formula.expression
        return references(self.page, derivative(expression), self.forms.derivative, expression)


def check(
    standard: Standard, function: Function, namespace: Mapping[str, Any]
) -> Iterator[Verdict]:
    """Every implementation of a scalar function against its formula, and autograd against f′."""
    page, formula = standard.page, standard.formula
    every = codes(function.implementations, namespace)
    if not every:
        return
    outcomes = [compare(code, standard.values, Code.values) for code in every]
    yield from _verdicts(page, f"${function.symbol}(x)$", formula, outcomes, "")
    differentiable = [o.code for o in outcomes if o.code.torch and not o.wrong]
    if differentiable:
        # A library's derivative in float32 is a fact about it, shown; the page's own code has to
        # be right in float64, and so has every value.
        outcomes = [
            replace(compare(code, standard.slopes, Code.derivatives, _SINGLE), single=True)
            for code in differentiable
        ]
        yield from _verdicts(page, f"${function.symbol}'(x)$", formula, outcomes, "autograd of ")


def _verdicts(
    page: Page, name: str, formula: Definition, outcomes: Sequence[Outcome], how: str
) -> Iterator[Verdict]:
    """One verdict an implementation. If all of them contradict the formula, it is to blame."""
    blamed = all(outcome.wrong for outcome in outcomes)
    for outcome in outcomes:
        against = f"{how}{outcome.code.name}"
        line, column = place(page, outcome.code.implementation), None
        if blamed and outcome.failure is None and not how:
            line, column = formula.line, formula.column
        yield Verdict(
            line=line,
            column=column,
            claim=name,
            against=against,
            status=outcome.status,
            evidence=_evidence(outcome, against),
            points=outcome.points,
            worst=None if outcome.wrong else outcome.worst,
            at=str(outcome.at.place) if outcome.at else None,
        )


def _evidence(outcome: Outcome, against: str) -> str:
    if outcome.failure is not None:
        return f"{against} {outcome.failure}"
    if outcome.at is None:
        return "no point could be tried"
    if outcome.wrong:
        gives = f"{against} gives {number(outcome.found, outcome.at.value)}"
        truth = number(outcome.at.value, outcome.found)
        return f"the formula gives {truth} at {outcome.at.place}, {gives}"
    if outcome.worst > 1:
        return (
            f"{outcome.points:,} points, but to float32's accuracy alone: at {outcome.at.place} it "
            f"gives {number(outcome.found, outcome.at.value)}, the formula "
            f"{number(outcome.at.value, outcome.found)}"
        )
    return (
        f"{outcome.points:,} points in float64, {outcome.code.kernels}; the largest error, at "
        f"{outcome.at.place}, is {outcome.worst:.0%} of what rounding explains"
    )
