"""The plate that a page of a function opens with: its definition, derivative, figure and the facts
that people come for, each with a quiet mark; all other facts folded below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from actbook import amounts
from actbook.latex.names import spelling
from actbook.reading import subjects
from actbook.reading.page import Equation, Function, Page
from actbook.result import Gap, Glance, Result
from actbook.verdict import Verdict
from actbook.weaving import domains, evidence, highlight, listing, mathml, room, statement
from actbook.weaving.evidence import Seal
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
    seal: Seal | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Code:
    """Code to copy under its label, with the mark of its check."""

    label: str
    shown: Markup
    seal: Seal | None


@dataclass(frozen=True)
class Form:
    """The page's function, a variant of it of which something is stated, or the gap between the
    two. `stacked` are formulas too long to stand beside each other, `over` says which parameters
    and variables they have, and `key` names the variant to the instrument."""

    label: str
    formulas: Sequence[Formula]
    facts: Sequence[tuple[str, str, Sequence[Value]]]
    over: str = ""
    codes: Sequence[Code] = ()
    key: str = ""
    gap: Markup | None = None

    @property
    def stacked(self) -> bool:
        return not all(room.fits(formula.latex) for formula in self.formulas)


def plate(page: Page, result: Result, verdicts: Mapping[int, Sequence[Verdict]]) -> Markup:
    """The plate; empty on a page without a function. `verdicts` are those of each equation, by the
    line on which it starts."""
    rows = {
        name: list(group) for name, group in groupby(result.glance, key=lambda row: row.function)
    }
    gaps = {gap.function: gap for gap in result.gaps}
    shown = [f for f in page.functions if not f.name or f.name in rows or f.name in gaps]
    if not shown:
        return Markup("")
    forms = [_form(f, page, result, rows.get(f.name, ()), verdicts) for f in shown]
    forms += [_gap(f, page, gaps[f.name], len(gaps) > 1) for f in shown if f.name in gaps]
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
    result: Result,
    rows: Sequence[Glance],
    verdicts: Mapping[int, Sequence[Verdict]],
) -> Form:
    defining = list(_defining(function, page))
    return Form(
        _label(function, page),
        [_formula(curve, found, verdicts) for curve, found in defining],
        [_fact(function, name, found) for name, found in _chosen(rows)],
        domains.given(function, [found for _, found in defining], page),
        list(_codes(function, page, result.verdicts)),
        f"{page.slug}.{function.name}" if function.name else page.slug,
    )


def _label(function: Function, page: Page) -> str:
    return function.title.removeprefix(f"{page.title}, ")


def _defining(function: Function, page: Page) -> Iterator[tuple[str, Equation]]:
    """The first equations that give the function and its derivative, with the curve of each."""
    of_value = (e for e in page.equations if statement.defines(e, function.symbol))
    of_slope = (e for e in page.equations if _derives(e, function.symbol))
    for curve, found in (("f", next(of_value, None)), ("slope", next(of_slope, None))):
        if found is not None and _set(found.latex):
            yield curve, found


def _formula(curve: str, equation: Equation, verdicts: Mapping[int, Sequence[Verdict]]) -> Formula:
    checked = verdicts.get(equation.start, ()) if equation.unchecked is None else ()
    return Formula(room.shortened(equation), curve, evidence.seal(checked) if checked else None)


def _gap(function: Function, page: Page, gap: Gap, several: bool) -> Form:
    """The difference of the page's function and a form of it, drawn and at its largest."""
    own, other = page.functions[0].symbol, function.symbol
    places = (("f", "", gap.largest), ("slope", "'", gap.steepest))
    values = {curve: f"${amounts.scientific(y)}$ at $x = {x:.4g}$" for curve, _, (x, y) in places}
    return Form(
        f"gap to {_label(function, page)}" if several else "gap",
        [
            Formula(f"{own}{prime}(x) - {other}{prime}(x)", curve, None)
            for curve, prime, _ in places
        ],
        [
            ("Farthest from 0", curve, [Value(rf"$\approx$ {value}")])
            for curve, value in values.items()
        ],
        key=f"{page.slug}.{function.name}",
        gap=part("panels", gap.figure),
    )


def _codes(function: Function, page: Page, verdicts: Sequence[Verdict]) -> Iterator[Code]:
    """The implementations as code that runs by itself, as far as it can be told."""
    for implementation in function.implementations:
        if source := listing.listing(function, implementation, page.cells):
            subject = subjects.code(function, implementation)
            checked = [verdict for verdict in verdicts if verdict.subject == subject]
            seal = evidence.seal(checked) if checked else None
            yield Code(implementation.label, highlight.python(source), seal)


def _set(latex: str) -> bool:
    """Whether a formula can be set; `weave` reports that at its place."""
    try:
        mathml.display(latex)
    except ValueError:
        return False
    return True


def _derives(equation: Equation, symbol: str) -> bool:
    """Whether the left side is the derivative of a function, or all derivatives of a component."""
    partial = ("\\frac", "{", "\\partial", *spelling(symbol), "(", "x", ")")
    left = spelling(equation.left)
    return left[: len(partial)] == partial or statement.defines(equation, f"{symbol}'")


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
