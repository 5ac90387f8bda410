"""The book as data: what `actbook.json` holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from actbook.page import Equation, Fact, Function, Page
from actbook.result import Entry
from actbook.verdict import Verdict, weakest


def book(entries: Iterable[Entry]) -> dict[str, Any]:
    """The pages that can be read, each with its equations, facts and implementations."""
    return {"pages": [_page(e.page, e.result.verdicts) for e in entries if e.page is not None]}


def _page(page: Page, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    functions = [_function(function, verdicts) for function in page.functions]
    own = functions[0] if functions else {"parameters": {}, "facts": [], "implementations": {}}
    return {
        "slug": page.slug,
        "title": page.title,
        "aliases": list(page.aliases),
        "family": page.family,
        "symbol": page.functions[0].symbol if page.functions else None,
        "parameters": own["parameters"],
        "equations": [_equation(equation, verdicts) for equation in page.equations],
        "facts": [fact for function in functions for fact in function["facts"]],
        "implementations": own["implementations"],
        "variants": functions[1:],
        "sources": list(page.sources),
    }


def _function(function: Function, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    return {
        "name": function.name,
        "symbol": function.symbol,
        "parameters": {
            p.name: {"symbol": p.symbol, "default": p.default, "domain": p.domain}
            for p in function.parameters
        },
        "facts": [_fact(function, fact, verdicts) for fact in function.facts],
        "implementations": {i.label: i.code for i in function.implementations},
    }


def _fact(function: Function, fact: Fact, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    found = [verdict for verdict in verdicts if verdict.line == fact.line]
    return {
        "function": function.symbol,
        "name": fact.name,
        "stated": fact.value,
        "where": fact.where,
        "line": fact.line,
        "verdict": weakest(found),
        "evidence": " ".join(verdict.evidence for verdict in found),
    }


def _equation(equation: Equation, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    found = [v for v in verdicts if equation.start <= v.line <= equation.end]
    errors = [v.worst for v in found if v.worst is not None]
    return {
        "latex": equation.latex.strip(),
        "line": equation.line,
        "claim": equation.left,
        "verdict": weakest(found) if equation.unchecked is None else "unchecked",
        "reason": equation.unchecked,
        "points": sum(v.points for v in found),
        "worst_error": max(errors, default=None),
        "checks": [
            {"against": v.against, "verdict": v.status, "evidence": v.evidence} for v in found
        ],
    }
