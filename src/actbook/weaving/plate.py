"""The plate that a page of a function opens with: its definition, derivative, figure and the facts
that people come for, each with a quiet mark; all other facts folded below."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from actbook.latex import abbreviations, pieces
from actbook.latex.names import spelling
from actbook.reading import subjects
from actbook.reading.page import Equation, Function, Page
from actbook.result import Glance, Result
from actbook.verdict import Status, Verdict
from actbook.weaving import evidence, mathml, statement
from actbook.weaving.evidence import Seal
from actbook.weaving.tally import tally
from actbook.weaving.templates import part, show

#: The facts that people come for, with the label that they have here and the curve that they are
#: of: those of f and of f′ in turn, as they stand beside each other.
_KEY = {
    "range": ("Range", "f"),
    "derivative_range": ("Range of f′", "slope"),
    "minimum": ("Minimum", "f"),
    "monotonic": ("Monotonicity", "f"),
    "lipschitz": ("Lipschitz constant", "slope"),
    "smoothness": ("Smoothness", ""),
    "kinks": ("Kinks", ""),
}
#: A formula of this width, in letters, has room in half the plate.
_HALF = 28
#: The widths of signs that are not one letter wide: relations and operators have room about them.
_WIDTHS = {
    **dict.fromkeys("=≈+−<>≤≥", 2.0),
    **dict.fromkeys("()[]{}|,", 0.7),
    "\N{FUNCTION APPLICATION}": 0,
}


@dataclass(frozen=True)
class Formula:
    """A formula of the plate: its LaTeX, the curve that it is of and the mark of its checks."""

    latex: str
    curve: str
    seal: Seal | None


@dataclass(frozen=True)
class Value:
    """What a fact says, for some parameters or for all. `anchor` is the fact's address here."""

    said: str
    seal: Seal
    anchor: str


@dataclass(frozen=True)
class Form:
    """The page's function, or a variant of it of which something is stated. `stacked` are formulas
    too long to stand beside each other."""

    label: str
    formulas: Sequence[Formula]
    facts: Sequence[tuple[str, str, Sequence[Value]]]
    stacked: bool


def masthead(page: Page, result: Result) -> Markup:
    """What stands under the title: other names, names in libraries, and how much is checked."""
    missed = tally([(page, result.unread)])
    all_claims = len(result.verdicts) + missed.unchecked_formulas + missed.unchecked_relations
    return show(
        "masthead",
        aliases=page.aliases,
        calls=list(_calls(page)),
        checked=evidence.summary(result.verdicts, all_claims) if result.verdicts else "",
        sign=_sign([verdict.status for verdict in result.verdicts]),
    )


def _sign(statuses: Sequence[Status]) -> Status:
    """The sign of a page: an exception's, or that of the best that is shown."""
    told: tuple[Status, ...] = ("fails", "unknown", "proved")
    return next((status for status in told if status in statuses), "holds")


def plate(page: Page, result: Result, verdicts: Mapping[int, Sequence[Verdict]]) -> Markup:
    """The plate; empty on a page without a function. `verdicts` are those of each equation, by the
    line on which it starts."""
    rows = {
        name: list(group) for name, group in groupby(result.glance, key=lambda row: row.function)
    }
    shown = [function for function in page.functions if not function.name or function.name in rows]
    if not shown:
        return Markup("")
    forms = [_form(f, page, rows.get(f.name, ()), verdicts) for f in shown]
    named = {function.name: function.title for function in page.functions if len(rows) > 1}
    tables = [
        evidence.glance(found, named.get(name, ""), _anchored(forms))
        for name, found in rows.items()
    ]
    if not (tables or result.portrait or any(form.formulas for form in forms)):
        return Markup("")
    return show(
        "plate",
        title=page.title,
        forms=forms,
        figure=part("opening", result.portrait) if result.portrait else "",
        tables=tables,
        facts=len(result.glance),
    )


def _anchored(forms: Iterable[Form]) -> set[str]:
    return {value.anchor for form in forms for _, _, values in form.facts for value in values}


