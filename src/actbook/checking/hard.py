"""Points at which to try code of a function of one number, each with why it was chosen.

`ordinary`, `tiny` and `huge` are numbers of each format; `edge` is where pieces meet, and beside;
`range` is where functions that are called on the way leave a format; `cancels` is where rounding
does most to the formula's own evaluation; `hard to round` is where f or f′ is nearest to the middle
between two numbers of a format, among so many that were tried.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import sympy
from flint import arb

from actbook.checking.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Format, exponent
from actbook.formula import columns
from actbook.formula.balls import fraction
from actbook.formula.expression import Expression
from actbook.formula.rounding import rounding

FORMATS = (FLOAT64, FLOAT32, BFLOAT16, FLOAT16)
#: How many points of a kind there are in each format, at the defaults and at other parameters.
_ORDINARY, _FEWER = 24, 8
#: How many are tried for those that are hard to round, and how many of them are kept.
_TRIED, _HARD = 700, 5
_CANCELS, _SEARCHED = 12, 120
#: Values need not be known to more than this power of two.
_NEGLIGIBLE = -1200


def points(
    formula: Expression,
    slope: Expression,
    given: Mapping[str, float],
    edges: Sequence[sympy.Expr],
    seed: str,
    *,
    full: bool,
) -> dict[float, str]:
    """Finite doubles, with why each was chosen first; `full` has all kinds of them."""
    found: dict[float, str] = {}

    def add(why: str, xs: Iterator[float]) -> None:
        for x in xs:
            if math.isfinite(x):
                found.setdefault(x, why)

    for form in FORMATS:
        add("edge", _beside(form, map(float, edges)))
        add("tiny", _both(_tiny(form) if full else iter([form.value(1)])))
        # No larger: at other parameters good code may leave the format on its way.
        add("huge", _both(_huge(form) if full else iter([2.0 ** (form.highest // 2)])))
        add("ordinary", _ordinary(form, seed, _ORDINARY if full else _FEWER))
        if full:
            add("range", _beside(form, _both(_range(form))))
    if full:
        add("cancels", _cancelling(formula, given, seed))
        for form in FORMATS:
            for order in (formula, slope):
                add("hard to round", _hard(order, given, form, seed))
    return found


def _both(sizes: Iterator[float]) -> Iterator[float]:
    for size in sizes:
        yield size
        yield -size


def _rounded(form: Format, x: float) -> float:
    return form.nearest(Fraction(x))


def _beside(form: Format, places: Iterator[float]) -> Iterator[float]:
    """The number of a format nearest to each place, and those on both sides of it."""
    for place in places:
        near = _rounded(form, place)
        if math.isfinite(near):
            at = form.ordinal(near)
            inside = (n for n in (at, at - 1, at + 1) if abs(n) <= form.ordinals)
            yield from (form.value(n) for n in inside)


def _tiny(form: Format) -> Iterator[float]:
    """The smallest numbers, normal and not, and what is nothing beside 1."""
    yield from (form.value(1), form.value(3), 2.0**form.lowest, form.roundoff, form.roundoff**0.5)


def _huge(form: Format) -> Iterator[float]:
    yield from (form.largest, 2.0 ** (form.highest - 1), 2.0 ** (form.highest // 2 + 1))


def _range(form: Format) -> Iterator[float]:
    """Where exp leaves the format, is nothing beside 1, and where squares and cubes leave it."""
    digits = form.digits * math.log(2)
    ends = (math.log(2) * (form.highest + 1), -math.log(2) * form.smallest)
    yield from (*ends, ends[0] / 2, digits, digits / 2)
    yield from (form.largest**0.5, form.largest ** (1 / 3))


def _ordinary(form: Format, seed: str, count: int) -> Iterator[float]:
    generator = random.Random(f"{seed} {form.name}")
    for _ in range(count):
        yield _rounded(form, generator.uniform(-8, 8))
        yield _rounded(form, generator.choice((1, -1)) * 10 ** generator.uniform(-4, 2))


def _cancelling(formula: Expression, given: Mapping[str, float], seed: str) -> Iterator[float]:
    """Where the rounding of the formula's own evaluation is largest beside its value."""
    generator = random.Random(f"{seed} cancels")
    found = []
    for _ in range(_SEARCHED):
        wide = generator.choice((1, -1)) * 10 ** generator.uniform(-12, 2)
        x = _rounded(FLOAT32, generator.choice((wide, generator.uniform(-12, 12))))
        try:
            error = rounding(formula, {**given, "x": x})
            (value,) = columns.values(formula, given, [x], _NEGLIGIBLE)
        except ArithmeticError:
            continue
        if value is not None and not value.contains(0):
            found.append((float(error / abs(value)), x))
    yield from (x for _, x in sorted(found, reverse=True)[:_CANCELS])


def _hard(
    order: Expression, given: Mapping[str, float], form: Format, seed: str
) -> Iterator[float]:
    """Of many numbers of a format those at which a value is nearest to the middle of two."""
    generator = random.Random(f"{seed} {form.name} hard")
    tried = [
        _rounded(form, generator.choice((1, -1)) * 2.0 ** generator.uniform(-6, 4))
        for _ in range(_TRIED)
    ]
    found = columns.values(order, given, tried, _NEGLIGIBLE)
    far = [
        (off, x)
        for x, value in zip(tried, found, strict=True)
        if value is not None and (off := _off(value, form)) is not None
    ]
    yield from (x for _, x in sorted(far)[:_HARD])


def _off(value: arb, form: Format) -> float | None:
    """How far, in units in the last place, a value is from the middle of two numbers of a format;
    None of one that is such a number, or next to zero."""
    if abs(value) < arb(2) ** form.lowest or value.rel_accuracy_bits() > 10_000:
        return None
    place = fraction(abs(value).mid()) / Fraction(2) ** exponent(value, form)
    part = place - place.numerator // place.denominator
    return None if part in (0, Fraction(1, 2)) else float(abs(part - Fraction(1, 2)))
