"""The facts of a function, each with its verdict.

What is proved is proved over the whole line and for all parameter values. Where no proof is
found, a fact is proved for chosen parameter values, or tried at points, and its verdict says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from actbook.algebra.expression import Expression
from actbook.proving import components
from actbook.proving.autograd import Slope, no_kink, torch_autograd_at_kinks
from actbook.proving.decide import PROOFS, for_region, proved
from actbook.proving.finding import Finding, Misstated
from actbook.proving.prove import Desk, regions
from actbook.proving.region import Alike, Region, Undecided, some_value
from actbook.proving.trials import refuted, tried
from actbook.reading.page import Fact, Function, Parameter
from actbook.verdict import Status, Verdict

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
    except (Undecided, Alike) as reason:  # of a stated number without proof
        status, evidence, points = "unknown", f"no proof was found, as to {reason}", 0
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
    try:
        status, evidence = proved(fact, parts, desk)
    except Undecided as reason:
        status, evidence, points = _without_proof(fact, desk, samples, str(reason))
    else:
        points = 0
    counterexample = None if status == "fails" else refuted(fact, map(desk.sample, samples))
    if counterexample is not None:
        return "fails", f"stated {fact.value}, but {counterexample}", 1
    return status, evidence, points


def _without_proof(
    fact: Fact, desk: Desk, samples: list[Region], reason: str
) -> tuple[Status, str, int]:
    """What can be said where no proof for all parameters was found."""
    if any(region.values for region in samples):
        try:
            status, evidence = proved(fact, samples, desk)
        except Undecided:
            pass
        else:
            shown = "; ".join(map(str, samples))
            if status == "proved":
                evidence = f"proved for {shown}, not for all: {evidence}"
            elif status == "holds":
                evidence = f"for {shown}, not for all: {evidence}"
            return "fails" if status == "fails" else "holds", evidence, 0
    points = tried(fact, map(desk.sample, samples))
    if points:
        return "holds", f"no counterexample at {points} points; no proof, as to {reason}", points
    return "unknown", f"no proof was found, as to {reason}", 0


def _autograd(fact: Fact, subject: Subject) -> tuple[Status, str, int]:
    # Without parameters, all that is stated can be asked.
    if subject.autograd is None:
        return "unknown", "there is no PyTorch implementation to ask", 0
    cases = _samples(subject.function.parameters, fact.where)
    found = [torch_autograd_at_kinks(subject.autograd, case, fact.value) for case in cases]
    for case, finding in zip(cases, found, strict=True):
        if not finding.true:
            return "fails", finding.because + for_region(case), len(cases)
    if smooth := no_kink(subject.definition, cases, fact.value):
        return "fails", smooth, len(cases)
    everything = not subject.function.parameters and found[0].exact
    asked: Status = "proved" if everything else "holds"
    return asked, f"{found[0].because}{for_region(cases[0])}", len(cases) * len(fact.value)


def _samples(parameters: tuple[Parameter, ...], where: str | None) -> list[Region]:
    """Regions of single parameter values: the defaults, where they are meant, and others."""
    defaults = tuple(replace(p, domain=f"{{{p.default}}}") for p in parameters)
    samples = regions(defaults, where)
    for turn in range(3 if parameters else 0):
        for sample in regions(parameters, where):
            for number, (symbol, span) in enumerate(sample.spans.items()):
                sample = sample.substituted(symbol, some_value(span, turn + number), {})
            samples.append(sample)
    return samples
