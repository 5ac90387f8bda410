"""The facts of a function, each with its verdict.

What is proved is proved over the whole line and for all parameter values. Where no proof is
found, a fact is proved for chosen parameter values, or tried at points, and its verdict says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from actbook import components, facts, shape
from actbook.analysis import Analysis
from actbook.autograd import Slope, torch_autograd_at_kinks
from actbook.expression import Expression
from actbook.finding import Finding, Misstated
from actbook.page import Fact, Function, Parameter
from actbook.prove import Desk, over, regions
from actbook.region import Region, Undecided, some_value
from actbook.trials import refuted, tried
from actbook.verdict import Status, Verdict

#: Facts of the formula. Each check takes an analysis and the stated value.
PROOFS: Mapping[str, Callable[[Analysis, Any], Finding]] = {
    check.__name__: check
    for check in (
        *(facts.range, facts.derivative_range, shape.monotonic, shape.parity, shape.smoothness),
        *(shape.kinks, facts.limits, facts.lipschitz, facts.minimum, facts.maximum, facts.values),
        shape.convexity,
    )
}
#: All facts that a page may state.
FACTS: Mapping[str, Callable[..., Finding]] = {
    **PROOFS,
    torch_autograd_at_kinks.__name__: torch_autograd_at_kinks,
}


@dataclass(frozen=True)
class Subject:
    """One function of a page, its definition expanded: in `x` and the parameters alone.

    `autograd` gives PyTorch's derivative at a point, where there is a PyTorch implementation.
    """

    label: str
    definition: Expression
    function: Function
    autograd: Slope | None


def check(subject: Subject, desk: Desk | None = None) -> list[Verdict]:
    """A verdict on each fact of a function. A `desk` keeps what was found of its definition."""
    desk = desk or Desk(subject.definition)
    return [_verdict(fact, subject, desk) for fact in subject.function.facts]


def _verdict(fact: Fact, subject: Subject, desk: Desk) -> Verdict:
    where = f" for {fact.where}" if fact.where else ""
    claim = f"{fact.name.replace('_', ' ')} of {subject.label}{where}"
    against = "autograd" if fact.name == "torch_autograd_at_kinks" else "the definition"
    try:
        status, evidence, points = _decide(fact, subject, desk)
    except ValueError as error:
        status, evidence, points = "fails", str(error), 0
    return Verdict(fact.line, claim, against, status, evidence, points=points)


def _decide(fact: Fact, subject: Subject, desk: Desk) -> tuple[Status, str, int]:
    """The status and evidence. ValueError says what cannot be understood."""
    parts = regions(subject.function.parameters, fact.where)
    if not parts:
        raise Misstated(f"no parameters in their domains are such that {fact.where}")
    if fact.name == "torch_autograd_at_kinks":
        return _autograd(fact, subject)
    if subject.function.vector:
        return components.check(fact, subject.definition, parts)
    samples = _samples(subject.function.parameters, fact.where)
    if (counterexample := refuted(fact, map(desk.sample, samples))) is not None:
        return "fails", f"stated {fact.value}, but {counterexample}", 1
    try:
        found = [answer for part in parts for answer in _answers(fact, part, desk)]
    except Undecided as reason:
        return _without_proof(fact, subject, desk, samples, str(reason))
    return (*_summed_up(found), 0)


def _answers(fact: Fact, region: Region, desk: Desk) -> list[tuple[Region, Finding]]:
    prove = PROOFS[fact.name]
    try:
        return over(region, lambda part: prove(desk.analysis(part), fact.value))
    except Misstated:
        raise
    except (ValueError, TypeError, ArithmeticError, AttributeError, NotImplementedError) as error:
        # SymPy fails in many ways on what it does not know; none of them is a proof.
        raise Undecided(f"SymPy: {error}") from error


def _summed_up(found: Iterable[tuple[Region, Finding]]) -> tuple[Status, str]:
    cases = list(found)
    for region, finding in cases:
        if not finding.true:
            return "fails", finding.because + _for(region)
    region, finding = cases[0]
    if len(cases) == 1:
        return "proved", finding.because
    more = len(cases) - 1
    cases_shown = f"{more} more case{'s' if more > 1 else ''} of the parameters"
    return "proved", f"{finding.because}{_for(region)}; likewise in {cases_shown}"


def _for(region: Region) -> str:
    return f", for {region}" if region.values else ""


def _without_proof(
    fact: Fact, subject: Subject, desk: Desk, samples: list[Region], reason: str
) -> tuple[Status, str, int]:
    """What can be said where no proof for all parameters was found."""
    if any(region.values for region in samples):
        try:
            found = [answer for sample in samples for answer in _answers(fact, sample, desk)]
        except Undecided:
            pass
        else:
            status, evidence = _summed_up(found)
            if status == "proved":
                shown = "; ".join(map(str, samples))
                return "holds", f"proved for {shown}, not for all: {evidence}", 0
            return status, evidence, 0
    points = tried(fact, map(desk.sample, samples))
    if points:
        return "holds", f"no counterexample at {points} points; no proof, as to {reason}", points
    return "unknown", f"no proof was found, as to {reason}", 0


def _autograd(fact: Fact, subject: Subject) -> tuple[Status, str, int]:
    if subject.autograd is None:
        return "unknown", "there is no PyTorch implementation to ask", 0
    cases = _samples(subject.function.parameters, fact.where)
    found = [torch_autograd_at_kinks(subject.autograd, case, fact.value) for case in cases]
    for case, finding in zip(cases, found, strict=True):
        if not finding.true:
            return "fails", finding.because + _for(case), len(cases)
    return "holds", f"{found[0].because}{_for(cases[0])}", len(cases) * len(fact.value)


def _samples(parameters: tuple[Parameter, ...], where: str | None) -> list[Region]:
    """Regions of single parameter values: the defaults, where they are meant, and others."""
    defaults = tuple(replace(p, domain=f"{{{p.default}}}") for p in parameters)
    samples = regions(defaults, where)
    for turn in range(3 if parameters else 0):
        for sample in regions(parameters, where):
            for symbol, span in sample.spans.items():
                sample = sample.substituted(symbol, some_value(span, turn), {})
            samples.append(sample)
    return samples
