"""A scalar formula as straight-line Python on Arb balls: for its values at very many points.

`ball.ball` walks the tree at every point; this walks it once and writes down each operation, a
subexpression that occurs twice only once, and what does not depend on x apart from the rest. What
it cannot decide it leaves to `ball.ball`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, ctx

from actbook.formula.balls import BallAlgebra, Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression, evaluate

#: Working precisions, tried in this order until the value is known.
_PRECISIONS = (110, 330, 1000, 4000)
#: After so many points a lower precision is tried again.
_AGAIN = 64
#: To how many relative bits a value is known.
_BITS = 80


class _Trace:
    """The algebra whose values are names of variables: each operation writes a line of Python."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.constants: dict[str, tuple[str, Any]] = {}

    def _name(self, code: str) -> str:
        return self.lines.setdefault(code, f"v{len(self.lines)}")

    def _constant(self, kind: str, value: Any) -> str:
        known = {constant: name for name, constant in self.constants.items()}
        name = known.get((kind, value), f"c{len(self.constants)}")
        self.constants[name] = (kind, value)
        return name

    def number(self, value: Fraction) -> str:
        return self._constant("number", value)

    def constant(self, name: str) -> str:
        return self._constant("constant", name)

    def apply(self, name: str, arguments: Sequence[str]) -> str:
        match name, *arguments:
            case "neg", a:
                return self._name(f"-{a}")
            case "abs", a:
                return self._name(f"abs({a})")
            case "sign", a:
                return self._name(f"{a}.sgn()")
            case "max" | "min", *several:
                return reduce(lambda a, b: self._name(f"{a}.{name}({b})"), several)
            case "^", a, b:
                whole = self.constants.get(b, ("", None))[1]
                if isinstance(whole, Fraction) and whole.denominator == 1:
                    return self._name(f"{a} ** {whole.numerator}")
                return self._name(f"power({a}, {b})")
            case "+" | "-" | "*" | "/", a, b:
                return self._name(f"{a} {name} {b}")
        return self._name(f"{arguments[0]}.{name}()")

    def relation(self, name: str, left: str, right: str) -> str:
        holds, opposite = _RELATIONS[name]
        # Of two balls that overlap neither may be certain.
        return self._name(f"{left} {holds} {right} or never({left} {opposite} {right})")

    def cases(self, branches: Sequence[tuple[Callable[[], str], Sequence[str]]]) -> str:
        # All branches are evaluated: Arb raises nothing where one has no value.
        written = [(value(), " and ".join(conditions)) for value, conditions in branches]
        parts = [f"{value} if {conditions} else " for value, conditions in written if conditions]
        otherwise = [value for value, conditions in written if not conditions]
        return self._name("".join(parts) + (otherwise[-1] if otherwise else "nan"))


#: Each relation with its opposite, as Python writes them.
_RELATIONS = {
    **{"<": ("<", ">="), "<=": ("<=", ">"), ">": (">", "<="), ">=": (">=", "<")},
    **{"=": ("==", "!="), "!=": ("!=", "==")},
}


def _never(opposite: bool) -> bool:
    """That a relation does not hold, where its opposite does."""
    if not opposite:
        raise Undecided("a comparison")
    return False


def _power(base: arb, exponent: arb) -> arb:
    if base == 0 and exponent > 0:
        return arb(0)
    return base**exponent if base > 0 else arb.nan()


def compiled(formula: Expression, parameters: Mapping[str, float]) -> Callable[[], Any]:
    """A function that gives, for the precision of the context, the formula as a function of an
    `arb` x. That function gives NaN or raises Undecided where the tree has to be asked."""
    trace = _Trace()
    values = {name: trace.number(Fraction(value)) for name, value in parameters.items()}
    result = evaluate(formula, trace, {**values, "x": "x"})
    algebra = BallAlgebra()
    scope: dict[str, Any] = {"never": _never, "power": _power, "nan": arb.nan()}
    exec(_source(trace, result), scope)

    def at_precision() -> Callable[[arb], arb]:
        constants = [getattr(algebra, kind)(value) for kind, value in trace.constants.values()]
        function: Callable[[arb], arb] = scope["formula"](*constants)
        return function

    return at_precision


def _source(trace: _Trace, result: str) -> str:
    """A function of the constants that gives the function of x."""
    varying, early, late = {"x"}, "", ""
    for code, name in trace.lines.items():
        # A comparison may be undecided, which is to be met at a point.
        if "never(" not in code and varying.isdisjoint(re.findall(r"\b[a-z]\d*\b", code)):
            early += f"    {name} = {code}\n"
        else:
            varying.add(name)
            late += f"        {name} = {code}\n"
    names = ", ".join(trace.constants)
    inner = f"    def at(x):\n{late}        return {result}\n    return at\n"
    return f"def formula({names}):\n{early}{inner}"


def values(
    formula: Expression, parameters: Mapping[str, float], xs: Iterable[float], negligible: int
) -> list[arb | None]:
    """An expanded scalar formula at each x, None where it has no value.

    Each is known to 80 bits, or to within 2^`negligible`. Neighbours need about the same precision:
    points in order of size are the fastest.
    """
    points = list(xs)
    make = compiled(formula, parameters)
    functions: dict[int, Callable[[arb], arb]] = {}
    small = arb(2) ** negligible
    found: list[arb | None] = []
    level = 0
    while len(found) < len(points):
        # A lower precision is tried again now and then.
        end = len(found) + _AGAIN if level else len(points)
        with ctx.workprec(_PRECISIONS[level]):
            if level not in functions:
                functions[level] = make()
            found += _known(functions[level], points[len(found) : end], small)
        if level and len(found) >= end:
            level -= 1
        elif len(found) < min(end, len(points)):
            level += 1
            if level == len(_PRECISIONS):
                found.append(_asked(formula, {**parameters, "x": points[len(found)]}))
                level = 0
    return found


def _known(function: Callable[[arb], arb], points: Iterable[float], small: arb) -> Iterator[arb]:
    """The values at points, up to the first for which this precision does not suffice."""
    for x in points:
        try:
            value = function(arb(x))
        except Undecided:
            return
        if value.rel_accuracy_bits() < _BITS and not value.rad() < small:
            return
        yield value


def _asked(formula: Expression, values: Mapping[str, float]) -> arb | None:
    try:
        return ball(formula, values, _BITS)
    except (Undefined, Undecided, Contradiction):
        return None
