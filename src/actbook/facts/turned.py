"""A function of several arguments as one of each of them, the others being parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from actbook.formula.expression import Expression, Symbol
from actbook.formula.stated import read_set
from actbook.formula.substitution import substitute
from actbook.reading import subjects
from actbook.reading.definitions import within
from actbook.reading.page import Fact, Function, Parameter
from actbook.verdict import Verdict


@dataclass(frozen=True)
class Turned:
    """A function along one of its arguments, which the formula calls x: it has no value outside of
    the domain. `names` are those of the page for what the formula calls otherwise."""

    function: Function
    formula: Expression
    names: Mapping[str, str]

    def stated(self, fact: Fact) -> Fact:
        """A fact of the page in the names of the formula."""
        fresh = {name: other for other, name in self.names.items()}.get("x")

        def of(value: Any) -> Any:
            if isinstance(value, Mapping):
                return {of(key): of(part) for key, part in value.items()}
            if isinstance(value, list):
                return list(map(of, value))
            return re.sub(r"\bx\b", str(fresh), value) if isinstance(value, str) else value

        if fresh is None:
            return fact
        return replace(fact, value=of(fact.value), where=of(fact.where))


def along(function: Function, formula: Expression, name: str | None) -> Turned:
    """A function, whose formula is not bounded, along the argument of a name, or its first.

    ValueError where that has no interval for its domain.
    """
    first, *others = function.arguments
    if name in (None, first.name):
        return Turned(function, within(function, formula), {})
    (chosen,) = (argument for argument in others if argument.name == name)
    if any(piece.lower == piece.upper for piece in read_set(chosen.domain, _names(function))):
        raise ValueError(f"{name} has single values: nothing is said along it")
    if blocked := [p.name for p in function.parameters if name in _mentioned(p, function)]:
        raise ValueError(f"the domain of {blocked[0]} names {name}: nothing is said along {name}")
    # No page may call anything but its first argument x.
    fresh = "x_" if first.name == "x" else first.name
    swap = {"x": Symbol(fresh), chosen.name: Symbol("x")}
    parameter = replace(first, name=fresh)
    rest = tuple(p for p in function.parameters if p.name != name)
    if set(_mentioned(first, function)):  # which then depends on what comes after it
        formula, parameter = within(function, formula), replace(parameter, domain="(-oo, oo)")
    turned = replace(
        function,
        arguments=(chosen, parameter, *(o for o in others if o is not chosen)),
        parameters=(parameter, *rest),
    )
    names = {"x": chosen.name, **({fresh: "x"} if first.name == "x" else {})}
    return Turned(turned, within(turned, substitute(formula, swap)), names)


def every(function: Function, formula: Expression) -> Iterator[Turned]:
    """The function along each argument of which that can be said."""
    for argument in function.arguments:
        try:
            yield along(function, formula, argument.name)
        except ValueError:
            continue


def refused(function: Function, fact: Fact, said: str) -> Verdict:
    """The verdict on a fact that cannot be asked along its argument."""
    claim = f"{fact.name.replace('_', ' ')} of {function.title}"
    return Verdict(subjects.fact(function, fact), claim, "the definition", "fails", said)


def _names(function: Function) -> list[str]:
    return [parameter.name for parameter in function.parameters]


def _mentioned(parameter: Parameter, function: Function) -> frozenset[str]:
    """The other names in the domain of a parameter."""
    pieces = read_set(parameter.domain, _names(function))
    ends = (end.value for piece in pieces for end in (piece.lower, piece.upper))
    return frozenset(str(symbol) for end in ends for symbol in end.free_symbols)
