"""All values of an expression over a box of its symbols.

The elementary functions are taken by the stretches on which they are monotone: such a function
takes an interval to the interval of its ends, so that nothing is lost to wide balls, and an end
stays open or closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache, reduce
from typing import Any, TypeAlias

import sympy
from flint import arb, ctx, fmpz

from actbook.formula import program
from actbook.formula.balls import OPERATIONS, BallAlgebra
from actbook.formula.expression import evaluate
from actbook.formula.functions import ELEMENTARY, Stretch, Wave
from actbook.formula.stated import Value, read_set
from actbook.formula.symbolic import from_sympy, interpreted
from actbook.proving.interval import (
    UNDEFINED,
    Interval,
    add,
    ball,
    hull,
    maximum,
    minimum,
    multiply,
    negate,
    power,
    rational,
    reciprocal,
)

Function: TypeAlias = Callable[[arb], arb]


def elementary(name: str, a: Interval) -> Interval:
    """The values of an elementary function on an interval. ValueError for what has no enclosure."""
    shape, value = ELEMENTARY[name].shape, OPERATIONS[name]
    if isinstance(shape, Wave):
        return _periodic(value, shape, a)
    if not shape:
        raise ValueError(f"{name} has no enclosure")
    if len(shape) == 1:
        return _monotone(value, _ends(shape[0], ctx.prec), a)
    stretches = [_ends(stretch, ctx.prec) for stretch in shape]
    cut = [_cut(a, i, stretches) for i in range(len(stretches))]
    met = [(e, part) for e, part in zip(stretches, cut, strict=True) if part is not None]
    return reduce(hull, (_monotone(value, ends, part) for ends, part in met))


#: The ends of a stretch and those of its image, the latter of -f where f falls, and which ends of
#: the stretch belong to it.
_Ends: TypeAlias = tuple[tuple[arb, arb], tuple[arb, arb], tuple[bool, bool], bool]


@cache
def _ends(stretch: Stretch, bits: int) -> _Ends:
    (domain,), (image,) = read_set(stretch.domain, ()), read_set(stretch.image, ())

    def known(end: Value) -> arb:
        found: arb = evaluate(from_sympy(end.value), BallAlgebra(), {})
        return found

    with ctx.workprec(bits):
        low, high = known(image.lower), known(image.upper)
        return (
            (known(domain.lower), known(domain.upper)),
            (-high, -low) if stretch.falls else (low, high),
            (domain.lower_closed, domain.upper_closed),
            stretch.falls,
        )


def _cut(a: Interval, i: int, stretches: list[_Ends]) -> Interval | None:
    """The part of an interval in one of the stretches, which meet; the outermost keep what is
    beyond them."""
    (start, end), *_ = stretches[i]
    if i > 0 and not a.lower > start:
        a = a._replace(lower=start.lower(), lower_open=a.lower_open and bool(a.lower == start))
    if i + 1 < len(stretches) and not a.upper < end:
        a = a._replace(upper=end.upper(), upper_open=a.upper_open and bool(a.upper == end))
    empty = a.lower > a.upper or (a.lower == a.upper and (a.lower_open or a.upper_open))
    return None if empty else a


def _monotone(value: Function, ends: _Ends, a: Interval) -> Interval:
    if not ends[-1]:
        return _increasing(value, ends, a)
    return negate(_increasing(lambda x: -value(x), ends, a))


def _increasing(value: Function, ends: _Ends, a: Interval) -> Interval:
    (start, end), (low, high), (at_start, at_end), _ = ends
    if a.upper < start or a.lower > end:
        return UNDEFINED
    # An end that belongs to the domain is reached, unless the interval starts there and is open.
    lower, lower_open = low.lower(), not at_start or (a.lower == start and a.lower_open)
    upper, upper_open = high.upper(), not at_end or (a.upper == end and a.upper_open)
    # A value that rounds onto an open bound does not reach it: exp(-10**30) is above 0.
    if a.lower > start and (found := value(a.lower).lower()) > lower:
        lower, lower_open = found, a.lower_open
    if a.upper < end and (found := value(a.upper).upper()) < upper:
        upper, upper_open = found, a.upper_open
    defined = a.lower > start or (a.lower == start and (at_start or a.lower_open))
    defined = defined and (a.upper < end or (a.upper == end and (at_end or a.upper_open)))
    return Interval(lower, upper, lower_open, upper_open, a.defined and defined)


def _periodic(value: Function, wave: Wave, a: Interval) -> Interval:
    whole = UNDEFINED if wave.poles else Interval(arb(-1), arb(1), defined=a.defined)
    if not (a.lower.is_finite() and a.upper.is_finite()):
        return whole
    # Half turns since one of the extrema or poles, at both ends.
    shift = arb(wave.shift.numerator) / wave.shift.denominator
    first, last = (_whole(end / arb.pi() - shift) for end in (a.lower, a.upper))
    low, high = value(a.lower), value(a.upper)
    if wave.poles:
        known = first is not None and first == last and low.is_finite() and high.is_finite()
        return Interval(low.lower(), high.upper(), *a[2:]) if known else UNDEFINED
    if first is None or last is None:
        around = value(a.lower.union(a.upper))
        lower, upper = around.lower(), around.upper()
    elif last - first > 1:
        return whole
    else:
        lower, upper = min(low.lower(), high.lower()), max(low.upper(), high.upper())
        if last == first + 1:
            lower, upper = (lower, arb(1)) if last % 2 == 0 else (arb(-1), upper)
    return Interval(max(lower, arb(-1)), min(upper, arb(1)), defined=a.defined)


def _whole(value: arb) -> int | None:
    """The floor of a ball, None where the ball leaves it open."""
    number: fmpz | None = value.floor().unique_fmpz()
    return None if number is None else int(number)


class IntervalAlgebra:
    """Intervals of reals, at the precision of the context. ValueError for what has no enclosure."""

    def number(self, value: Fraction) -> Interval:
        return rational(value)

    def constant(self, name: str) -> Interval:
        if name in ("pi", "e"):
            return ball(arb.pi() if name == "pi" else arb.const_e())
        raise ValueError(f"{name} has no enclosure")

    def apply(self, operator: str, arguments: Sequence[Interval]) -> Interval:
        if operator in _OPERATIONS:
            return _OPERATIONS[operator](*arguments)
        return elementary(operator, arguments[0])

    def relation(self, operator: str, left: Interval, right: Interval) -> Any:
        raise ValueError("a condition has no enclosure")

    def cases(self, branches: Sequence[tuple[Callable[[], Interval], Sequence[Any]]]) -> Interval:
        raise ValueError("cases have no enclosure")


def _divided(a: Interval, b: Interval) -> Interval:
    one = a.lower == 1 and a.upper == 1
    return reciprocal(b) if one else multiply(a, reciprocal(b))


def _raised(base: Interval, exponent: Interval) -> Interval:
    """`base ^ exponent`; a base that is not positive needs a whole exponent, or half of one."""
    if exponent.lower == exponent.upper:
        if (number := exponent.lower.unique_fmpz()) is not None:
            return power(base, int(number))
        if (number := (2 * exponent.lower).unique_fmpz()) is not None:
            return power(elementary("sqrt", base), int(number))
    result = elementary("exp", multiply(exponent, elementary("log", base)))
    return result if base.sign == 1 else UNDEFINED


_OPERATIONS: dict[str, Callable[..., Interval]] = {
    **{"+": add, "*": multiply, "/": _divided, "^": _raised, "neg": negate},
    **{"-": lambda a, b: add(a, negate(b))},
    **{"max": lambda *parts: reduce(maximum, parts), "min": lambda *parts: reduce(minimum, parts)},
}


@lru_cache(maxsize=512)
def traced(expression: sympy.Expr) -> tuple[list[sympy.Symbol], program.Program]:
    """The program of a SymPy expression, with the symbols that its inputs are the values of."""
    symbols: list[sympy.Symbol] = sorted(expression.free_symbols, key=str)
    tracer = program.Tracer(len(symbols))
    places = dict(zip(symbols, tracer.inputs, strict=True))
    steps = tracer.program(lambda: interpreted(expression, tracer, places.__getitem__))
    return symbols, steps


def enclosed(expression: sympy.Expr, box: Mapping[sympy.Symbol, Interval]) -> Interval:
    """An enclosure of a SymPy expression over a box of its symbols. ValueError for a part that has
    none."""
    symbols, steps = traced(expression)
    found: Interval = steps.run(IntervalAlgebra(), [box[symbol] for symbol in symbols])
    return found
