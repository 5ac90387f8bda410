"""Exact numbers: SymPy expressions in which a `Root` stands for a zero that has no name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx

from actbook.formula.balls import exact
from actbook.proving.enclosure import enclosed
from actbook.proving.interval import Interval

#: Bits of the boxes that decide signs, and of the numbers that are compared with each other.
BOX_BITS, NUMBER_BITS = 128, 320


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

    def _sympystr(self, printer: Any) -> str:
        digits = self.name.removeprefix("x_")
        return f"({digits})" if digits.startswith("-") else digits

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


def roots_box(value: sympy.Expr, bits: int = NUMBER_BITS) -> dict[sympy.Symbol, Interval]:
    """The enclosures of the `Root`s in an expression."""
    return {s: s.enclosure(bits) for s in value.free_symbols if isinstance(s, Root)}


def enclosure(value: sympy.Expr, box: Mapping[Any, Interval], bits: int = BOX_BITS) -> Interval:
    """An enclosure over a box; `Root`s enclose themselves."""
    with ctx.workprec(bits):
        return enclosed(value, {**box, **roots_box(value, bits)})


def number(value: sympy.Expr, bits: int = NUMBER_BITS) -> Interval:
    """The enclosure of an exact number without parameters."""
    return enclosure(value, {}, bits)


def ball(value: sympy.Expr) -> arb:
    """An exact number without parameters as a ball."""
    with ctx.workprec(NUMBER_BITS):
        return number(value).ball
