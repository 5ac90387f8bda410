"""What is proved and tried of one function: a fact is proved, refuted or left open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sympy
from flint import ctx

from actbook.checking.narrowing import BITS
from actbook.facts.cases import over
from actbook.facts.evidence import Case, Proof, Refutation
from actbook.facts.fact import FactKind, Finding
from actbook.facts.grammar import Misstated
from actbook.facts.sample import Sample
from actbook.facts.statements import NOWHERE
from actbook.formula.expression import Expression
from actbook.proving.equal import FAILURES
from actbook.proving.region import Alike, Region, Undecided, some_value
from actbook.proving.variation import Analysis
from actbook.reading.page import Fact
from actbook.verdict import Status


@dataclass(frozen=True)
class Prover:
    """Proofs and counterexamples of one definition; what was found of it is kept, by region."""

    definition: Expression
    analyses: dict[tuple[object, ...], Analysis] = field(default_factory=dict)
    samples: dict[tuple[object, ...], Sample] = field(default_factory=dict)

    def analysis(self, region: Region) -> Analysis:
        key = (*region.values.items(), *region.spans.items(), *region.alike.items())
        return self.analyses.setdefault(key, Analysis(self.definition, region))

    def at(self, values: Mapping[str, float]) -> Analysis:
        """The analysis where each parameter is a double."""
        return self.analysis(Region({n: sympy.Rational(v) for n, v in values.items()}, {}))

    def sample(self, region: Region, deep: bool = False) -> Sample:
        key = (*region.values.items(), deep)
        return self.samples.setdefault(key, Sample(self.definition, region, deep))

    def proved(
        self, kind: FactKind, fact: Fact, parts: Iterable[Region]
    ) -> tuple[Status, Proof | Refutation]:
        """Proved or refuted over all parts of the parameters' domain; else `Undecided`.

        Where numbers are taken to be equal of which only the digits are known, a proof `holds`.
        """
        cases: list[Case] = []
        open_question: Undecided | None = None

        def finding(part: Region) -> Finding:
            return self._finding(kind, fact, part)

        for region, answer in (pair for part in parts for pair in over(part, finding)):
            if isinstance(answer, Undecided):
                open_question = answer
            elif not answer.true:
                return "fails", self._refutation(kind, fact, region, answer)
            else:
                cases.append(Case(region, answer.because))
        if open_question is not None:
            raise open_question
        proof = Proof(tuple(cases))
        return proof.status, proof

    def _refutation(self, kind: FactKind, fact: Fact, region: Region, found: Finding) -> Refutation:
        """What is wrong in a region; for single parameter values of it where it is a corner that
        nobody could read back."""
        if not all(value.is_polynomial(*region.spans) for value in region.values.values()):
            numbers = {symbol: some_value(span) for symbol, span in region.spans.items()}
            single = Region({n: value.subs(numbers) for n, value in region.values.items()}, {})
            with contextlib.suppress(Undecided, Alike):
                if not (there := self._finding(kind, fact, single)).true:
                    region, found = single, there
        return Refutation(found.wrong or fact.value, Case(region, found.because))

    def _finding(self, kind: FactKind, fact: Fact, part: Region) -> Finding:
        analysis = self.analysis(part)
        try:
            if set(analysis.plain.pieces) | set(analysis.plain.values) == {None}:
                return Finding(False, (NOWHERE,))
            assert kind.prove is not None
            return kind.prove(analysis, kind.grammar.read(fact.value, part))
        except Misstated:
            raise
        except Undecided as reason:
            raise reason.told(analysis.told) from None
        except FAILURES as error:
            raise Undecided("SymPy: {}", str(error)) from error

    def refuted(
        self, kind: FactKind, fact: Fact, regions: Iterable[Region], deep: bool = False
    ) -> Case | None:
        """A counterexample in regions of single parameter values, None where none is found."""
        if kind.counterexamples is None or fact.value == "none":
            return None
        for sample in [self.sample(region, deep) for region in regions]:
            try:
                with ctx.workprec(BITS):
                    found = next(kind.counterexamples(sample, fact.value), None)
            except (ValueError, TypeError, LookupError, AttributeError, Undecided, Alike):
                return None  # not a value of this fact: the proof says what is wrong with it
            if found is not None:
                return Case(sample.region, found)
        return None

    def unreached(self, kind: FactKind, fact: Fact, regions: Iterable[Region]) -> Case | None:
        """What of a fact a search in regions of single parameter values did not come to."""
        assert kind.unreached is not None
        for sample in [self.sample(region, deep=True) for region in regions]:
            with ctx.workprec(BITS):
                missing = kind.unreached(sample, fact.value)
            if missing is not None:
                return Case(sample.region, (missing,))
        return None

    def tried(self, regions: Iterable[Region]) -> int:
        """At how many points a fact was tried."""
        return sum(len(self.sample(r, deep=True).values) for r in regions)
