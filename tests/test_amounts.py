"""Worst errors are rounded up and scores down, in one way everywhere."""

from __future__ import annotations

import pytest

from actbook import amounts
from actbook.weaving import report

ULPS = {
    0.0: "0",
    1e-9: "0.01",
    0.5: "0.50",
    0.51: "0.51",
    0.5000001: "0.51",
    244.882: "244.89",
    999.999: "1000.00",
    16628216.7: "1.7e+7",
    9.95e15: "1.0e+16",
    float("inf"): "infinitely many",
}
SHARES = {0.07: "7%", 0.3: "30%", 0.301: "31%", 0.996: "100%", 1.0: "100%", 0.0: "0%"}
SCORES = {1.0: "100.00%", 0.999999: "99.99%", 0.57: "57.00%", 0.0: "0.00%"}


@pytest.mark.parametrize(("error", "written"), ULPS.items(), ids=str)
def test_an_error_in_ulps_is_written(error: float, written: str) -> None:
    assert amounts.ulps(error) == written
    if error < 1e300:
        assert float(written) >= error


@pytest.mark.parametrize(("part", "written"), SHARES.items(), ids=str)
def test_a_part_of_the_tolerance_is_written(part: float, written: str) -> None:
    assert amounts.share(part) == written


@pytest.mark.parametrize(("part", "written"), SCORES.items(), ids=str)
def test_a_score_is_written(part: float, written: str) -> None:
    assert amounts.reached(part) == written


def test_a_score_that_is_not_full_does_not_look_full() -> None:
    one = {"killed": 99999, "survived": 1, "equivalent": 0, "score": 0.99999}
    found = {"date": "2030-01-02", "versions": {}, "pages": ["a"], "kinds": {"facts": one}}
    assert ">99.99%<" in report.report({}, str, found)
