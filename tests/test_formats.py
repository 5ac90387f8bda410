"""Errors are counted in units in the last place, at the edges of the formats too."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from flint import arb, ctx

from actbook.checking.formats import (
    BFLOAT16,
    FLOAT16,
    FLOAT32,
    FLOAT64,
    Format,
    boundary,
    error,
    errors,
    exponent,
)
from actbook.formula.balls import exact

FORMATS = (FLOAT64, FLOAT32, BFLOAT16, FLOAT16)
HALF, LARGEST, SMALLEST = 0.5, 65504.0, 2.0**-24

#: The exponent k of the ulp 2^k of a real number in float16: 11 digits, 2^-14 the smallest normal.
UNITS = {
    "one": (1, -10),
    "just below one": (1 - Fraction(1, 10**30), -11),
    "just above one": (1 + Fraction(1, 10**30), -10),
    "a negative number": (-3, -9),
    "the smallest normal number": (Fraction(1, 2**14), -24),
    "a subnormal number": (Fraction(1, 2**20), -24),
    "less than the smallest subnormal number": (Fraction(1, 2**40), -24),
    "nothing": (0, -24),
    "the largest number": (65504, 5),
    "beyond the largest number": (10**9, 5),
    "what no double can hold": (10**400, 5),
}


@pytest.mark.parametrize(("value", "unit"), UNITS.values(), ids=UNITS)
def test_the_ulp_of_float16_at(value: Fraction | int, unit: int) -> None:
    with ctx.workprec(200):
        assert exponent(exact(Fraction(value)), FLOAT16) == unit


#: A result in float16, the true value, and the error in ulps.
ERRORS = {
    "an exact result": (1.0, Fraction(1), 0.0),
    "half way between neighbours": (1.0, 1 + Fraction(1, 2**11), 0.5),
    "below a power of two the unit is half as large": (1.0, 1 - Fraction(1, 2**12), 0.5),
    "a neighbour": (1 + 2.0**-10, Fraction(1), 1.0),
    "a wrong sign": (-1.0, Fraction(1), 2048.0),
    "nothing for the smallest number": (0.0, Fraction(1, 2**24), 1.0),
    "a third of the smallest number, flushed": (0.0, Fraction(1, 3 * 2**24), 1 / 3),
    "infinity, rightly": (math.inf, Fraction(65520), 0.0),
    "infinity too early": (math.inf, Fraction(65519), math.inf),
    "infinity of the wrong sign": (-math.inf, Fraction(10**6), math.inf),
    "the largest number for one beyond it": (LARGEST, Fraction(65504 + 64), 2.0),
    "not a number": (math.nan, Fraction(1), math.inf),
}


@pytest.mark.parametrize(("result", "truth", "ulps"), ERRORS.values(), ids=ERRORS)
def test_the_error_in_float16_of(result: float, truth: Fraction, ulps: float) -> None:
    with ctx.workprec(200):
        ball = exact(truth)
        assert error(result, ball, FLOAT16) == pytest.approx(ulps, rel=1e-12)
    assert errors([result], [ball], FLOAT16)[0] == pytest.approx(ulps, rel=1e-9)


def test_many_errors_at_once_are_those_of_each() -> None:
    results = FLOAT32.spread(200)
    with ctx.workprec(200):
        truths = [arb(x) * (1 + arb(2) ** -26) for x in results]
        one_by_one = [error(x, y, FLOAT32) for x, y in zip(results, truths, strict=True)]
    assert np.allclose(errors(results, truths, FLOAT32), one_by_one, atol=2**-28)


def test_where_there_is_no_true_value_there_is_no_error() -> None:
    for form in FORMATS:
        assert np.isnan(errors([1.0], [None], form)).all()


def test_a_subnormal_double_has_an_error_of_its_own_unit() -> None:
    with ctx.workprec(200):
        assert error(5e-324, arb(2) ** -1074 * 3 / 4, FLOAT64) == 0.25
        assert error(0.0, arb(2) ** -1080, FLOAT64) == 2.0**-6


@pytest.mark.parametrize("form", (BFLOAT16, FLOAT16), ids=lambda form: form.name)
def test_a_format_of_16_bits_knows_all_its_finite_numbers(form: Format) -> None:
    patterns = torch.arange(2**16, dtype=torch.int32).to(torch.int16)
    numbers = patterns.view(getattr(torch, form.name)).double().numpy()
    finite = numbers[np.isfinite(numbers)]
    assert len(form.every()) == len(finite)
    signed = {(x, math.copysign(1, x)) for x in form.every()}
    assert signed == {(x, math.copysign(1, x)) for x in finite}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_number_is_that_of_its_ordinal(form: Format) -> None:
    limits = torch.finfo(getattr(torch, form.name))
    assert form.largest == limits.max
    assert 2.0**form.lowest == limits.tiny
    assert form.value(1) == 2.0**form.smallest
    assert form.roundoff == limits.eps / 2
    for x in form.spread(300):
        assert form.value(form.ordinal(x)) == x
        assert form.holds(x)
    assert form.ordinal(form.largest) == form.ordinals
    assert form.value(form.ordinal(1.0) + 1) == 1 + limits.eps
    assert form is FLOAT64 or not form.holds(1 + limits.eps / 2)
    assert form is FLOAT64 or not form.holds(2 * form.largest)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("edge", (0.0, 1.0, -3.75, 1e4))
def test_bisection_finds_the_first_number_beyond_an_edge(form: Format, edge: float) -> None:
    found = boundary(lambda xs: [x > edge for x in xs], form, -form.largest, form.largest)
    before = form.value(form.ordinal(found) - 1)
    assert before <= edge < found
    mirrored = boundary(lambda xs: [x < edge for x in xs], form, form.largest, -form.largest)
    assert mirrored < edge <= form.value(form.ordinal(mirrored) + 1)