def _form(
    function: Function,
    page: Page,
    rows: Sequence[Glance],
    verdicts: Mapping[int, Sequence[Verdict]],
) -> Form:
    formulas = list(_formulas(function, page, verdicts))
    return Form(
        function.title.removeprefix(f"{page.title}, "),
        formulas,
        [_fact(function, name, found) for name, found in _chosen(rows)],
        not all(_fits(formula.latex) for formula in formulas),
    )


def _formulas(
    function: Function, page: Page, verdicts: Mapping[int, Sequence[Verdict]]
) -> Iterator[Formula]:
    """The first equations that give the function and its derivative."""
    of_value = (e for e in page.equations if statement.defines(e, function.symbol))
    of_slope = (e for e in page.equations if _derives(e, function.symbol))
    for curve, found in (("f", next(of_value, None)), ("slope", next(of_slope, None))):
        if found is not None:
            checked = verdicts.get(found.start, ()) if found.unchecked is None else ()
            yield Formula(_first(found), curve, evidence.seal(checked) if checked else None)


def _derives(equation: Equation, symbol: str) -> bool:
    """Whether the left side is the derivative of a function, or all derivatives of a component."""
    partial = ("\\frac", "{", "\\partial", *spelling(symbol), "(", "x", ")")
    left = spelling(equation.left)
    return left[: len(partial)] == partial or statement.defines(equation, f"{symbol}'")


def _first(equation: Equation) -> str:
    """A formula with all its members where there is room for them, else with the first; and what
    its letters stand for."""
    signs = pieces.relations(equation.latex, ("=", "\\approx"))
    given = "".join(rf" \quad {latex}" for latex, *_ in equation.given)
    whole = len(signs) < 2 or (r"\begin{aligned}" not in equation.latex and _fits(equation.latex))
    if whole or abbreviations.introduced(equation.latex, ()):
        return equation.latex + given
    return f"{equation.left} {pieces.member(equation.latex, signs[0].end)}{given}"


def _fits(latex: str) -> bool:
    return width(latex) <= _HALF


def width(latex: str) -> float:
    """About how wide a formula is, in letters."""
    return _wide(ElementTree.fromstring(mathml.display(latex)))


def _wide(element: ElementTree.Element) -> float:
    if not len(element):
        text = "".join((element.text or "").split())
        return sum(_WIDTHS.get(sign, 1.0) for sign in text)
    widths = [_wide(child) for child in element]
    match element.tag:
        case "mfrac" | "mtable" | "munder" | "mover" | "munderover":
            return max(widths)
        case "msub" | "msup" | "msubsup":
            return widths[0] + 0.7 * max(widths[1:])
        case "mtr":
            return sum(widths) + len(widths) - 1
    return sum(widths)


def _chosen(rows: Sequence[Glance]) -> Iterator[tuple[str, Sequence[Glance]]]:
    """The facts to show, monotonicity where there is no minimum."""
    found = {name: list(group) for name, group in groupby(rows, key=lambda row: row.fact)}
    lowest = found.get("minimum")
    out = "minimum" if lowest is None or lowest[0].value == "not attained" else "monotonic"
    return ((name, found[name]) for name in _KEY if name in found and name != out)


def _fact(
    function: Function, name: str, rows: Sequence[Glance]
) -> tuple[str, str, Sequence[Value]]:
    label, curve = _KEY[name]
    values = [
        Value(
            row.brief or row.value,
            evidence.seal([row.verdict]),
            # A variant's may be out of sight: links lead to their rows below.
            "" if function.name else subjects.anchor(row.verdict.subject),
        )
        for row in rows
    ]
    return label, curve, values


def _calls(page: Page) -> Iterator[str]:
    """The names that libraries have for the page's function."""
    for implementation in page.functions[0].implementations if page.functions else ():
        if called := re.match(r"[A-Za-z_]\w*(?:\.\w+)+(?=\()", implementation.code):
            yield called[0]
