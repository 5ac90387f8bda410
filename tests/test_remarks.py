"""Relations in sentences: which of them claim something, and that those claims are checked."""

from __future__ import annotations

import pytest
from verdicts import failures, verdicts

from actbook.checking import spoken
from actbook.reading import subjects
from actbook.reading.page import Page, Remark
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.verdict import Verdict

HEADER = """---
title: T
symbol: \\sigma
parameters:
  alpha: {symbol: "\\\\alpha", default: 1, domain: "(0, oo)"}
variants:
  ramp: {symbol: ramp}
  bend: {symbol: bend}
  elu:
    symbol: elu
    parameters: {alpha: {symbol: "\\\\alpha", default: 1, domain: "(0, oo)"}}
---

$$ \\sigma(x) = \\frac{1}{1 + e^{-\\alpha x}} $$

$$ \\operatorname{ramp}(x) = \\max(0, x) $$

$$ \\operatorname{bend}(x) = x |x| $$

$$
\\operatorname{elu}(x) =
\\begin{cases} x & \\text{if } x > 0 \\\\ \\alpha(e^x - 1) & \\text{if } x \\le 0 \\end{cases}
$$

"""
SOFTMAX = """---
title: T
symbol: s
input: vector
---

$$ s(x)_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}} $$

"""


def page(prose: str, header: str = HEADER) -> Page:
    return read(header + prose, "docs/activations/t.md")


def remarks(prose: str) -> list[Remark]:
    return list(page(prose).remarks)


ROLES = {
    "a value": (r"$\sigma(0) = \frac12$", ["claim"]),
    "an identity": (r"Since $\sigma(-x) = 1 - \sigma(x)$.", ["claim"]),
    "a bound": (r"$0 < \sigma(x) < 1$", ["claim"]),
    "a bound in ASCII": (r"$\sigma(x) >= 0$ and $1 >= \sigma(x)$", ["claim", "claim"]),
    "names in ASCII": (r"with $x <= 0$, $\text{scale} = 3$, $x_1,\quad x_{2}' >= 1$", ["name"] * 3),
    "a membership": (r"$\sigma(x) \in (0, 1)$", ["claim"]),
    "a function whose value is a parameter": (r"$f'(0) = \alpha$", ["claim"]),
    "a bound that is itself a name": (r"$x \le \operatorname{ramp}(x)$", ["claim"]),
    "a rounded constant": (r"$e \approx 2.718$ and $\pi \approx 3.14$", ["claim", "claim"]),
    "Kronecker's delta": (r"$\delta_{ij} = 1$", ["claim"]),
    "a place": ("at $x = -3$", ["name"]),
    "a letter that is introduced": ("$h = Wx + b$, $z_l = f(h_l)$", ["name", "name"]),
    "a span": (r"$0 < x < 1$ and $n \ge 2$ and $x \in (0, 1)$", ["name", "name", "name"]),
    "several letters": ("$a, b > 0$", ["name"]),
    "a definition of notation": ("$f(x) := x^2$", ["name"]),
    "what follows where": (r"The minimum is where $x\tanh(x) = 2$.", ["condition"]),
    "what is joined to a condition": ("if $f(1) = 3$ or $f(2) = 3$", ["condition", "condition"]),
    "what is denied": (r"It is not $\sigma(0) = 0$.", ["condition"]),
    "somebody's words": (r'Often said: "$\sigma(x) = x$ for all."', ["quotation"]),
    "words in curly quotes": (r"They say “$\sigma(x) = x$”.", ["quotation"]),
    "a computed side": (r"$\sigma(1) \approx$ `{python} 1 / 2`", ["computed"]),
    "a mark": (r'$\sigma(x) = x$ {unchecked="a sketch"}', ["unchecked"]),
    "two claims": (r"$\sigma(0) = 1, \sigma(1) = 0$", ["claim", "claim"]),
    "two claims apart": (r"$\sigma(0) = 1 \quad 1 > \sigma(x)$", ["claim", "claim"]),
    "three claims": (r"$f(0) = 1; f(1) = 0 \text{ and } f(2) = 3$", ["claim"] * 3),
    "a claim behind a name": (r"$\alpha = 1, \sigma(0) = 5$", ["name", "claim"]),
    "a claim that is joined to a name": (r"$\alpha = 1 \land \sigma(0) = 5$", ["name", "claim"]),
    "a claim that a name implies": (r"$\alpha = 1 \iff \sigma(0) = 5$", ["claim"]),
    "several values": ("$x = 1, 2$ and $f(x; a, b) = x, y$", ["name", "claim"]),
    "two conditions": ("if $f(1) = 3, f(2) = 3$", ["condition", "condition"]),
    "in a heading": (r"## So $\sigma(0) = 1$", ["claim"]),
    "in a table": ("| $f(0) = 1$ |\n| --- |\n| $f(1) = 1, f(2) = 1$ |", ["claim"] * 3),
    "in a list and below it": ("- $f(0) = 1$\n    1. $f(1) = 1$", ["claim", "claim"]),
    "in a footnote": ("a[^1]\n\n[^1]: $f(0) = 1$\n\n    $f(1) = 1$", ["claim", "claim"]),
    "in a definition": ("word\n:   $f(0) = 1$", ["claim"]),
    "in a caption": ("<figcaption>$f(0) = 1$</figcaption>", ["claim"]),
    "in the title of a note": ('!!! note "That $f(0) = 1$"\n\n    $f(1) = 1$', ["claim", "claim"]),
    "in the title of a tab": ('=== "That $f(0) = 1$"\n\n    text', ["claim"]),
    "no relation": (r"$\sigma(x)$, $[x > 0]$, $\sum_{k = 1}^n k$ and $P(x > 0)$", []),
    "money and escapes": (r"between $5 = five and $10, \$a = b\$", []),
    "code": ("`$f(1) = 2$` and ``a ` $f(1) = 2$``", []),
    "comments": ("a <!-- $f(1) = 2$ --> b", []),
    "indented code": ("text\n\n    $f(1) = 2$\n\ntext", []),
    "fenced code": ("```text\n$f(1) = 2$\n```", []),
    "a paragraph that goes on deeply indented": ("text\n        $f(1) = 2$", ["claim"]),
}


