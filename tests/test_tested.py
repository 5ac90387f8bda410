"""Test vectors: values are correctly rounded, and points are hard where they are said to be."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import arb
from formulas import page, tree

from actbook.checking import hard
from actbook.checking.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Format
from actbook.checking.references import Forms
from actbook.checking.vectors import COLUMNS, nearest, vectors
from actbook.reading.page import Parameter

ALPHA = page(
    'symbol: f\nparameters: {alpha: {default: 0.25, domain: "(0, oo)"}}', r"\operatorname{f}(x) = x"
)
SOFTPLUS = tree(r"\ln(1 + e^x)")
HARD = tree(r"\max(-1, \min(1, x))")
LEAKY = tree(r"\begin{cases} x & \text{if } x > 0 \\ \alpha x & \text{if } x \le 0 \end{cases}")
NUMPY = {FLOAT16: np.float16, FLOAT32: np.float32, FLOAT64: np.float64}


def of(formula: Any, parameters: tuple[Parameter, ...] = ()) -> list[dict[str, Any]]:
    return vectors(formula, parameters, Forms(), "seed")


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in found["rows"]]


@pytest.mark.parametrize("form", NUMPY, ids=lambda form: form.name)
def test_a_number_is_rounded_as_processors_round(form: Format) -> None:
    generator = random.Random(form.name)
    for _ in range(2000):
        x = generator.choice((1, -1)) * 2.0 ** generator.uniform(-160, 140)
        with np.errstate(over="ignore"):
            assert form.nearest(Fraction(x)) == float(NUMPY[form](x))


def test_ties_go_to_the_even_number_and_what_is_too_large_to_infinity() -> None:
    half = Fraction(1, 2**8)
    assert BFLOAT16.nearest(1 + half) == 1
    assert BFLOAT16.nearest(1 + 3 * half) == 1 + 2.0**-6
    beyond = Fraction(FLOAT16.largest) + 16
    assert FLOAT16.nearest(beyond) == math.inf
    assert FLOAT16.nearest(beyond - Fraction(1, 10**30)) == FLOAT16.largest
    assert FLOAT64.nearest(-(Fraction(10) ** 400)) == -math.inf


def test_a_rounding_is_decided_or_none() -> None:
    middle = arb(1) + arb(2) ** -24
    assert nearest(middle, FLOAT32) == 1
    assert nearest(middle + arb(0, 2.0**-60), FLOAT32) is None
    assert nearest(middle + arb(2) ** -50 + arb(0, 2.0**-60), FLOAT32) == 1 + 2.0**-23
    assert str(nearest(-(arb(2) ** -5000), FLOAT64)) == "-0.0"


def test_each_value_is_the_true_one_rounded_to_every_format_that_has_x() -> None:
    (found,) = of(SOFTPLUS)
    assert len(found["rows"]) > 300
    for row in rows(found):
        x = float.fromhex(row["x"])
        with mpmath.workdps(400):
            # Beyond, mpmath would write out all digits of what is nothing beside 1.
            near = mpmath.log1p(mpmath.exp(mpmath.mpf(x))) if abs(x) < 800 else mpmath.mpf(0)
            truth = mpmath.mpf(x) if x > 800 else near
            told = mpmath.mpf(row["f"])
            assert abs(told - truth) <= abs(truth) * mpmath.mpf(10) ** -24 + mpmath.mpf(2) ** -1100
            text = mpmath.nstr(truth, 60, strip_zeros=False) if truth > 1e-340 else "0"
        for form in hard.FORMATS:
            assert (row[f"f {form.name}"] is not None) == form.holds(x)
            if form.holds(x):
                assert float.fromhex(row[f"f {form.name}"]) == form.nearest(Fraction(text))


def test_what_is_beyond_all_doubles_is_infinite_and_not_written_out() -> None:
    (found,) = of(tree("e^x"))
    huge = [row for row in rows(found) if row["f"] == "inf"]
    assert huge and all(float.fromhex(row["f float64"]) == math.inf for row in huge)
    assert max(len(row["f"]) for row in rows(found)) < 40


def test_hard_points_are_nearer_to_the_middle_than_others() -> None:
    (found,) = of(SOFTPLUS)
    whys: dict[str, list[float]] = {}
    for row in rows(found):
        off = hard._off(arb(row["f"]), FLOAT32) if row["f float32"] else None
        if off is not None:
            whys.setdefault(row["why"], []).append(off)
    assert min(whys["hard to round"]) < 0.01 < sorted(whys["ordinary"])[len(whys["ordinary"]) // 2]
    assert {row["why"] for row in rows(found)} == {*whys, "huge"}


def test_kinks_have_the_slopes_on_both_sides_and_no_slope_of_their_own() -> None:
    (found,) = of(HARD)
    assert [float.fromhex(kink["x"]) for kink in found["kinks"]] == [-1, 1]
    assert [float(kink["left"]) for kink in found["kinks"]] == [0, 1]
    assert [float(kink["right"]) for kink in found["kinks"]] == [1, 0]
    at = {row["x"]: row for row in rows(found)}
    assert at[(1.0).hex()]["slope"] is None and float(at[(1.0).hex()]["f"]) == 1
    assert float(at[math.nextafter(1.0, 0).hex()]["slope"]) == 1


def test_limits_are_those_of_the_formula_and_zero_keeps_its_sign() -> None:
    (found,) = of(HARD)
    limits = {k: float.fromhex(v) for k, v in found["limits"].items()}
    assert limits == {"-inf": -1, "inf": 1, "-0": 0} and str(limits["-0"]) == "-0.0"
    assert of(SOFTPLUS)[0]["limits"]["-0"] is None
    assert of(tree(r"\sin(x)"))[0]["limits"]["inf"] is None


def test_each_set_has_other_parameters_and_the_defaults_come_first() -> None:
    found = of(LEAKY, ALPHA.functions[0].parameters)
    given = [float.fromhex(one["parameters"]["alpha"]) for one in found]
    assert given[0] == 0.25 and len({*given}) == len(given) > 2
    for one, alpha in zip(found, given, strict=True):
        (kink,) = one["kinks"]
        assert float(kink["left"]) == alpha and float(kink["right"]) == 1
