"""What kind of function a page's is, in words of one kind: what readers choose functions by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

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


def properties(function: Function) -> Sequence[str]:
    """The properties that the stated facts give a function for all of its parameters: of an open
    question, none."""
    found = [name for name, (fact, holds) in _SAID.items() if _always(function, fact, holds)]
    return [*found, *(["with parameters"] if function.chosen else [])]


def _always(function: Function, fact: str, holds: Callable[[str], bool]) -> bool:
    stated = [each for each in function.facts if each.name == fact]
    return bool(stated) and all(not f.unproved and holds(str(f.value)) for f in stated)