@pytest.mark.parametrize(("prose", "roles"), ROLES.values(), ids=ROLES)
def test_a_relation_is_told_by_words_and_letters(prose: str, roles: list[str]) -> None:
    assert [remark.role for remark in remarks(prose)] == roles


CONDITIONS = {
    "beside it": ("$f(x) = x$ for $x > 0$", ("x > 0",)),
    "before it": ("For $x > 0$ it is $f(x) = x$.", ("x > 0",)),
    "several": (r"With $x > 0$ and $\alpha = 1$ it is $f(x) = x$.", ("x > 0", r"\alpha = 1")),
    "the nearer one": ("For $x > 0$ it is $f(x) = x$ and for $x < 0$ it is $f(x) = 0$.",
                       ("x < 0",)),
    "the nearer one, after a comma": ("For $x > 0$ it is $f(x) = x$, for $x < 0$ it is $f(x) = 0$.",
                                      ("x < 0",)),
    "its own of two": ("$f(x) = 0$ for $x < 0$ and $f(x) = x$ for $x > 0$", ("x > 0",)),
    "not another's": ("$f(x) = x$ for $x > 0$, and $f(x) = y$.", ()),
    "in parentheses": ("$f(x) = x$ ($x > 0$)", ("x > 0",)),
    "of another sentence": ("Let $x > 0$. Then $f(x) = x$.", ()),
    "of another list item": ("- for $x > 0$\n- $f(x) = x$", ()),
    "of another cell": ("| for $x > 0$ | $f(x) = x$ |", ()),
    "that says nothing of it": (r"The slope at $x = 1$ is less: $f(x) = x$, $a = 2$.", ("x = 1",)),
    "in one formula": ("$f(x) = x, x > 0$", ("x > 0",)),
    "in one formula, with a word": (r"$f(x) = x \text{ if } x > 0$", ("x > 0",)),
    "in one formula, before it": ("$x > 0, f(x) = x$", ("x > 0",)),
    "in one formula, of another": (r"$f(x) = 0, x < 0 \quad f(x) = x, x > 0$", ("x > 0",)),
    "turned round": ("Unless $x > 0$ it is $f(x) = x$.", None),
    "one of two": ("For $x > 0$ or $x = -1$ it is $f(x) = x$.", None),
}  # fmt: skip


