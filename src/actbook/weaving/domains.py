"""For which values of parameters and free variables a claim was checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actbook.latex.names import mentioned, unspecified
from actbook.reading import subjects
from actbook.reading.page import Equation, Function, Page, Parameter, Remark, X
from actbook.reading.relations import members
from actbook.verdict import Verdict


@dataclass(frozen=True)
class Quantity:
    """A parameter or variable: its Python name, its LaTeX, and as front matter writes them its
    domain or, where nothing else was tried, its default."""

    name: str
    symbol: str
    domain: str | None = None
    default: str | None = None


def over(verdict: Verdict, page: Page) -> tuple[Quantity, ...]:
    """What a claim was checked for, beside x."""
    equation = subjects.equation_of(page, verdict.subject)
    if equation is not None:
        return of_equation(equation, page)
    remark = subjects.remark_of(page, verdict.subject)
    if remark is not None:
        return _of_remark(remark, page)
    called = subjects.function_of(page, verdict.subject)
    if called is None:
        return ()
    # Code in other formats, and with arrays of other kinds, is tried at the defaults.
    if verdict.subject.kind == "fact" or verdict.subject.part in ("", "autograd"):
        return of_function(called)
    first = of_parameters(_first(called))
    return (*first, *(Quantity(p.name, p.symbol, default=p.default) for p in called.chosen))


def of_equation(equation: Equation, page: Page) -> tuple[Quantity, ...]:
    """What an equation speaks of: the names in it, the parameters of the page's functions in it,
    and what the domains of those mention."""
    every = _every(page)
    functions = [function.symbol for function in page.functions]
    symbols = [quantity.symbol for quantity in every]
    called = unspecified(equation.whole, functions, symbols)
    written = mentioned(equation.whole, symbols, functions)
    named = {quantity.name for quantity in every if quantity.symbol in written}
    named |= {p.name for f in page.functions if f.symbol in called for p in f.parameters}
    domains = " ".join(quantity.domain for quantity in every if quantity.name in named)
    named |= {p.name for p in every if re.search(rf"\b{p.name}\b", domains)}
    return of_parameters(quantity for quantity in every if quantity.name in named)


def _of_remark(remark: Remark, page: Page) -> tuple[Quantity, ...]:
    """What a relation in a sentence speaks of, without what its sentence gives a value."""
    said = (members(latex) for latex in remark.conditions or ())
    given = {sides[0] for sides, signs in said if signs == ["="]}
    as_equation = Equation(remark.latex, remark.line, remark.column, 0, 0, "", None)
    return tuple(q for q in of_equation(as_equation, page) if q.symbol not in given)


def words(quantities: Sequence[Quantity]) -> str:
    """`for $s$ in [0, 1], $\\alpha$ = 1`; empty where there is nothing to say."""
    said = [
        f"${q.symbol}$ = {q.default}" if q.domain is None else _within(q, quantities)
        for q in quantities
    ]
    return f"for {', '.join(said)}" if said else ""


def given(function: Function, equations: Iterable[Equation], page: Page) -> str:
    """`$\\alpha$ in (0, oo), 1.0 by default`: the parameters of a function and the variables of
    equations that define it, for readers of the formulas."""
    found = of_parameters([*_first(function), *function.parameters])
    found += tuple(q for e in equations for q in of_equation(e, page) if q not in found)
    defaults = {p.name: p.default for p in function.parameters if p.default is not None}
    units = {p.name: f" {p.unit}" for p in (*function.arguments, *function.parameters) if p.unit}
    said = []
    for q in dict.fromkeys(found):
        default = defaults.get(q.name, "").removesuffix(".0")
        if q.domain in (f"{{{default}}}", f"{{{default}.0}}"):
            said.append(f"${q.symbol}$ = {default}{units.get(q.name, '')}")
        else:
            by_default = default and f", {default} by default"
            said.append(f"{_within(q, found)}{units.get(q.name, '')}{by_default}")
    return f"for {'; '.join(said)}" if said else ""


def _within(quantity: Quantity, others: Iterable[Quantity]) -> str:
    """`$b$ in ($a$, oo)`: a domain with the symbols of those that it names."""
    symbols = {other.name: f"${other.symbol}$" for other in others}
    domain = re.sub(r"\b[A-Za-z_]\w*", lambda n: symbols.get(n[0], n[0]), quantity.domain or "")
    return f"${quantity.symbol}$ in {domain}"


def variables(equation: Equation, page: Page) -> str:
    """For which values of the page's variables an equation holds, to stand beside it."""
    free = {variable.name for variable in page.variables}
    return words([q for q in of_equation(equation, page) if q.name in free])


def _every(page: Page) -> list[Parameter]:
    own = [p for function in page.functions for p in (*_first(function), *function.parameters)]
    return [p for p in {p.name: p for p in (*own, *page.variables)}.values() if not p.constant]


def _first(function: Function) -> tuple[Parameter, ...]:
    """The first argument, where it is one of several or not all numbers."""
    first = function.arguments[:1]
    return first if len(function.arguments) > 1 or first[0].domain != X.domain else ()


def of_function(function: Function) -> tuple[Quantity, ...]:
    """The arguments of a function that are told, and its parameters, over their domains."""
    return of_parameters([*_first(function), *function.chosen])


def of_parameters(parameters: Iterable[Parameter]) -> tuple[Quantity, ...]:
    """Parameters over the whole of their domains."""
    return tuple(Quantity(p.name, p.symbol, p.domain) for p in parameters)
