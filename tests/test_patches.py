"""A formula at all numbers of float32 is known to within the bounds of its polynomials."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from flint import ctx
from formulas import tree

from actbook.checking.formats import FLOAT32, error
from actbook.checking.patches import ALLOWED, Patch, Rugged, patches
from actbook.checking.sides import valued

FORMULAS = {
    "a line": "x",
    "a power": "x^3",
    "a sigmoid": r"\frac{1}{1 + e^{-x}}",
    "a quotient of exponentials": r"\frac{e^x - e^{-x}}{e^x + e^{-x}}",
    "an exponential in a logarithm": r"\ln(1 + e^x)",
    "all of these": r"x \tanh(\ln(1 + e^x))",
    "an error function": r"\frac{x}{2}(1 + \operatorname{erf}(\frac{x}{\sqrt{2}}))",
    "three zeros at zero": r"x - \tanh(x)",
    "a bell": "e^{-x^2}",
    "a corner at no number of the format": r"\max(0, x - \frac{1}{3})",
    "corners": r"\max(0, \min(1, \frac{x}{6} + \frac{1}{2}))",
    "a jump": r"\begin{cases} 1 & \text{if } x > \pi \\ \alpha x & \text{otherwise} \end{cases}",
    "an absolute value": r"\frac{x}{1 + |x|}",
    "a step": r"x \operatorname{sign}(x - 2)",
    "what is beyond all numbers": "e^x",
}
#: To how many ulps true values are known.
KNOWN = 2.0**-60


def tried(side: list[Patch], sign: int) -> list[tuple[Patch, float]]:
    """Numbers at the ends of patches, and at random."""
    generator = random.Random("numbers")
    found = []
    for patch in generator.sample(side, min(len(side), 40)):
        for ordinal in (patch.first, patch.last, generator.randint(patch.first, patch.last)):
            found.append((patch, FLOAT32.value(sign * ordinal)))
    return found


def at(patch: Patch, x: float) -> float:
    found = np.empty(1)
    patch.put(np.array([x]), found)
    return float(found[0])


@pytest.mark.parametrize("latex", FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_polynomials_are_within_their_bounds_for(latex: str, sign: int) -> None:
    formula = tree(latex)
    side = patches(formula, {"alpha": 0.3}, FLOAT32, sign)
    for patch, x in tried(side, sign):
        truth = valued(formula, {"alpha": 0.3, "x": x}, 200)
        assert truth is not None and patch.bound <= ALLOWED
        with ctx.workprec(300):
            if abs(truth) < FLOAT32.largest:
                assert error(at(patch, x), truth, FLOAT32) <= patch.bound + KNOWN
            else:
                assert abs(at(patch, x)) > FLOAT32.largest / 2


@pytest.mark.parametrize("latex", FORMULAS.values(), ids=FORMULAS)
def test_they_cover_each_number_once_for(latex: str) -> None:
    for sign in (1, -1):
        side = patches(tree(latex), {"alpha": 0.3}, FLOAT32, sign)
        starts = [patch.first for patch in side]
        assert starts == [1, *(patch.last + 1 for patch in side[:-1])]
        assert side[-1].last == FLOAT32.ordinals


def test_a_wrong_coefficient_is_seen() -> None:
    formula = tree(r"\frac{1}{1 + e^{-x}}")
    patch = next(p for p in patches(formula, {}, FLOAT32, 1) if len(p.coefficients) > 2)
    x = FLOAT32.value(patch.last)
    first, second, *others = patch.coefficients
    wrong = replace(patch, coefficients=(first, second * (1 + 1e-6), *others))
    truth = valued(formula, {"x": x})
    assert truth is not None
    assert error(at(wrong, x), truth, FLOAT32) > patch.bound >= error(at(patch, x), truth, FLOAT32)


def test_a_formula_that_oscillates_has_no_patches() -> None:
    with pytest.raises(Rugged):
        patches(tree(r"\sin(x)"), {}, FLOAT32, 1)


def test_where_a_formula_has_no_value_neither_have_they() -> None:
    formula = tree(r"\begin{cases} x & \text{if } x > 1 \\ 2 & \text{if } x < 1 \end{cases}")
    found = {patch.first: patch for patch in patches(formula, {}, FLOAT32, 1)}
    assert math.isnan(at(found[FLOAT32.ordinal(1.0)], 1.0))
