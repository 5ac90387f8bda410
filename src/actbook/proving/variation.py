"""All that is proved of a function over a region: monotone stretches, one-sided derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import sympy

from actbook.formula.expression import Expression
from actbook.formula.stated import Piece
from actbook.proving.curve import Curve, curve, value_at, without_idle_breaks
from actbook.proving.limits import limit
from actbook.proving.region import Region, Undecided
from actbook.proving.removable import removable
from actbook.proving.scaling import Scaling, U, period, scaled
from actbook.proving.sets import interval, order, union
from actbook.proving.sign import Line
from actbook.proving.table import DERIVATIVES, Boxes, Point, Stretch, VariationTable
from actbook.proving.zeros import signs

#: How many derivatives are compared at a breakpoint before smoothness is given up.
ORDERS = 12


@dataclass(frozen=True)
class Joint:
    """A breakpoint: its value and, on request, the limits of derivatives on both sides."""

    index: int
    position: sympy.Expr
    value: sympy.Expr | None


class Analysis:
    """A function over a region of its parameters. Everything is computed when first asked for."""

    def __init__(self, definition: Expression, region: Region) -> None:
        self.definition, self.region = definition, region

    @cached_property
    def plain(self) -> Curve:
        """The function in x itself, without breakpoints at which nothing changes."""
        return without_idle_breaks(curve(self.definition, self.region))

    @cached_property
    def _scaled(self) -> tuple[Curve, Scaling]:
        return scaled(self.plain)

    @property
    def curve(self) -> Curve:
        """The function with its parameters scaled away where that is possible."""
        return self._scaled[0]

    @property
    def scaling(self) -> Scaling:
        return self._scaled[1]

    @cached_property
    def _names(self) -> dict[sympy.Expr, sympy.Symbol]:
        """What the derivatives of the pieces are called, a positive factor aside."""
        pieces = [piece for piece in self.curve.pieces if piece is not None]
        orders = range(len(DERIVATIVES) - 1, -1, -1)
        return {
            sympy.diff(p, self.curve.x, n): sympy.Symbol(DERIVATIVES[n])
            for n in orders
            for p in pieces
        }

    def told(self, value: sympy.Expr) -> sympy.Expr:
        """An expression in the variable and the parameters of the page; f and its derivatives by
        their names."""
        if self.curve.x in value.free_symbols and value in self._names:
            return self._names[value]
        if U in value.free_symbols:
            value = value.xreplace({U: self.scaling.variable(self.plain.x)})
        return self.region.told(value)

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """The breakpoints, in x."""
        return tuple(
            Joint(i, self.scaling.place(b), None if v is None else self.scaling.value(v))
            for i, (b, v) in enumerate(zip(self.curve.breaks, self.curve.values, strict=True))
        )

    @cached_property
    def inner(self) -> tuple[Joint, ...]:
        """The breakpoints but for those at which f begins or ends to have values and runs into its
        value there, if it has one: to be smooth is to be so inside."""
        return tuple(joint for joint in self.joints if not self._ends(joint))

    def _ends(self, joint: Joint) -> bool:
        limits = [self.side(joint, side, 0) for side in (-1, 1)]
        known = [limit for limit in limits if limit is not None]
        if len(known) == 2:
            return False
        return joint.value is None or any(self._same(limit, joint.value) for limit in known)

    def toward(self, at: sympy.Expr) -> tuple[sympy.Expr, ...]:
        """The limits of f at a number, one for each side on which it has values."""
        for joint in self.joints:
            if order(joint.position, at, self.region) == 0:
                sides = (self.side(joint, side, 0) for side in (-1, 1))
                return tuple(limit for limit in sides if limit is not None)
        value = value_at(self.definition, at, self.region)
        return () if value is None else (value,)

    def side(self, joint: Joint, side: int, n: int) -> sympy.Expr | None:
        """The limit of the n-th derivative at a joint from below (-1) or above (1)."""
        index = joint.index + (side > 0)
        piece = self.curve.pieces[index]
        if piece is None:
            return None
        slope = sympy.diff(piece, self.curve.x, n)
        at = self.curve.breaks[joint.index]
        return self.scaling.value(limit(slope, self.curve.x, at, side, self.region), n)

    def end(self, side: int) -> sympy.Expr:
        """The limit at -oo (`side` -1) or oo (1)."""
        piece = self.curve.pieces[0 if side < 0 else -1]
        if piece is None:
            raise Undecided("a limit where f is not defined")
        if self._repeats(piece) and self.values.drift:
            return self.values.drift * side * sympy.oo
        at = side * sympy.oo
        return self.scaling.value(limit(piece, self.curve.x, at, -side, self.region))

    def _repeats(self, piece: sympy.Expr, n: int = 1) -> sympy.Expr | None:
        """A period of the n-th derivative, where it has one on the whole line."""
        x = self.curve.x
        return None if self.curve.breaks else period(sympy.diff(piece, x, n), x)

    def asymptote(self, side: int) -> tuple[sympy.Expr, sympy.Expr] | None:
        """Slope and intercept of the line that f approaches at -oo (`side` -1) or oo (1)."""
        x, at, piece = self.plain.x, side * sympy.oo, self.plain.pieces[0 if side < 0 else -1]
        if piece is None:
            return None
        slope = limit(piece / x, x, at, -side, self.region)
        if slope.is_infinite:
            return None
        intercept = limit(piece - slope * x, x, at, -side, self.region)
        return None if intercept.is_infinite else (slope, intercept)

    def continuous(self, joint: Joint) -> bool:
        sides = self.side(joint, -1, 0), self.side(joint, 1, 0)
        return joint.value is not None and all(self._same(s, joint.value) for s in sides)

    def slope(self, joint: Joint) -> sympy.Expr | None:
        """f′ at a joint, None where it does not exist.

        By the mean value theorem it is the common limit of f′ from both sides, where f is
        continuous and there is one; different limits are different one-sided derivatives.
        """
        if not self.continuous(joint):
            return None
        left, right = self.side(joint, -1, 1), self.side(joint, 1, 1)
        return left if self._same(left, right) else None

    def differentiable(self, joint: Joint) -> bool:
        return self.slope(joint) is not None

    def kink(self, joint: Joint) -> tuple[sympy.Expr, sympy.Expr] | None:
        """The limits of f′ from both sides of a joint where they differ."""
        left, right = self.side(joint, -1, 1), self.side(joint, 1, 1)
        if left is None or right is None or order(left, right, self.region) == 0:
            return None
        return left, right

    def _same(self, a: sympy.Expr | None, b: sympy.Expr | None) -> bool:
        """Whether two limits are finite and equal."""
        if a is None or b is None or {a, b} & {sympy.oo, -sympy.oo}:
            return False
        return order(a, b, self.region) == 0

    def smoothness(self, joint: Joint) -> float:
        """The largest k such that f is C^k at a joint; -1 where it is not continuous."""
        if not self.continuous(joint):
            return -1
        left, right = self.curve.pieces[joint.index : joint.index + 2]
        if left == right and removable(left, self.curve.x, self.curve.breaks[joint.index]):
            return float("inf")
        for n in range(1, ORDERS):
            if not self._same(self.side(joint, -1, n), self.side(joint, 1, n)):
                return n - 1
        raise Undecided("how smooth it is at {}", joint.position)

    @cached_property
    def values(self) -> VariationTable:
        """f along the line."""
        values = [Point(j.position, j.value) for j in self.joints if j.value is not None]
        return self._table(0, values)

    @cached_property
    def slopes(self) -> VariationTable:
        """f′ along the line, where it exists."""
        slopes = ((j.position, self.slope(j)) for j in self.joints)
        return self._table(1, [Point(p, slope) for p, slope in slopes if slope is not None])

    def _table(self, n: int, points: list[Point]) -> VariationTable:
        stretches: list[Stretch] = []
        boxes: list[Boxes] = []
        drift, repeats = 0, None
        for piece, line in zip(self.curve.pieces, self.curve.lines, strict=True):
            if piece is not None:
                found, seen = self._stretches(piece, line, n)
                boxes += seen
                stretches += found
                # A period begins at a point of its own; a piece begins at a breakpoint.
                inner = (
                    found[1:] if found[0].lower == self.scaling.place(line.span.lower) else found
                )
                points += [Point(s.lower, s.start) for s in inner]
                if inner is found:
                    drift = order(found[-1].end, found[0].start, self.region)
                    repeats = found[-1].upper - found[0].lower
        return VariationTable(tuple(stretches), tuple(points), drift, repeats, tuple(boxes))

    def _stretches(
        self, piece: sympy.Expr, line: Line, n: int
    ) -> tuple[list[Stretch], tuple[Boxes, ...]]:
        expression = sympy.diff(piece, line.x, n)
        if (repeats := self._repeats(piece, n + 1)) is not None:
            line = line.over(sympy.Integer(0), repeats)
        found = signs(piece, line, order=n + 1)
        ends = (line.span.lower, *found.zeros, line.span.upper)
        limits = [
            limit(expression, line.x, ends[0], 1, self.region),
            *(expression.subs(line.x, zero) for zero in found.zeros),
            limit(expression, line.x, ends[-1], -1, self.region),
        ]
        place, value = self.scaling.place, self.scaling.value
        rows = zip(pairwise(ends), found.signs, pairwise(limits), strict=True)
        return [
            Stretch(place(a), place(b), direction, value(start, n), value(end, n))
            for (a, b), direction, (start, end) in rows
        ], found.boxes

    def image(self, table: VariationTable) -> tuple[Piece, ...]:
        """The set of values of a table."""
        if table.drift:
            return (interval(-sympy.oo, sympy.oo),)
        points = [interval(point.value, point.value, closed=True) for point in table.points]
        return union([*points, *(s.image for s in table.stretches)], self.region)
