"""Mutants on trial, in a page's own process: the checks of the book on each, until one refuses it.

The cells run once. Of a mutated page only the checks are run whose key the page itself has not,
those of what was mutated first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from actbook.book import calls
from actbook.book.plan import Check, parameters, plan
from actbook.execution import execute
from actbook.execution.budget import Limits, OutOfTime, ceiling, limited
from actbook.execution.child import Tell
from actbook.execution.watch import limit
from actbook.facts.prover import Prover
from actbook.reading import parse
from actbook.reading.page import Page
from actbook.reading.scope import Reading, read_formulas
from actbook.records.calls import Recorded
from actbook.verdict import Refused
from mutating import equivalence, mutate_code, mutate_facts, mutate_formulas, same
from mutating.mutants import Mutant

#: Nothing that is right takes so many seconds of processor time to check.
_SECONDS = 30.0

Fate = Literal["killed", "equivalent", "survived", "unreadable"]


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `said` is the message that refused it, or why it is equivalent.

    `error` says that not a check refused it: it took too long, or the engine itself failed.
    """

    mutant: Mutant
    fate: Fate
    said: str
    error: bool = False


def born(page: Page, others: Sequence[Page], tell: Tell) -> list[Mutant]:
    """All mutants of a page."""
    tell.started("making mutants", page.body)
    formulas = mutate_formulas.mutants(page, others)
    return [*formulas, *mutate_facts.mutants(page), *mutate_code.mutants(page)]


def tried(
    page: Page, others: Sequence[Page], mutants: Sequence[Mutant], tell: Tell
) -> list[Outcome]:
    """The outcome of each mutant. The page itself has to be without problems."""
    court = _court(page, others, tell)
    outcomes = []
    most = ceiling(Limits().memory)
    for mutant in mutants:
        tell.started(f"trying {mutant}", mutant.line, _SECONDS)
        try:
            with limited(limit(_SECONDS), most):
                outcomes.append(Outcome(mutant, *court.judge(mutant)))
        except OutOfTime as error:
            outcomes.append(Outcome(mutant, "killed", str(error), True))
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            outcomes.append(Outcome(mutant, "killed", said, True))
    return outcomes


def _court(page: Page, others: Sequence[Page], tell: Tell) -> _Court:
    """The page as it is: executed, without inline values and figures, and read."""
    outputs, namespace = execute.run(replace(page, inlines=()), lambda *_: "", tell.started)
    reading = read_formulas(page, others)
    for problem in (*outputs.problems, *reading.problems):
        raise ValueError(f"the page itself is wrong: {problem}")
    prover = cache(Prover)
    known = calls.known([page])[0].on(page.slug)
    checks = tuple(plan(page, reading, prover, known=known))
    return _Court(page, tuple(others), namespace, reading, checks, prover, known)


@dataclass(frozen=True)
class _Court:
    page: Page
    others: tuple[Page, ...]
    namespace: dict[str, Any]
    reading: Reading
    checks: tuple[Check, ...]
    prover: Any
    recorded: Recorded

    def judge(self, mutant: Mutant) -> tuple[Fate, str]:
        try:
            page = parse.read(mutant.applied(self.page.text), self.page.path)
        except Refused as refused:
            return "unreadable", str(refused)
        if mutant.kind == "implementations":
            return self.code(page)
        reading = self.reading
        if mutant.kind == "formulas":
            reading = read_formulas(page, self.others)
        for problem in (*reading.problems, *parameters(page)):
            return "killed", problem.message
        known = {check.key for check in self.checks}
        every = plan(page, reading, self.prover, known=self.recorded)
        changed = [check for check in every if check.key not in known]
        if mutant.kind == "facts":
            return self.facts(page, reading, changed)
        return self.formulas(page, reading, changed, mutant.line)

    def formulas(
        self, page: Page, reading: Reading, changed: Sequence[Check], line: int
    ) -> tuple[Fate, str]:
        """The formula's own claims first: they refuse most. Then all that follows from it."""
        starts = [e.line for e in page.equations if e.start <= line <= e.end]
        first = [c for c in changed if c.kind == "formula" and c.line in starts]
        if said := _refusal(first, self.namespace):
            return "killed", said
        if reason := equivalence.formulas(page, self.reading, reading, line):
            return "equivalent", reason
        rest = [check for check in changed if check not in first]
        said = _refusal(sorted(rest, key=lambda check: check.kind), self.namespace)
        return ("killed", said) if said else ("survived", "")

    def facts(self, page: Page, reading: Reading, changed: Sequence[Check]) -> tuple[Fate, str]:
        if said := _refusal(changed, self.namespace):
            return "killed", said
        if reason := same.facts(self.page, page, reading):
            return "equivalent", reason
        return "survived", ""

    def code(self, page: Page) -> tuple[Fate, str]:
        try:
            namespace = mutate_code.execute(page, self.namespace)
        except Exception as error:
            return "killed", f"the cell raises {type(error).__name__}: {error}"
        if reason := same.code(self.page, page, self.namespace, namespace):
            return "equivalent", reason
        alike = page.functions == self.page.functions
        every = plan(page, self.reading, self.prover, known=self.recorded)
        checks = self.checks if alike else tuple(every)
        code = [c for c in checks if c.kind in ("code", "format")]
        code += [c for c in checks if c.kind == "fact" and "autograd" in c.what]
        said = _refusal(code, namespace)
        return ("killed", said) if said else ("survived", "")


def _refusal(checks: Iterable[Check], namespace: dict[str, Any]) -> str | None:
    """What the first check that fails says."""
    for check in checks:
        for verdict in check.run(namespace):
            if verdict.status == "fails":
                return f"{verdict.claim} ({verdict.against}): {verdict.evidence}"
    return None
