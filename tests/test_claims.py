"""Equations are held against each other in exact arithmetic, at every kind of point."""

from __future__ import annotations

import pytest
from formulas import page
from verdicts import failures, verdicts

from actbook.reading import subjects
from actbook.reading.page import Page

F = "f"
RAMP = rf"{F}(x) = \max(0, x)"
BOTH = rf"{F}(x) = \begin{{cases}} x & \text{{if }} x > 0 \\ \alpha(e^x - 1) & \text{{if }} x \le 0 \end{{cases}}"  # noqa: E501
FLAT = r"\begin{cases} 0 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}"
HEADER = 'symbol: f\nparameters:\n  alpha: {default: 1, domain: "(0, oo)"}'


def f(*equations: str, header: str = HEADER) -> Page:
    return page(header, *equations)


TRUE = {
    "another form": [rf"{F}(x) = \tanh(x) = \frac{{e^{{2x}} - 1}}{{e^{{2x}} + 1}}"],
    "an identity": [RAMP, rf"{F}(x) - {F}(-x) = x"],
    "a derivative": [BOTH, rf"{F}'(x) = \begin{{cases}} 1 & \text{{if }} x > 0 \\ {F}(x) + "
                     r"\alpha & \text{if } x < 0 \end{cases}"],
    "one side's slope at a kink": [RAMP, rf"{F}'(x) = [x > 0]"],
    "the other side's": [RAMP, rf"{F}'(x) = [x \ge 0]"],
    "a slope between": [RAMP, rf"{F}'(x) = \frac{{1}}{{2}}(1 + \operatorname{{sgn}}(x))"],
    "a side's slope that comes from above": [BOTH, rf"{F}'(x) = \begin{{cases}} 1 & \text{{if }} x "
                                            r"> 0 \\ \alpha e^x & \text{if } x \le 0 \end{cases}"],
    "a value where the pieces meet smoothly": [
        rf"{F}(x) = x\max(0, x)", rf"{F}'(x) = 2\max(0, x)"],
    "no slope at a jump": [
        rf"{F}(x) = [x \ge 0]",
        rf"{F}'(x) = {FLAT}",
    ],
    "no second slope at a kink": [
        RAMP,
        rf"{F}''(x) = {FLAT}",
    ],
    "a second derivative": [rf"{F}(x) = e^{{-x^2}}", rf"{F}''(x) = (4x^2 - 2)\,{F}(x)"],
    "a number": [rf"{F}(x) = x^2", rf"{F}(\sqrt{{2}}) = 2"],
    "a rounded number": [rf"{F}(x) = e^x", rf"{F}(1) = e \approx 2.718"],
    "a rounded small number": [rf"{F}(x) = e^x", rf"{F}(-15) \approx 3.06 \cdot 10^{{-7}}"],
    "a claim far below the smallest double": [rf"{F}(x) = e^x", rf"{F}(-1000)\,{F}(1000) = 1"],
}  # fmt: skip


@pytest.mark.parametrize("equations", TRUE.values(), ids=TRUE)
def test_nothing_is_said_against(equations: list[str]) -> None:
    found = verdicts(f(*equations))
    assert found and {verdict.status for verdict in found} <= {"proved", "holds"}


def test_a_claim_about_another_page_s_function_at_a_parameter_given() -> None:
    """The other's parameter has no value here but the one that is given."""
    other = page(HEADER.replace(": f", ": g"), r"g(x) = \max(0, x - \alpha)", path="g.md")
    claim = r"g(x; 2) = \max(2, x) - 2"
    found = verdicts(page("symbol: h", "h(x) = x", claim), other)
    assert {verdict.status for verdict in found} <= {"proved", "holds"}
    wrong = page("symbol: h", "h(x) = x", claim.replace("; 2", "; 3"))
    assert failures(verdicts(wrong, other))


FALSE = {
    "a sign": ([RAMP, rf"{F}(-x) = {F}(x) + x"], "$f(-x)$ gives"),
    "a factor that matters for large x only": (
        [rf"{F}(x) = \tanh(x) = \tanh(x) + e^{{x - 1000}}"],
        "the formula gives",
    ),
    "the default of a parameter": ([rf"{F}(x) = \alpha x = x"], "alpha = "),
    "a slope outside a kink's two": (
        [RAMP, rf"{F}'(x) = [x > 0] - [x = 0]"],
        "gives -1 at x = 0, outside the slopes 0 and 1 there",
    ),
    "a derivative that leaves out a smooth point": (
        [rf"{F}(x) = x\max(0, x)", rf"{F}'(x) = \begin{{cases}} 2x & \text{{if }} x > 0 \\ 0 & "
         r"\text{if } x < 0 \end{cases}"],
        "no case applies at x = 0, where the derivative exists",
    ),
    "a value where the other side has none": (
        [rf"{F}(x) = \ln(x) = \ln(|x|)"],
        "the formula gives",
    ),
    "no value where the other side has one": (
        [rf"{F}(x) = |x| = e^{{\ln x}}"],
        "the formula has no value at x = -1 (log(-1) is undefined), the definition gives 1",
    ),
    "a number of another size": (
        [rf"{F}(x) = e^x", rf"{F}(-15) \approx 3.06 \cdot 10^{{-8}}"],
        "3.06e-8 is not 3.05902e-07 rounded",
    ),
    "digits that are cut off": ([rf"{F}(x) = \pi", rf"{F}(x) \approx 3.1415"], "rounded"),
    "a difference beyond thirty digits": (
        [rf"{F}(x) = \tanh(x)", rf"{F}(40) = 1"],
        "gives 1, ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("equations", "said"), FALSE.values(), ids=FALSE)
def test_a_claim_is_refused_for(equations: list[str], said: str) -> None:
    (failure,) = failures(verdicts(f(*equations)))
    assert said in failure


def test_a_claim_with_a_variable_is_tried_within_its_domain() -> None:
    header = 'symbol: f\nvariables:\n  y: {domain: "(-1, 1)"}'
    artanh = rf"{F}(x) = \tanh(x)", rf"{F}\left(\frac12\ln\frac{{1 + y}}{{1 - y}}\right) = y"
    found = verdicts(f(*artanh, header=header))
    assert failures(found) == [] and found[-1].points > 4


def test_what_has_no_value_anywhere_is_unknown() -> None:
    found = verdicts(f(rf"{F}(x) = x", rf"{F}(\ln(-1 - x^2)) = \ln(-1 - x^2) + 1"))
    assert "unknown" in {verdict.status for verdict in found}


def test_an_identity_that_sympy_proves_is_proved() -> None:
    found = verdicts(f(rf"{F}(x) = (x + 1)^2 = x^2 + 2x + 1"))
    assert found[0].status == "proved" and "SymPy" in found[0].evidence


def test_a_verdict_stands_at_the_member_it_is_about() -> None:
    written = f(rf"{F}(x) = x = 2x")
    found = verdicts(written)
    (wrong,) = (verdict for verdict in found if verdict.status == "fails")
    assert subjects.place(written, wrong.subject) == (8, 3 + len(rf" {F}(x) = x = "))
