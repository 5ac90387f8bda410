"""The book as data: what `actbook.json` holds.

`schema` is the version of its fields: it grows when fields are added, and none is renamed or goes.
Last, in 3, were `address` and `functions` of each page, `numbers` of facts, and `made`, what is
known of the book: `assets/actbook.schema.json`, which the site has beside it, describes them. In 2
came `schema` itself and, of each check: `subject`, what it is about, by name and not by line;
`limits`, what code does not take; and `proof`, the evidence as data (of facts: each value is a
mapping with its `kind`, exact numbers are text in SymPy's syntax). A page's `certificate` is the
file of the site with which `verify.py` proves again what is proved of it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from actbook.reading import subjects
from actbook.reading.page import Equation, Fact, Function, Page, Remark
from actbook.result import Entry, Result
from actbook.swept import EDGES, Swept
from actbook.verdict import Status, Verdict, inaccurate, weakest
from actbook.weaving import domains, functions, recorded, statement
from actbook.weaving.domains import Quantity
from actbook.weaving.functions import NOWHERE, Made, Place
from actbook.weaving.tally import tally, unchecked

#: The version of the fields; of files that do not say it, it is 1.
SCHEMA = 3
#: The JSON Schema of these fields, beside the book as data.
SCHEMA_FILE = "actbook.schema.json"
#: What is counted: verdicts, and the equations that are not checked.
_COUNTED = (*get_args(Status), "unchecked")

#: What worst errors of checks are parts of.
TOLERANCE = "tolerance"


def book(
    entries: Iterable[Entry], mutation: Mapping[str, Any] | None = None, made: Made = NOWHERE
) -> dict[str, Any]:
    """The pages that can be read, each with its equations, facts and implementations, the counts of
    all verdicts, and the latest score of mutation testing."""
    known = list(entries)
    pages = [_page(e.page, e.result, made) for e in known if e.page is not None]
    counts = {name: sum(page["verdicts"][name] for page in pages) for name in _COUNTED}
    said = tally((e.page, e.result.unread) for e in known if e.page is not None)
    return {
        "$schema": SCHEMA_FILE,
        "schema": SCHEMA,
        "made": {name: value for name, value in vars(made).items() if name != "places"},
        "pages": pages,
        "verdicts": counts,
        "mutation": mutation,
        "counts": vars(said),
    }


def _page(page: Page, result: Result, made: Made) -> dict[str, Any]:
    verdicts, place = result.verdicts, made.places.get(page.path, Place())
    told = [_function(function, result) for function in page.functions]
    own = told[0] if told else functions.NOTHING
    return {
        "address": place.address,
        "slug": page.slug,
        "title": page.title,
        "aliases": list(page.aliases),
        "family": page.family,
        "symbol": page.functions[0].symbol if page.functions else None,
        "arguments": own["arguments"],
        "parameters": own["parameters"],
        "equations": [_equation(equation, page, verdicts) for equation in page.equations],
        "inline": [_remark(remark, page, result) for remark in page.remarks],
        "facts": [fact for function in told for fact in function["facts"]],
        "implementations": own["implementations"],
        "variants": told[1:],
        "functions": list(functions.data(page, result, place)),
        "certificate": functions.certificate(place.source, result),
        "verdicts": _counts(page, verdicts),
        "checks": [_check(verdict, page) for verdict in verdicts],
        "numerics": [_finite(vars(row)) for row in result.numerics],
        "sweeps": [_sweep(one) for one in result.sweeps],
        "kinks": [{**vars(row), "autograd": dict(row.autograd)} for row in result.kinks],
        "costs": {cost.function: cost.words for cost in result.costs},
        "sources": list(page.sources),
        "used_in": dict(page.used_in),
        "computed_numbers": len(page.inlines),
        "cited_numbers": [
            {"number": q.written, "line": q.line, "sources": list(q.cited)}
            for q in page.written
            if q.cited
        ],
        "unchecked_numbers": [
            {"number": q.written, "line": q.line} for q in page.written if not q.cited
        ],
        "record": recorded.data(page, result.record),
    }


def _counts(page: Page, verdicts: Iterable[Verdict]) -> dict[str, int]:
    count = Counter(verdict.status for verdict in verdicts)
    unchecked = sum(equation.unchecked is not None for equation in page.equations)
    return {**{status: count[status] for status in get_args(Status)}, "unchecked": unchecked}


def _check(verdict: Verdict, page: Page) -> dict[str, Any]:
    """A row of the report."""
    return {
        "line": subjects.place(page, verdict.subject).line,
        "kind": statement.kind(verdict),
        "claim": statement.claim(verdict, page),
        "over": _over(domains.over(verdict, page)),
        "where": fact.where if (fact := subjects.fact_of(page, verdict.subject)) else None,
        "against": verdict.against,
        "points": verdict.points,
        "worst_error": verdict.worst,
        "worst_error_unit": TOLERANCE,
        "worst_ulp": _finite(verdict.worst_ulp),
        "inaccurate": inaccurate(verdict),
        "cause": verdict.cause,
        "at": verdict.at,
        "verdict": verdict.status,
        "evidence": verdict.evidence,
        "subject": vars(verdict.subject),
        "limits": list(verdict.limits),
        "proof": verdict.proof,
        "unproved": verdict.unproved,
    }


def _over(quantities: Sequence[Quantity]) -> list[dict[str, Any]]:
    """For which values something was checked, beside x."""
    return [vars(quantity) for quantity in quantities]


def _sweep(swept: Swept) -> dict[str, Any]:
    """What code gave at all numbers of float32, which are written as `float.hex` has them."""
    above = dict(zip(map(str, EDGES), swept.above, strict=True))
    wrong = [dict(zip(("kind", "count", "first"), one, strict=True)) for one in swept.wrong]
    infinite = [dict(zip(("x", "result", "limit"), one, strict=True)) for one in swept.infinite]
    return {
        **vars(swept),
        "dtype": "float32",
        "origin": vars(swept.origin),
        "above": above,
        "wrong": wrong,
        "infinite": infinite,
    }


def _finite(value: Any) -> Any:
    """Values as JSON has them, which knows no infinity: such numbers become words."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, tuple) else value


