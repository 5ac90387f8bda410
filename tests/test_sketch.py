"""The portrait of a function is sampled from its checked formula."""

from __future__ import annotations

import pytest
from pages import HEADER, page

from actbook.drawing import sampled
from actbook.drawing.portrait import Asymptote, Portrait
from actbook.latex.scope import read_formulas

SLOPE = "symbol: ramp\nparameters: {alpha: {default: -0.5, domain: '[-1, 1]'}}\n"


def portrait(formula: str, header: str = HEADER) -> Portrait:
    one = page(f"# Ramp\n\n$$\n\\operatorname{{ramp}}(x) = {formula}\n$$\n", header)
    return sampled.portrait(one, read_formulas(one).definitions[one.functions[0].symbol])


@pytest.mark.parametrize(
    ("formula", "seen"),
    [
        (r"\max(0, x)", ()),
        (r"\tanh(x)", (Asymptote(0, -1, "-oo"), Asymptote(0, 1, "oo"))),
        (r"\min(x, 0) + \tanh(\max(x, 0))", (Asymptote(0, 1, "oo"),)),
    ],
)
def test_an_asymptote_is_drawn_where_the_curve_does_not_hide_it(
    formula: str, seen: tuple[Asymptote, ...]
) -> None:
    assert portrait(formula).asymptotes == seen


def test_labels_of_curves_have_a_minus_that_is_no_hyphen() -> None:
    header = HEADER.replace("symbol: ramp\n", f"{SLOPE}figure: {{parameters: [{{alpha: 1}}]}}\n")
    labels = [curve.label for curve in portrait(r"\max(\alpha x, x)", header).curves]
    assert set(labels) == {"α = −0.5", "α = 1"}
