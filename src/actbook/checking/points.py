"""Where claims are tried: values of x, of the parameters and of the other variables.

Everything is a double, exactly: the formula and the code are given the same numbers.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import sympy

from actbook.checking.covering import covering
from actbook.formula.expression import Apply, Expression, Relation, children
from actbook.formula.stated import Piece, read_set, read_value
from actbook.formula.symbolic import to_sympy
from actbook.proving.equal import closed_form
from actbook.proving.region import Region, Span, known
from actbook.proving.root import Root
from actbook.proving.sign import Line
from actbook.proving.zeros import signs
from actbook.reading.page import Parameter

#: Tried for every function: plain values first, for the first that fails is shown, then tiny and
#: huge ones, and where exp leaves float64. Beyond 1e100 the square of x may overflow. At 24
#: exp(-x) is nothing next to 1 in float32, at 37 in float64.
_SPECIAL = (1.0, 2.0, 0.5, 3.0, 0.0, 0.01, 15.0, 24.0, 37.0, 1e-8, 1e-17, 1e-300, 5e-324)
_LARGE = (88.0, 104.0, 708.0, 710.0, 745.5, 1e4, 1e10, 1e100)
#: What parameters are together, once each.
_EXTREME = (1e8, 1e-8)
_CANDIDATES = (0.5, 2.0, -0.5, 1.0, 0.25, 3.0, -2.0, 0.0, 0.01, -1.0, 0.3, 0.2, 10.0, -0.3, -10.0)
#: So many values of the parameters are tried where there are no more parameters than that.
_MOST = 6


def contains(
    pieces: Sequence[Piece], value: float | sympy.Expr, others: Mapping[str, float] | None
) -> bool:
    """Whether a number lies in a stated set, whose ends may depend on the `others`."""
    at = _exact(others or {})
    exact = sympy.Rational(value) if isinstance(value, float | int) else value
    for piece in pieces:
        lower, upper = piece.lower.value.subs(at), piece.upper.value.subs(at)
        above = exact >= lower if piece.lower_closed else exact > lower
        below = exact <= upper if piece.upper_closed else exact < upper
        if above == sympy.true and below == sympy.true:
            return True
    return False


def parameter_values(parameters: Sequence[Parameter]) -> list[dict[str, float]]:
    """The defaults first, then other values of each parameter's domain, one varied at a time, then
    what `covering` adds. ValueError names a default, domain or variable that is wrong.
    """
    return [dict(values) for values in _parameter_values(tuple(parameters))]


@cache
def _parameter_values(parameters: Sequence[Parameter]) -> Sequence[Mapping[str, float]]:
    base: dict[str, float] = {}
    choices: dict[str, list[float]] = {}
    for parameter in parameters:
        try:
            domain = read_set(parameter.domain, tuple(base))
            values = list(dict.fromkeys(_in_domain(domain, base)))
            first: Any = values[0] if values else None
            if parameter.default is not None:
                first = read_value(parameter.default, tuple(base)).value.subs(_exact(base))
                values.insert(0, float(first))
        except (ValueError, TypeError) as error:
            raise ValueError(f"the parameter {parameter.name}: {error}") from None
        if not values or not contains(domain, first, base):
            stated = f"{values[0]:g}" if values else "no value"
            raise ValueError(
                f"the parameter {parameter.name}: {stated} is not in its domain {parameter.domain}"
            )
        base[parameter.name], choices[parameter.name] = values[0], values[1:]
    varied = [
        {**base, name: value}
        for row in range(_MOST)
        for name, values in choices.items()
        for value in values[row : row + 1]
        if value != base[name]
    ]
    allowed = (values for values in varied if _admissible(parameters, values))
    rows = [base, *itertools.islice(allowed, max(_MOST, len(parameters)) - 1)]
    rows += [row for size in _EXTREME if (row := _extreme(parameters, base, size)) not in rows]
    return [*rows, *covering([p.name for p in parameters], rows, partial(_values, parameters))]


def _extreme(
    parameters: Sequence[Parameter], base: Mapping[str, float], size: float
) -> dict[str, float]:
    """All parameters as huge or as tiny as their domains have it, those that cannot at `base`."""
    row: dict[str, float] = {}
    for parameter in parameters:
        domain = read_set(parameter.domain, tuple(row))
        found = (value for value in (size, -size) if contains(domain, value, row))
        row[parameter.name] = next(found, base[parameter.name])
    return row if _admissible(parameters, row) else dict(base)


def _values(
    parameters: Sequence[Parameter], name: str, others: Mapping[str, float]
) -> Sequence[float]:
    """Values of a parameter's domain where others before it have values."""
    (domain,) = (p.domain for p in parameters if p.name == name)
    read = tuple(read_set(domain, tuple(others)))
    ends = (end.value for piece in read for end in (piece.lower, piece.upper))
    named = {str(symbol) for end in ends for symbol in end.free_symbols}
    try:
        return _kept(read, tuple((n, value) for n, value in others.items() if n in named))
    except TypeError:  # SymPy's, of ends that cannot be compared
        return []


