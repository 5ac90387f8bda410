"""The facts of a function, each with its verdict.

What is proved is proved over the whole line and for all parameter values. Where no proof is
found, a fact is proved for chosen parameter values, or tried at points, and its verdict says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import sympy

from actbook.facts import joint, of_vectors
from actbook.facts.autograd import AUTOGRAD, Slope, asked, no_kink
from actbook.facts.cases import regions
from actbook.facts.evidence import (
    Case,
    Evidence,
    Misread,
    Open,
    Proof,
    Refutation,
    Sampled,
    Tried,
    Unreached,
    data,
)
from actbook.facts.fact import FactKind
from actbook.facts.grammar import Misstated
from actbook.facts.prover import Prover
from actbook.facts.registry import FACTS, named
from actbook.formula.expression import Expression
from actbook.proving.region import Alike, Region, Undecided, some_value
from actbook.reading import subjects
from actbook.reading.fields import near
from actbook.reading.page import Fact, Function, Parameter
from actbook.verdict import Status, Verdict

#: A number, or the end of a set, that is a decimal alone and so stands for what rounds to it.
_DECIMAL = re.compile(r"(?:^|,\s*|(?<![A-Za-z_])[\[({]\s*)-?\d*\.\d+\s*(?=$|[,\])}])")


@dataclass(frozen=True)
class Stated:
    """One function of a page, its definition expanded: in `x` and the parameters alone. Outside of
    its domain it has no value, but where a fact of several arguments together is stated.

    `autograd` gives PyTorch's derivative at a point, where there is a PyTorch implementation.
    Counterexamples are looked for at the `rows` of parameter values, too.
    """

    label: str
    definition: Expression
    function: Function
    autograd: Slope | None
    rows: Sequence[Mapping[str, float]] = ()


class Judgement(NamedTuple):
    """A status with its evidence, and at how many points something was tried."""

    status: Status
    evidence: Evidence
    points: int = 0


def check(subject: Stated, prover: Prover | None = None) -> list[Verdict]:
    """A verdict on each fact of a function. A `prover` keeps what was found of its definition."""
    prover = prover or Prover(subject.definition)
    return [_verdict(fact, subject, prover) for fact in subject.function.facts]


def _verdict(fact: Fact, subject: Stated, prover: Prover) -> Verdict:
    where = f" for {fact.where}" if fact.where else ""
    along = f" along {fact.along}" if fact.along else ""
    claim = f"{fact.name.replace('_', ' ')} of {subject.label}{along}{where}"
    kind = named(fact.name)
    against = "the facts there are" if kind is None else kind.against
    status, evidence, points = judged(fact, subject, prover)
    if status == "proved" and fact.unproved is not None:
        status, evidence = "fails", Misread(f"marked `unproved`, but proved: {evidence.words()}")
    said = evidence.words()
    if status in ("proved", "holds") and any(map(_DECIMAL.search, _texts(fact.value))):
        said += "; decimals are right to the digits written"
    if fact.unproved is not None and status != "fails":
        said += f"; the page leaves it unproved: {fact.unproved}"
    return Verdict(
        subjects.fact(subject.function, fact),
        claim,
        against,
        status,
        said,
        points=points,
        proof=data(evidence),
        unproved=fact.unproved,
    )


def _texts(value: Any) -> Iterator[str]:
    """The numbers and sets of a stated value, as they are written."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    else:
        yield str(value)


def judged(fact: Fact, subject: Stated, prover: Prover) -> Judgement:
    """The verdict on a fact, its evidence as data."""
    try:
        return _decide(fact, subject, prover)
    except ValueError as error:
        return Judgement("fails", Misread(str(error)))
    except (Undecided, Alike) as reason:  # of a stated number
        return Judgement("unknown", Open(reason))


def _decide(fact: Fact, subject: Stated, prover: Prover) -> Judgement:
    """ValueError says what cannot be understood."""
    kind = named(fact.name)
    if kind is None:
        known = near(fact.name, [kind.key for kind in FACTS])
        raise Misstated(f"unknown key `{fact.name}` in facts{known}")
    if subject.function.vector:
        parts_of, rows_of = (partial(made, subject, fact) for made in (_of_length, _rows_of_length))
        return Judgement(*of_vectors.check(fact, subject.definition, parts_of, rows_of))
    if len(subject.function.arguments) > 1 and fact.along is None:
        return Judgement(*joint.judged(fact, subject.function, subject.definition))
    parts = regions(subject.function.parameters, fact.where)
    if not parts:
        raise Misstated(f"no parameters in their domains are such that {fact.where}")
    if kind is AUTOGRAD:
        return _autograd(fact, subject)
    samples = _samples(subject.function.parameters, fact.where)
    rows = _rows(subject, fact.where)
    try:
        found = Judgement(*prover.proved(kind, fact, parts))
    except Undecided as reason:
        found = _without_proof(kind, fact, prover, samples, rows, reason)
    if found.status == "fails":
        return found
    if (case := prover.refuted(kind, fact, [*samples, *rows])) is not None:
        return Judgement("fails", Refutation(fact.value, case), 1)
    return found


