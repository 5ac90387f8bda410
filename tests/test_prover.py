"""Regions of parameters, and the parts in which all is decided."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from proofs import read, region

from actbook.facts.cases import over, regions
from actbook.proving.exact import sign
from actbook.proving.region import Split, Undecided
from actbook.reading.page import Parameter

#: value, domain of a, sign or the value at which it changes
NUMBERS = [
    ("a", "(0, oo)", 1),
    ("a", "[0, oo)", Split),
    ("a - 1", "(0, oo)", Split),
    ("a - 1", "[1, oo)", Split),
    ("a - 1", "(1, oo)", 1),
    ("1 - a*(1 - exp(-1))", "(0, 1)", 1),
    ("a**2 - 2*a + 2", "(-oo, oo)", 1),
    ("a**2 - 2*a + 1", "(2, oo)", 1),
    ("(a + 1)**2 - a**2 - 2*a - 1", "(-oo, oo)", 0),
    ("exp(-200)", "(0, 1)", 1),
    ("1/(1 + exp(-3000)) - 1", "(0, 1)", -1),
    ("sin(a)", "(0, oo)", Undecided),
]


@pytest.mark.parametrize(("text", "domain", "expected"), NUMBERS)
def test_signs_of_numbers_with_parameters(text: str, domain: str, expected: Any) -> None:
    part = region(a=domain)
    value = read(text, dict(part.values))
    if isinstance(expected, int):
        assert sign(value, part) == expected
    else:
        with pytest.raises(expected):
            sign(value, part)


#: domain of a, where, the parts
WHERE = [
    ("(0, oo)", None, ["a in (0, oo)"]),
    ("(0, oo)", "a <= 1", ["a in (0, 1)", "a = 1"]),
    ("(0, oo)", "a = 1", ["a = 1"]),
    ("(0, oo)", "a == 1", ["a = 1"]),
    ("(0, oo)", "a != 1", ["a in (0, 1)", "a in (1, oo)"]),
    ("(-oo, oo)", "a < 0", ["a in (-oo, 0)"]),
    ("(-oo, oo)", "0 < a < 1", ["a in (0, 1)"]),
    ("(-oo, oo)", "a > 0 and a != 2", ["a in (0, 2)", "a in (2, oo)"]),
    ("[1/8, 1/3]", "a > 1/3", []),
    ("(0, 1) U {2}", None, ["a in (0, 1)", "a = 2"]),
]


@pytest.mark.parametrize(("domain", "where", "expected"), WHERE)
def test_where_restricts_the_parameters(
    domain: str, where: str | None, expected: list[str]
) -> None:
    assert [
        str(part) for part in regions((Parameter("a", "a", "1", domain, 1),), where)
    ] == expected


@pytest.mark.parametrize("where", ["a", "a < ", "b < 1", "a ~ 1"])
def test_a_where_that_is_not_understood_is_refused(where: str) -> None:
    with pytest.raises(ValueError):
        regions((Parameter("a", "a", "1", "(0, oo)", 1),), where)


def test_one_parameter_may_bound_another() -> None:
    low = Parameter("low", "low", "-1", "(-oo, oo)", 1)
    bounded = Parameter("high", "high", "1", "(low, oo)", 1)
    free = Parameter("high", "high", "1", "(-oo, oo)", 1)
    for part in (*regions((low, bounded), None), *regions((low, free), "low < high")):
        assert sign(part.values["high"] - part.values["low"], part) == 1


def test_a_region_is_split_until_every_part_is_decided() -> None:
    part = region(a="(-oo, oo)")
    answers = over(part, lambda r: sign(r.values["a"] * (r.values["a"] - 2), r))
    assert [(str(r), answer) for r, answer in answers] == [
        ("a in (-oo, 0)", 1),
        ("a = 0", 0),
        ("a in (0, 2)", -1),
        ("a = 2", 0),
        ("a in (2, oo)", 1),
    ]


def test_one_parameter_passing_another_splits_too() -> None:
    part = region(a="(0, oo)", b="(0, oo)")
    answers = over(part, lambda r: sign(r.values["a"] - r.values["b"], r))
    assert sorted(answer for _, answer in answers) == [-1, 0, 1]


def test_parameters_with_similar_names_are_kept_apart() -> None:
    part = region(a="(-oo, oo)", a_="(0, oo)")
    names = [part.values["a"], part.values["a_"]]
    answers = over(part, lambda r: sign(r.values["a"] - r.values["a_"], r))
    assert sorted(answer for _, answer in answers) == [-1, 0, 1]
    for r, _ in over(part, lambda r: sign(r.values["a"] - r.values["a_"], r)):
        assert r.values["a_"] == names[1] or r.values["a"] == r.values["a_"]


def test_an_open_question_is_an_answer() -> None:
    part = region(a="(0, oo)")
    ((_, answer),) = over(part, lambda r: sign(sympy.sin(r.values["a"]), r))
    assert isinstance(answer, Undecided)
