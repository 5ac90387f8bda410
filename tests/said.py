"""What sentences of evidence speak of: a function at parameter values, and numbers in these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

import sympy
from graph import Graph
from mpmath import mp, mpf

from actbook.formula.stated import read_set, read_value, split

#: What 17 digits, and a point 10^-12 beside another, may be off by; and what is far away.
ROUNDED, NEAR, FAR = mpf(10) ** -15, mpf(10) ** -5, mpf(10) ** 12
#: What is wrong with a sentence, from the groups of its pattern.
Check: TypeAlias = Callable[..., Iterator[str]]
_ORDERS = {"f": 0, "f′": 1, "f″": 2}


class Said:
    """What sentences speak of: a graph, and numbers in its parameters."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.values = {name: sympy.Rational(v) for name, v in graph.parameters.items()}
        self.order = 0

    def number(self, text: str) -> Any:
        """ValueError for a symbol that is no parameter."""
        value = read_value(text, self.values).value
        if value in (sympy.oo, -sympy.oo):
            return mp.inf if value == sympy.oo else -mp.inf
        return mpf(str(sympy.N(value, 60)))

    def set(self, text: str) -> list[tuple[Any, Any, bool, bool]]:
        pieces = read_set(text, self.values)
        ends = [(self.number(str(p.lower.value)), self.number(str(p.upper.value))) for p in pieces]
        closed = [(p.lower_closed, p.upper_closed) for p in pieces]
        return [(*end, *brackets) for end, brackets in zip(ends, closed, strict=True)]


def order_of(word: str) -> int:
    return _ORDERS[word] if word in _ORDERS else int(word.split()[-1])


def close(a: Any, b: Any, allowed: Any = NEAR) -> bool:
    """Whether a value is the one said, or far out on its side where that is infinite."""
    if a is None or b is None:
        return a is b
    if mp.isinf(b):
        return bool(mp.sign(a) == mp.sign(b) and abs(a) > 8)
    return bool(abs(a - b) <= allowed * (1 + abs(b)))


def towards(said: Said, end: Any, side: int, order: int) -> Any:
    """f, f′, … close to an end, coming from below (-1) or above (1)."""
    if mp.isinf(end):
        return said.graph.at(mp.sign(end) * FAR, order)
    return said.graph.beside(end, side, order)


def drawn(region: str, names: Mapping[str, str], random: Random) -> dict[str, Fraction] | None:
    """Parameter values for which a region's words are true; None where none were found. `names`
    gives the domains."""
    conditions = [re.fullmatch(r"(.+?) (in|=) (.+)", part) for part in split(region) if part]
    parts = [match.groups() for match in conditions if match]
    assert len(parts) == len(conditions)
    fixed = {left: right for left, relation, right in parts if relation == "="}
    spans = {left: right for left, relation, right in parts if relation == "in"}
    for _ in range(300):
        free = [name for name in names if name not in fixed]
        values = {name: _within(spans.get(name, "(-oo, oo)"), random) for name in free}
        try:
            for name, right in fixed.items():
                values[name] = _fraction(read_value(right, _rationals(values)).value)
            exact = _rationals(values)
            lefts = [(read_value(left, exact).value, span) for left, span in spans.items()]
        except ValueError:  # a quotient of two that were drawn alike
            continue
        if all(_in(value, span, exact) for value, span in lefts):
            return values
    return None


def _within(span: str, random: Random) -> Fraction:
    """A number in a span, or any where its ends are not numbers."""
    try:
        (piece, *_) = read_set(span, {})
    except ValueError:
        return Fraction(random.randint(-24, 24), 8)
    low, high = piece.lower.value, piece.upper.value
    share = Fraction(random.randint(1, 31), 32)
    if low.is_infinite and high.is_infinite:
        return Fraction(random.randint(-24, 24), 8)
    if high.is_infinite:
        return _fraction(low) + 3 * share
    return _fraction(high) - share * (3 if low.is_infinite else _fraction(high - low))


def _fraction(value: sympy.Expr) -> Fraction:
    """A number; an irrational one to 16 digits."""
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else Fraction(float(value))


def _rationals(values: Mapping[str, Fraction]) -> dict[str, sympy.Expr]:
    return {name: sympy.Rational(value) for name, value in values.items()}


def _in(value: sympy.Expr, span: str, symbols: Mapping[str, Any]) -> bool:
    return any(
        (p.lower.value < value or (p.lower_closed and p.lower.value == value))
        and (value < p.upper.value or (p.upper_closed and p.upper.value == value))
        for p in read_set(span, symbols)
    )


def holds(names: Mapping[str, str], where: str | None, values: Mapping[str, Fraction]) -> bool:
    """Whether parameter values are in their domains and such that a condition is true."""
    exact = _rationals(values)
    if not all(_in(exact[name], domain, exact) for name, domain in names.items()):
        return False
    python = re.sub(r"(?<![<>!=])=(?!=)", "==", where or "True").replace(",", " and ")
    return bool(eval(python, {}, dict(values)))
