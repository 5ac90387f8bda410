"""Whether a definition says exactly one value at every x where a function has one.

A formula may end where a logarithm or a root ends, or have a pole. It may not leave out a point
next to which it has values on both sides, as x²/x does, nor fall between its own cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from actbook.checking.places import Place, places
from actbook.checking.sides import valued
from actbook.formula.balls import Contradiction, NoCase, Undecided, Undefined, ball
from actbook.formula.expression import Expression, symbols
from actbook.reading import subjects
from actbook.reading.definitions import Definition
from actbook.reading.page import Page
from actbook.verdict import Verdict

#: Two distances from a point: values that agree there, on both sides, have limits.
_NEAR, _NEARER, _AGREE = Fraction(1, 2**100), Fraction(1, 2**200), 2.0**-60


def check(page: Page, definition: Definition) -> Iterator[Verdict]:
    """One verdict on the formula that defines a scalar function."""
    tried = 0
    said = None
    for place in places(page, symbols(definition.expression) | {"x"}, definition.expression):
        try:
            ball(definition.expression, place.values)
        except Undecided:
            continue
        except Contradiction as error:
            said = f"at {place} {error}: let one of them apply"
        except NoCase:
            said = f"no case applies at {place}: add one, or `otherwise`"
        except Undefined as error:
            if not _isolated(definition.expression, place):
                continue
            said = f"the formula has no value at {place}, where {error}: add a case for it"
        tried += 1
        if said is not None:
            break
    yield Verdict(
        subject=subjects.formula_at(page, definition.line, definition.column),
        claim=f"${definition.function.call}$",
        against="itself",
        status="fails" if said else "holds" if tried else "unknown",
        evidence=said or f"one value at each of {tried} points",
        points=tried,
    )


def _isolated(expression: Expression, place: Place) -> bool:
    """Whether the formula has limits from both sides at a place where it has no value."""
    x = Fraction(place.values["x"])
    sides = ((x - _NEAR, x - _NEARER), (x + _NEARER, x + _NEAR))
    return all(_settles(expression, place.values, *side) for side in sides)


def _settles(expression: Expression, values: Mapping[str, Any], a: Fraction, b: Fraction) -> bool:
    first, second = (valued(expression, {**values, "x": x}, 300) for x in (a, b))
    if first is None or second is None:
        return False
    return bool(abs(first - second) < _AGREE * (1 + abs(first)))
