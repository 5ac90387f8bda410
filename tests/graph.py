"""A function at single parameter values in mpmath, apart from all that proves: for tests of what is
said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf

from actbook.formula.expression import Expression, evaluate

#: Digits, and how close to a point a side is looked at.
DIGITS, CLOSE = 50, mpf(10) ** -12
#: Where a function is looked at: in the middle, and far out.
_FAR = [Fraction(n) for n in (11, 17, 41, 10**3, 10**8)]
_POSITIVE = [Fraction(1, 1000), Fraction(1, 64), *(Fraction(n, 4) for n in range(1, 33)), *_FAR]
POINTS = [*(-point for point in reversed(_POSITIVE)), Fraction(0), *_POSITIVE]
mp.dps = DIGITS


class Nothing(ArithmeticError):
    """A formula that has no real value."""


class MpAlgebra:
    """Real numbers of mpmath."""

    def number(self, value: Fraction) -> Any:
        return mpf(value.numerator) / value.denominator

    def constant(self, name: str) -> Any:
        return {"pi": mp.pi, "e": mp.e, "oo": mp.inf}[name] + 0

    def apply(self, operator: str, arguments: Sequence[Any]) -> Any:
        try:
            value = _FUNCTIONS[operator](*arguments)
        except (ZeroDivisionError, ValueError) as error:
            raise Nothing from error
        if isinstance(value, mp.mpc) or not mp.isfinite(value):
            raise Nothing
        return value

    def relation(self, operator: str, left: Any, right: Any) -> bool:
        signs = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "=": (0,), "!=": (-1, 1)}
        return mp.sign(left - right) in signs[operator]

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[bool]]]) -> Any:
        for value, conditions in branches:
            if all(conditions):
                return value()
        raise Nothing


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "neg": lambda a: -a,
    "max": max,
    "min": min,
    "abs": abs,
    **{name: getattr(mp, name) for name in ("exp", "log", "sqrt", "sign", "floor", "ceil")},
    **{name: getattr(mp, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(mp, name) for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    **{name: getattr(mp, name) for name in ("erf", "erfc", "lambertw")},
}


class Graph:
    """A formula in `x` at one value of each parameter."""

    def __init__(self, definition: Expression, parameters: Mapping[str, Fraction]) -> None:
        self.definition, self.parameters = definition, parameters
        self._known: dict[tuple[int, Fraction, int], Any] = {}

    def f(self, x: Any) -> Any:
        """The value at x. `Nothing` where there is none."""
        algebra = MpAlgebra()
        values = {name: algebra.number(value) for name, value in self.parameters.items()}
        return evaluate(self.definition, algebra, {**values, "x": mpf(x)})

    def at(self, x: Any, order: int = 0) -> Any:
        """f, f′, … at a point around which it is smooth, None where it has no value."""
        try:
            return self.f(x) if order == 0 else mp.diff(self.f, x, order)
        except Nothing:
            return None

    def beside(self, x: Any, side: int, order: int = 0) -> Any:
        """f, f′, … a little below x (`side` -1) or above (1)."""
        return self.at(x + side * CLOSE * (1 + abs(x)), order)

    def samples(self, order: int) -> Iterator[tuple[Any, Any]]:
        """f at many points, in ascending order, or f′, f″, … on both sides of them."""
        sides = (-1, 1) if order else (0,)
        for point, side in ((point, side) for point in POINTS for side in sides):
            if (order, point, side) not in self._known:
                x = mpf(point.numerator) / point.denominator
                x += side * CLOSE * (1 + abs(x))
                self._known[order, point, side] = x, self.at(x, order)
            x, value = self._known[order, point, side]
            if value is not None:
                yield x, value

    @cached_property
    def jumps(self) -> dict[int, list[Any]]:
        """The places where f (0), f′ (1) and f″ (2) jump or run to infinity, found by bisection."""
        return {order: list(self._jumps(order)) for order in (0, 1, 2)}

    def _jumps(self, order: int) -> Iterator[Any]:
        samples = [(x, value) for x, value in self.samples(order) if abs(x) < 10]
        for (a, low), (b, high) in pairwise(samples):
            if (place := self._jump(a, b, low, high, order)) is not None:
                yield place

    def _jump(self, a: Any, b: Any, low: Any, high: Any, order: int) -> Any:
        """Where between two points a jump is, None for what runs smoothly from one to the other."""
        start, steepness = abs(high - low), abs(high - low) / (b - a)
        for _ in range(36 if order else 100):
            middle = (a + b) / 2 + (b - a) / 97
            value = self.at(middle, order)
            if value is None:
                return middle
            halves = (a, middle, low, value), (middle, b, value, high)
            a, b, low, high = max(halves, key=lambda half: abs(half[3] - half[2]))
            if abs(high - low) < max(start, 1) * mpf(10) ** -7 and steepness < 10**4:
                return None
        return (a + b) / 2
