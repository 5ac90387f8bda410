"""The portrait of a function is sampled from its checked formula."""

from __future__ import annotations

import pytest
from pages import HEADER, page

from actbook.drawing import sampled
from actbook.drawing.portrait import Asymptote, Portrait
from actbook.facts.prover import Prover
from actbook.reading.scope import read_formulas

SLOPE = "symbol: ramp\nparameters: {alpha: {default: -0.5, domain: '[-1, 1]'}}\n"


def portrait(formula: str, header: str = HEADER) -> Portrait:
    one = page(f"# Ramp\n\n$$\n\\operatorname{{ramp}}(x) = {formula}\n$$\n", header)
    definition = read_formulas(one).definitions[one.functions[0].symbol]
    return sampled.portrait(one, definition, Prover(definition.expression).at)


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


BREAKS = {
    "a kink": (
        r"\max(0, x)",
        [(0, "kink", "f"), (0, "open", "derivative"), (1, "open", "derivative")],
    ),
    "a kink that no polynomial shows": (
        r"|\tanh(x)|",
        [(0, "kink", "f"), (-1, "open", "derivative"), (1, "open", "derivative")],
    ),
    "a jump": (
        r"\begin{cases} x + 1 & \text{if } x > 0 \\ 0 & \text{if } x \le 0 \end{cases}",
        [
            (1, "open", "f"),
            (0, "closed", "f"),
            (0, "open", "derivative"),
            (1, "open", "derivative"),
        ],
    ),
    "a hole": (r"x^2 / x", [(0, "open", "f"), (1, "open", "derivative")]),
    "no break": (r"|x|^3", []),
}


@pytest.mark.parametrize(("formula", "marks"), BREAKS.values(), ids=BREAKS)
def test_what_is_marked_where_pieces_meet(
    formula: str, marks: list[tuple[float, str, str]]
) -> None:
    assert [(mark.y, mark.kind, mark.style) for mark in portrait(formula).marks] == marks


def test_labels_of_curves_have_a_minus_that_is_no_hyphen() -> None:
    header = HEADER.replace("symbol: ramp\n", f"{SLOPE}figure: {{parameters: [{{alpha: 1}}]}}\n")
    labels = [curve.label for curve in portrait(r"\max(\alpha x, x)", header).curves]
    assert set(labels) == {"α = −0.5", "α = 1"}
