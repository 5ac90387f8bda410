"""Where sweeps found the worst errors, mpmath finds them too, from formulas that were written here
by hand: nothing of the engine's own arithmetic is in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from mpmath import mp, mpf

from actbook.records import sweeps
from actbook.swept import Swept

RECORDS = Path(__file__).parent.parent / "records" / "sweeps"


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))


def softplus(x: Any) -> Any:
    return max(x, mpf(0)) + mp.log1p(mp.exp(-abs(x)))


def clip(x: Any, low: float, high: float) -> Any:
    return min(max(x, mpf(low)), mpf(high))


def shrunk(x: Any) -> Any:
    return x - mp.tanh(x)


#: 1.0507… and 1.6732… as doubles.
SCALE, SLOPE = 1.0507009873554805, 1.6732632423543772
#: The functions by their titles, at the defaults of their parameters.
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "CELU": lambda x: x if x > 0 else mp.expm1(x),
    "ELiSH": lambda x: (x if x > 0 else mp.expm1(x)) * sigmoid(x),
    "ELU": lambda x: x if x > 0 else mp.expm1(x),
    "Gaussian": lambda x: mp.exp(-x * x),
    "GELU": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "GELU, tanh form": lambda x: x * sigmoid(2 * mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3)),
    "Hard sigmoid": lambda x: clip(x / 6 + mpf(1) / 2, 0, 1),
    "Hard sigmoid of slope 1/5": lambda x: clip(x / 5 + mpf(1) / 2, 0, 1),
    "Hard sigmoid of slope 1/2": lambda x: clip((x + 1) / 2, 0, 1),
    "Hard swish": lambda x: x * clip(x / 6 + mpf(1) / 2, 0, 1),
    "Hardshrink": lambda x: x if abs(x) > 0.5 else mpf(0),
    "Hard tanh": lambda x: clip(x, -1, 1),
    "Laplace activation": lambda x: mp.erfc(mp.sqrt(mp.pi) - mp.sqrt(2 * mp.pi) * x) / 2,
    "Leaky ReLU": lambda x: x if x > 0 else mpf(0.01) * x,
    "LiSHT": lambda x: x * mp.tanh(x),
    "Log-sigmoid": lambda x: -softplus(-x),
    "Mish": lambda x: x * mp.tanh(softplus(x)),
    "PReLU": lambda x: x if x > 0 else x / 4,
    "Quick GELU": lambda x: x * sigmoid(mpf("1.702") * x),
    "ReLU": lambda x: max(x, mpf(0)),
    "ReLU6": lambda x: clip(x, 0, 6),
    "RReLU": lambda x: x if x >= 0 else (mpf(0.125) + mpf(1 / 3)) / 2 * x,
    "SELU": lambda x: mpf(SCALE) * (x if x > 0 else mpf(SLOPE) * mp.expm1(x)),
    "Sigmoid": sigmoid,
    "SiLU": lambda x: x * sigmoid(x),
    "Swish": lambda x: x * sigmoid(x),
    "Softplus": softplus,
    "Softshrink": lambda x: mp.sign(x) * max(abs(x) - mpf(0.5), mpf(0)),
    "Softsign": lambda x: x / (1 + abs(x)),
    "Sparse plus": lambda x: x if x >= 1 else max(x + 1, mpf(0)) ** 2 / 4,
    "Sparse sigmoid": lambda x: clip((x + 1) / 2, 0, 1),
    "Squared ReLU": lambda x: max(x, mpf(0)) ** 2,
    "Step": lambda x: mpf(x >= 0),
    "Tanh": mp.tanh,
    "Tanhshrink": shrunk,
    "Threshold": lambda x: x if x > 1 else mpf(0),
}


def error(result: float, truth: Any) -> Any:
    """In ulps of float32 at the true value, from the definition of the ulp."""
    power = int(mp.floor(mp.log(abs(truth), 2))) if truth else -126
    return abs(mpf(result) - truth) / mpf(2) ** (min(max(power, -126), 127) - 23)


def recorded() -> Iterable[Swept]:
    for path in sorted(RECORDS.rglob("*.json")):
        yield from sweeps.read(path)


SWEEPS = {f"{one.function} in {one.library}": one for one in recorded()}


@pytest.mark.parametrize("one", SWEEPS.values(), ids=SWEEPS)
def test_the_worst_error_is_that_of_mpmath(one: Swept) -> None:
    function = FUNCTIONS[one.function]
    if not one.at:
        assert one.worst_ulp == 0 and sum(one.above) == 0
        return
    with mp.workdps(200):
        x, result = float.fromhex(one.at), float.fromhex(one.result)
        truth = function(mpf(x))
        assert abs(mpf(one.value) - truth) <= abs(truth) * mpf(10) ** -20
        assert error(result, truth) == pytest.approx(one.worst_ulp, rel=1e-5)
        assert one.worst_ulp <= one.bound * (1 + 1e-6)


def test_an_error_that_is_not_there_is_refused() -> None:
    one = next(one for one in SWEEPS.values() if one.at)
    with mp.workdps(200):
        truth = FUNCTIONS[one.function](mpf(float.fromhex(one.at)))
        assert error(float.fromhex(one.result), truth * (1 + mpf(2) ** -20)) != pytest.approx(
            one.worst_ulp, rel=1e-5
        )


def test_each_sweep_went_through_all_numbers() -> None:
    assert {one.inputs for one in SWEEPS.values()} == {2**32 - 2**24}
    assert all(list(one.above) == sorted(one.above, reverse=True) for one in SWEEPS.values())
