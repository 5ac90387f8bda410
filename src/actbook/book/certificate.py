"""What a page calls proved, written down for somebody else to prove again: see `verify.py`.

A certificate has the formulas as trees and the facts as the page states them. Its `cuts` and
`splits`, where the proofs cut the line and the domains of parameters, only tell where to look.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy

from actbook.checking import claims, matrix_claims, spoken
from actbook.checking.conditions import NONE
from actbook.checking.corners import derivatives
from actbook.facts.cases import regions
from actbook.facts.grammar import written
from actbook.facts.prover import Prover
from actbook.formula.expression import (
    Apply,
    Cases,
    Expression,
    Reference,
    Relation,
    Symbol,
    symbols,
)
from actbook.formula.stated import comparisons, read_value
from actbook.formula.tree import tree
from actbook.latex import pieces
from actbook.latex.formula import Chain
from actbook.proving.equal import FAILURES
from actbook.proving.region import Alike, Region, Split, Undecided
from actbook.proving.root import Root
from actbook.proving.variation import Analysis
from actbook.reading import subjects
from actbook.reading.definitions import expand
from actbook.reading.page import Equation, Fact, Function, Page, X
from actbook.reading.scope import Reading
from actbook.verdict import Subject, Verdict

#: The version of the fields.
VERSION = 1
_OPEN = (Undecided, Split, Alike, *FAILURES)
Provers = Callable[[Expression], Prover]


def written_down(page: Page, reading: Reading, verdicts: Iterable[Verdict], prover: Provers) -> str:
    """The certificate of a page as JSON; empty where nothing on it is proved."""
    found = certificate(page, reading, verdicts, prover)
    return json.dumps(found, ensure_ascii=False) if found else ""


def certificate(
    page: Page, reading: Reading, verdicts: Iterable[Verdict], prover: Provers
) -> dict[str, Any]:
    """The certificate of a page; empty where nothing on it is proved."""
    proved = {(v.subject, v.against): v for v in verdicts if v.status == "proved"}
    if not proved:
        return {}
    parts = ("functions", "identities", "roundings")
    made: dict[str, list[dict[str, Any]]] = {part: [] for part in parts}
    done: set[tuple[Subject, str]] = set()
    for function in page.functions:
        facts = [f for f in function.facts if _fact(function, f) & proved.keys()]
        if facts and not function.vector and function.arguments == (X,):
            done |= set().union(*(_fact(function, f) for f in facts))
            made["functions"].append(_function(function, facts, reading, prover))
    for key, claim in _claims(page, reading):
        if key in proved and key not in done:
            done.add(key)
            said = {"claim": _said(proved[key], page), **claim}
            made["roundings" if "decimals" in claim else "identities"].append(said)
    left = [v for key, v in proved.items() if key not in done]
    return {
        "certificate": VERSION,
        "page": page.slug,
        "title": page.title,
        **made,
        "unchecked": [
            {"kind": v.subject.kind, "claim": _said(v, page), "reason": _reason(v)} for v in left
        ],
    }


def _said(verdict: Verdict, page: Page) -> str:
    """A claim as its page writes it."""
    equation = subjects.equation_of(page, verdict.subject)
    member = equation and pieces.member(equation.latex, int(verdict.subject.part))
    if not member:
        return f"{verdict.claim} ({verdict.against})"
    return f"${verdict.claim.strip('$')} {' '.join(member.split())}$"


def _reason(verdict: Verdict) -> str:
    if verdict.subject.kind == "code" or verdict.against == "autograd":
        return "trials of code are no proof by mathematics"
    return "no certificate is written for this kind of claim"


def _fact(function: Function, fact: Fact) -> set[tuple[Subject, str]]:
    return {(subjects.fact(function, fact), "the definition")}


def _function(
    function: Function, facts: Iterable[Fact], reading: Reading, prover: Provers
) -> dict[str, Any]:
    definition = reading.definitions[function.symbol].expression
    analyses = list(prover(definition).analyses.values())
    stated = list(facts)
    places = [f.value["x"] for f in stated if isinstance(f.value, dict) and "x" in f.value]
    exact = [str(place) for place in places if "." not in str(place)]
    return {
        "symbol": function.symbol,
        "tree": tree(definition),
        "parameters": {p.name: p.domain for p in function.parameters},
        "cuts": list(dict.fromkeys([*_cuts(analyses), *exact])),
        "splits": _splits(function, stated, [a.region for a in analyses]),
        "facts": [{"name": f.name, "stated": _texts(f.value), "where": f.where} for f in stated],
    }


def _texts(value: Any) -> Any:
    """A stated value whose numbers are text, as the page writes them."""
    if isinstance(value, Mapping):
        return {str(key): _texts(part) for key, part in value.items()}
    return [_texts(part) for part in value] if isinstance(value, list) else written(value)


def _cuts(analyses: Iterable[Analysis]) -> Iterator[str]:
    """Where pieces meet and where directions change, in the parameters; not what has no name."""
    for analysis in analyses:
        found: list[sympy.Expr] = []
        with contextlib.suppress(*_OPEN):
            found += analysis.plain.breaks
        for table in (vars(analysis).get(name) for name in ("values", "slopes")):
            found += [end for s in table.stretches for end in (s.lower, s.upper)] if table else []
        for place in found:
            named = not any(isinstance(s, Root) for s in place.free_symbols)
            if place.is_finite is not False and named:
                with contextlib.suppress(*_OPEN):
                    yield sympy.sstr(analysis.region.told(place))


def _splits(
    function: Function, facts: Iterable[Fact], regions: Iterable[Region]
) -> dict[str, list[str]]:
    """At which values of a parameter something changes, in those before it."""
    found: dict[str, dict[str, None]] = {p.name: {} for p in function.parameters}
    names = {name: sympy.Symbol(name, real=True) for name in found}
    order = list(names.values())
    for parameter in function.parameters:
        if parameter.domain == "(-oo, oo)":
            found[parameter.name]["0"] = None
    differences = [
        region.told(v) - names[n] for region in regions for n, v in region.values.items()
    ]
    for fact in facts:
        for one in (
            (one for chain in comparisons(fact.where) for one in chain) if fact.where else ()
        ):
            sides = (read_value(side, names).value for side in (one.left, one.right))
            differences.append(sympy.Add(next(sides), -next(sides)))
    for difference in differences:
        used = [symbol for symbol in order if symbol in difference.free_symbols]
        if used:
            with contextlib.suppress(*FAILURES, NotImplementedError):
                for value in sympy.solve(difference, used[-1]):
                    found[used[-1].name][sympy.sstr(value)] = None
    return {name: list(values) for name, values in found.items() if values}


def _claims(page: Page, reading: Reading) -> Iterator[tuple[tuple[Subject, str], dict[str, Any]]]:
    """The equations of displays and sentences, each by its subject and what it is held against."""
    if any(function.vector or function.arguments != (X,) for function in page.functions):
        return
    chains: list[tuple[Equation, Chain, Subject | None]] = []
    chains += [(equation, chain, None) for equation, chain in reading.chains]
    for said in spoken.read_all(page, reading)[0]:
        if isinstance(said.said, Chain) and said.under == NONE:
            remark = said.remark
            equation = Equation(remark.latex, remark.line, remark.column, 0, 0, "", None)
            chains.append((equation, said.said, subjects.sentence(page, remark)))
    for equation, chain, subject in chains:
        if matrix_claims.concerns(page, chain):
            continue
        previous = chain.members[0].expression
        members = {(m.line, m.column): m for m in chain.members[1:]}
        for one in claims.claims(page, reading, equation, chain):
            member = members[one.member.line, one.member.column]
            before = previous if one.against == "the member before" else chain.members[0].expression
            with contextlib.suppress(ValueError):
                claim = _claim(page, reading, before, member.expression)
                if member.approximate:
                    claim |= {"value": claim["left"], "decimals": member.decimals}
                else:
                    previous = member.expression
                yield (subject or one.subject, one.against), claim


def _claim(page: Page, reading: Reading, left: Expression, right: Expression) -> dict[str, Any]:
    whole = [expand(side, reading.definitions, reading.own) for side in (left, right)]
    names = symbols(whole[0]) | symbols(whole[1])
    given = [*page.variables, *(p for f in page.functions for p in f.parameters)]
    used = tuple({p.name: p for p in given if p.name in names}.values())
    domains = {p.name: p.domain for p in used}
    cuts: dict[str, None] = {}
    if any(map(_bent, whole)):
        with contextlib.suppress(*_OPEN):
            for region in regions(tuple(p for p in used if p.name != "x"), None):
                for side in whole:
                    for at in Analysis(side, region).plain.breaks:
                        cuts[sympy.sstr(region.told(at))] = None
    sides = [_tree(side, reading) for side in (left, right)]
    return {"left": sides[0], "right": sides[1], "variables": domains, "cuts": list(cuts)}


def _bent(expression: Expression) -> bool:
    if isinstance(expression, Cases):
        return True
    bending = isinstance(expression, Apply) and expression.operator in ("abs", "sign", "max", "min")
    parts = expression.arguments if isinstance(expression, Apply) else ()
    return bending or any(map(_bent, parts))


def _tree(expression: Expression, reading: Reading) -> dict[str, Any]:
    """An expression whose derivatives are left to whoever reads it: `{"derivative": f, "order": n,
    "at": {"x": …}}`, with f in x."""

    def of(node: Expression) -> dict[str, Any]:
        return _tree(node, reading)

    if not any(True for _ in derivatives(expression)):
        return tree(expand(expression, reading.definitions, reading.own))
    match expression:
        case Apply(operator, arguments):
            return {"apply": operator, "to": list(map(of, arguments))}
        case Relation(operator, left, right):
            return {"compare": operator, "left": of(left), "right": of(right)}
        case Cases(branches):
            return {"cases": [{"value": of(v), "if": list(map(of, c))} for v, c in branches]}
        case Reference(_, order, (at, *rest), _, ()) if "x" not in set().union(*map(symbols, rest)):
            plain = replace(expression, order=0, arguments=(Symbol("x"), *rest))
            body = tree(expand(plain, reading.definitions, reading.own))
            return {"derivative": body, "order": order, "at": {"x": of(at)}}
    raise ValueError("a derivative that no tree has")
