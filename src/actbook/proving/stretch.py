"""A formula on a stretch of the line: an enclosure of its values, and its Taylor series around a
middle and around all points.

A value is kept as e^scale times another where it would grow without bound: so the quotients of
exponentials that activations are made of stay known on stretches of many binades, to infinity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from flint import arb, arb_series

from actbook.formula.balls import exact
from actbook.formula.expression import RELATIONS
from actbook.formula.program import first
from actbook.proving.enclosure import IntervalAlgebra
from actbook.proving.interval import Interval, add, negate
from actbook.proving.interval import ball as interval_of
from actbook.proving.taylor import SeriesAlgebra

#: How many terms of a series are known; the one after them is that of the remainder.
TERMS = 9
#: Exponentials of what is farther from 0 than this are kept as scales.
_LARGE = 8
#: The exponential of this is beyond all formats.
_BEYOND = arb(2) ** 20
_INTERVALS = IntervalAlgebra()
_SERIES = SeriesAlgebra(TERMS + 1)


class Open(Exception):
    """What the formula is on the whole stretch is not decided."""


@dataclass(frozen=True)
class Local:
    """All values on the stretch, and the series at its middle and around each of its points."""

    values: Interval
    middle: arb_series
    around: arb_series

    @staticmethod
    def of(value: arb) -> Local:
        series = _SERIES.constant_series(value)
        return Local(interval_of(value), series, series)

    def coefficients(self) -> list[arb]:
        """Of the series at the middle those that are known, the last the one around all points."""
        return [*(self.middle[k] for k in range(TERMS)), self.around[TERMS]]


def _local(operator: str, *arguments: Local) -> Local:
    try:
        return Local(
            _INTERVALS.apply(operator, [one.values for one in arguments]),
            _SERIES.apply(operator, [one.middle for one in arguments]),
            _SERIES.apply(operator, [one.around for one in arguments]),
        )
    except (ValueError, KeyError):
        raise Open from None


@dataclass(frozen=True)
class Scaled:
    """e^scale times a value; without a scale the value."""

    value: Local
    scale: Local | None = None

    @property
    def plain(self) -> Local:
        if self.scale is None:
            return self.value
        exponent = self.scale
        if (lower := exponent.values.lower) > _BEYOND:  # Arb has no exponential of much more
            low = exponent.values._replace(lower=min(lower, _BEYOND))
            exponent = replace(exponent, values=low)
        return _local("*", self.value, _local("exp", exponent))

    @property
    def sign(self) -> int:
        """The sign that it has on the whole stretch. Raises Open."""
        if (sign := self.value.values.sign) is None:
            raise Open
        return sign


def number(value: arb) -> Scaled:
    """A constant."""
    return Scaled(Local.of(value))


def variable(lower: arb, upper: arb, middle: arb) -> Scaled:
    """The x of a stretch, whose series is taken at a middle."""
    around = lower.union(upper).union(middle)
    one, length = arb(1), TERMS + 1
    series = [arb_series([at, one], prec=length) for at in (middle, around)]
    return Scaled(Local(Interval(lower, upper), *series))


class StretchAlgebra:
    """Values on a stretch. Raises Open where a condition does not hold all over it or nowhere."""

    def number(self, value: Fraction) -> Scaled:
        return number(exact(value))

    def constant(self, name: str) -> Scaled:
        try:
            return Scaled(Local(_INTERVALS.constant(name), *[_SERIES.constant(name)] * 2))
        except ValueError:
            raise Open from None

    def apply(self, operator: str, arguments: Sequence[Scaled]) -> Scaled:
        if operator in _SCALED:
            return _SCALED[operator](*arguments)
        return Scaled(_local(operator, *(one.plain for one in arguments)))

    def relation(self, operator: str, left: Scaled, right: Scaled) -> bool:
        return bool(RELATIONS[operator](_difference(left, right).sign, 0))

    def cases(self, branches: Sequence[tuple[Callable[[], Scaled], Sequence[bool]]]) -> Scaled:
        value = first(branches)
        if value is None:
            raise Open
        found: Scaled = value()
        return found


def _zero(scale: Local | None) -> Local:
    return scale or Local.of(arb(0))


def _large(exponent: Local) -> bool:
    return bool(exponent.values.lower > _LARGE or exponent.values.upper < -_LARGE)


def _scaled(value: Local, scale: Local | None) -> Scaled:
    """With the scale in the value where that stays of moderate size."""
    found = Scaled(value, scale)
    return found if scale is None or _large(scale) else Scaled(found.plain)


def _negated(a: Scaled) -> Scaled:
    return Scaled(_local("neg", a.value), a.scale)


def _sum(a: Scaled, b: Scaled) -> Scaled:
    if a.scale is b.scale:
        return Scaled(_local("+", a.value, b.value), a.scale)
    gap = add(_zero(a.scale).values, negate(_zero(b.scale).values))
    if gap.upper <= 0:
        a, b, gap = b, a, negate(gap)
    if not gap.lower >= 0:
        raise Open
    less = _local("exp", _local("-", _zero(b.scale), _zero(a.scale)))
    return Scaled(_local("+", a.value, _local("*", b.value, less)), a.scale)


def _difference(a: Scaled, b: Scaled) -> Scaled:
    return _sum(a, _negated(b))


def _product(a: Scaled, b: Scaled) -> Scaled:
    scale = a.scale or b.scale
    if a.scale and b.scale:
        scale = _local("+", a.scale, b.scale)
    return _scaled(_local("*", a.value, b.value), scale)


def _quotient(a: Scaled, b: Scaled) -> Scaled:
    scale = a.scale
    if a.scale is b.scale:
        scale = None
    elif b.scale:
        scale = _local("-", _zero(a.scale), b.scale)
    return _scaled(_local("/", a.value, b.value), scale)


def _power(a: Scaled, b: Scaled) -> Scaled:
    if a.scale is None:
        return Scaled(_local("^", a.value, b.plain))
    return _scaled(_local("^", a.value, b.plain), _local("*", a.scale, b.plain))


def _exponential(a: Scaled) -> Scaled:
    exponent = a.plain
    if _large(exponent):
        return Scaled(Local.of(arb(1)), exponent)
    return Scaled(_local("exp", exponent))


def _sinh(a: Scaled) -> Scaled:
    return _product(_HALF, _difference(_exponential(a), _exponential(_negated(a))))


def _cosh(a: Scaled) -> Scaled:
    return _product(_HALF, _sum(_exponential(a), _exponential(_negated(a))))


def _logarithm(a: Scaled) -> Scaled:
    found = _local("log", a.value)
    return Scaled(found if a.scale is None else _local("+", a.scale, found))


def _root(a: Scaled) -> Scaled:
    return _scaled(_local("sqrt", a.value), a.scale and _local("*", a.scale, _HALF.value))


def _absolute(a: Scaled) -> Scaled:
    return _negated(a) if a.sign < 0 else a


def _larger(a: Scaled, b: Scaled) -> Scaled:
    return a if _difference(a, b).sign >= 0 else b


def _smaller(a: Scaled, b: Scaled) -> Scaled:
    return b if _difference(a, b).sign >= 0 else a


_HALF = number(arb(1) / 2)
_SCALED: dict[str, Callable[..., Scaled]] = {
    **{"+": _sum, "-": _difference, "*": _product, "/": _quotient, "^": _power, "neg": _negated},
    **{"exp": _exponential, "log": _logarithm, "sqrt": _root, "abs": _absolute},
    **{"sinh": _sinh, "cosh": _cosh, "tanh": lambda a: _quotient(_sinh(a), _cosh(a))},
    "sign": lambda a: number(arb(a.sign)),
    "max": lambda *parts: reduce(_larger, parts),
    "min": lambda *parts: reduce(_smaller, parts),
}
