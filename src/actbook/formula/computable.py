"""Whether a formula can be computed with at all, which is asked before anything else of it.

Its constants have to be real numbers, it has to have a value somewhere, and its powers and sums
have to be of a size to write out: SymPy computes a power of numbers at once, with all its digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Number,
    Symbol,
    children,
    symbols,
)
from actbook.formula.substitution import substitute

#: The most binary digits of numbers, and terms, that a formula may have when it is written out.
LARGEST = 4096
#: Where a value is looked for: soon found of a function, and asked in vain of none.
_POINTS = [
    side * Fraction(n, 8) for n in (8, 4, 12, 20, 44, 80, 800, 8 * 10**7) for side in (1, -1)
]
_CONSTANTS = {"pi", "e"}


def unsound(expression: Expression) -> str | None:
    """What is wrong with an expanded formula, None if nothing is."""
    if _size(expression) > LARGEST:
        return f"the formula is too large: its powers or sums have more than {LARGEST} digits"
    return _unreal(expression)


def valueless(expression: Expression, defaults: Mapping[str, Expression]) -> str | None:
    """What is wrong with an expanded formula in `x` that has no value anywhere, None if it has."""
    formula, said = substitute(expression, defaults), ""
    for x in _POINTS:
        try:
            ball(formula, {"x": x})
        except Undefined as error:
            nothing = f"the formula has no real value at any x that was tried: {error} at x = {x}"
            said = said or nothing
        except (Undecided, Contradiction):
            return None
        else:
            return None
    return said


def _unreal(expression: Expression) -> str | None:
    """What is wrong with the constants in a formula, but for cases that do not apply."""
    said = None
    if isinstance(expression, Apply | Cases) and symbols(expression) <= _CONSTANTS:
        try:
            ball(expression, {})
        except Undefined as error:
            said = f"the formula has no real value: {error}"
        except (Undecided, Contradiction):
            pass
        else:
            return None
    return next(filter(None, map(_unreal, children(expression))), said)


def _size(expression: Expression) -> float:
    """How many digits and terms a formula has at most when its powers and sums are written out."""
    match expression:
        case Number(value):
            return max(value.numerator.bit_length(), value.denominator.bit_length())
        case Symbol():
            return 1
        case Apply("^", (base, exponent)):
            own = _size(exponent)
            # Of a large exponent not even the value can be asked for.
            return own if own > LARGEST else own + _size(base) * max(1, _times(exponent))
        case Aggregate(_, _, Number(lower), Number(upper), body):
            return _size(body) * max(1, int(upper - lower) + 1)
    return sum(map(_size, children(expression)))


def _times(exponent: Expression) -> float:
    """How often a power multiplies, 1 where only the reader's x tells."""
    if not symbols(exponent) <= _CONSTANTS:
        return 1
    try:
        return abs(float(ball(exponent, {})))
    except (Undefined, Contradiction):
        return 1
    except Undecided:  # too large for Arb
        return math.inf
