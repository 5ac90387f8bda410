"""A sweep finds what is wrong at single numbers among all, and says nothing else of the others."""

from __future__ import annotations

import math

import numpy as np
import pytest
from measuring import function

from actbook.checking import sweep
from actbook.checking.formats import FLOAT32, error
from actbook.checking.implementation import Code, codes
from actbook.checking.sweep import BLOCK, Reference
from actbook.checking.tallies import Tally, Wrong
from actbook.swept import EDGES

SIGMOID = r"\frac{1}{1 + e^{-x}}"
STABLE = "np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))"
#: The pattern of 1, at the start of a block.
ONE = 0x3F800000
MINUS = 2**31


def prepared(
    formula: str, call: str, cell: str = "", label: str = "NumPy"
) -> tuple[Code, Reference]:
    _, own, definition, namespace = function(formula, {label: call}, cell)
    (code,) = codes(own, namespace)
    return code, sweep.reference(definition.expression, {})


def tally(formula: str, call: str, first: int, cell: str = "", label: str = "NumPy") -> Tally:
    """That of a block."""
    return sweep.swept(*prepared(formula, call, cell, label), first, first + BLOCK)


def test_code_that_rounds_once_has_no_errors() -> None:
    assert tally("3x", "3 * x", ONE) == Tally(inputs=BLOCK)


def planted(wrong: str) -> str:
    """Code of 2x that is wrong at one number of the block."""
    at = f"np.float32({sweep.number(ONE + 77)!r})"
    return f"np.where(x == {at}, {wrong}, 2 * x).astype(x.dtype)"


ERRORS = {
    "three ulps": ("2 * x + np.float32(3 * 2.0**-22)", Tally(above=(1, 1, 1, 0, 0, 0))),
    "much": ("-x", Tally(above=(1,) * len(EDGES))),
    "NaN": ("np.nan", Tally(nan=Wrong(1, ONE + 77))),
    "infinity": ("np.inf", Tally(overflow=Wrong(1, ONE + 77))),
}


@pytest.mark.parametrize(("wrong", "expected"), ERRORS.values(), ids=ERRORS)
def test_one_wrong_result_of_a_block_is_found(wrong: str, expected: Tally) -> None:
    found = tally("2x", planted(wrong), ONE)
    assert (found.above, found.nan, found.overflow) == (
        expected.above,
        expected.nan,
        expected.overflow,
    )
    assert found.inputs == BLOCK
    assert [pattern for _, pattern in found.worst] == [ONE + 77] * bool(sum(expected.above))


SIGNS = {
    "minus zero that is lost": ("x", "x + 0.0", MINUS, Wrong(1, MINUS)),
    "zero that is kept": ("x", "1 * x", MINUS, Wrong()),
    "zero of a function that is nothing there": (r"\max(0, x)", "np.maximum(x, 0)", MINUS, Wrong()),
    "zero of an even function": ("x^2", "-(x * x)", 0, Wrong(1, 0)),
    "what is too small to be seen": (r"\frac{x}{1 + e^{-x}}", "0 * x", 0xC3FA0000, Wrong()),
    "what is nearly seen": (
        "x / 4",
        "np.where(x < 3e-45, -0.0, x / 4).astype(x.dtype)",
        0,
        Wrong(2, 0),
    ),
}


@pytest.mark.parametrize(("formula", "call", "first", "wrong"), SIGNS.values(), ids=SIGNS)
def test_a_zero_has_the_sign_of_what_is_beside_it(
    formula: str, call: str, first: int, wrong: Wrong
) -> None:
    assert tally(formula, call, first).zeros == wrong


def test_a_number_for_nan_is_wrong_and_infinity_is_not_among_them() -> None:
    nans = 0x7F800000
    assert tally("2x", "2 * x", nans) == Tally()
    lost = tally(r"\max(0, x)", "np.fmax(x, 0)", nans)
    assert lost.numbers == Wrong(BLOCK - 1, nans + 1)


