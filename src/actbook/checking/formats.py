"""Floating-point formats, and errors in units in the last place.

The ulp of a real number y in a format of p digits is the distance of the format's numbers in the
binade of y: 2^(e - p + 1) with 2^e <= |y| < 2^(e + 1). Below the smallest normal number, at 0 too,
it is the smallest subnormal number; beyond the largest number it is that number's own.
It is the ulp of the true value, never of the computed one. A correctly rounded result is within
half an ulp.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx

#: How many numbers between two known ones are tried in one call.
_SECTIONS = 32


@dataclass(frozen=True)
class Format:
    """A binary format: p digits, and the exponents e of its smallest and largest normal 2^e.

    Its numbers are counted by their ordinals: 0 is zero, 1 the smallest subnormal, -1 its negative.
    """

    name: str
    digits: int
    lowest: int
    highest: int

    @property
    def bits(self) -> int:
        """The size of a number: its digits but the first, its sign and its exponent."""
        return self.digits + (self.highest - self.lowest + 3).bit_length() - 1

    @property
    def roundoff(self) -> float:
        """The largest relative error of rounding a number of normal size to nearest."""
        return math.ldexp(1.0, -self.digits)

    @property
    def smallest(self) -> int:
        """The exponent k of the smallest subnormal number, 2^k."""
        return self.lowest - self.digits + 1

    @property
    def largest(self) -> float:
        return self.value(self.ordinals)

    @property
    def ordinals(self) -> int:
        """The ordinal of the largest number."""
        return ((self.highest - self.lowest + 2) << (self.digits - 1)) - 1

    def value(self, ordinal: int) -> float:
        """The number of an ordinal."""
        binade, place = divmod(abs(ordinal), 2 ** (self.digits - 1))
        whole = place + (2 ** (self.digits - 1) if binade else 0)
        magnitude = math.ldexp(whole, max(binade - 1, 0) + self.smallest)
        return math.copysign(magnitude, ordinal)

    def ordinal(self, value: float) -> int:
        """The ordinal of a number of the format."""
        mantissa, exponent = math.frexp(abs(value))
        above = max(exponent - 1 - self.lowest, 0) if value else 0
        units = int(math.ldexp(mantissa, exponent - above - self.smallest))
        ordinal = units + (above << (self.digits - 1))
        return -ordinal if value < 0 else ordinal

    def nearest(self, value: Fraction) -> float:
        """A rational correctly rounded: the nearest number of the format, of two the even one, and
        infinity from half a unit beyond the largest on."""
        size = abs(value)
        power = size.numerator.bit_length() - size.denominator.bit_length()
        binade = power if size >= Fraction(2) ** power else power - 1
        unit = Fraction(2) ** (max(binade, self.lowest) - self.digits + 1)
        nearest = round(size / unit) * unit
        rounded = float(nearest) if nearest <= self.largest else math.inf
        return -rounded if value < 0 else rounded

    def every(self) -> list[float]:
        """All finite numbers by size, both zeros among them; for a format of 16 bits."""
        magnitudes = self._magnitudes(np.arange(self.ordinals + 1))
        return list(np.stack([magnitudes, -magnitudes], axis=1).ravel().tolist())

    def _magnitudes(self, ordinals: Any) -> Any:
        """`value` of many ordinals that are not negative."""
        binades, places = np.divmod(ordinals, 2 ** (self.digits - 1))
        wholes = places + np.where(binades > 0, 2 ** (self.digits - 1), 0)
        return np.ldexp(wholes.astype(float), np.maximum(binades - 1, 0) + self.smallest)

    def spread(self, count: int) -> list[float]:
        """Numbers of both signs, about `count` of each, evenly many from each binade; among them
        zero, the smallest and the largest."""
        ordinals = {1, *(self.ordinals * i // (count - 1) for i in range(count))}
        magnitudes = [self.value(ordinal) for ordinal in sorted(ordinals)]
        return [sign * magnitude for magnitude in magnitudes for sign in (1.0, -1.0)]

    def holds(self, value: float) -> bool:
        """Whether the finite value is a number of the format."""
        return abs(value) <= self.largest and self.value(self.ordinal(value)) == value


FLOAT64 = Format("float64", 53, -1022, 1023)
FLOAT32 = Format("float32", 24, -126, 127)
BFLOAT16 = Format("bfloat16", 8, -126, 127)
FLOAT16 = Format("float16", 11, -14, 15)


def exponent(value: arb, form: Format) -> int:
    """The k for which the ulp of a real number in the format is 2^k."""
    near = float(value)
    if math.isinf(near):
        binade = form.highest
    else:
        mantissa, power = math.frexp(near)
        binade = power - 1 if near else form.lowest
        if abs(mantissa) == 0.5 and abs(value) < abs(near):
            binade -= 1  # the double next to it is the power of two above it
    return min(max(binade, form.lowest), form.highest) - form.digits + 1


def error(result: float, truth: arb, form: Format) -> float:
    """The error of a number of the format in ulps of the true value; infinite for a NaN, and for an
    infinity unless rounding to nearest gives it."""
    if math.isnan(result):
        return math.inf
    unit = exponent(truth, form)
    if math.isinf(result):
        beyond = form.largest + arb(2) ** (form.highest - form.digits)
        return 0.0 if math.copysign(1.0, result) * truth >= beyond else math.inf
    return float(abs(truth - result) * arb(2) ** -unit)


def errors(results: Any, truths: Sequence[arb | None], form: Format) -> Any:
    """The error of each result in ulps, NaN where there is no true value: (n,)."""
    if form.digits > FLOAT32.digits:
        pairs = zip(np.asarray(results).tolist(), truths, strict=True)
        with ctx.workprec(200):
            return np.array([math.nan if t is None else error(r, t, form) for r, t in pairs])
    return _shorter_errors(np.asarray(results), truths, form)


def _shorter_errors(results: Any, truths: Sequence[arb | None], form: Format) -> Any:
    """`error` for many results of a format that is so much shorter than a double that the true
    values may be rounded to doubles: that changes an error by less than 2^-28 ulp."""
    near = np.array([math.nan if truth is None else float(truth) for truth in truths])
    mantissas, powers = np.frexp(near)
    binades = np.where(near == 0, form.lowest, powers - 1)
    for index in np.flatnonzero(np.abs(mantissas) == 0.5).tolist():
        truth = truths[index]
        if truth is not None and abs(truth) < abs(float(near[index])):
            binades[index] -= 1
    binades = np.where(np.isinf(near), form.highest, binades)
    units = np.clip(binades, form.lowest, form.highest) - form.digits + 1
    beyond = form.largest + 2.0 ** (form.highest - form.digits)
    with np.errstate(invalid="ignore", over="ignore"):
        ulps = np.ldexp(np.abs(near - results), -units)
        rounds = np.isinf(results) & (np.copysign(1.0, results) * near >= beyond)
    ulps = np.where(np.isinf(results), np.where(rounds, 0.0, np.inf), ulps)
    return np.where(np.isnan(near), np.nan, np.where(np.isnan(results), np.inf, ulps))


def boundary(
    holds: Callable[[list[float]], Sequence[bool]], form: Format, inner: float, outer: float
) -> float:
    """A number between two others at which something begins to hold, found by bisection.

    It does not hold at `inner`, does at `outer`. It holds at the number that is returned, and not
    at the format's next number towards `inner`.
    """
    low, high = form.ordinal(inner), form.ordinal(outer)
    while abs(high - low) > 1:
        between = {low + (high - low) * i // _SECTIONS for i in range(1, _SECTIONS)}
        tried = sorted(between - {low, high}, reverse=high < low)
        flags = [bool(flag) for flag in holds([form.value(ordinal) for ordinal in tried])]
        first = flags.index(True) if True in flags else len(tried)
        ordinals = [low, *tried, high]
        low, high = ordinals[first], ordinals[first + 1]
    return form.value(high)