@pytest.mark.parametrize(("prose", "conditions"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_claim_holds_under_the_conditions_of_its_sentence(
    prose: str, conditions: tuple[str, ...] | None
) -> None:
    claims = [remark for remark in remarks(prose) if remark.role == "claim"]
    assert claims[-1].conditions == conditions


def said(prose: str, header: str = HEADER) -> list[Verdict]:
    """The verdicts on sentences."""
    written = page(prose, header)
    return [v for v in verdicts(written) if v.subject.kind == "sentence"]


TRUE = {
    "a number": r"$\sigma(0) = \frac12$",
    "a rounded number": r"$\sigma(3; 1) \approx 0.953$",
    "constants": r"$1/\sqrt{\pi} \approx 0.564$",
    "a derivative": r"$\sigma'(x) = \alpha\,\sigma(x)(1 - \sigma(x))$",
    "a chain": r"$\sigma(0) = \frac{1}{1 + e^0} = 0.5$",
    "bounds": r"$0 < \sigma(x) < 1$",
    "a bound that is reached": r"$\operatorname{ramp}(x) \ge 0$",
    "a membership": r"$\sigma(x) \in (0, 1)$ and $\operatorname{ramp}(x) \in [0, \infty)$",
    "constants in order": r"$2.7 < e < 2.72$",
    "where it is meant": r"$\operatorname{ramp}(x) = x$ for $x > 0$",
    "where it was said to be meant": r"For all $x \le 0$ it is $\operatorname{ramp}(x) = 0$.",
    "at a value of a parameter": r"With $\alpha = 1$, $\operatorname{elu}'(0) = 1$.",
    "a slope where pieces meet smoothly": r"$\operatorname{bend}'(0) = 0$",
    "at a point": r"At $x = 1/3$ it is $\operatorname{ramp}(x) = 1/3$.",
    "slopes beside a kink": r"$0 \le \operatorname{ramp}'(x) \le 1$",
    "values only where both sides have one": r"$\ln x \le x - 1$",
    "over several lines": "$\\sigma(0)\n= \\frac12$",
}
FALSE = {
    "a number": (r"$\sigma(0) = \frac13$", "the formula gives 0.333333"),
    "a second number": (r"$\sigma(0) = \frac12, \sigma(0) = 0$", "the formula gives 0 "),
    "a number behind a gap": (r"$\sigma(0) = \frac12 \quad \sigma(0) = 0$", "the formula gives 0 "),
    "a number behind a value": (r"$\alpha = 1, \sigma(0) = 5$", "the formula gives 5"),
    "a rounded number": (r"$\sigma(3; 1) \approx 0.952$", "0.952 is not 0.952574 rounded"),
    "constants": (r"$1/\sqrt{\pi} \approx 0.565$", "is not 0.56419 rounded"),
    "a derivative": (r"$\sigma'(x) = \alpha\,\sigma(x)(1 + \sigma(x))$", "the formula gives"),
    "a later member": (r"$\sigma(0) = \frac12 = 0.4$", "the formula gives 0.4"),
    "a bound": (r"$0 < \sigma(x) < 0.9$", "< 0.9 is false at x = 3, alpha = 1"),
    "a strict bound that is reached": (r"$\operatorname{ramp}(x) > 0$", "0 > 0 is false at x = -1"),
    "a membership": (r"$\operatorname{ramp}(x) \in (0, \infty)$", "0 < 0 is false"),
    "constants in order": (r"$2.72 < e < 2.8$", "2.72 < 2.71828 is false"),
    "where it is not meant": (r"$\operatorname{ramp}(x) = x$", "say for which"),
    "where it is meant": (r"$\operatorname{ramp}(x) = 2x$ for $x > 0$", "gives 2 at x = 1"),
    "at a value of a parameter": (r"With $\alpha = 2$, $\operatorname{elu}'(0) = 2$.", "2 and 1"),
    "at a point": (r"At $x = 1/3$ it is $\operatorname{ramp}(x) = 0.3$.", "gives 0.3"),
    "a slope at a kink": (r"$\operatorname{ramp}'(0) = 2$", "0 and 1 on its two sides"),
    "a slope between those of a kink": (r"$\operatorname{ramp}'(0) = \frac12$", "not exist"),
    "a slope on one side": (r"$\operatorname{elu}'(0) = \alpha$", "it is 0.5 and 1"),
    "a bound of a slope at a kink": (r"$\operatorname{ramp}'(0) < 2$", "does not exist"),
    "a slope of a kink in a sum": (r"$\operatorname{ramp}'(0) + 1 = 2$", "does not exist"),
    "a second slope where pieces meet": (r"$\operatorname{bend}''(0) = 2$", "-2 and 2 on"),
    "an equality among comparisons": (r"$0 < \sigma(0) = 0.6$", "0.5 = 0.6 is false"),
}  # fmt: skip


@pytest.mark.parametrize("prose", TRUE.values(), ids=TRUE)
def test_nothing_is_said_against(prose: str) -> None:
    found = said(prose)
    assert found and {verdict.status for verdict in found} <= {"proved", "holds"}, found


@pytest.mark.parametrize(("prose", "part"), FALSE.values(), ids=FALSE)
def test_a_claim_is_refused_for(prose: str, part: str) -> None:
    found = failures(said(prose))
    assert found and part in found[0] and 'mark it {unchecked="why"}' in found[0], found


def test_components_of_vectors_are_compared_where_the_sentence_says() -> None:
    header = SOFTMAX
    assert {v.status for v in said(r"$0 < s(x)_i \le 1$", header)} == {"holds"}
    assert {v.status for v in said(r"$\delta_{ij} = 1$ for $i = j$", header)} == {"holds"}
    assert failures(said(r"$s(x)_i < 1$", header)) and failures(said(r"$\delta_{ij} = 1$", header))


UNREAD = {
    "a letter that is not declared": (r"$f(x) = x^2$ for $x > 0$", "no function here is called f"),
    "a condition that is not read": (r"$\sigma(x) = x$ for $\kappa > 0$", "unknown name"),
    "a condition turned round": (r"Unless $x > 0$, $\sigma(x) = x$.", "turn it round"),
    "a set that is no interval": (r"$\sigma(x) \in \mathbb{R}$", "only an interval can be read"),
    "a slope where pieces meet in a sum": (r"$\operatorname{bend}'(0) + 1 = 1$", "pieces meet"),
    "a relation without a meaning here": (r"$\sigma(x) \equiv 1$", ""),
}


@pytest.mark.parametrize(("prose", "reason"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told_and_not_refused(prose: str, reason: str) -> None:
    written = page(prose)
    claims, (unread,) = spoken.read_all(written, read_formulas(written))
    assert claims == [] and reason in unread.reason
    assert subjects.place(written, unread.subject).line == written.remarks[-1].line
    assert not said(prose)


def test_a_relation_that_introduces_a_letter_defines_no_function() -> None:
    written = read("---\ntitle: T\nsymbol: f\n---\n\nHere $f(x) = x^2$.\n", "t.md")
    (problem,) = read_formulas(written).problems
    assert "no formula defines" in problem.message
