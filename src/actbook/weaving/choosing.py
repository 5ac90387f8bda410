"""What readers choose functions by: properties in words of one kind, and the names of groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from actbook.reading.page import Function

#: A set that is its own mirror image, as far as its ends tell.
_CENTRED = re.compile(r"\(-([^,]+), \1\)|\[-([^,]+), \2\]")
#: A property, and what each value that is stated of a fact has to be.
_SAID: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "bounded": ("range", lambda value: "oo" not in value),
    "monotone": ("monotonic", lambda value: value != "none"),
    "smooth": ("smoothness", lambda value: value == "C^oo"),
    "convex": ("convexity", lambda value: value in ("convex", "strictly convex")),
    "centred at 0": ("range", lambda value: _CENTRED.fullmatch(value) is not None),
    "odd": ("parity", lambda value: value == "odd"),
    "even": ("parity", lambda value: value == "even"),
}


@dataclass(frozen=True)
class Choice:
    """Something to choose cards by, and those that it leaves, by their numbers."""

    said: str
    cards: Sequence[int]


def choices(named: Sequence[Iterable[str]]) -> list[Choice]:
    """What cards can be chosen by, each being `named` so; in the order in which names occur."""
    names = dict.fromkeys(name for each in named for name in each)
    return [Choice(name, [at for at, each in enumerate(named) if name in each]) for name in names]


def properties(function: Function) -> Sequence[str]:
    """The properties that the stated facts give a function for all of its parameters: of an open
    question, none."""

    def always(fact: str, holds: Callable[[str], bool]) -> bool:
        stated = [each for each in function.facts if each.name == fact]
        return bool(stated) and all(not f.unproved and holds(str(f.value)) for f in stated)

    found = [name for name, said in _SAID.items() if always(*said)]
    return [*found, *(["with parameters"] if function.chosen else [])]
