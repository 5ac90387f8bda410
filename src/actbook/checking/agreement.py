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

from actbook.checking.causes import cause
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Code, Failed, Underived, codes
from actbook.checking.inaccurate import Cause, Inaccurate
from actbook.checking.outcome import Met, Outcome
from actbook.checking.references import Forms, Reference, references
from actbook.formula import columns
from actbook.formula.balls import exact
from actbook.formula.symbolic import derivative
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.verdict import ACCURATE, Verdict

#: How much coarser float32 is than float64.
_SINGLE = 2.0**29
#: Next to 2^_NEGLIGIBLE a double is nothing.
_NEGLIGIBLE = FLOAT64.smallest - 40
_NEAR_LARGEST = (2 - 2.0**-40) * 2.0**1023


def compare(
    code: Code,
    references: Sequence[Reference],
    of: Callable[[Code, list[float], Any], Any],
    most: float = 1,
) -> Outcome:
    """Call the code once for each set of parameters and hold its values against the references.

    The first place where its error is more than `most` of what is allowed ends it: plain numbers
    come before odd ones. Not so where pieces of the formula meet smoothly: there a derivative is
    often left out, and that is told.
    """
    worst: Met | None = None
    ulps: Met | None = None
    joints = []
    for parameters, group in _groups(references):
        try:
            values = of(code, [reference.place.values["x"] for reference in group], parameters)
        except Failed as failed:
            where = f" with {group[0].place}" if parameters else ""
            at = Met(math.inf, group[0], math.nan)
            return Outcome(code, 0, at, f"{failed}{where}")
        for reference, value in zip(group, values, strict=True):
            met = Met(_part(float(value), reference), reference, float(value))
            if met.error > most and reference.joint:
                joints.append(met)
                continue
            if met.error > most:
                return Outcome(code, len(references), met)
            if worst is None or met.error > worst.error:
                worst = met
            off = min(error(met.found, truth, FLOAT64) for truth in reference.values)
            if ulps is None or off > ulps.error:
                ulps = Met(off, reference, met.found)
    return Outcome(code, len(references), worst, ulps=ulps, joints=tuple(joints))


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
        off = min(float(abs(exact(value) - true).upper()) for true in reference.values)
        return off / reference.allowed


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

    def why(self, outcome: Outcome, *, steep: bool) -> Cause | None:
        """Why code is inaccurate, in f′ if `steep`; None if it is not."""
        if outcome.wrong or outcome.ulps is None or outcome.ulps.error <= ACCURATE:
            return None
        return self.cause(outcome.code, outcome.ulps, steep=steep)

    def cause(self, code: Code, met: Met, *, steep: bool) -> Cause:
        """Why code gives a result that is inaccurate."""
        expression = self.formula.expression
        formula = derivative(expression) if steep else expression
        call = code.derivatives if steep else code.values
        x, parameters = met.at.place.split
        case = Inaccurate(
            forms=(formula, *(self.forms.derivative if steep else self.forms.value)),
            parameters=parameters,
            names={p.name: p.symbol for p in self._function.parameters},
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
    """Every implementation of a scalar function against its formula, and autograd against f′."""
    every = codes(function.implementations, namespace)
    if not every:
        return
    outcomes = [replace(_values(standard, c), underived=_underived(standard, c)) for c in every]
    yield from _verdicts(standard, f"${function.symbol}(x)$", outcomes, "")
    torch = [outcome for outcome in outcomes if outcome.code.torch and not outcome.wrong]
    differentiable = [outcome.code for outcome in torch if not outcome.underived]
    if differentiable:
        # A library's derivative in float32 is a fact about it, shown; the page's own code has to
        # be right in float64, and so has every value.
        outcomes = [
            replace(compare(code, standard.slopes, Code.derivatives, _SINGLE), most=_SINGLE)
            for code in differentiable
        ]
        yield from _verdicts(standard, f"${function.symbol}'(x)$", outcomes, "autograd of ")


def _underived(standard: Standard, code: Code) -> str | None:
    """Why autograd gives no slope of the code, where it gives none."""
    try:
        for where in standard.slopes[:1] if code.torch else ():
            x, parameters = where.place.split
            code.derivatives([x], parameters)
    except Underived as error:
        return f"autograd {error}"
    except Failed:
        return None  # which its values tell
    return None


def _values(standard: Standard, code: Code) -> Outcome:
    """How the values of code do. PyTorch passes to another formula beyond some x, as softplus does
    from 20 on, where float32 knows no difference."""
    outcome = compare(code, standard.values, Code.values)
    if not outcome.wrong or not code.torch or outcome.failure is not None:
        return outcome
    coarse = replace(compare(code, standard.values, Code.values, _SINGLE), most=_SINGLE)
    if coarse.wrong or coarse.worst is None:
        return outcome
    why = standard.cause(code, coarse.worst, steep=False)
    return replace(coarse, beyond=why) if why.kind == "threshold" else outcome


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
        worst, ulps = outcome.worst, None if outcome.wrong else outcome.ulps
        why = standard.why(outcome, steep=bool(how))
        yield Verdict(
            subject=subject,
            claim=name,
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