def test_what_rounds_to_infinity_may_be_infinite_and_nothing_else_may() -> None:
    last = 0x7F7F0000
    assert tally("3x", "3 * x", last) == Tally(inputs=BLOCK)
    assert tally("3x", "np.minimum(3 * x, 3e38)", last).above[-1] == BLOCK
    assert tally("x", "2 * x / 2", last).overflow == Wrong(BLOCK, last)


def test_errors_are_those_in_balls() -> None:
    code, reference = prepared(SIGMOID, STABLE)
    first = MINUS + ONE
    x = np.arange(first, first + BLOCK, dtype=np.uint32).view(np.float32).astype(float)
    results = code.values(x, {}, "float32")
    found = sweep.errors(results, reference.values(first, x))
    for at in range(0, BLOCK, 999):
        truth = reference.truth(float(x[at]))
        assert truth is not None
        true = error(float(results[at]), truth, FLOAT32)
        assert found[at] == pytest.approx(true, abs=reference.bound)


def test_a_worse_result_next_to_a_power_of_two_is_not_taken_for_less() -> None:
    """tanh is 1 nowhere: beside 1 its unit is that of the numbers below."""
    _, reference = prepared(r"\tanh(x)", "np.tanh(x)")
    x = np.array([20.0])
    pattern = int(np.float32(20.0).view(np.uint32))
    below = float(np.nextafter(np.float32(1), np.float32(0)))
    assert sweep.errors(np.array([below]), reference.values(pattern, x))[0] == pytest.approx(1)


def test_tallies_add_up() -> None:
    one = Tally(3, (2, 1, 0, 0, 0, 0), ((1.5, 7),), nan=Wrong(1, MINUS + 4))
    two = Tally(4, (1, 1, 1, 0, 0, 0), ((2.5, 9),), nan=Wrong(2, 5))
    assert one + two == Tally(7, (3, 2, 1, 0, 0, 0), ((2.5, 9), (1.5, 7)), nan=Wrong(3, MINUS + 4))
    assert sum([one, two], Tally()) == two + one


def test_a_reference_is_held_against_balls() -> None:
    _, reference = prepared(SIGMOID, STABLE)
    assert 0 < sweep.deviation(reference, 50, "seed") <= reference.bound
    shifted = Reference(reference.formula, {}, reference.sides[::-1], reference.zeros)
    assert sweep.deviation(shifted, 50, "seed") > reference.bound


def test_the_worst_result_is_that_of_balls() -> None:
    call = planted("2 * x + np.float32(3 * 2.0**-22)")
    code, reference = prepared("2x", call)
    found = sweep.worst(reference, code, sweep.swept(code, reference, ONE, ONE + BLOCK))
    assert found is not None
    x = sweep.number(ONE + 77)
    assert (found.error, found.x, found.result) == (3.0, x, 2 * x + 3 * 2.0**-22)
    assert float(found.value) == 2 * x
    assert sweep.worst(reference, code, Tally()) is None


INFINITE = {
    "limits that are kept": (SIGMOID, STABLE, []),
    "a product with nothing": (
        r"\frac{x}{1 + e^{-x}}",
        "x / (1 + np.exp(-x))",
        [(-math.inf, math.nan, 0.0)],
    ),
    "no growth": ("x", "np.clip(x, -3e38, 3e38)", [(-math.inf, -3e38, -math.inf),
                                                    (math.inf, 3e38, math.inf)]),
}  # fmt: skip


@pytest.mark.parametrize(("formula", "call", "wrong"), INFINITE.values(), ids=INFINITE)
def test_at_infinity_code_has_the_limit(
    formula: str, call: str, wrong: list[tuple[float, float, float]]
) -> None:
    found = list(sweep.at_infinity(*prepared(formula, call)))
    assert [one[0] for one in found] == [one[0] for one in wrong]
    for (_, result, limit), (_, expected, tends) in zip(found, wrong, strict=True):
        assert np.float32(result) == pytest.approx(np.float32(expected), nan_ok=True)
        assert limit == tends