def _of_length(subject: Stated, fact: Fact, length: int) -> list[Region]:
    """The parameters that a fact speaks of in vectors of a length, which is the parameter n."""
    return regions(_long(subject, fact, length).function.parameters, fact.where)


def _rows_of_length(subject: Stated, fact: Fact, length: int) -> list[Region]:
    return _rows(_long(subject, fact, length), fact.where)


def _long(subject: Stated, fact: Fact, length: int) -> Stated:
    n = Parameter("n", "n", None, f"{{{length}}}", fact.line)
    function = replace(subject.function, parameters=(*subject.function.parameters, n))
    rows = [{**row, "n": float(length)} for row in subject.rows]
    return replace(subject, function=function, rows=rows)


def _without_proof(
    kind: FactKind,
    fact: Fact,
    prover: Prover,
    samples: list[Region],
    rows: list[Region],
    reason: Undecided,
) -> Judgement:
    """What can be said where no proof for all parameters was found; `rows` are only refuted."""
    known = [sample.values for sample in samples]
    more = [row for row in rows if row.values not in known]
    if any(region.values for region in samples):
        try:
            _, evidence = prover.proved(kind, fact, samples)
        except Undecided:
            pass
        else:
            if isinstance(evidence, Refutation):
                return Judgement("fails", evidence)
            if (case := prover.refuted(kind, fact, more, deep=True)) is not None:
                return Judgement("fails", Refutation(fact.value, case), 1)
            _readable(kind, fact, more)
            return Judgement("holds", Sampled(tuple(samples), evidence))
    if kind.unreached is None:
        return Judgement("unknown", Open(reason))
    case = prover.refuted(kind, fact, [*samples, *more])
    case = case or prover.refuted(kind, fact, [*samples, *more], deep=True)
    if case is not None:
        return Judgement("fails", Refutation(fact.value, case), 1)
    points = prover.tried(samples)
    if (case := prover.unreached(kind, fact, samples)) is not None:
        return Judgement("unknown", Unreached(fact.value, case, reason), points)
    return Judgement("holds", Tried(points, reason), points)


def _readable(kind: FactKind, fact: Fact, rows: Sequence[Region]) -> None:
    """Refuse what is no value of the fact for some parameters, as 1/a is none where a is 0."""
    for row in rows:
        try:
            kind.grammar.read(fact.value, row)
        except Misstated as error:
            raise Misstated(f"{error} for {row}") from None


def _autograd(fact: Fact, subject: Stated) -> Judgement:
    # Without parameters, all that is stated can be asked.
    if subject.autograd is None:
        return Judgement("unknown", Misread("there is no PyTorch implementation to ask"))
    samples = _samples(subject.function.parameters, fact.where)
    cases = [*samples, *_rows(subject, fact.where)]
    found = [asked(subject.autograd, case, fact.value) for case in cases]
    for region, finding in zip(cases, found, strict=True):
        if not finding.true:
            refutation = Refutation(finding.wrong, Case(region, finding.because))
            return Judgement("fails", refutation, len(cases))
    if smooth := no_kink(subject.definition, samples, fact.value):
        return Judgement("fails", Misread(smooth), len(cases))
    everything = not subject.function.parameters and found[0].exact
    proof = Proof(tuple(Case(r, f.because) for r, f in zip(cases, found, strict=True)))
    status: Status = "proved" if everything else "holds"
    return Judgement(status, proof, len(cases) * len(fact.value))


def _rows(subject: Stated, where: str | None) -> list[Region]:
    """Regions of single parameter values: those rows of which a fact speaks."""
    found = []
    for row in subject.rows:
        exact = {name: sympy.Rational(value) for name, value in row.items()}
        single = [replace(p, domain=f"{{{exact[p.name]}}}") for p in subject.function.parameters]
        found += regions(tuple(single), where)
    return found


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
