"""Which function code computes that is not the one it was tried for: another form of it, the same
at other parameters, or another of the site. They are told apart by values, in mpmath."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath

from actbook.formula.expression import ARITHMETIC, RELATIONS, Expression, evaluate
from actbook.formula.functions import ELEMENTARY
from actbook.formula.program import first
from actbook.formula.tree import expression

#: Values that parameters have where people choose them, beside those that have test vectors.
_USUAL = (0.01, 0.1, 0.125, 0.2, 0.25, 0.3, 1 / 3, 0.5, 1.0, 1.5, 1.702, 2.0, 3.0, 5.0, 10.0, 20.0)
#: At so many points values are compared, where x is of a usual size.
_POINTS, _LEAST, _MOST = 24, 0.01, 12
#: So many roundings of the larger of f and 1 count as equal.
_ROUNDINGS = 32


class MpmathAlgebra:
    """Numbers of mpmath, NaN where there is no value."""

    _operations: Mapping[str, Callable[..., Any]] = {
        **{**ARITHMETIC, "max": max, "min": min},
        **{name: getattr(mpmath, record.mpmath or name) for name, record in ELEMENTARY.items()},
    }

    def number(self, value: Fraction) -> Any:
        return mpmath.mpf(value.numerator) / value.denominator

    def constant(self, name: str) -> Any:
        return {"pi": +mpmath.pi, "e": +mpmath.e, "oo": mpmath.inf}[name]

    def apply(self, operator: str, arguments: Sequence[Any]) -> Any:
        return self._operations[operator](*arguments)

    def relation(self, operator: str, left: Any, right: Any) -> bool:
        return bool(RELATIONS[operator](left, right))

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[bool]]]) -> Any:
        chosen = first(branches)
        return mpmath.nan if chosen is None else chosen()


def variant(
    source: Path, own: str, xs: Sequence[float], found: Sequence[float], digits: int
) -> str:
    """The title of the function that has these values, with its parameters where they are not the
    defaults; empty where none has. Those of the file are tried first, then those beside it."""
    usual = [
        (x, value)
        for x, value in zip(xs, found, strict=True)
        if _LEAST < abs(x) < _MOST and math.isfinite(value)
    ]
    chosen = usual[:: max(1, len(usual) // _POINTS)]
    for title, defaults, formula, rows in _candidates(source):
        for given in rows:
            if chosen and _same(formula, given, chosen, digits):
                other = {k: v for k, v in given.items() if v != defaults[k]}
                with_them = " and ".join(f"{name} = {value:.6g}" for name, value in other.items())
                return f"{title} with {with_them}" if other else title if title != own else ""
    return ""


def _candidates(
    source: Path,
) -> Iterator[tuple[str, Mapping[str, float], Expression, list[dict[str, float]]]]:
    beside = sorted(source.parent.glob("*.vectors.json"))
    # The page's other forms have its name.
    stem = source.name.partition(".")[0]
    beside.sort(key=lambda path: (path != source, path.name.partition(".")[0] != stem))
    for path in beside:
        told = json.loads(path.read_text("utf-8"))
        defaults = told["parameters"]
        known = [{k: float.fromhex(v) for k, v in s["parameters"].items()} for s in told["sets"]]
        usual = [{**defaults, name: value} for name in defaults for value in _USUAL]
        yield told["title"], defaults, expression(told["f"]), [*known, *usual]


def _same(
    formula: Expression,
    given: Mapping[str, float],
    chosen: Sequence[tuple[float, float]],
    digits: int,
) -> bool:
    """Whether a formula has these values, but for rounding."""
    with mpmath.workdps(30):
        for x, value in chosen:
            at = {name: mpmath.mpf(number) for name, number in {**given, "x": x}.items()}
            try:
                truth = evaluate(formula, MpmathAlgebra(), at)
                off = abs(truth - value)
            except (ArithmeticError, ValueError, TypeError):
                return False
            if not off <= _ROUNDINGS * mpmath.ldexp(max(1, abs(truth)), -digits):
                return False
    return True
