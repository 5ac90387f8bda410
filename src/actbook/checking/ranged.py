"""A formula step by step in numbers that keep all their digits, but have a largest and a smallest.

What leaves the range of a floating-point format is then seen apart from what rounding does: a step
beyond the largest number becomes infinite, one below the smallest normal number a subnormal number
or zero (IEEE Standard 754, sections 4.3 and 7.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

import mpmath

from actbook.checking.formats import Format
from actbook.formula.balls import NoCase
from actbook.formula.expression import ARITHMETIC, RELATIONS, Expression
from actbook.formula.functions import ELEMENTARY
from actbook.formula.program import first
from actbook.latex.written import Part, told

#: What may leave the range: too large; too small, kept as a subnormal number; too small, made zero.
#: With `digits` the range is unlimited, and each step is rounded.
Limit = Literal["overflow", "underflow", "flush", "digits"]
_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    **{**ARITHMETIC, "/": lambda a, b: _divided(a, b), "max": max, "min": min},
    **{name: getattr(mpmath, record.mpmath or name) for name, record in ELEMENTARY.items()},
}


@dataclass
class RangedAlgebra:
    """Numbers of a format's range in which one limit is observed. `left` collects the steps that
    left it, by their numbers from 0, with the values that they had."""

    form: Format
    limit: Limit
    steps: int = 0
    left: list[tuple[int, Any]] = field(default_factory=list)

    def number(self, value: Fraction) -> Any:
        return mpmath.mpf(value.numerator) / value.denominator

    def constant(self, name: str) -> Any:
        return {"pi": +mpmath.pi, "e": +mpmath.e, "oo": mpmath.inf}[name]

    def apply(self, operator: str, arguments: Sequence[Any]) -> Any:
        try:
            value = _OPERATIONS[operator](*arguments)
        except (ValueError, ZeroDivisionError, TypeError):
            value = mpmath.nan
        if isinstance(value, mpmath.mpc):
            value = mpmath.nan
        self.steps += 1
        return self._kept(value)

    def _kept(self, value: Any) -> Any:
        size, number = abs(value), self.steps - 1
        if self.limit == "overflow" and self.form.largest < size < mpmath.inf:
            self.left.append((number, value))
            return mpmath.sign(value) * mpmath.inf
        if self.limit in ("underflow", "flush") and 0 < size < mpmath.ldexp(1, self.form.lowest):
            self.left.append((number, value))
            if self.limit == "flush":
                return mpmath.mpf(0)
            unit = mpmath.ldexp(1, self.form.smallest)
            return mpmath.nint(value / unit) * unit
        return value

    def relation(self, operator: str, left: Any, right: Any) -> bool:
        return bool(RELATIONS[operator](left, right))

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[bool]]]) -> Any:
        if (value := first(branches)) is None:
            raise NoCase("no case applies")
        return value()


def _divided(above: Any, below: Any) -> Any:
    if below == 0:
        return mpmath.nan if above == 0 or mpmath.isnan(above) else mpmath.sign(above) * mpmath.inf
    return above / below


def ranged(
    formula: Expression,
    values: Mapping[str, float],
    names: Mapping[str, str],
    form: Format,
    limit: Limit,
) -> tuple[Any, list[Part]]:
    """The value of an expanded formula under one limit of a format, and the steps that met it with
    the values that they had. Arguments as of `told`. Raises Undefined where no case applies."""
    # No difference of numbers of the format loses all digits.
    with mpmath.workprec(form.digits if limit == "digits" else 200 - form.lowest):
        algebra = RangedAlgebra(form, limit)
        numbers = {name: mpmath.mpf(value) for name, value in values.items()}
        whole, steps = told(formula, algebra, numbers, names)
        return whole.value, [replace(steps[at], value=value) for at, value in algebra.left]
