"""A region of parameter values, and the sign of exact numbers over the whole of it.

Numbers are SymPy expressions in the region's symbols and in `Root`s. Where a sign differs inside
the region, `Split` says at which value of which parameter, and the proof goes on in the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import sympy
from flint import ctx

from actbook.algebra.ball import exact
from actbook.proving.box import compiled
from actbook.proving.interval import INFINITY, Interval

#: Bits of the boxes that decide signs, and of the numbers that are compared with each other.
BOX_BITS, NUMBER_BITS = 128, 320


class Undecided(Exception):
    """Something that the prover could neither prove nor refute, in words."""


class Split(Exception):
    """A sign that changes where a symbol of the region passes a value."""

    def __init__(self, symbol: sympy.Symbol, value: sympy.Expr) -> None:
        super().__init__(f"differs where {symbol} passes {value}")
        self.symbol, self.value = symbol, value


class Alike(Exception):
    """A number that is 0 to so many digits, and is neither shown to be 0 nor not to be."""

    def __init__(self, value: sympy.Expr, digits: int) -> None:
        super().__init__(f"{value} is 0 to {digits} digits")
        self.value, self.digits = value, digits


@dataclass(frozen=True)
class Zero:
    """The one zero of an expression in `x` between two numbers. `closer` takes two numbers around
    it, and gives two that agree to so many bits."""

    expression: sympy.Expr
    x: sympy.Symbol
    lower: Fraction
    upper: Fraction
    closer: Callable[[tuple[Fraction, Fraction], int], tuple[Fraction, Fraction]]


class Root(sympy.Dummy):  # type: ignore[misc]
    """A real number known as the one zero between two numbers: an extremum, say."""

    zero: Zero
    known: dict[int, Interval]

    @classmethod
    def of(cls, zero: Zero) -> Root:
        lower, upper = zero.closer((zero.lower, zero.upper), NUMBER_BITS)
        sign = {"positive": True} if lower > 0 else {"negative": True} if upper < 0 else {}
        root: Root = cls(f"x_{float(lower):.6g}", real=True, **sign)
        root.zero, root.known = zero, {NUMBER_BITS: _between(lower, upper, NUMBER_BITS)}
        return root

    def enclosure(self, bits: int = NUMBER_BITS) -> Interval:
        """Numbers around it that agree to so many bits, or to `NUMBER_BITS`."""
        bits = max(bits, NUMBER_BITS)
        if bits not in self.known:
            ends = self.zero.closer((self.zero.lower, self.zero.upper), bits)
            self.known[bits] = _between(*ends, bits)
        return self.known[bits]


def _between(lower: Fraction, upper: Fraction, bits: int) -> Interval:
    with ctx.workprec(bits):
        return Interval(exact(lower).lower(), exact(upper).upper())


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
    """Parameter values: each parameter by name as an expression in the symbols of `spans`.

    `alike` holds the numbers that are taken to be 0, each with the digits to which it is.
    """

    values: Mapping[str, sympy.Expr]
    spans: Mapping[sympy.Symbol, Span]
    alike: Mapping[sympy.Expr, int] = field(default_factory=dict)

    @cached_property
    def box(self) -> dict[sympy.Symbol, Interval]:
        return {symbol: enclosed_span(span) for symbol, span in self.spans.items()}

    def __str__(self) -> str:
        words = [_described(name, value, self) for name, value in self.values.items()]
        return ", ".join(words)

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
        return replace(self, values=values, spans={**rest, **spans})

    def taking(self, alike: Alike) -> Region:
        """The region with one number more that is taken to be 0."""
        return replace(self, alike={**self.alike, alike.value: alike.digits})


def some_value(span: Span, turn: int = 0) -> sympy.Expr:
    """A number inside a span, another for each `turn`: close to its end, far away, between."""
    near, far = ((7, 5), (1, 3), (29, 1), (13, 6), (1, 50), (8, 3))[turn % 6]
    step = sympy.Rational(near, far) + turn // 6
    if span.lower == -sympy.oo:
        if span.upper == sympy.oo:
            return step * (-1) ** (turn + 1)
        return span.upper - step
    if span.upper == sympy.oo:
        return span.lower + step
    return (span.lower * far + span.upper * near) / (far + near)


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


def roots_box(value: sympy.Expr, bits: int = NUMBER_BITS) -> dict[sympy.Symbol, Interval]:
    """The enclosures of the `Root`s in an expression."""
    return {s: s.enclosure(bits) for s in value.free_symbols if isinstance(s, Root)}


def number(value: sympy.Expr, bits: int = NUMBER_BITS) -> Interval:
    """The enclosure of an exact number without parameters."""
    with ctx.workprec(bits):
        return compiled(value)(roots_box(value, bits))
