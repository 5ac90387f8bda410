"""Calls of libraries that no build makes: what is recorded of them, against the formulas."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from actbook.checking import letters
from actbook.checking.agreement import SINGLE, Group, Standard, compare
from actbook.checking.implementation import Callee, Failed, Underived
from actbook.checking.inaccurate import Cause
from actbook.checking.outcome import Met, Outcome
from actbook.checking.places import Place, places
from actbook.checking.points import parameter_values
from actbook.checking.vector_claims import lengths, vectors
from actbook.libraries.adapter import Adapter
from actbook.libraries.chosen import recorders
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Function, Implementation, Page
from actbook.records.calls import Library, Recorded, RecordedCall, Tried
from actbook.verdict import Verdict

#: What is left out at the parameters' defaults, where it tells no more than what is near it, and
#: the only x at other parameters, beside kinks: a record is to stay small.
_LEFT_OUT = (24.0, 1e-17, 5e-324, 104.0, 708.0, 745.5, 1e10)
_FEW = (0.5, 1.0, 2.0, 3.0)
#: For how many values of the parameters, at how many random x, and at how many vectors of a length.
_ROWS, _RANDOM, _VECTORS = 2, 10, 7
COMMAND = "actbook record --libraries"


def spots(page: Page, definition: Definition, code: str) -> list[Place]:
    """Where a call is recorded: at the defaults alone where its code names no parameter."""
    function = definition.function
    rows = _ROWS if _named(function, code) else 1
    if function.vector:
        return [
            Place({"x": x, **values})
            for values in parameter_values(function.parameters)[:rows]
            for length in lengths(page, True)
            for x in vectors(length, page.slug)[:_VECTORS]
        ]
    names = frozenset({"x", *(p.name for p in function.parameters)})
    every = places(page, names, definition.expression, counts=(_RANDOM, 0))
    grouped = [list(group) for _, group in groupby(every, lambda place: place.split[1])]
    first, *others = grouped[:rows]
    found = [p for p in first if abs(p.split[0]) not in _LEFT_OUT]
    few = (p for row in others for p in row if p.kink is not None or abs(p.split[0]) in _FEW)
    return [*found, *few]


def _named(function: Function, code: str) -> bool:
    """Whether code names a parameter of the function."""
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return any(parameter.name in names for parameter in function.parameters)


def grouped(found: Sequence[Place]) -> Iterator[tuple[Mapping[str, float], tuple[float, ...]]]:
    """The parameters with all x that are tried with them, or with each vector."""
    for parameters, group in groupby(found, lambda place: place.split[1]):
        every = [place.split[0] for place in group]
        if isinstance(every[0], list):
            yield from ((parameters, tuple(x)) for x in every)
        else:
            yield parameters, tuple(every)


@dataclass(frozen=True)
class RecordedCode:
    """A call of a library, in place of which its record stands."""

    implementation: Implementation
    library: Library
    call: RecordedCall

    @property
    def name(self) -> str:
        return f"{self.library.name}: {self.implementation.code}"

    @property
    def kernels(self) -> str:
        return f"recorded with {self.library.kernels} on {self.library.origin.date}"

    @property
    def differentiates(self) -> bool:
        return all(tried.slopes is not None for tried in self.call.tried)

    def values(self, x: Any, parameters: Mapping[str, float], dtype: str = "float64") -> Any:
        return self._at(x, parameters, lambda tried: tried.values)

    def derivatives(
        self, x: Sequence[float], parameters: Mapping[str, float], dtype: str = "float64"
    ) -> Any:
        return self._at(x, parameters, _slopes)

    def jacobian(self, x: Sequence[float], parameters: Mapping[str, float]) -> Any:
        return np.reshape(_slopes(self._tried(x, parameters)), (len(x), len(x)))

    def _at(
        self, x: Sequence[float], parameters: Mapping[str, float], of: Callable[[Tried], Any]
    ) -> Any:
        """What was found at each of some x, or at a vector as a whole."""
        tried = self._tried(x, parameters)
        if len(tried.values) != len(tried.x):
            raise Failed(self.call.failure or "gave no array of the shape of x")
        found = dict(zip(_keys(tried.x), of(tried), strict=True))
        return np.array([found[key] for key in _keys(x)])

    def _tried(self, x: Sequence[float], parameters: Mapping[str, float]) -> Tried:
        alike = [one for one in self.call.tried if one.parameters == parameters]
        exact = (one for one in alike if _keys(one.x) == _keys(x))  # minus zero is not zero
        return next(exact, alike[0])


def _keys(x: Sequence[float]) -> list[str]:
    return [float(one).hex() for one in x]


def _slopes(tried: Tried) -> Sequence[float]:
    if tried.slopes is None:
        raise Underived("has no slope")
    return tried.slopes


@dataclass(frozen=True)
class _There:
    """A standard at the places of a record."""

    standard: Standard
    spots: Sequence[Place]

    @property
    def page(self) -> Page:
        return self.standard.page

    @property
    def formula(self) -> Definition:
        return self.standard.formula

    @property
    def claims(self) -> tuple[str, str]:
        return self.standard.claims

    @property
    def values(self) -> Sequence[Group]:
        return self.standard.at(self.spots, steep=False)

    @property
    def slopes(self) -> Sequence[Group]:
        return self.standard.at(self.spots, steep=True)

    def at(self, spots: Sequence[Place], *, steep: bool) -> Sequence[Group]:
        return self.standard.at(spots, steep=steep)

    def called(self, code: Callee, group: Group, *, steep: bool) -> Sequence[float]:
        return self.standard.called(code, group, steep=steep)

    def cause(self, code: Callee, met: Met, *, steep: bool) -> Cause:
        return self.standard.cause(code, met, steep=steep)


def check(standard: Standard, function: Function, libraries: Recorded) -> Iterator[Verdict]:
    """What is recorded of each call of a function that no build makes."""
    for one in function.implementations:
        if recorders(one) and (unasked := letters.unasked(function, one)) is not None:
            yield unasked
            continue
        places_of = spots(standard.page, standard.formula, one.code) if recorders(one) else []
        for adapter in recorders(one):
            library = libraries.of(adapter.name)
            named = standard.page.slug, function.name, one.code
            call = None if library is None else library.call(*named)
            if library is None or call is None or not _fresh(call, places_of):
                yield _stale(standard, function, one, adapter, known=call is not None)
            else:
                code = RecordedCode(one, library, call)
                yield from _held(_There(standard, places_of), function, code)


def _fresh(call: RecordedCall, wanted: Sequence[Place]) -> bool:
    """Whether a call was recorded where it would be now."""
    now = [(dict(parameters), _keys(x)) for parameters, x in grouped(wanted)]
    return now == [(dict(one.parameters), _keys(one.x)) for one in call.tried]


def _stale(
    standard: Standard, function: Function, one: Implementation, adapter: Adapter, *, known: bool
) -> Verdict:
    why = "is recorded for other points than now" if known else "is not recorded yet"
    said = f"`{one.code}` with {adapter.name} {why}; renew that with `{COMMAND}`"
    subject = subjects.code(function, one)
    return Verdict(subject, standard.claims[0], f"{one.label}: {one.code}", "fails", said)


def _held(there: _There, function: Function, code: RecordedCode) -> Iterator[Verdict]:
    """A verdict on the values and one on the derivatives: of what a page says that it differs, that
    it does."""
    outcomes = {False: _outcome(there, code, steep=False)}
    if code.differentiates and not outcomes[False].wrong:
        outcomes[True] = _outcome(there, code, steep=True)
    differs = code.implementation.differs
    if differs is not None and not any(one.wrong for one in outcomes.values()):
        outcome = outcomes[False]
        said = f"the page says that it differs ({differs}), and nowhere does it"
        subject = subjects.code(function, code.implementation)
        yield Verdict(subject, there.claims[0], code.name, "fails", said, outcome.points)
        return
    named = _named(function, code.implementation.code) or not function.chosen
    alone = "" if named else "; at the parameters' defaults alone"
    for steep, outcome in outcomes.items():
        against = f"the derivative of {code.name}" if steep else code.name
        said, status = outcome.words(against, None) + alone, outcome.status
        if outcome.wrong and differs is not None:
            said, status = f"it differs, as the page says ({differs}): {said}", "holds"
        said += "" if code.kernels in said else f"; {code.kernels}"
        worst = None if outcome.wrong or outcome.worst is None else outcome.worst
        yield Verdict(
            subject=subjects.code(function, code.implementation, "autograd" if steep else ""),
            claim=there.claims[steep],
            against=against,
            status=status,
            evidence=said,
            points=outcome.points,
            worst=worst.error if worst else None,
            at=str(worst.at.place) if worst else None,
            limits=outcome.limits,
        )


def _outcome(there: _There, code: RecordedCode, *, steep: bool) -> Outcome:
    """How a record does; to float32's accuracy where it is not right to float64's."""
    if steep:
        return compare(there, code, steep=True, most=SINGLE)
    outcome = compare(there, code)
    if outcome.wrong and outcome.failure is None:
        coarse = compare(there, code, most=SINGLE)
        return outcome if coarse.wrong else coarse
    return outcome
