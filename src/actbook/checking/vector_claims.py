"""The claims of a vector function, sums and Jacobians, at vectors of several lengths."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, reduce
from typing import Any

import sympy

from actbook.checking.places import Place, number, quantified
from actbook.checking.points import contains, parameter_values
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import (
    Aggregate,
    Apply,
    Expression,
    Number,
    Partial,
    bounds,
    children,
    rebuild,
    symbols,
)
from actbook.formula.stated import read_set
from actbook.formula.substitution import free, substitute
from actbook.formula.symbolic import from_sympy, to_sympy
from actbook.latex.formula import Chain
from actbook.reading import subjects
from actbook.reading.definitions import expand
from actbook.reading.page import Equation, Page
from actbook.reading.scope import Reading
from actbook.verdict import Verdict

_LENGTHS = (1, 2, 3, 5)


def vectors(length: int, seed: str) -> list[list[float]]:
    """Vectors that matter to functions of vectors, then seeded random ones."""
    generator = random.Random(f"{seed} {length}")
    ramp = [float(i) for i in range(length)]
    special = [[0.0] * length, ramp, [-1000.0 * v for v in ramp]]
    special += [[side * 1000.0 - v for v in ramp] for side in (1, -1)]
    return special + [[generator.gauss(0, scale) for _ in ramp] for scale in (1, 1, 1, 5, 30)]


def check(page: Page, reading: Reading, equation: Equation, chain: Chain) -> Iterator[Verdict]:
    """A verdict on each member after the first: it equals the first at every component."""
    members = [expand(m.expression, reading.definitions, reading.own) for m in chain.members]
    name = equation.left
    for member, expression in zip(chain.members[1:], members[1:], strict=True):
        tried, wrong = 0, None
        for where in places(page, members[0], expression):
            try:
                truth, value = (component(e, where.values) for e in (members[0], expression))
            except Undecided:
                continue
            except (Undefined, Contradiction, IndexError) as error:
                wrong = f"at {where} {error}"
                break
            tried += 1
            if not value.overlaps(truth):
                wrong = f"the formula gives {number(value, truth)} at {where}, "
                wrong += f"${name}$ gives {number(truth, value)}"
                break
        how = "has one value" if expression == members[0] else "equal to 30 digits"
        said = wrong or f"{how} at {tried} places, for vectors of up to 5 components"
        yield Verdict(
            subject=subjects.formula(page, equation, member.line, member.column),
            claim=f"${name}$",
            against="SymPy's derivative of the definition"
            if isinstance(members[0], Partial)
            else f"${name}$",
            status="fails" if wrong else "holds" if tried else "unknown",
            evidence=said,
            points=tried,
        )


def places(page: Page, *expressions: Expression) -> Iterator[Place]:
    """Vectors, variables and all values of the free indices."""
    names = frozenset().union(*map(symbols, expressions))
    loose = sorted(frozenset().union(*map(free, expressions)) & set("ijklm"))
    every = parameter_values([p for p in quantified(page) if p.name in names])
    for length in lengths(page, any(map(_partial, expressions))):
        for row, x in enumerate(vectors(length, page.slug)):
            values = every[row % len(every)]
            for indices in itertools.product(range(1, length + 1), repeat=len(loose)):
                at = dict(zip(loose, indices, strict=True))
                yield Place({"x": x, **values, **at, "n": length})


def lengths(page: Page, short: bool) -> list[int]:
    """The lengths that are tried. A page may restrict them: `variables: {n: {domain: …}}`."""
    domains = [read_set(v.domain, ()) for v in page.variables if v.name == "n"]
    allowed = [n for n in _LENGTHS if all(contains(domain, n, {}) for domain in domains)]
    return [n for n in allowed if n <= 3] if short else allowed


def _partial(expression: Expression) -> bool:
    return isinstance(expression, Partial) or any(map(_partial, children(expression)))


def component(expression: Expression, values: Mapping[str, Any]) -> Any:
    """An expanded expression's value at a place; IndexError for a component that x has not."""
    return ball(*concrete(expression, values))


def concrete(
    expression: Expression, values: Mapping[str, Any]
) -> tuple[Expression, dict[str, Any]]:
    """The expression with its partial derivatives taken, and values for what they brought in."""
    integers = tuple((k, v) for k, v in values.items() if isinstance(v, int))
    components = {_name(i): value for i, value in enumerate(values["x"], 1)}
    return _differentiated(expression, integers), {**values, **components}


def _name(index: int) -> str:
    return f"x_{index}"


@cache
def _differentiated(expression: Expression, integers: tuple[tuple[str, int], ...]) -> Expression:
    values: dict[str, Any] = dict(integers)
    if isinstance(expression, Aggregate) and _partial(expression.body):
        return _differentiated(_unrolled(expression, values), integers)
    if not isinstance(expression, Partial):
        return rebuild(expression, lambda part: _differentiated(part, integers))
    components = [sympy.Symbol(_name(i), real=True) for i in range(1, values["n"] + 1)]
    others = {
        name: sympy.Symbol(name, real=True)
        for name in symbols(expression) - values.keys() - {"pi", "e", "oo", "x"}
    }
    component: Expression = expression.function
    function = to_sympy(component, {**others, **values, "x": components})
    index = to_sympy(expression.index, values)
    if not 1 <= index <= values["n"]:
        raise IndexError(f"x has no component {index}")
    return from_sympy(sympy.diff(function, components[int(index) - 1]))


def _unrolled(total: Aggregate, values: Mapping[str, Any]) -> Expression:
    """A sum term by term: each of its derivatives is another."""
    indices = bounds(total, {**values, "x": [0] * values["n"]})
    terms = [substitute(total.body, {total.index: Number(Fraction(i))}) for i in indices]
    nothing = Number(Fraction(total.operator == "*"))
    return reduce(lambda a, b: Apply(total.operator, (a, b)), terms or [nothing])
