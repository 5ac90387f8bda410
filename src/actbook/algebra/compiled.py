"""A scalar formula as straight-line Python on Arb balls: for its values at very many points.

`ball.ball` walks the tree at every point; this walks it once and writes down each operation, a
subexpression that occurs twice only once. What it cannot decide it leaves to `ball.ball`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, ctx

from actbook.algebra.ball import BallAlgebra, Contradiction, Undecided, Undefined, ball
from actbook.algebra.expression import Expression, evaluate

#: Working precisions, tried in this order until the value is known.
_PRECISIONS = (110, 330, 1000, 4000)
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
        return self._name(f"relation({name!r}, {left}, {right})")

    def cases(self, branches: Sequence[tuple[Callable[[], str], Sequence[str]]]) -> str:
        # All branches are evaluated: Arb raises nothing where one has no value.
        parts = [f"((({''.join(f'{c}, ' for c in cs)})), {v()})" for v, cs in branches]
        return self._name(f"chosen({', '.join(parts)})")


#: Each relation with its opposite: of two balls that overlap neither may be certain.
_RELATIONS: Mapping[str, tuple[Callable[[arb, arb], bool], Callable[[arb, arb], bool]]] = {
    "<": (operator.lt, operator.ge),
    "<=": (operator.le, operator.gt),
    ">": (operator.gt, operator.le),
    ">=": (operator.ge, operator.lt),
    "=": (operator.eq, operator.ne),
    "!=": (operator.ne, operator.eq),
}


def _relation(name: str, left: arb, right: arb) -> bool:
    holds, opposite = _RELATIONS[name]
    if holds(left, right):
        return True
    if opposite(left, right):
        return False
    raise Undecided(name)


def _power(base: arb, exponent: arb) -> arb:
    if base == 0 and exponent > 0:
        return arb(0)
    return base**exponent if base > 0 else arb.nan()


def _chosen(*branches: tuple[Sequence[bool], arb]) -> arb:
    otherwise = arb.nan()
    for conditions, value in branches:
        if not conditions:
            otherwise = value
        elif all(conditions):
            return value
    return otherwise


def compiled(formula: Expression, parameters: Mapping[str, float]) -> Callable[[], Any]:
    """A function that gives, for the precision of the context, the formula as a function of an
    `arb` x. That function gives NaN or raises Undecided where the tree has to be asked."""
    trace = _Trace()
    values = {name: trace.number(Fraction(value)) for name, value in parameters.items()}
    result = evaluate(formula, trace, {**values, "x": "x"})
    lines = "".join(f"    {name} = {code}\n" for code, name in trace.lines.items())
    names = ", ".join(["x", *trace.constants])
    algebra = BallAlgebra()
    scope = {"relation": _relation, "power": _power, "chosen": _chosen}
    exec(f"def formula({names}):\n{lines}    return {result}\n", scope)
    function: Any = scope["formula"]

    def at_precision() -> Callable[[arb], arb]:
        constants = [getattr(algebra, kind)(value) for kind, value in trace.constants.values()]
        return lambda x: function(x, *constants)

    return at_precision


def values(
    formula: Expression, parameters: Mapping[str, float], xs: Iterable[float], negligible: int
) -> list[arb | None]:
    """An expanded scalar formula at each x, None where it has no value.

    Each is known to 80 bits, or to within 2^`negligible`.
    """
    points = list(xs)
    found: list[arb | None] = [None] * len(points)
    pending: Sequence[int] = range(len(points))
    small = arb(2) ** negligible
    make = compiled(formula, parameters)
    for precision in _PRECISIONS:
        with ctx.workprec(precision):
            function, left = make(), []
            for index in pending:
                try:
                    value = function(arb(points[index]))
                except Undecided:
                    left.append(index)
                    continue
                if value.rel_accuracy_bits() >= _BITS or value.rad() < small:
                    found[index] = value
                else:
                    left.append(index)
        pending = left
    for index in pending:
        found[index] = _asked(formula, {**parameters, "x": points[index]})
    return found


def _asked(formula: Expression, values: Mapping[str, float]) -> arb | None:
    try:
        return ball(formula, values, _BITS)
    except (Undefined, Undecided, Contradiction):
        return None
