"""Worst errors, saturation, overflow and loss of digits are those that can be had by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from measuring import function, measure, of

from actbook.checking import numerics
from actbook.checking.accuracy import Bench, chosen
from actbook.checking.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64
from actbook.result import NumericsRow

SIGMOID = r"\frac{1}{1 + e^{-x}}"
NAIVE = "1 / (1 + np.exp(-x))"


def row(dtype: str, formula: str, code: str, label: str = "NumPy", cell: str = "") -> NumericsRow:
    (found,) = numerics.numerics([of(measure(formula, {label: code}, cell), dtype)])
    return found


def test_a_naive_sigmoid_becomes_1_where_that_is_nearest() -> None:
    high = row("float64", SIGMOID, NAIVE).saturates[1]
    assert high == pytest.approx(53 * math.log(2), abs=1e-12)
    assert 1 / (1 + np.exp(-high)) == 1
    assert 1 / (1 + np.exp(-np.nextafter(high, 0))) < 1


def test_in_float32_it_does_so_earlier_and_becomes_0_where_exp_overflows() -> None:
    low, high = row("float32", SIGMOID, NAIVE).saturates
    assert high == pytest.approx(24 * math.log(2), abs=1e-5)
    assert low == pytest.approx(-128 * math.log(2), abs=1e-4)
    inner = np.nextafter(np.float32(low), np.float32(0))
    with np.errstate(over="ignore"):
        assert np.exp(-np.float32(low)) == np.inf > np.exp(-inner)


def test_no_saturation_is_stated_of_what_only_comes_near_its_limit() -> None:
    assert row("float64", r"\frac{1}{1 + x^2}", "1 / (1 + np.square(x / 1))").saturates == (
        None,
        None,
    )
    assert row("float64", "x", "x").saturates == (None, None)


def test_no_saturation_is_stated_at_a_wrong_limit() -> None:
    assert row("float64", r"\tanh(x)", "1.5 * np.tanh(x)").saturates == (None, None)


INACCURATE = {
    "exact": ("1.0 * x", 0.0),
    "one neighbour too far": ("np.nextafter(x, 2 * x)", 1.0),
    "three ulps at powers of two": ("x * (1 + 3 * np.finfo(x.dtype).eps)", 6.0),
}


@pytest.mark.parametrize(("code", "ulps"), INACCURATE.values(), ids=INACCURATE)
@pytest.mark.parametrize("dtype", ("float64", "float32"))
def test_the_worst_error_of_the_identity_is_that_of_code_which_is(
    code: str, ulps: float, dtype: str
) -> None:
    assert row(dtype, "x", code).worst_ulp == pytest.approx(ulps, abs=0.52 if ulps > 1 else 0)


def test_formats_of_16_bits_are_tried_at_all_their_finite_numbers() -> None:
    rows = numerics.numerics(measure("2x", {"PyTorch": "torch.add(x, x)"}))
    assert {r.dtype: (r.points, r.exhaustive) for r in rows[2:]} == {
        "bfloat16": (2**16 - 2**8, True),
        "float16": (2**16 - 2**11, True),
    }
    assert [r.exhaustive for r in rows[:2]] == [False, False]


def test_an_overflow_that_rounding_demands_is_no_error_and_is_stated() -> None:
    half = row("float16", "2x", "torch.add(x, x)", "PyTorch")
    assert (half.worst_ulp, half.at) == (0.0, None)
    assert half.overflows == (-(2.0**15), 2.0**15)
    double = row("float64", "2x", "torch.add(x, x)", "PyTorch")
    assert double.overflows == (-(2.0**1023), 2.0**1023)


def test_the_worst_error_is_found_among_all_numbers_of_a_16_bit_format() -> None:
    spoiled = "torch.where(x == 0.333251953125, 2 * x, x)"
    found = row("float16", "x", spoiled, "PyTorch")
    assert (found.worst_ulp, found.at) == (1365.0, "0.333252")
    assert found.lost == (None, 0.333251953125)


def test_digits_are_lost_where_one_is_added_and_taken_away() -> None:
    code = "(1 + x) - 1"
    low, high = row("float64", "x", code).lost
    # Next to zero the sum is 1, and the loss is complete, down to the smallest normal number.
    assert high == 2.0**-1022
    assert low == -(2.0**-1022)
    assert row("float64", "x", "1.0 * x").lost == (None, None)


def test_the_derivative_is_measured_where_autograd_gives_one() -> None:
    cell = "import torch\ndef square(x):\n    return x * x"
    found = row("float32", "x^2", "square(x)", "PyTorch", cell)
    assert found.worst_ulp_derivative == 0
    assert found.overflows_derivative == (-(2.0**127), 2.0**127)
    assert row("float32", "x^2", "x * x").worst_ulp_derivative is None


def test_a_derivative_that_is_wrong_at_one_number_is_found() -> None:
    code = "torch.where(x == 3, x.detach() ** 2 + 7 * (x - x.detach()), x * x)"
    found = row("bfloat16", "x^2", code, "PyTorch")
    assert (found.worst_ulp_derivative, found.at_derivative) == (32.0, "3")


def test_a_kink_has_no_derivative_to_be_wrong_about_and_a_smooth_joint_has() -> None:
    cases = r"\begin{cases} %s & \text{if } x > 0 \\ -x & \text{if } x \le 0 \end{cases}"
    kink = of(measure(cases % "x", {"PyTorch": "torch.abs(x)"}), "float16")
    assert kink.slopes is not None
    zeros = [i for i, x in enumerate(kink.points) if x == 0]
    assert [kink.slopes.truths[i] for i in zeros] == [None, None]
    smooth = of(measure(cases % "-x", {"PyTorch": "torch.neg(x)"}), "float16")
    assert smooth.slopes is not None
    assert all(truth is not None and truth.contains(-1) for truth in smooth.slopes.truths)


def test_a_slope_that_is_0_at_a_smooth_joint_is_exactly_so() -> None:
    found = row("float64", r"\max(0, x)^2", "torch.relu(x) ** 2", "PyTorch", "import torch")
    assert found.worst_ulp_derivative == pytest.approx(0, abs=0.5)
    halves = row("float64", r"\max(0, x) + \min(0, x)", "1 * x", "PyTorch", "import torch")
    assert halves.worst_ulp_derivative == 0


def test_the_points_of_a_long_format_are_its_numbers_and_have_the_edges_neighbours() -> None:
    points = chosen(FLOAT32, [1.0], "seed")
    assert all(FLOAT32.holds(x) for x in points)
    assert {1 - 2.0**-24, 1.0, 1 + 2.0**-23} <= set(points)
    assert {FLOAT32.largest, 2.0**-149, 0.0} <= set(points)
    assert chosen(FLOAT64, [], "seed") == chosen(FLOAT64, [], "seed")
    assert len(chosen(BFLOAT16, [], "")) + len(chosen(FLOAT16, [], "")) == 2**17 - 2**8 - 2**11


def test_a_function_is_measured_once() -> None:
    _, own, definition, namespace = function("x", {"NumPy": "1.0 * x"})
    bench = Bench("seed")
    first = bench.measure(own, definition.expression, namespace)
    assert bench.measure(own, definition.expression, namespace) is first
    assert bench.measure(own, definition.expression, dict(namespace)) is not first


def test_vectors_are_measured_component_by_component() -> None:
    code = {"NumPy": "x + np.spacing(np.abs(x))"}
    _, own, definition, namespace = function("x_i", code, "import numpy as np", "input: vector")
    rows = list(numerics.of_vectors("seed", own, definition, namespace))
    assert [r.dtype for r in rows] == ["float64", "float32"]
    assert all(r.points > 100 and r.worst_ulp == pytest.approx(1, abs=0.5) for r in rows)
