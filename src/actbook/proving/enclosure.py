"""The elementary functions on intervals.

A monotone function takes an interval to the interval of its ends: nothing is lost to wide balls,
and an end stays open or closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from flint import arb, fmpz

from actbook.proving.interval import (
    INFINITY,
    UNDEFINED,
    Interval,
    absolute,
    add,
    ball,
    multiply,
    negate,
    reciprocal,
)

#: An exact number, or what computes one at the precision of the context.
Bound: TypeAlias = arb | Callable[[], arb]


@dataclass(frozen=True)
class Monotone:
    """An increasing function: its value at a number, its domain, and its limits at the ends of
    the domain. `closed` says that a finite end of the domain belongs to it."""

    value: Callable[[arb], arb]
    domain: tuple[Bound, Bound]
    image: tuple[Bound, Bound]
    closed: bool = False


_LINE = (-INFINITY, INFINITY)
_UNIT = (arb(-1), arb(1))
_RIGHT = (arb(0), INFINITY)
_HALF_TURN = (lambda: -arb.pi() / 2, lambda: arb.pi() / 2)
_BRANCH = (lambda: -(-arb(1)).exp(), INFINITY)
INCREASING = {
    "exp": Monotone(arb.exp, _LINE, _RIGHT),
    "log": Monotone(arb.log, _RIGHT, _LINE),
    "sqrt": Monotone(arb.sqrt, _RIGHT, _RIGHT, closed=True),
    "sinh": Monotone(arb.sinh, _LINE, _LINE),
    "tanh": Monotone(arb.tanh, _LINE, _UNIT),
    "atan": Monotone(arb.atan, _LINE, _HALF_TURN),
    "asin": Monotone(arb.asin, _UNIT, _HALF_TURN, closed=True),
    "asinh": Monotone(arb.asinh, _LINE, _LINE),
    "acosh": Monotone(arb.acosh, (arb(1), INFINITY), _RIGHT, closed=True),
    "atanh": Monotone(arb.atanh, _UNIT, _LINE),
    "erf": Monotone(arb.erf, _LINE, _UNIT),
    "lambertw": Monotone(arb.lambertw, _BRANCH, (arb(-1), INFINITY), closed=True),
}


def elementary(name: str, a: Interval) -> Interval:
    """The values of an elementary function on an interval."""
    if name in INCREASING:
        return _increasing(INCREASING[name], a)
    match name:
        case "abs":
            return absolute(a)
        case "erfc":
            return _erfc(a)
        case "acos":
            return add(ball(arb.pi() / 2), negate(elementary("asin", a)))
        case "cosh":
            return _cosh(a)
        case "sin":
            return _sine(a)
        case "cos":
            return _sine(add(a, ball(arb.pi() / 2)))
        case "tan":
            return multiply(elementary("sin", a), reciprocal(elementary("cos", a)))
    raise ValueError(f"{name} has no enclosure")


def _exact(bound: Bound) -> arb:
    return bound() if callable(bound) else bound


def _increasing(function: Monotone, a: Interval) -> Interval:
    start, end = map(_exact, function.domain)
    if a.upper < start or a.lower > end:
        return UNDEFINED
    low, high = map(_exact, function.image)
    # An end that belongs to the domain is reached, unless the interval starts there and is open.
    lower, lower_open = low.lower(), not function.closed or (a.lower == start and a.lower_open)
    upper, upper_open = high.upper(), not function.closed or (a.upper == end and a.upper_open)
    # A value that rounds onto an open bound does not reach it: exp(-10**30) is above 0.
    if a.lower > start and (value := function.value(a.lower).lower()) > lower:
        lower, lower_open = value, a.lower_open
    if a.upper < end and (value := function.value(a.upper).upper()) < upper:
        upper, upper_open = value, a.upper_open
    reached = function.closed
    defined = a.lower > start or (a.lower == start and (reached or a.lower_open))
    defined = defined and (a.upper < end or (a.upper == end and (reached or a.upper_open)))
    return Interval(lower, upper, lower_open, upper_open, a.defined and defined)


def _erfc(a: Interval) -> Interval:
    """1 - erf, decreasing, and as small as it is far to the right."""
    high = a.lower.erfc().upper() if a.lower.is_finite() else arb(2)
    low = a.upper.erfc().lower() if a.upper.is_finite() else arb(0)
    out = high >= 2, low <= 0
    return Interval(
        arb(0) if out[1] else low,
        arb(2) if out[0] else high,
        out[1] or a.upper_open,
        out[0] or a.lower_open,
        a.defined,
    )


def _cosh(a: Interval) -> Interval:
    a = absolute(a)
    lower = a.lower.cosh().lower()
    upper = a.upper.cosh().upper() if a.upper.is_finite() else INFINITY
    return Interval(lower, upper, a.lower_open, a.upper_open or upper == INFINITY, a.defined)


def _sine(a: Interval) -> Interval:
    whole = Interval(arb(-1), arb(1), defined=a.defined)
    if not (a.lower.is_finite() and a.upper.is_finite()):
        return whole
    # Half turns since the last trough or crest, at both ends.
    first, last = (_whole(end / arb.pi() - arb(0.5)) for end in (a.lower, a.upper))
    if first is None or last is None:
        value = a.lower.union(a.upper).sin()
        return Interval(max(value.lower(), arb(-1)), min(value.upper(), arb(1)), defined=a.defined)
    if last - first > 1:
        return whole
    low, high = a.lower.sin(), a.upper.sin()
    lower, upper = min(low.lower(), high.lower()), max(low.upper(), high.upper())
    if last == first + 1:
        lower, upper = (lower, arb(1)) if last % 2 == 0 else (arb(-1), upper)
    return Interval(max(lower, arb(-1)), min(upper, arb(1)), defined=a.defined)


def _whole(value: arb) -> int | None:
    """The floor of a ball, None where the ball leaves it open."""
    number: fmpz | None = value.floor().unique_fmpz()
    return None if number is None else int(number)