@cache  # most domains depend on no other parameter
def _kept(domain: Sequence[Piece], others: tuple[tuple[str, float], ...]) -> Sequence[float]:
    return list(_in_domain(domain, dict(others)))


def _exact(values: Mapping[str, float]) -> dict[sympy.Symbol, sympy.Rational]:
    return {sympy.Symbol(name): sympy.Rational(value) for name, value in values.items()}


def _admissible(parameters: Sequence[Parameter], values: Mapping[str, float]) -> bool:
    earlier: dict[str, float] = {}
    for parameter in parameters:
        value = values[parameter.name]
        if not contains(read_set(parameter.domain, tuple(earlier)), value, earlier):
            return False
        earlier[parameter.name] = value
    return True


def _in_domain(domain: Sequence[Piece], others: Mapping[str, float]) -> Iterator[float]:
    for value in _CANDIDATES:
        if contains(domain, value, others):
            yield value
    at = _exact(others)
    for piece in domain:
        ends = float(piece.lower.value.subs(at)), float(piece.upper.value.subs(at))
        if all(map(math.isfinite, ends)):
            yield sum(ends) / 2
        yield from (
            end
            for end, closed in zip(ends, (piece.lower_closed, piece.upper_closed), strict=True)
            if closed and end not in _CANDIDATES
        )


def breakpoints(expression: Expression, parameters: Mapping[str, float]) -> list[sympy.Expr]:
    """The real x, exact, at which an expanded formula passes from one piece to another."""
    return list(_zeros(frozenset(_differences(expression)), tuple(parameters.items())))


def singularities(expression: Expression, parameters: Mapping[str, float]) -> list[sympy.Expr]:
    """The real x, exact, at which a denominator of an expanded formula is zero."""
    return list(_zeros(frozenset(_denominators(expression)), tuple(parameters.items())))


@cache  # each claim of a page asks for those of the same formulas
def _zeros(
    expressions: frozenset[Expression], parameters: tuple[tuple[str, float], ...]
) -> Sequence[sympy.Expr]:
    x = sympy.Symbol("x", real=True)
    values = {"x": x, **{name: sympy.Rational(v) for name, v in parameters}}
    found: set[sympy.Expr] = set()
    for expression in expressions:
        value = sympy.piecewise_fold(to_sympy(expression, values))
        pieces = value.args if isinstance(value, sympy.Piecewise) else ((value, True),)
        for piece, _ in pieces:
            roots = [root for factor in sympy.Mul.make_args(piece) for root in _roots(factor, x)]
            found.update(root for root in roots if len(pieces) == 1 or value.subs(x, root) == 0)
    return sorted(found)


def _roots(value: sympy.Expr, x: sympy.Symbol) -> list[sympy.Expr]:
    """The real zeros that have a name."""
    if not value.has(x):
        return []
    if value.is_polynomial(x):
        return list(sympy.Poly(value, x).real_roots())
    chart = known(lambda: signs(value, Line(x, Span(), Region({}, {}))))
    found = () if chart is None else chart.zeros
    closed = {root: closed_form(root) for zero in found for root in zero.atoms(Root)}
    known_as = {root: form for root, form in closed.items() if form is not None}
    return [zero for each in found if not (zero := each.xreplace(known_as)).atoms(Root)]


def _denominators(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, Apply) and expression.operator == "/":
        yield expression.arguments[1]
    for part in children(expression):
        yield from _denominators(part)


def _differences(expression: Expression) -> Iterator[Expression]:
    """What changes sign where a relation, `abs`, `sign`, `max` or `min` changes its mind."""
    match expression:
        case Relation(_, left, right):
            yield Apply("-", (left, right))
        case Apply("abs" | "sign", (argument,)):
            yield argument
        case Apply("max" | "min", arguments):
            for i, left in enumerate(arguments):
                yield from (Apply("-", (left, right)) for right in arguments[:i])
    for part in children(expression):
        yield from _differences(part)


def points(breaks: Iterable[sympy.Expr], seed: str, count: int) -> list[float]:
    """Special values, the breakpoints with their neighbours, `count` seeded random doubles, and a
    quarter as many far from zero."""
    chosen = [sign * value for value in (*_SPECIAL, *_LARGE) for sign in (1.0, -1.0)]
    for point in breaks:
        near = float(point)
        chosen += [near, math.nextafter(near, math.inf), math.nextafter(near, -math.inf)]
        chosen += [near + step for step in (1e-9, -1e-9, 1e-3, -1e-3, 0.4, -0.4)]
    generator = random.Random(seed)
    for index in range(count):
        if index % 2:
            chosen.append(generator.uniform(-8, 8))
        else:
            sign = generator.choice((1, -1))
            chosen.append(sign * 10 ** generator.uniform(-6, 2.5))
    wide = random.Random(f"{seed} far from zero")
    for _ in range(count // 4):
        chosen.append(wide.choice((1, -1)) * 10 ** wide.uniform(2.5, 100))
    # Zero and minus zero are two points.
    return list({(value, math.copysign(1, value)): value for value in chosen}.values())
