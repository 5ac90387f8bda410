"""A function as a simpler one, of which what is proved is proved of it.

With parameters as one without: f(x) = factor * g(u), where x = shift + stretch * u. Swish with any
beta is SiLU seen through such a scaling. With sines and cosines alone as one period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

import sympy

from actbook.proving.curve import Curve
from actbook.proving.forms import factored

_ZERO, _ONE = sympy.Integer(0), sympy.Integer(1)
#: The variable of a function that was scaled.
U = sympy.Dummy("u", real=True)
_POWERS = [sympy.Rational(n, 2) for n in (0, 2, -2, 1, -1, 4, -4)]


@dataclass(frozen=True)
class Scaling:
    """Where `u` and g(u) are in x and f: shift + stretch * u, and factor * g(u)."""

    shift: sympy.Expr = _ZERO
    stretch: sympy.Expr = _ONE
    factor: sympy.Expr = _ONE

    def place(self, u: sympy.Expr) -> sympy.Expr:
        return self.shift + self.stretch * u

    def variable(self, x: sympy.Symbol) -> sympy.Expr:
        """What u is."""
        return (x - self.shift) / self.stretch

    def value(self, g: sympy.Expr, order: int = 0) -> sympy.Expr:
        """The order-th derivative of f by that of g; all three numbers of a scaling but the shift
        are positive, so that infinities keep their sign."""
        return g if g in (sympy.oo, -sympy.oo) else g * self.factor / self.stretch**order


def scaled(curve: Curve) -> tuple[Curve, Scaling]:
    """The curve with as many parameters as possible scaled away."""
    scaling = Scaling()
    # Twice: a shift may have to come before a stretch.
    for symbol in sorted(curve.region.spans, key=str) * 2:
        if any(symbol in part.free_symbols for part in _parts(curve)):
            curve, scaling = _without(symbol, curve, scaling)
    return (curve if scaling == Scaling() else _in(U, curve)), scaling


def _in(u: sympy.Symbol, curve: Curve) -> Curve:
    """The curve with another variable."""
    pieces = (None if piece is None else piece.xreplace({curve.x: u}) for piece in curve.pieces)
    return replace(curve, x=u, pieces=tuple(pieces))


def _parts(curve: Curve) -> list[sympy.Expr]:
    return [part for part in (*curve.breaks, *curve.pieces, *curve.values) if part is not None]


def _without(symbol: sympy.Symbol, curve: Curve, scaling: Scaling) -> tuple[Curve, Scaling]:
    for change in _changes(symbol):
        moved = _moved(curve, change)
        if moved is not None and all(symbol not in part.free_symbols for part in _parts(moved)):
            return moved, Scaling(
                scaling.shift + scaling.stretch * change.shift,
                scaling.stretch * change.stretch,
                scaling.factor * change.factor,
            )
    return curve, scaling


def _changes(symbol: sympy.Symbol) -> Iterator[Scaling]:
    if symbol.is_positive:
        for stretch in _POWERS:
            for factor in _POWERS:
                if stretch or factor:
                    yield Scaling(stretch=symbol**stretch, factor=symbol**factor)
    yield Scaling(shift=symbol)


def _moved(curve: Curve, change: Scaling) -> Curve | None:
    """The curve in u, or None as soon as a part shows that the parameter stays."""

    def value(part: sympy.Expr | None) -> sympy.Expr | None:
        if part is None:
            return None
        return _tidy(part.xreplace({curve.x: change.place(curve.x)}) / change.factor)

    hidden = (change.stretch * change.factor + change.shift).free_symbols
    pieces = []
    for piece in curve.pieces:
        moved = value(piece)
        if moved is not None and moved.free_symbols & hidden:
            return None
        pieces.append(moved)
    return replace(
        curve,
        breaks=tuple(_tidy((b - change.shift) / change.stretch) for b in curve.breaks),
        pieces=tuple(pieces),
        values=tuple(value(v) for v in curve.values),
    )


def _tidy(part: sympy.Expr) -> sympy.Expr:
    """The part with what cancels cancelled, inside its functions too."""
    if not any(s.is_positive or s.is_real for s in part.free_symbols):
        return part
    deep = part.replace(lambda n: n.is_Function or n.is_Pow, lambda n: n.func(*map(_flat, n.args)))
    return _flat(deep)


def _flat(part: sympy.Expr) -> sympy.Expr:
    return part if part.is_Rational else factored(sympy.expand(part))


def period(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """A period of an expression in which `x` stands in sin(c x + d) and cos(c x + d) alone."""
    waves = expression.atoms(sympy.sin, sympy.cos)
    slopes = [sympy.diff(wave.args[0], x) for wave in waves]
    slopes = [abs(slope) for slope in slopes if slope != 0]
    if not slopes or any(x in slope.free_symbols for slope in slopes):
        return None
    if x in expression.xreplace({wave: sympy.Dummy() for wave in waves}).free_symbols:
        return None
    ratios = [sympy.simplify(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    return 2 * sympy.pi / (slopes[0] * reduce(sympy.gcd, ratios))
