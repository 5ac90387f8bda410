"""What the code of a vector function is held against: its formula, and the derivatives of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from actbook.checking.agreement import Group
from actbook.checking.causes import of_vector
from actbook.checking.formats import FLOAT64
from actbook.checking.implementation import Callee, Failed
from actbook.checking.inaccurate import Cause
from actbook.checking.outcome import Met
from actbook.checking.places import Place
from actbook.checking.points import parameter_values
from actbook.checking.references import Reference, product
from actbook.checking.vector_claims import component, concrete, lengths, vectors
from actbook.formula.expression import Expression, Partial, Symbol
from actbook.formula.rounding import SLACK, rounding
from actbook.reading.definitions import Definition
from actbook.reading.page import Page


@dataclass(frozen=True)
class OfVectors:
    """The standard of a function of vectors; its f′ are the entries of the Jacobian."""

    page: Page
    formula: Definition

    @property
    def claims(self) -> tuple[str, str]:
        index = "" if self.formula.index is None else f"_{{{self.formula.index}}}"
        one = f"{self.formula.function.symbol}(x){index}"
        return f"${one}$", rf"$\partial {one} / \partial x_j$"

    @cached_property
    def values(self) -> list[Group]:
        return list(self._groups(steep=False))

    @cached_property
    def slopes(self) -> list[Group]:
        return list(self._groups(steep=True))

    def _groups(self, *, steep: bool) -> Iterator[Group]:
        parameters = parameter_values(self.formula.function.parameters)
        for length in lengths(self.page, steep):
            for row, x in enumerate(vectors(length, self.page.slug)):
                values = {"x": x, **parameters[row % len(parameters)]}
                yield list(self.references(values, steep=steep))

    def references(self, values: Mapping[str, Any], *, steep: bool) -> Iterator[Reference]:
        """Each component at a vector. The tolerance is four unit roundoffs times the largest of
        what rounding does to the formula and of the size of the largest component. Autograd also
        forms slopes of intermediate values that are of the size of 1 and of x."""
        formula, length = self._formula(steep=steep), len(values["x"])
        entries = list(itertools.product(range(length), repeat=2 if steep else 1))
        truths = [component(formula, self._at(values, entry)) for entry in entries]
        size = max(abs(float(truth)) for truth in truths)
        if steep:
            size += product({**values, "x": max(map(abs, values["x"]))})
        for entry, truth in zip(entries, truths, strict=True):
            # Code may first subtract one component from all, which rounds each of them.
            rounds = rounding(*concrete(formula, self._at(values, entry)), of_inputs=1)
            most = max(float(rounds.upper()), size)
            allowed = SLACK * FLOAT64.roundoff * most + 2.0**FLOAT64.lowest
            yield Reference(Place(values), truth, allowed, entry=entry)

    def _formula(self, *, steep: bool) -> Expression:
        formula = self.formula.expression
        return Partial(formula, "x", Symbol("_j")) if steep else formula  # type: ignore[arg-type]

    def _at(self, values: Mapping[str, Any], entry: tuple[int, ...]) -> dict[str, Any]:
        """The values of all names in the formula of an entry."""
        indices = zip((self.formula.index or "i", "_j"), (i + 1 for i in entry), strict=False)
        return {**values, **dict(indices), "n": len(values["x"])}

    def at(self, spots: Sequence[Place], *, steep: bool) -> list[Group]:
        return [list(self.references(spot.values, steep=steep)) for spot in spots]

    def called(self, code: Callee, group: Group, *, steep: bool) -> list[float]:
        if self.formula.index is None:
            said = "is not compared, as the formula gives one number of a vector: leave it out of"
            raise Failed(f"{said} `implementations`")
        x, parameters = group[0].place.split
        given = code.jacobian(x, parameters) if steep else code.values(x, parameters)
        return [given[one.entry] for one in group]

    def cause(self, code: Callee, met: Met, *, steep: bool) -> Cause:
        at = self._at(met.at.place.values, met.at.entry)
        formula, values = concrete(self._formula(steep=steep), at)
        return of_vector(formula, values, {}, FLOAT64, met.found, met.at.value)
