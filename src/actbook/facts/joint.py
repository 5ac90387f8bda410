"""Facts of a function of several arguments together: its range, its extrema and its values."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import sympy

from actbook.checking.places import Place
from actbook.checking.regions import drawn
from actbook.facts.cases import over, regions
from actbook.facts.evidence import Case, Evidence, Open, Proof, Refutation
from actbook.facts.grammar import Misstated, SetOfNumbers, number, written
from actbook.facts.sample import Sample
from actbook.facts.slices import image
from actbook.facts.statements import Statement, say, values
from actbook.facts.turned import Turned, every
from actbook.formula.expression import Expression
from actbook.formula.stated import Piece, read_set, split
from actbook.proving.curve import value_at
from actbook.proving.exact import resolved
from actbook.proving.region import Region, Undecided
from actbook.proving.sets import agrees, order, same_set
from actbook.reading.definitions import within
from actbook.reading.page import Fact, Function, Parameter
from actbook.verdict import Status

#: Extrema with the end of the range that they are.
_EXTREMA = {"minimum": -1, "maximum": 1}
#: How many points are tried for values that are outside of what is stated.
_TRIED = 400
Found = tuple[Status, Evidence]


@dataclass(frozen=True)
class Joint:
    """A fact of all arguments together, of a function whose formula is not bounded."""

    fact: Fact
    function: Function
    formula: Expression

    @property
    def names(self) -> list[str]:
        """What the formula calls the arguments."""
        return ["x", *(argument.name for argument in self.function.arguments[1:])]

    @property
    def room(self) -> str:
        """The set that has to hold all values, as text."""
        value = self.fact.value
        if self.fact.name == "range":
            return str(value)
        if not isinstance(value, Mapping):
            return "(-oo, oo)"
        low = _EXTREMA[self.fact.name] < 0
        return f"[{value.get('value')}, oo)" if low else f"(-oo, {value.get('value')}]"


def judged(fact: Fact, function: Function, formula: Expression) -> Found:
    """The status of a joint fact, with its evidence. ValueError says what is not understood."""
    joint = Joint(fact, function, formula)
    if fact.name == "values":
        return _values(joint)
    if fact.name not in ("range", *_EXTREMA):
        first = function.arguments[0].name
        raise Misstated(f"`{fact.name}` is stated along an argument, as {{{first}: …}}")
    # Points are chosen in the domains, whatever `where` leaves out of them.
    if fact.where is None and (case := _outside(joint)) is not None:
        return "fails", Refutation(fact.value, case)
    if isinstance(fact.value, Mapping):
        at = {name: value for name, value in fact.value.items() if name != "value"}
        attained = _at(joint, at, fact.value.get("value"))
        if isinstance(attained, Refutation):
            return "fails", attained
    reasons: list[Undecided] = []
    for turned in every(function, formula):
        try:
            found = _along(joint, turned)
        except Undecided as reason:
            reasons.append(reason)
            continue
        return ("fails", found) if isinstance(found, Refutation) else (found.status, found)
    return "unknown", Open(next(iter(reasons), Undecided("the image of {}", function.symbol)))


def _along(joint: Joint, turned: Turned) -> Proof | Refutation:
    """What slices along one argument tell of a range or an extremum."""
    fact, cases = joint.fact, list[Case]()
    try:
        starts = regions(turned.function.parameters, turned.stated(fact).where)
    except ValueError:  # it names the argument along which the slices are
        raise Undecided("the slices for which {}", fact.where) from None
    if not starts:
        raise Misstated(f"no parameters in their domains are such that {fact.where}")
    for start, pieces in image(turned, starts):
        for region, right in over(start, partial(_right, fact, pieces)):
            if isinstance(right, Undecided):
                raise right
            case = Case(region, (values(0, pieces),))
            if not right:
                return Refutation(fact.value, case)
            cases.append(case)
    return Proof(tuple(cases))


def _right(fact: Fact, pieces: Sequence[Piece], region: Region) -> bool:
    """Whether a range or an extremum is what all values say."""
    if fact.name == "range":
        return same_set(SetOfNumbers().read(fact.value, region), pieces, region)
    low, first, last = _EXTREMA[fact.name] < 0, pieces[0], pieces[-1]
    end, attained = (first.lower, first.lower_closed) if low else (last.upper, last.upper_closed)
    if fact.value == "none":
        return not attained
    return attained and agrees(number(fact.value["value"], region), end.value, region)


def _outside(joint: Joint) -> Case | None:
    """A value that is outside of what is stated, at points chosen at random."""
    generator = random.Random(joint.function.symbol)
    first, parameters = joint.function.arguments[0], joint.function.parameters
    for _ in range(_TRIED):
        others = drawn(parameters, generator)
        (x,) = drawn([first], generator, others).values()
        exact = {name: sympy.Rational(value) for name, value in others.items()}
        sample = Sample(joint.formula, Region(exact, {}))
        found, pieces = sample.at(sympy.Rational(x)), sample.pieces(joint.room)
        if found is not None and all(found < low or found > high for low, high, *_ in pieces):
            at, value = str(Place({"x": x, **others})), float(found)
            return Case(Region({}, {}), (say("met", "f is {value} at {at}", value=value, at=at),))
    return None


def _values(joint: Joint) -> Found:
    """f at chosen points, each written `(1, 2)` in the order of the arguments."""
    fact = joint.fact
    if not isinstance(fact.value, Mapping) or not fact.value:
        raise Misstated('values are a mapping such as {"(1, 0)": 1/2}')
    cases: list[Case] = []
    for key, value in fact.value.items():
        numbers, text = split(str(key).strip()[1:-1]), str(key).strip()
        if text[:1] + text[-1:] != "()" or len(numbers) != len(joint.names):
            raise Misstated(f"`{key}` is no point such as (1, 0): a number for each argument")
        found = _at(joint, dict(zip(joint.names, numbers, strict=True)), value)
        if isinstance(found, Refutation):
            return "fails", found
        cases += found.cases
    proof = Proof(tuple(cases))
    return proof.status, proof


def _at(joint: Joint, point: Mapping[str, Any], value: Any) -> Proof | Refutation:
    """That f has a value at a point, for all values of the parameters that are no arguments."""
    fact, function = joint.fact, joint.function
    if value is None or set(point) != set(joint.names):
        wanted = ", ".join(f"{argument.name}: …" for argument in function.arguments)
        raise Misstated(f"`{written(fact.value)}` is no {{{wanted}, value: …}}")
    free = tuple(p for p in function.parameters if p.name not in joint.names)
    cases = []
    for start in regions(free, fact.where):
        for region, said in over(start, lambda part: _said(joint, part, point, value)):
            if isinstance(said, Undecided):
                raise said
            right, statement = said
            if not right:
                return Refutation(fact.value, Case(region, (statement,)))
            cases.append(Case(region, (statement,)))
    return Proof(tuple(cases))


def _said(
    joint: Joint, region: Region, point: Mapping[str, Any], value: Any
) -> tuple[bool, Statement]:
    """Whether f has a value at a point of its domain over a region, and what it is there."""
    function = joint.function
    numbers = {name: resolved(number(text, region).value, region) for name, text in point.items()}
    at = ", ".join(
        f"{argument.name} = {point[name]}"
        for name, argument in zip(joint.names, function.arguments, strict=True)
    )
    known = replace(region, values={**region.values, **numbers})
    known = replace(known, values={n: v for n, v in known.values.items() if n != "x"})
    for argument in function.arguments[1:]:
        if not _holds(argument, numbers[argument.name], known):
            return False, say("outside", "{at} is outside of the domain", at=at)
    true = value_at(within(function, joint.formula), numbers["x"], known)
    if true is None:
        return False, say("value", "f is not defined at {at}", at=at)
    stated = number(value, region)
    return agrees(stated, true, known), say("value", "f is {value} at {at}", value=true, at=at)


def _holds(argument: Parameter, value: sympy.Expr, region: Region) -> bool:
    """Whether a number is in the domain of an argument."""
    for piece in read_set(argument.domain, region.values):
        low, high = (order(value, end.value, region) for end in (piece.lower, piece.upper))
        above = low > 0 or (low == 0 and piece.lower_closed)
        if above and (high < 0 or (high == 0 and piece.upper_closed)):
            return True
    return False
