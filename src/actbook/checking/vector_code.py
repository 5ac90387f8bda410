"""The code of vector functions against their formulas, and PyTorch's Jacobians."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flint import arb, ctx

from actbook import amounts
from actbook.checking.causes import of_vector
from actbook.checking.formats import FLOAT64, error
from actbook.checking.implementation import Code, Failed, codes
from actbook.checking.inaccurate import Cause
from actbook.checking.places import Place, number
from actbook.checking.points import parameter_values
from actbook.checking.references import product
from actbook.checking.vector_claims import concrete, lengths, vectors
from actbook.formula.balls import ball, exact
from actbook.formula.expression import Expression, Partial, Symbol
from actbook.formula.rounding import SLACK, rounding
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Page
from actbook.reading.scope import Reading
from actbook.verdict import ACCURATE, Subject, Verdict


@dataclass(frozen=True)
class _Worst:
    """The largest error as a part of the allowed, infinite of code that `raised`, in words."""

    error: float
    message: str
    points: int
    ulps: _Ulps | None = None
    raised: bool = False


@dataclass(frozen=True)
class _Ulps:
    """The worst error in units in the last place, the component that has it, and the result."""

    error: float
    entry: Expression
    where: Mapping[str, Any]
    found: float
    truth: arb


def check(
    page: Page, function: Function, reading: Reading, namespace: Mapping[str, Any]
) -> Iterator[Verdict]:
    """Every implementation against the formula, and PyTorch's Jacobian against its derivative."""
    definition = reading.definitions[function.symbol]
    found = [
        (code, _worst(page, code, definition, False))
        for code in codes(function.implementations, namespace)
    ]
    blamed = all(worst.error > 1 and not worst.raised for _, worst in found)
    name = f"${function.symbol}(x)_{{{definition.index}}}$"
    for code, worst in found:
        subject = subjects.code(function, code.implementation)
        if blamed:
            subject = subjects.formula_at(page, definition.line, definition.column)
        yield _verdict(subject, code, worst, name)
        if code.torch and worst.error <= 1:
            jacobian = _worst(page, code, definition, True)
            partial = rf"$\partial {function.symbol}(x)_{{{definition.index}}} / \partial x_j$"
            subject = subjects.code(function, code.implementation, "autograd")
            yield _verdict(subject, code, jacobian, partial)


def _worst(page: Page, code: Code, definition: Definition, slopes: bool) -> _Worst:
    """The largest error of a component or an entry of the Jacobian, as a part of the allowed."""
    formula = definition.expression
    entry: Expression = Partial(formula, "x", Symbol("_j")) if slopes else formula  # type: ignore[arg-type]
    worst, message, points = -1.0, "", 0
    ulps: _Ulps | None = None
    parameters = parameter_values(definition.function.parameters)
    for length in lengths(page, slopes):
        for row, x in enumerate(vectors(length, page.slug)):
            values = parameters[row % len(parameters)]
            try:
                given = code.jacobian(x, values) if slopes else code.values(x, values)
            except Failed as failed:
                return _Worst(math.inf, f"{code.name} {failed}", points, raised=True)
            entries = _entries(entry, definition.index or "i", {"x": x, **values}, length, slopes)
            size = max(abs(float(truth)) for _, _, truth in entries)
            for at, where, truth in entries:
                found = float(given[at])
                part = _part(entry, where, found, truth, size, slopes)
                points += 1
                off = error(found, truth, FLOAT64)
                if ulps is None or off > ulps.error:
                    ulps = _Ulps(off, entry, where, found, truth)
                if part > worst:
                    worst = part
                    gives = f"{number(truth, found)} at {Place({'x': x, **values})}"
                    message = f"the formula gives {gives}, {code.name} gives {number(found, truth)}"
    return _Worst(worst, message, points, ulps)


def _entries(
    entry: Expression, index: str, values: Mapping[str, Any], length: int, slopes: bool
) -> list[tuple[tuple[int, ...], Mapping[str, Any], arb]]:
    """Where the components at a vector, or the entries of the Jacobian, stand in an array, the
    values of all names in their formula, and what it gives."""
    found: list[tuple[tuple[int, ...], Mapping[str, Any], arb]] = []
    for at in itertools.product(range(length), repeat=2 if slopes else 1):
        indices = dict(zip((index, "_j"), (i + 1 for i in at), strict=False))
        where = {**values, **indices, "n": length}
        found.append((at, where, ball(*concrete(entry, where))))
    return found


def _part(
    entry: Expression,
    where: Mapping[str, Any],
    found: float,
    truth: arb,
    size: float,
    slopes: bool,
) -> float:
    """The error as a part of the allowed: four unit roundoffs times the largest of what rounding
    does to the formula and of the `size` of the largest component.

    Autograd also forms slopes of intermediate values that are of the size of 1 and of x.
    """
    # Code may first subtract one component from all, which rounds each of them.
    rounds = float(rounding(*concrete(entry, where), of_inputs=1).upper())
    if slopes:
        given = {name: value for name, value in where.items() if not isinstance(value, int)}
        size += product({**given, "x": max(map(abs, where["x"]))})
    allowed = SLACK * FLOAT64.roundoff * max(rounds, size) + 2.0**-1022
    if not math.isfinite(found):
        return math.inf
    with ctx.workprec(200):
        return float(abs(exact(found) - truth).upper()) / allowed


def _verdict(subject: Subject, code: Code, worst: _Worst, claim: str) -> Verdict:
    wrong = worst.error > 1
    good = f"{worst.points} components in float64, {code.kernels}; the largest "
    good += f"error is {amounts.share(worst.error)} of the tolerance"
    ulps = None if wrong else worst.ulps
    why = _cause(ulps) if ulps else None
    if ulps and why:
        good += f"; at {_place(ulps.where)} it is off by {amounts.ulps(ulps.error)} ulp: {why}"
    return Verdict(
        subject=subject,
        claim=claim,
        against=code.name,
        status="fails" if wrong else "holds",
        evidence=worst.message if wrong else good,
        points=worst.points,
        worst=None if wrong else worst.error,
        worst_ulp=ulps.error if ulps else None,
        cause=why.kind if why else None,
    )


def _cause(ulps: _Ulps) -> Cause | None:
    if ulps.error <= ACCURATE:
        return None
    expression, values = concrete(ulps.entry, ulps.where)
    return of_vector(expression, values, {}, FLOAT64, ulps.found, ulps.truth)


def _place(where: Mapping[str, Any]) -> Place:
    return Place({name: value for name, value in where.items() if not isinstance(value, int)})
