"""Floating-point code against the formulas: values in float64, and PyTorch's derivatives.

What is held against what is the standard of a function: `OfNumbers` here, `vector_code.OfVectors`.
`references` has the tolerance. That an error is within it does not make it small: it is told in
units in the last place, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol, TypeAlias

from flint import ctx

from actbook.checking.causes import cause
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Callee, Code, Failed, Underived, codes
from actbook.checking.inaccurate import Cause, Inaccurate
from actbook.checking.outcome import Met, Outcome
from actbook.checking.places import Place
from actbook.checking.references import Forms, Reference, references
from actbook.formula import columns
from actbook.formula.balls import exact
from actbook.formula.expression import Expression
from actbook.formula.symbolic import derivative
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.verdict import ACCURATE, Verdict

#: How much coarser float32 is than float64.
SINGLE = 2.0**29
#: Next to 2^_NEGLIGIBLE a double is nothing.
_NEGLIGIBLE = FLOAT64.smallest - 40
#: References that one call of the code has results for.
Group: TypeAlias = Sequence[Reference]
_NEAR_LARGEST = (2 - 2.0**-40) * 2.0**1023


class Standard(Protocol):
    """What the code of a function is held against: its formula and f′, with tolerances."""

    @property
    def page(self) -> Page: ...

    @property
    def formula(self) -> Definition: ...

    @property
    def claims(self) -> tuple[str, str]:
        """How f and f′ are named."""
        ...

    @property
    def values(self) -> Sequence[Group]:
        """Those of f, grouped by the calls that give them."""
        ...

    @property
    def slopes(self) -> Sequence[Group]:
        """Those of f′."""
        ...

    def at(self, spots: Sequence[Place], *, steep: bool) -> Sequence[Group]:
        """The references at other places."""
        ...

    def called(self, code: Callee, group: Group, *, steep: bool) -> Sequence[float]:
        """What one call of the code gives, of f′ if `steep`. Raises Failed."""
        ...

    def cause(self, code: Callee, met: Met, *, steep: bool) -> Cause:
        """Why code gives a result that is inaccurate."""
        ...


def compare(standard: Standard, code: Callee, *, steep: bool = False, most: float = 1) -> Outcome:
    """Hold what code gives against the references.

    The first place where its error is more than `most` of what is allowed ends it: plain numbers
    come before odd ones. Not so where pieces of the formula meet smoothly: there a derivative is
    often left out, and that is told.
    """
    groups = standard.slopes if steep else standard.values
    points = sum(map(len, groups))
    worst: Met | None = None
    ulps: Met | None = None
    joints = []
    for group in groups:
        try:
            values = standard.called(code, group, steep=steep)
        except Failed as failed:
            place = group[0].place
            where = f" with {place}" if len(place.values) > 1 else ""
            return Outcome(code, 0, Met(math.inf, group[0], math.nan), f"{failed}{where}", most)
        for reference, value in zip(group, map(float, values), strict=True):
            met = Met(_part(value, reference), reference, value)
            if met.error > most and reference.joint:
                joints.append(met)
                continue
            if met.error > most:
                return Outcome(code, points, met, most=most)
            if worst is None or met.error > worst.error:
                worst = met
            off = min(error(met.found, truth, FLOAT64) for truth in reference.values)
            if ulps is None or off > ulps.error:
                ulps = Met(off, reference, met.found)
    return Outcome(code, points, worst, most=most, ulps=ulps, joints=tuple(joints))


def _part(value: float, reference: Reference) -> float:
    """The error of a double as a part of what is allowed; infinite for a NaN."""
    if math.isnan(value):
        return math.inf
    truth = float(reference.value)
    if math.isinf(value):
        overflows = abs(truth) > _NEAR_LARGEST and (truth > 0) == (value > 0)
        return 0.0 if overflows else math.inf
    with ctx.workprec(200):
        off = min(float(abs(exact(value) - true).upper()) for true in reference.values)
        return off / reference.allowed


@dataclass(frozen=True)
class OfNumbers:
    """The standard of a function of one number."""

    page: Page
    formula: Definition
    forms: Forms

    @property
    def claims(self) -> tuple[str, str]:
        function = self.formula.function
        return f"${function.call}$", f"${function.slope}$"

    @cached_property
    def values(self) -> list[Group]:
        return self._groups(self.formula.expression, self.forms.value)

    @cached_property
    def slopes(self) -> list[Group]:
        return self._groups(derivative(self.formula.expression), self.forms.derivative)

    def at(self, spots: Sequence[Place], *, steep: bool) -> list[Group]:
        formula = self.formula.expression
        forms = self.forms.derivative if steep else self.forms.value
        return self._groups(derivative(formula) if steep else formula, forms, spots)

    def _groups(
        self,
        formula: Expression,
        forms: Sequence[Expression],
        spots: Sequence[Place] | None = None,
    ) -> list[Group]:
        definition = self.formula.expression
        found = references(self.page, self.formula.function, formula, forms, definition, spots)
        return [list(group) for _, group in groupby(found, lambda one: one.place.split[1])]

    def called(self, code: Callee, group: Group, *, steep: bool) -> Any:
        call = code.derivatives if steep else code.values
        return call([one.place.values["x"] for one in group], group[0].place.split[1])

    def cause(self, code: Callee, met: Met, *, steep: bool) -> Cause:
        expression = self.formula.expression
        formula = derivative(expression) if steep else expression
        call = code.derivatives if steep else code.values
        x, parameters = met.at.place.split
        case = Inaccurate(
            forms=(formula, *(self.forms.derivative if steep else self.forms.value)),
            parameters=parameters,
            names={p.name: p.symbol for p in self.formula.function.parameters},
            form=FLOAT64,
            x=x,
            result=met.found,
            truth=met.at.value,
            results=lambda xs: call(xs, parameters),
            truths=lambda xs: columns.values(formula, parameters, xs, _NEGLIGIBLE),
        )
        return cause(case)


def check(
    standard: Standard, function: Function, namespace: Mapping[str, Any]
) -> Iterator[Verdict]:
    """Every implementation of a function against its formula, and autograd against f′."""
    every = codes(function, namespace)
    outcomes = [replace(_values(standard, c), underived=_underived(standard, c)) for c in every]
    yield from _verdicts(standard, outcomes, steep=False)
    # A library's derivative in float32 is a fact about it, shown; the page's own code has to be
    # right in float64, and so has every value.
    right = (
        one for one in outcomes if not one.wrong and not one.underived and one.code.differentiates
    )
    slopes = [compare(standard, one.code, steep=True, most=SINGLE) for one in right]
    yield from _verdicts(standard, slopes, steep=True)


def _underived(standard: Standard, code: Code) -> str | None:
    """Why autograd gives no slope of the code, where it gives none."""
    try:
        for group in standard.slopes[:1] if code.differentiates else ():
            standard.called(code, group[:1], steep=True)
    except Underived as error:
        return f"autograd {error}"
    except Failed:
        return None  # which its values tell
    return None


def _values(standard: Standard, code: Code) -> Outcome:
    """How the values of code do. PyTorch passes to another formula beyond some x, as softplus does
    from 20 on, where float32 knows no difference."""
    outcome = compare(standard, code)
    if not outcome.wrong or not code.differentiates or outcome.failure is not None:
        return outcome
    coarse = compare(standard, code, most=SINGLE)
    if coarse.wrong or coarse.worst is None:
        return outcome
    why = standard.cause(code, coarse.worst, steep=False)
    return replace(coarse, beyond=why) if why.kind == "threshold" else outcome


def _verdicts(standard: Standard, outcomes: Sequence[Outcome], *, steep: bool) -> Iterator[Verdict]:
    """One verdict an implementation. If all of them contradict the formula, it is to blame."""
    formula = standard.formula
    blamed = all(outcome.wrong for outcome in outcomes) and not steep
    for outcome in outcomes:
        against = f"autograd of {outcome.code.name}" if steep else outcome.code.name
        part = "autograd" if steep else ""
        subject = subjects.code(formula.function, outcome.code.implementation, part)
        if blamed and outcome.failure is None:
            subject = subjects.formula_at(standard.page, formula.line, formula.column)
        worst, ulps = outcome.worst, None if outcome.wrong else outcome.ulps
        why = None
        if ulps is not None and ulps.error > ACCURATE:
            why = standard.cause(outcome.code, ulps, steep=steep)
        yield Verdict(
            subject=subject,
            claim=standard.claims[steep],
            against=against,
            status=outcome.status,
            evidence=outcome.words(against, why),
            points=outcome.points,
            worst=None if outcome.wrong or worst is None else worst.error,
            at=str(worst.at.place) if worst else None,
            worst_ulp=ulps.error if ulps else None,
            cause=why.kind if why else None,
            limits=outcome.limits,
        )
