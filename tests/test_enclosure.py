"""Elementary functions on intervals: every value is inside, and ends stay open or closed."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from boxes import holds, interval, intervals
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.formula.functions import ELEMENTARY
from actbook.proving.enclosure import elementary

FUNCTIONS = sorted(name for name, record in ELEMENTARY.items() if record.shape)
_MPMATH = {
    "abs": mpmath.fabs,
    "lambertw": lambda x: mpmath.lambertw(x) if x >= -mpmath.exp(-1) else mpmath.nan,
}


@settings(max_examples=600, deadline=None)
@given(intervals(), st.sampled_from(FUNCTIONS))
def test_elementary_functions_lie_in_the_interval(a: Any, name: str) -> None:
    box, x = a
    with mpmath.workdps(60):
        function = _MPMATH.get(name) or getattr(mpmath, name)
        try:
            value = function(mpmath.mpf(x.numerator) / x.denominator)
        except (ValueError, ZeroDivisionError):
            value = mpmath.inf
    result = elementary(name, box)
    if mpmath.im(value) or not mpmath.isfinite(value):
        assert not result.defined
    else:
        assert holds(result, mpmath.re(value))


#: function, interval, what it becomes: openness is kept, and an end out of reach stays so
ENDS = [
    ("exp", "(-oo, 0]", "(0, 1]"),
    ("exp", "[0, oo)", "[1, oo)"),
    ("exp", "(-oo, oo)", "(0, oo)"),
    ("tanh", "(-oo, 0)", "(-1, 0)"),
    ("tanh", "[0, oo)", "[0, 1)"),
    ("erf", "(-oo, oo)", "(-1, 1)"),
    ("erfc", "(-oo, oo)", "(0, 2)"),
    ("erfc", "[0, oo)", "(0, 1]"),
    ("log", "(0, 1]", "(-oo, 0]"),
    ("sqrt", "[0, 4)", "[0, 2)"),
    ("sqrt", "(0, oo)", "(0, oo)"),
    ("sqrt", "(-oo, oo)", "[0, oo)"),
    ("sqrt", "(-1, 4)", "[0, 2)"),
    ("acosh", "(0, 1]", "[0, 0]"),
    ("abs", "(-2, 1]", "[0, 2)"),
    ("abs", "[-2, 2)", "[0, 2]"),
    ("cosh", "(-oo, oo)", "[1, oo)"),
    ("cosh", "(-oo, 0)", "(1, oo)"),
    ("tan", "(-oo, 1]", "(-oo, oo)"),
    ("sin", "(-oo, oo)", "[-1, 1]"),
]


@pytest.mark.parametrize(("name", "argument", "expected"), ENDS)
def test_ends_stay_open_or_closed(name: str, argument: str, expected: str) -> None:
    assert elementary(name, interval(argument))[:4] == interval(expected)[:4]


def test_an_open_end_that_rounds_onto_a_bound_stays_open() -> None:
    tiny = elementary("exp", interval("[-1000000000000000000000000000000, -1]"))
    assert tiny.sign == 1
    assert elementary("tanh", interval("[1, 1000000000]")).upper_open
