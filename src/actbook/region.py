"""A region of parameter values, and the sign of exact numbers over the whole of it.

Numbers are SymPy expressions in the region's symbols and in `Root`s. Where a sign differs inside
the region, `Split` says at which value of which parameter, and the proof goes on in the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy
from flint import arb, ctx, fmpq

from actbook.box import compiled
from actbook.forms import factors
from actbook.interval import INFINITY, Interval

#: Bits of the boxes that decide signs, and of the numbers that are compared with each other.
BOX_BITS, NUMBER_BITS = 128, 320
#: Two numbers that agree to so many digits and have no simpler proof are the same.
DIGITS = 60


class Undecided(Exception):
    """Something that the prover could neither prove nor refute, in words."""


class Split(Exception):
    """A sign that changes where a symbol of the region passes a value."""

    def __init__(self, symbol: sympy.Symbol, value: sympy.Expr) -> None:
        super().__init__(f"differs where {symbol} passes {value}")
        self.symbol, self.value = symbol, value


class Root(sympy.Dummy):  # type: ignore[misc]
    """A real number known by an enclosure of `NUMBER_BITS` bits: an extremum, say."""

    lower: fmpq
    upper: fmpq

    @classmethod
    def between(cls, lower: arb, upper: arb) -> Root:
        sign = {"positive": True} if lower > 0 else {"negative": True} if upper < 0 else {}
        root: Root = cls(f"x_{float(lower):.6g}", real=True, **sign)
        root.lower, root.upper = lower.fmpq(), upper.fmpq()
        return root

    @property
    def enclosure(self) -> Interval:
        return Interval(arb(self.lower).lower(), arb(self.upper).upper())


@dataclass(frozen=True)
class Span:
    """An interval with exact ends, which may contain symbols of the region."""

    lower: sympy.Expr = -sympy.oo
    upper: sympy.Expr = sympy.oo
    lower_open: bool = True
    upper_open: bool = True

    def __str__(self) -> str:
        return f"{'[('[self.lower_open]}{self.lower}, {self.upper}{'])'[self.upper_open]}"


@dataclass(frozen=True)
class Region:
    """Parameter values: each parameter by name as an expression in the symbols of `spans`."""

    values: Mapping[str, sympy.Expr]
    spans: Mapping[sympy.Symbol, Span]

    @cached_property
    def box(self) -> dict[sympy.Symbol, Interval]:
        return {symbol: enclosed_span(span) for symbol, span in self.spans.items()}

    def __str__(self) -> str:
        words = [_described(name, value, self) for name, value in self.values.items()]
        return ", ".join(words)

    def parts(self, split: Split) -> Iterator[Region]:
        """The region below, at and above the value at which something changes."""
        span, value = self.spans[split.symbol], split.value
        if value.free_symbols & set(self.spans):
            yield from self._parts_around(split)
            return
        if sign(value - span.lower, self) > 0:
            yield self.with_span(split.symbol, replace(span, upper=value, upper_open=True))
        if _inside(value, span, self):
            yield self.substituted(split.symbol, value, {})
        if sign(span.upper - value, self) > 0:
            yield self.with_span(split.symbol, replace(span, lower=value, lower_open=True))

    def _parts_around(self, split: Split) -> Iterator[Region]:
        """The parts where a parameter is below, at and above what other parameters give."""
        symbol, value = split.symbol, split.value
        span, zero = self.spans[symbol], sympy.Integer(0)
        yield self.substituted(symbol, value, {})
        if span.lower == -sympy.oo and span.upper == sympy.oo:
            rest = symbol_over(f"{symbol.name}_", Span(zero))
            for side in (-1, 1):
                yield self.substituted(symbol, value + side * rest, {rest: Span(zero)})
        elif span.lower == 0 and span.upper == sympy.oo and sign(value, self) > 0:
            one = sympy.Integer(1)
            for part in (Span(zero, one, span.lower_open), Span(one)):
                ratio = symbol_over(f"{symbol.name}_", part)
                yield self.substituted(symbol, value * ratio, {ratio: part})
        else:
            raise Undecided(f"{symbol} against {value}")

    def with_span(self, symbol: sympy.Symbol, span: Span) -> Region:
        if span.upper.is_nonpositive:
            # Scaling works with positive symbols only.
            mirrored = Span(-span.upper, -span.lower, span.upper_open, span.lower_open)
            fresh = symbol_over(symbol.name, mirrored)
            return self.substituted(symbol, -fresh, {fresh: mirrored})
        fresh = symbol_over(symbol.name, span)
        return self.substituted(symbol, fresh, {fresh: span})

    def substituted(
        self, symbol: sympy.Symbol, value: sympy.Expr, spans: Mapping[sympy.Symbol, Span]
    ) -> Region:
        rest = {s: span for s, span in self.spans.items() if s != symbol}
        values = {name: v.subs(symbol, value) for name, v in self.values.items()}
        return Region(values, {**rest, **spans})


def some_value(span: Span, turn: int = 0) -> sympy.Expr:
    """A number inside a span, another for each `turn`."""
    step = sympy.Rational(7 + 6 * turn, 5 + turn)
    if span.lower == -sympy.oo:
        return -step if span.upper == sympy.oo else span.upper - step
    if span.upper == sympy.oo:
        return span.lower + step
    return ((4 + turn) * span.lower + 3 * span.upper) / (7 + turn)


def _inside(value: sympy.Expr, span: Span, region: Region) -> bool:
    low, high = sign(value - span.lower, region), sign(span.upper - value, region)
    return (low > 0 or (low == 0 and not span.lower_open)) and (
        high > 0 or (high == 0 and not span.upper_open)
    )


def _described(name: str, value: sympy.Expr, region: Region) -> str:
    if value in region.spans:
        return f"{name} in {region.spans[value]}"
    if -value in region.spans:
        span = region.spans[-value]
        mirrored = Span(-span.upper, -span.lower, span.upper_open, span.lower_open)
        return f"{name} in {mirrored}"
    return f"{name} = {value}"


def symbol_over(name: str, span: Span) -> sympy.Symbol:
    """A symbol with the sign that its span allows."""
    if span.lower.is_nonnegative:
        strict = span.lower.is_positive or span.lower_open
        return sympy.Symbol(name, **{"positive" if strict else "nonnegative": True})
    return sympy.Symbol(name, real=True)


def enclosed_span(span: Span) -> Interval:
    lower = -INFINITY if span.lower == -sympy.oo else number(span.lower).lower
    upper = INFINITY if span.upper == sympy.oo else number(span.upper).upper
    return Interval(lower, upper, span.lower_open, span.upper_open)


def roots_box(value: sympy.Expr) -> dict[sympy.Symbol, Interval]:
    """The enclosures of the `Root`s in an expression."""
    return {s: s.enclosure for s in value.free_symbols if isinstance(s, Root)}


def number(value: sympy.Expr) -> Interval:
    """The enclosure of an exact number without parameters, to `NUMBER_BITS`."""
    with ctx.workprec(NUMBER_BITS):
        return compiled(value)(roots_box(value))


def sign(value: sympy.Expr, region: Region) -> int:
    """The sign of a number everywhere in the region; `Split` where it differs, or `Undecided`."""
    if value in (sympy.oo, -sympy.oo):
        return 1 if value == sympy.oo else -1
    if value.is_zero:
        return 0
    parameters = value.free_symbols & set(region.spans)
    if not parameters:
        return _sign_of_number(value)
    decided = enclosure(value, region.box).sign
    return decided if decided is not None else _sign_of_factors(value, region)


def _sign_of_factors(value: sympy.Expr, region: Region) -> int:
    total = 1
    for base, power in factors(value):
        part = _sign_of_factor(base, region)
        total *= part if power % 2 else abs(part)
    return total


def _sign_of_factor(factor: sympy.Expr, region: Region) -> int:
    if not factor.free_symbols & set(region.spans):
        return _sign_of_number(factor)
    decided = enclosure(factor, region.box).sign
    if decided is not None:
        return decided
    return _sign_by_roots(factor, region)


def enclosure(value: sympy.Expr, box: Mapping[Any, Interval]) -> Interval:
    """An enclosure over a box; `Root`s enclose themselves."""
    with ctx.workprec(BOX_BITS):
        return compiled(value)({**box, **roots_box(value)})


def _sign_of_number(value: sympy.Expr) -> int:
    enclosed = number(value)
    if enclosed.sign is not None:
        return enclosed.sign
    if not enclosed.defined:
        raise Undecided(f"{value} has no value")
    if enclosed.width > arb(10) ** -DIGITS:
        raise Undecided(f"the sign of {value}")
    return 0


def _sign_by_roots(value: sympy.Expr, region: Region) -> int:
    """The sign of a polynomial in one parameter, `Split` at a zero inside the region."""
    for symbol in sorted(value.free_symbols & set(region.spans), key=_freest(region)):
        polynomial = value.as_poly(symbol)
        if polynomial is None or polynomial.degree() > 2:
            continue
        roots = [r for r in sympy.roots(polynomial.as_expr(), symbol) if r.is_real is not False]
        for root in roots:
            if root.free_symbols & set(region.spans) or _inside(root, region.spans[symbol], region):
                raise Split(symbol, root)
        if not polynomial.as_expr().free_symbols - {symbol}:
            return _sign_of_number(value.subs(symbol, some_value(region.spans[symbol])))
    if sympy.simplify(value).is_zero:
        return 0
    raise Undecided(f"the sign of {value}")


def _freest(region: Region) -> Callable[[sympy.Symbol], tuple[bool, str]]:
    """An order of symbols: those first that may be anything, which are the easiest to split."""
    return lambda symbol: (region.spans[symbol].lower != -sympy.oo, str(symbol))


def resolved(value: sympy.Expr, region: Region) -> sympy.Expr:
    """A stated number with each Max, Min and Abs replaced by what it is in the region."""

    def chosen(*terms: sympy.Expr, smallest: bool) -> sympy.Expr:
        best = terms[0]
        for term in terms[1:]:
            if (sign(term - best, region) < 0) == smallest:
                best = term
        return best

    value = value.replace(sympy.Abs, lambda a: a * sign(a, region))
    value = value.replace(sympy.Max, lambda *terms: chosen(*terms, smallest=False))
    return value.replace(sympy.Min, lambda *terms: chosen(*terms, smallest=True))
