"""What the sentence behind a display says of its letters is put in their places, there alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from actbook.checking import spoken
from actbook.formula.balls import ball
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.verdict import Refused

SIGMOID = read(
    "---\ntitle: S\nsymbol: \\sigma\n---\n$$ \\sigma(x) = \\frac{1}{1 + e^{-x}} $$\n", "sigmoid.md"
)
MISH = r"f(x) = x \tanh(\omega)"


def page(body: str, header: str = "") -> Page:
    return read(f"---\ntitle: T\nsymbol: f\n{header}---\n\n{body}\n", "f.md")


def value(body: str, header: str = "") -> arb:
    """f at 1."""
    own = page(body, header)
    reading = read_formulas(own, [SIGMOID])
    assert reading.problems == ()
    defined = reading.definitions[own.functions[0].symbol].expression
    at = {"x": Fraction(1), "alpha": Fraction(3)}
    return ball(defined, {name: at[name] for name in at if name == "x" or name in header})


#: What stands behind the display, and its value at 1 by another formula.
SAID = {
    "a paragraph": ("\n\nwhere $\\omega = \\ln(1 + e^x)$.", r"x \tanh(\ln(1 + e^x))"),
    "the next line": ("\nwith $\\omega = 2x$", r"x \tanh(2x)"),
    "two letters": (
        "\n\nwhere $\\omega = x\\delta$ and $\\delta = 1 + x^2$.",
        r"x\tanh(x(1 + x^2))",
    ),
    "two in one": ("\n\nHere $\\omega = x\\delta,\\ \\delta = x + 2$.", r"x \tanh(x (x + 2))"),
    "over lines": ("\n\nwhere\n$\\omega = x$\nis a letter.", r"x \tanh(x)"),
    "another page's function": ("\n\nwhere $\\omega = \\sigma(x)$.", r"x \tanh(\sigma(x))"),
    "what it does not use": ("\n\nwhere $\\omega = x$, $N = \\text{many}$.", r"x \tanh(x)"),
    "a function": ("\n\nwhere $\\omega = \\Phi(2x)$, $\\Phi(t) = t^2$.", r"x \tanh(4x^2)"),
}


@pytest.mark.parametrize(("said", "same"), SAID.values(), ids=SAID)
def test_a_letter_is_what_is_said_of_it(said: str, same: str) -> None:
    assert value(f"$$\n{MISH}\n$${said}").overlaps(value(f"$$\nf(x) = {same}\n$$"))


def test_a_declared_name_stays_what_it_is() -> None:
    header = "parameters: {alpha: {default: 3}}\n"
    assert value("$$\nf(x) = \\alpha x\n$$\n\nwhere $\\alpha = 5$.", header).overlaps(arb(3))


UNSAID = {
    "elsewhere": ("\n\nText. Where $\\omega = x$.", 6, "unknown name \\omega"),
    "of another display": (
        "\n\nwhere $\\omega = x$.\n\n$$\nf(1) = \\omega\n$$",
        12,
        "unknown name \\omega",
    ),
    "for some values": ("\n\nwhere $\\omega = x$ for $x > 0$.", 6, "unknown name \\omega"),
    "about": ("\n\nwhere $\\omega \\approx 0.5$.", 6, "unknown name \\omega"),
    "in a heading": ("\n\n# where $\\omega = x$", 6, "unknown name \\omega"),
    "in other letters": ("\n\nwhere $\\omega = \\delta$.", 9, "unknown name \\delta"),
    "twice": ("\n\nwhere $\\omega = x$ and $\\omega = 2x$.", 9, "stands for two things"),
    "in a chain": ("\n\nwhere $\\omega = x = 2x$.", 9, "stands for two things"),
    "of itself": ("\n\nwhere $\\omega = 1 + \\omega$.", 6, "stands for itself"),
}


@pytest.mark.parametrize(("said", "line", "message"), UNSAID.values(), ids=UNSAID)
def test_what_is_not_said_of_a_letter_is_refused(said: str, line: int, message: str) -> None:
    (problem, *_) = read_formulas(page(f"$$\n{MISH}\n$${said}"), [SIGMOID]).problems
    assert (problem.line, message in problem.message) == (line + 1, True), problem


def test_an_abbreviation_is_no_unread_claim_and_a_function_behind_where_is_one() -> None:
    own = page(
        "$$\nf(x) = x\\,\\sigma(x)\\,\\Phi(x)\n$$\n\n"
        "where $\\Phi(t) = t^2$ and $\\sigma(x) = \\frac{1}{1 + e^x}$.\n"
    )
    claims, unread = spoken.read_all(own, read_formulas(own, [SIGMOID]))
    assert unread == []
    assert [claim.remark.latex for claim in claims] == [r"\sigma(x) = \frac{1}{1 + e^x}"]


def test_a_place_in_the_sentence_is_named() -> None:
    with pytest.raises(Refused) as refused:
        raise Refused(
            *read_formulas(
                page(f"$$\n{MISH}\n$$\n\nwhere\n$\\omega = 2 +$ this."), [SIGMOID]
            ).problems
        )
    assert str(refused.value).startswith("f.md:11:13: expected")
