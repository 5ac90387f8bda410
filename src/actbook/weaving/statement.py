"""What a verdict speaks of, told so that it can be read away from its page.

What it says of that, its evidence, is written where it is found: of facts in `facts/statements.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from markdown.extensions.toc import slugify

from actbook.latex import pieces
from actbook.latex.names import INDICES, letter, spelling
from actbook.reading import subjects
from actbook.reading.page import Equation, Function, Page
from actbook.verdict import Verdict

Kind = Literal["formula", "fact", "code"]
#: What front matter can only spell out, and the signs of mathematics for it. The hyphen of a word
#: stays one.
_SIGNS = (
    *((r"\boo\b", "∞"), (r"(?<=[})\]]) U (?=[{(\[])", " ∪ "), (r"(?<!\w)-", "−")),
    *(("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("==", "=")),
)
#: Facts whose key is no name of what they say.
_NAMES = {
    "monotonic ": "monotonicity ",
    "periodic ": "smallest period ",
    "lipschitz ": "Lipschitz constant ",
    "torch autograd at kinks ": "PyTorch’s derivative at the kinks ",
}


def kind(verdict: Verdict) -> Kind:
    """What the claim is one of: a formula, a fact of the front matter, or code."""
    said = verdict.subject.kind
    return "formula" if said == "sentence" else said


def by_equation(page: Page, verdicts: Iterable[Verdict]) -> Mapping[int, Sequence[Verdict]]:
    """The verdicts that are shown at each equation, by the line on which it starts: its own, and
    those of code against the formula where the formula stands first."""
    found: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        claim = verdict.claim.strip("$")
        equation = subjects.equation_of(page, verdict.subject)
        if verdict.subject.kind in ("fact", "code"):
            equation = next((e for e in page.equations if _states(e, claim)), None)
        if equation is not None:
            found.setdefault(equation.start, []).append(verdict)
    return found


def _states(equation: Equation, claim: str) -> bool:
    return spelling(equation.left) == spelling(claim) and equation.latex.strip() != equation.left


def defines(equation: Equation, function: Function) -> bool:
    """Whether the left side is the function at its arguments, or a component of it there."""
    left, name = spelling(equation.left), spelling(function.symbol)
    if left == spelling(function.call):
        return True
    rest = tuple("x" if piece == "\\mathbf{x}" else piece for piece in left[len(name) :])
    calls = [("(", "x", ")", *i) for i in ((), *(("_", i) for i in INDICES))]
    calls += [("(", "x", "_", i, ")") for i in INDICES]
    return function.vector and left[: len(name)] == name and rest in calls


def derives(equation: Equation, function: Function) -> bool:
    """Whether the left side is the derivative of a function by its first argument, or all
    derivatives of a component."""
    left, slope = spelling(equation.left), spelling(function.slope)
    partial = spelling(rf"\frac{{\partial {function.call}")
    return left == slope or (function.vector and left[: len(partial)] == partial)


def section_of(verdict: Verdict, page: Page) -> str | None:
    """The anchor of the section with the code that the claim was held against: where its function
    is defined, or else first called."""
    name = re.search(r"([\w.]+)\(", verdict.against)
    if name is None:
        return None
    for opening in (f"def {name[1]}(", f"{name[1]}("):
        cells = (cell.fence for cell in page.cells if opening in cell.source)
        if (line := next(cells, None)) is not None:
            return slugify(section(page, line), "-") or None
    return None


def section(page: Page, line: int) -> str:
    """The heading of the section that a line of a page is in; empty above the first."""
    above = page.text.split("\n")[page.body - 1 : line - 1]
    return next((words[3:] for words in reversed(above) if words.startswith("## ")), "")


def anchor(verdict: Verdict, page: Page) -> str | None:
    """The anchor on its page of what a verdict speaks of, of code that of its section."""
    if verdict.subject.kind == "code":
        return section_of(verdict, page)
    return subjects.anchor(verdict.subject)


def claim(verdict: Verdict, page: Page) -> str:
    """The whole claim, in words with LaTeX between `$`: an equation with the member that is
    claimed, a fact with its value."""
    if (fact := subjects.fact_of(page, verdict.subject)) is not None:
        said = re.sub("|".join(_NAMES), lambda match: _NAMES[match[0]], verdict.claim, count=1)
        return f"{typed(said)}: {typed(_stated(fact.value))}"
    equation = subjects.equation_of(page, verdict.subject)
    claimed = None if equation is None else member(equation, verdict)
    left = verdict.claim.strip("$")
    if claimed is None or claimed.lstrip(r"=\aprox ").strip() == left:
        return verdict.claim
    return f"${left} {claimed}$"


def typed(text: str) -> str:
    """Text of front matter or of a verdict with the signs and Greek letters that it spells out."""
    for spelt, sign in _SIGNS:
        text = re.sub(spelt, sign, text)
    return re.sub(r"\b[a-z]+_?\b", lambda match: letter(match[0]), text)


def against(verdict: Verdict) -> str:
    """What a claim was held against, which for a plain equation is its other side."""
    return "the left side" if verdict.against == verdict.claim else verdict.against


def member(equation: Equation, verdict: Verdict) -> str | None:
    """The LaTeX of the member that a verdict speaks of with the relation before it, `= A`. None
    for the left side, and for what is no member."""
    if verdict.subject.kind != "formula":
        return None
    return pieces.member(equation.latex, int(verdict.subject.part))


def _stated(value: Any) -> str:
    """A fact's value as front matter writes it."""
    if isinstance(value, Mapping):
        if "x" in value:
            *at, number = value.values()
            return f"{number} at {', '.join(map(str, at))}"
        pairs = value
        return ", ".join(f"{one} at {key}" for key, one in pairs.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)
