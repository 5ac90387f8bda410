"""Floating-point code against the formulas: values in float64, and PyTorch's derivatives.

`references` has the tolerance. That an error is within it does not make it small: it is told in
units in the last place, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flint import ctx

from actbook import amounts
from actbook.checking.causes import cause
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Code, Failed, codes
from actbook.checking.inaccurate import Cause, Inaccurate
from actbook.checking.places import number
from actbook.checking.references import Forms, Reference, references
from actbook.formula import columns
from actbook.formula.balls import exact
from actbook.formula.symbolic import derivative
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.verdict import ACCURATE, Status, Verdict

#: How much coarser float32 is than float64.
_SINGLE = 2.0**29
#: Next to 2^_NEGLIGIBLE a double is nothing.
_NEGLIGIBLE = FLOAT64.smallest - 40
_NEAR_LARGEST = (2 - 2.0**-40) * 2.0**1023


@dataclass(frozen=True)
class Ulps:
    """The worst error in units in the last place, where it was met and what the code gave."""

    error: float
    at: Reference
    found: float


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
    ulps: Ulps | None = None

    @property
    def wrong(self) -> bool:
        return self.failure is not None or self.worst > (_SINGLE if self.single else 1)

    @property
    def status(self) -> Status:
        if self.wrong:
            return "fails"
        return "holds" if self.points else "unknown"


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
    ulps: Ulps | None = None
    for parameters, group in _groups(references):
        try:
            values = of(code, [reference.place.values["x"] for reference in group], parameters)
        except Failed as failed:
            where = f" with {group[0].place}" if parameters else ""
            return Outcome(code, 0, math.inf, group[0], math.nan, f"{failed}{where}")
        for reference, value in zip(group, values, strict=True):
            part = _part(float(value), reference)
            if part > most:
                return Outcome(code, len(references), part, reference, float(value))
            if part > worst or at is None:
                worst, at, found = part, reference, float(value)
            off = error(float(value), reference.value, FLOAT64)
            if ulps is None or off > ulps.error:
                ulps = Ulps(off, reference, float(value))
    return Outcome(code, len(references), worst, at, found, ulps=ulps)


def _groups(references: Sequence[Reference]) -> Iterator[tuple[dict[str, Any], list[Reference]]]:
    groups: dict[tuple[Any, ...], list[Reference]] = {}
    for reference in references:
        parameters = {k: v for k, v in reference.place.values.items() if k != "x"}
        groups.setdefault(tuple(parameters.items()), []).append(reference)
    for key, group in groups.items():
        yield dict(key), group


def _part(value: float, reference: Reference) -> float:
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
        return references(self.page, self._function, expression, self.forms.value, expression)

    @cached_property
    def slopes(self) -> list[Reference]:
        expression = self.formula.expression
        slope, forms = derivative(expression), self.forms.derivative
        return references(self.page, self._function, slope, forms, expression)

    @property
    def _function(self) -> Function:
        return self.formula.function

    def cause(self, outcome: Outcome, *, steep: bool) -> Cause | None:
        """Why code is inaccurate, in f′ if `steep`; None if it is not."""
        ulps = outcome.ulps
        if outcome.wrong or ulps is None or ulps.error <= ACCURATE:
            return None
        expression = self.formula.expression
        formula = derivative(expression) if steep else expression
        call = outcome.code.derivatives if steep else outcome.code.values
        x, parameters = ulps.at.place.split
        case = Inaccurate(
            forms=(formula, *(self.forms.derivative if steep else self.forms.value)),
            parameters=parameters,
            names={p.name: p.symbol for p in self._function.parameters},
            form=FLOAT64,
            x=x,
            result=ulps.found,
            truth=ulps.at.value,
            results=lambda xs: call(xs, parameters),
            truths=lambda xs: columns.values(formula, parameters, xs, _NEGLIGIBLE),
        )
        return cause(case)


def check(
    standard: Standard, function: Function, namespace: Mapping[str, Any]
) -> Iterator[Verdict]:
    """Every implementation of a scalar function against its formula, and autograd against f′."""
    every = codes(function.implementations, namespace)
    if not every:
        return
    outcomes = [compare(code, standard.values, Code.values) for code in every]
    yield from _verdicts(standard, f"${function.symbol}(x)$", outcomes, "")
    differentiable = [o.code for o in outcomes if o.code.torch and not o.wrong]
    if differentiable:
        # A library's derivative in float32 is a fact about it, shown; the page's own code has to
        # be right in float64, and so has every value.
        outcomes = [
            replace(compare(code, standard.slopes, Code.derivatives, _SINGLE), single=True)
            for code in differentiable
        ]
        yield from _verdicts(standard, f"${function.symbol}'(x)$", outcomes, "autograd of ")


def _verdicts(
    standard: Standard, name: str, outcomes: Sequence[Outcome], how: str
) -> Iterator[Verdict]:
    """One verdict an implementation. If all of them contradict the formula, it is to blame."""
    page, formula = standard.page, standard.formula
    blamed = all(outcome.wrong for outcome in outcomes)
    for outcome in outcomes:
        against = f"{how}{outcome.code.name}"
        part = "autograd" if how else ""
        subject = subjects.code(formula.function, outcome.code.implementation, part)
        if blamed and outcome.failure is None and not how:
            subject = subjects.formula_at(page, formula.line, formula.column)
        ulps = None if outcome.wrong else outcome.ulps
        why = standard.cause(outcome, steep=bool(how))
        yield Verdict(
            subject=subject,
            claim=name,
            against=against,
            status=outcome.status,
            evidence=_evidence(outcome, against) + (_told(ulps, why) if ulps and why else ""),
            points=outcome.points,
            worst=None if outcome.wrong else outcome.worst,
            at=str(outcome.at.place) if outcome.at else None,
            worst_ulp=ulps.error if ulps else None,
            cause=why.kind if why else None,
        )


def _told(ulps: Ulps, why: Cause) -> str:
    return f"; at {ulps.at.place} it is off by {amounts.ulps(ulps.error)} ulp: {why}"


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
        f"{outcome.at.place}, is {amounts.share(outcome.worst)} of the tolerance"
    )