def _function(function: Function, result: Result) -> dict[str, Any]:
    known = functions.of(function, result)
    numbers = {} if known is None else known.numbers
    return {
        "name": function.name,
        "symbol": function.symbol,
        "arguments": functions.arguments(function),
        "parameters": {
            p.name: {"symbol": p.symbol, "default": p.default, "domain": p.domain}
            for p in function.parameters
            if p not in function.arguments
        },
        "facts": [
            {**_fact(function, fact, result.verdicts), "numbers": _numbers(fact, numbers)}
            for fact in function.facts
        ],
        "implementations": {i.label: i.code for i in function.implementations},
    }


def _fact(function: Function, fact: Fact, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    claim = subjects.fact(function, fact)
    found = [verdict for verdict in verdicts if verdict.subject == claim]
    return {
        "function": function.symbol,
        "name": fact.name,
        "stated": functions.stated(function, fact),
        "along": fact.along,
        "where": fact.where,
        "over": _over(domains.of_function(function)),
        "line": fact.line,
        "verdict": weakest(found),
        "evidence": " ".join(verdict.evidence for verdict in found),
    }


def _numbers(
    fact: Fact, known: Mapping[tuple[str, str | None], Mapping[str, str]]
) -> dict[str, str]:
    return dict(known.get((fact.name, fact.part or None), {}))


def _remark(remark: Remark, page: Page, result: Result) -> dict[str, Any]:
    """A relation in a sentence. Of one that claims nothing there is no verdict."""
    claim = subjects.sentence(page, remark)
    found = [v for v in result.verdicts if v.subject == claim]
    missing = {id(each): reason for each, reason in unchecked(page, result.unread)}
    verdict = weakest(found) if found else None
    return {
        "latex": " ".join(remark.latex.split()),
        "line": remark.line,
        "column": remark.column,
        "role": remark.role,
        "conditions": list(remark.conditions or ()),
        "verdict": "unchecked" if id(remark) in missing else verdict,
        "reason": missing.get(id(remark)),
        "points": sum(v.points for v in found),
        "checks": [
            {"against": v.against, "verdict": v.status, "evidence": v.evidence} for v in found
        ],
    }


def _equation(equation: Equation, page: Page, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    found = [v for v in verdicts if subjects.equation_of(page, v.subject) is equation]
    errors = [v.worst for v in found if v.worst is not None]
    return {
        "latex": equation.latex.strip(),
        "line": equation.line,
        "claim": equation.left,
        "over": _over(domains.of_equation(equation, page)),
        "verdict": weakest(found) if equation.unchecked is None else "unchecked",
        "reason": equation.unchecked,
        "points": sum(v.points for v in found),
        "worst_error": max(errors, default=None),
        "worst_error_unit": TOLERANCE,
        "checks": [
            {
                "against": v.against,
                "verdict": v.status,
                "evidence": v.evidence,
                "over": _over(domains.over(v, page)),
            }
            for v in found
        ],
    }
