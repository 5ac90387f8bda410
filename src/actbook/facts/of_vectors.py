"""Facts of vector functions: their components are functions of each variable alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import sympy

from actbook.facts.evidence import Case, Evidence, InVectors, Open, Proof, Refutation
from actbook.facts.grammar import Misstated
from actbook.facts.prover import Prover
from actbook.facts.range import RANGE
from actbook.facts.statements import say
from actbook.formula.expression import Aggregate, Expression, Indexed, Symbol, children, evaluate
from actbook.formula.stated import read_value
from actbook.formula.substitution import free
from actbook.formula.symbolic import TreeAlgebra, to_sympy
from actbook.proving.exact import resolved
from actbook.proving.region import Region, Span, Undecided, some_value, symbol_over
from actbook.reading.page import Fact
from actbook.verdict import Status

#: The lengths of vector for which slopes are looked at, and ranges proved where they are short.
LENGTHS = (2, 3, 5)
_PROVED = 3
_AWAY = -60.0
#: The share of a bound that slopes come to in vectors of each length, at least, though points be
#: not far enough away for a parameter.
_SHARE = 0.1
_NORM = (
    "the largest singular value of the Jacobian that was met is {largest:.9g}, at {at!r}; {tried}"
    " vectors tried"
)


def check(
    fact: Fact,
    definition: Expression,
    parts_of: Callable[[int], list[Region]],
    rows_of: Callable[[int], Sequence[Region]] = lambda length: (),
) -> tuple[Status, Evidence, int]:
    """The status and evidence of a fact of the components. ValueError for other facts.

    `parts_of` gives the parameters that it speaks of in vectors of a length, none if it does not
    speak of those. Slopes are looked at where they have the values that `rows_of` gives, too.
    """
    lengths = (1, *LENGTHS) if fact.where and re.search(r"\bn\b", fact.where) else LENGTHS
    parts = {length: found for length in lengths if (found := parts_of(length))}
    if not parts:
        raise Misstated(f"no parameters in their domains are such that {fact.where}")
    if fact.name == "range":
        return _range(fact, definition, parts)
    if fact.name == "lipschitz":
        return _lipschitz(fact, definition, parts, rows_of(min(parts)))
    raise Misstated(f"{fact.name} of a vector function is not checked: state range or lipschitz")


def written_out(definition: Expression, length: int, component: int = 1) -> Expression:
    """One component for vectors of a length, as a formula in x and the other variables."""
    index = next(iter(_free_indices(definition)), "i")
    vector = [Symbol("x" if k == component else f"x_{k}") for k in range(1, length + 1)]
    values: dict[str, Any] = {"x": vector, index: component, "n": length}
    names = {name: Symbol(name) for name in free(definition) - {*values, "pi", "e", "oo"}}
    written: Expression = evaluate(definition, TreeAlgebra(), {**names, **values})
    return written


def _free_indices(expression: Expression) -> frozenset[str]:
    found = frozenset[str]().union(*(_free_indices(part) for part in children(expression)))
    match expression:
        case Indexed(_, Symbol(name)):
            return found | {name}
        case Aggregate(_, index, _, _, body):
            return (found | _free_indices(body)) - {index}
    return found


def _range(
    fact: Fact, definition: Expression, parts: Mapping[int, list[Region]]
) -> tuple[Status, Evidence, int]:
    lengths = tuple(length for length in parts if length <= _PROVED) or tuple(parts)[:1]
    found: list[Proof | Refutation] = []
    for length in lengths:
        prover = Prover(written_out(definition, length))
        try:
            regions = [_with_variables(part, length) for part in parts[length]]
            status, evidence = prover.proved(RANGE, fact, regions)
        except Undecided as reason:
            return "unknown", Open(reason), 0
        said = evidence.case.sentence(with_region=False) if isinstance(evidence, Refutation) else ""
        if re.search(r"\bx_\d", said):  # no set for all values of the other components
            return "unknown", Open(Undecided("values that depend on the other components")), 0
        found.append(evidence)
        if status == "fails":
            return status, InVectors(lengths[: len(found)], tuple(found)), 0
    return "holds", InVectors(lengths, tuple(found)), 0


def _with_variables(region: Region, length: int) -> Region:
    """The region with all other components anywhere on the line."""
    names = [f"x_{k}" for k in range(2, length + 1)]
    symbols = {name: symbol_over(name, Span()) for name in names}
    spans = {symbol: Span() for symbol in symbols.values()}
    values = {**region.values, **symbols}
    return replace(region, values=values, spans={**region.spans, **spans})


def _lipschitz(
    fact: Fact,
    definition: Expression,
    parts: Mapping[int, list[Region]],
    rows: Iterable[Region],
) -> tuple[Status, Evidence, int]:
    tried, cases, singles = 0, [], list(_singles(next(iter(parts.values())), rows))
    jacobians = {length: _jacobian(definition, list(singles[0]), length) for length in parts}
    for parameters in singles:
        found = [list(_slopes(one, parameters, at)) for at, one in jacobians.items()]
        every = [size for sizes in found for size in sizes]
        tried += len(every)
        case = _largest(parameters, every)
        cases.append(case)
        if fact.value == "none":
            if max(every)[0] < 1e3:
                return "fails", Refutation(fact.value, case), tried
            continue
        bound = float(resolved(read_value(fact.value, parameters).value, Region({}, {})))
        if not bound * (1 - 1e-6) <= max(every)[0] <= bound * (1 + 1e-9):
            return "fails", Refutation(fact.value, case), tried
        for sizes in found:
            if max(sizes)[0] < bound * _SHARE:
                return "fails", Refutation(fact.value, _largest(parameters, sizes)), tried
    return "holds", Proof(tuple(cases)), tried


def _largest(
    parameters: Mapping[str, sympy.Expr], sizes: Sequence[tuple[float, tuple[float, ...]]]
) -> Case:
    largest, _ = max(sizes)
    # The first of those that are as large but for how the processor rounds.
    where = next(point for size, point in sizes if size >= largest * (1 - 1e-9))
    norm = say("norm", _NORM, largest=largest, at=where, tried=len(sizes))
    return Case(Region(parameters, {}), (norm,))


def _singles(parts: Iterable[Region], rows: Iterable[Region]) -> Iterator[dict[str, sympy.Expr]]:
    """Single values of the parameters: some in each part, and the rows that have others."""
    found: list[dict[str, sympy.Expr]] = []
    for part in (*parts, *rows):
        values = {s: some_value(span) for s, span in part.spans.items()}
        single = {name: sympy.sympify(v).subs(values) for name, v in part.values.items()}
        if single not in found:
            found.append(single)
            yield single


def _jacobian(definition: Expression, names: Sequence[str], length: int) -> Any:
    """The Jacobian at vectors of a length, as a function of their components and the parameters."""
    x = [sympy.Symbol(f"x_{k}", real=True) for k in range(1, length + 1)]
    parameters = [sympy.Symbol(name, real=True) for name in names]
    index = next(iter(_free_indices(definition)), "i")
    given = {**dict(zip(names, parameters, strict=True)), "x": x, "n": length}
    rows = [to_sympy(definition, {**given, index: k}) for k in range(1, length + 1)]
    slopes = [[sympy.diff(row, s) for s in x] for row in rows]
    return sympy.lambdify([*x, *parameters], slopes, "numpy")


def _slopes(
    jacobian: Any, parameters: Mapping[str, Any], length: int
) -> Iterator[tuple[float, tuple[float, ...]]]:
    """The largest singular value of the Jacobian at chosen vectors."""
    for point in _points(length):
        with np.errstate(all="ignore"):
            slopes = np.array(jacobian(*point, *map(float, parameters.values())), dtype=float)
        if np.isfinite(slopes).all():  # no exp overflowed
            yield float(np.linalg.norm(slopes, 2)), point


def _points(length: int) -> Iterator[tuple[float, ...]]:
    """Equal and unequal components, some of them far away; then random vectors."""
    yield from itertools.product((0.0, _AWAY), repeat=length)
    generator = np.random.default_rng(0)
    for scale in (0.3, 1.0, 3.0, 1e4):
        for _ in range(20):
            yield tuple(map(float, generator.normal(0, scale, length)))
