"""The gap between a function and another form of it is drawn where it is largest."""

from __future__ import annotations

import math

import pytest

from actbook.drawing.figures import panels
from actbook.drawing.gap import gap
from actbook.facts.prover import Prover
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas


def found(first: str, second: str, span=(-4.0, 4.0)):
    header = (
        "---\ntitle: F\nsymbol: f\nvariants: {g: {title: 'F, other form', symbol: f_g}}\n---\n\n"
    )
    page = read(f"{header}$$\nf(x) = {first}\n$$\n\n$$\nf_g(x) = {second}\n$$\n", "f.md")
    reading = read_formulas(page)
    assert reading.problems == ()
    own, form = (reading.definitions[f.symbol] for f in page.functions)
    return gap(own, form, span, lambda each, at: Prover(each.expression).at(at))


def test_the_difference_and_that_of_the_slopes_are_drawn_with_their_farthest_points():
    shown, ((x, y), (at, slope)) = found("x^2", "x^2 + 0.001 e^{-x^2}")
    assert (x, y) == pytest.approx((0, -1e-3), abs=1e-7)
    assert abs(at) == pytest.approx(math.sqrt(0.5), abs=1e-6)
    assert abs(slope) == pytest.approx(1e-3 * math.sqrt(2 / math.e), rel=1e-9)
    assert shown.names[0] == "f(x) − g(x)  in 10⁻³"
    assert shown.curves[0].y.min() == pytest.approx(-1)  # as the axis has it
    assert "10⁻³)" in panels(shown, "f-g")


def test_a_jump_of_the_difference_is_not_bridged():
    shown, _ = found(
        "|x|", r"\begin{cases} x & \text{if } x > 1 \\ 0 & \text{if } x \le 1 \end{cases}"
    )
    inside = (shown.curves[0].x > 0.99) & (shown.curves[0].x < 1.01)
    assert [math.isnan(y) for y in shown.curves[0].y[inside]].count(True) == 1


def test_functions_that_do_not_differ_have_no_gap():
    assert found("x + x", "2 x") is None
