"""The plate that a page of a function opens with: its definition, derivative, figure and the facts
that people come for, each with a quiet mark; all other facts folded below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from actbook import amounts
from actbook.reading import subjects
from actbook.reading.page import Equation, Function, Page
from actbook.result import Gap, Glance, Result
from actbook.verdict import Verdict
from actbook.weaving import domains, highlight, listing, mathml, room, statement
from actbook.weaving.templates import show

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


@dataclass(frozen=True)
class Form:
    """The page's `own` function, a variant of it of which something is stated, or the gap between
    the two.

    Formulas come with the curve that each is of and the verdicts on it, facts with their label and
    curve, code with its label and verdicts. `key` names a variant to the instrument, `over` says
    which parameters and variables the formulas have. Of a gap there are the figure and, for each
    curve, where it is `farthest` from 0.
    """

    label: str
    key: str
    formulas: Sequence[tuple[str, str, Sequence[Verdict]]]
    facts: Sequence[tuple[str, str, Sequence[Glance]]] = ()
    over: str = ""
    codes: Sequence[tuple[str, Markup, Sequence[Verdict]]] = ()
    own: bool = False
    gap: str = ""
    farthest: Sequence[tuple[str, str]] = ()

    @property
    def stacked(self) -> bool:
        """Whether the formulas are too long to stand beside each other."""
        return not all(room.fits(latex) for latex, _, _ in self.formulas)


def plate(page: Page, result: Result, verdicts: Mapping[int, Sequence[Verdict]]) -> Markup:
    """The plate; empty on a page without a function. `verdicts` are those of each equation, by the
    line on which it starts."""
    rows = {
        name: list(group) for name, group in groupby(result.glance, key=lambda row: row.function)
    }
    gaps = {gap.function: gap for gap in result.gaps}
    shown = [f for f in page.functions if not f.name or f.name in rows or f.name in gaps]
    forms = [_form(f, page, result, rows.get(f.name, ()), verdicts) for f in shown]
    forms += [_gap(f, page, gaps[f.name], len(gaps) > 1) for f in shown if f.name in gaps]
    if not (rows or result.portrait or any(form.formulas for form in forms)):
        return Markup("")
    named = {function.name: function.title for function in page.functions if len(rows) > 1}
    return show(
        "plate",
        title=page.title,
        forms=forms,
        portrait=result.portrait,
        tables=[(named.get(name, ""), found) for name, found in rows.items()],
        anchored=[row for form in forms if form.own for *_, found in form.facts for row in found],
        facts=len(result.glance),
    )


def _form(
    function: Function,
    page: Page,
    result: Result,
    rows: Sequence[Glance],
    verdicts: Mapping[int, Sequence[Verdict]],
) -> Form:
    defining = list(_defining(function, page))
    return Form(
        _label(function, page),
        f"{page.slug}.{function.name}" if function.name else page.slug,
        [
            (room.shortened(found), curve, () if found.unchecked else verdicts.get(found.start, ()))
            for curve, found in defining
        ],
        list(_chosen(rows)),
        domains.given(function, [found for _, found in defining], page),
        list(_codes(function, page, result.verdicts)),
        own=not function.name,
    )


def _label(function: Function, page: Page) -> str:
    return function.title.removeprefix(f"{page.title}, ")


def _defining(function: Function, page: Page) -> Iterator[tuple[str, Equation]]:
    """The first equations that give the function and its derivative, with the curve of each."""
    of_value = (e for e in page.equations if statement.defines(e, function))
    of_slope = (e for e in page.equations if statement.derives(e, function))
    for curve, found in (("f", next(of_value, None)), ("slope", next(of_slope, None))):
        if found is not None and _set(found.latex):
            yield curve, found


def _gap(function: Function, page: Page, gap: Gap, several: bool) -> Form:
    """The difference of the page's function and a form of it, drawn and at its largest."""
    own, other = page.functions[0].symbol, function.symbol
    t = page.functions[0].arguments[0].symbol
    places = (("f", "", gap.largest), ("slope", "'", gap.steepest))
    return Form(
        f"gap to {_label(function, page)}" if several else "gap",
        f"{page.slug}.{function.name}",
        [(f"{own}{prime}({t}) - {other}{prime}({t})", curve, ()) for curve, prime, _ in places],
        gap=gap.figure,
        farthest=[
            (curve, rf"$\approx$ ${amounts.scientific(y)}$ at ${t} = {x:.4g}$")
            for curve, _, (x, y) in places
        ],
    )


def _codes(
    function: Function, page: Page, verdicts: Sequence[Verdict]
) -> Iterator[tuple[str, Markup, Sequence[Verdict]]]:
    """The implementations as code that runs by itself, as far as it can be told."""
    for implementation in function.implementations:
        if source := listing.listing(function, implementation, page.cells):
            subject = subjects.code(function, implementation)
            checked = [verdict for verdict in verdicts if verdict.subject == subject]
            yield implementation.label, highlight.python(source), checked


def _set(latex: str) -> bool:
    """Whether a formula can be set; `weave` reports that at its place."""
    try:
        mathml.display(latex)
    except ValueError:
        return False
    return True


def _chosen(rows: Sequence[Glance]) -> Iterator[tuple[str, str, Sequence[Glance]]]:
    """The facts to show, monotonicity where there is no minimum."""
    found = {name: list(group) for name, group in groupby(rows, key=lambda row: row.fact)}
    lowest = found.get("minimum")
    out = "minimum" if lowest is None or lowest[0].value == "not attained" else "monotonic"
    return ((*_KEY[name], found[name]) for name in _KEY if name in found and name != out)
