"""Facts are shown as mathematics, with decimals where one does not see the size."""

from __future__ import annotations

import math
from typing import Any

import pytest
from formulas import page

from actbook.facts import shown
from actbook.reading import subjects
from actbook.result import Glance
from actbook.verdict import Verdict

HEADER = """
symbol: ff
parameters:
  a: {symbol: "\\\\alpha", default: 2, domain: "(0, oo)"}
  b: {default: 2*a, domain: "(0, oo)"}
facts:
"""
#: Name, YAML, what is shown, what it is sorted by.
CASES: list[tuple[str, str, str, Any]] = [
    ("range", '"(-a, oo)"', r"$(- \alpha,\, \infty)$", -2.0),
    ("range", '"[b, oo) U {0, 1}"', r"$[b,\, \infty) \cup \{0,\, 1\}$", 4.0),
    ("range", '"[-0.1699712, 1]"', r"$\approx [-0.1699712,\, 1]$", -0.1699712),
    (
        "range",
        '"[-sqrt(2), 1/3]"',
        r"$[- \sqrt{2},\, \frac{1}{3}]$ $\approx [-1.4142,\, 0.3333]$",
        -math.sqrt(2),
    ),
    ("lipschitz", "sqrt(2)", r"$\sqrt{2} \approx 1.41421$", math.sqrt(2)),
    ("lipschitz", "none", "none", math.inf),
    ("kinks", "[]", "none", 0),
    ("kinks", "[-1, a]", r"$-1$, $\alpha$", 2),
    ("smoothness", "C^oo", r"$C^{\infty}$", math.inf),
    ("smoothness", "C^1", "$C^1$", 1.0),
    ("smoothness", "discontinuous", "discontinuous", -1.0),
    ("monotonic", "strictly increasing", "strictly increasing", None),
    ("minimum", "{x: -1, value: 0.5}", r"$\approx 0.5$ at $x = -1$", None),
    ("minimum", "none", "not attained", None),
    ("limits", '{"-oo": 0, "oo": oo}', r"$0$ as $x \to -\infty$, $\infty$ as $x \to \infty$", None),
    ("parity", '{value: odd, where: "a <= 1"}', r"odd if $\alpha \le 1$", None),
    (
        "parity",
        '{value: odd, where: "a <= 1 and b > 0"}',
        r"odd if $\alpha \le 1 \text{ and } b > 0$",
        None,
    ),
    ("range", '"mistaken"', "mistaken", None),
]


def row(name: str, value: str) -> Glance:
    (function,) = page(f"{HEADER}  {name}: {value}").functions
    claim = subjects.fact(function, function.facts[0])
    (found,) = shown.rows(function, [Verdict(claim, "it", "formula", "proved", "so it is")])
    return found


@pytest.mark.parametrize(("name", "value", "words", "size"), CASES)
def test_a_fact_is_shown(name: str, value: str, words: str, size: float | None) -> None:
    found = row(name, value)
    assert found.value == words
    assert found.size == (None if size is None else pytest.approx(size))
    assert (found.fact, found.function) == (name, "")


@pytest.mark.parametrize(
    ("name", "value", "brief"),
    [
        ("range", '"[-0.16997121, oo)"', r"$\approx [-0.1700,\, \infty)$"),
        ("range", '"[-sqrt(2), 1/3]"', r"$\approx [-1.4142,\, \frac{1}{3}]$"),
        ("range", '"(-a, 1/3]"', r"$(- \alpha,\, \frac{1}{3}]$"),
        ("range", '"{0, 1/6}"', r"$\{0,\, \frac{1}{6}\}$"),
        ("lipschitz", "sqrt(2)", r"$\approx 1.4142$"),
        ("lipschitz", "1.088498161251728", r"$\approx 1.0885$"),
        ("lipschitz", "Max(1, a)", r"$\max\left(1, \alpha\right)$"),
        ("minimum", "{x: -1.192431214, value: -1/4}", r"$- \frac{1}{4}$ at $x \approx -1.1924$"),
    ],
)
def test_a_fact_is_shown_in_brief(name: str, value: str, brief: str) -> None:
    assert row(name, value).brief == brief


def test_a_fact_without_a_verdict_is_not_shown() -> None:
    (function,) = page(f"{HEADER}  parity: odd").functions
    assert list(shown.rows(function, [])) == []
