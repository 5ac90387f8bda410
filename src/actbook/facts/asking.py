"""The verdicts on a fact of a page's function, in the names of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from actbook.checking.letters import renamed
from actbook.checking.points import parameter_values
from actbook.facts import turned, verdicts
from actbook.facts.autograd import Slope
from actbook.facts.prover import Prover
from actbook.formula.expression import Expression
from actbook.reading import subjects
from actbook.reading.page import Fact, Function
from actbook.verdict import Verdict


def asked(
    function: Function,
    formula: Expression,
    fact: Fact,
    slope: Slope | None,
    prover: Callable[[Expression], Prover],
) -> Sequence[Verdict]:
    """What is found of a fact: along its argument, or of several arguments together."""
    try:
        own = turned.along(function, formula, fact.along)
    except ValueError as error:
        return [turned.refused(function, fact, str(error))]
    together = len(function.arguments) > 1 and fact.along is None
    subject = verdicts.Stated(
        function.title,
        formula if together else own.formula,
        replace(own.function, facts=(own.stated(fact),)),
        slope,
        parameter_values(own.function.parameters),
    )
    found = verdicts.check(subject, prover(own.formula))
    said = (renamed(verdict, own.names, [function.title]) for verdict in found)
    return [replace(one, subject=subjects.fact(function, fact)) for one in said]
