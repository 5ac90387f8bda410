"""Formulas as text that other programs run: plain Python, with `math` alone, and SymPy.

Nothing is simplified. Python's has `x` and the parameters as floats; where a formula has no value,
no case of it applies, or a value on its way is beyond all doubles, it gives NaN or raises an
ArithmeticError or a ValueError, as `math` does. Of a function of vectors x is a list, n its length,
and SymPy's x an `IndexedBase`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Indexed,
    Number,
    Relation,
    Symbol,
)
from actbook.formula.functions import ELEMENTARY

#: How tightly what is written holds together: a conditional, a relation, sums, products, a sign,
#: powers, and what needs no brackets.
_CASE, _RELATION, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(7)
_INFIX = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_EXTREMA = ("max", "min")
#: What Python's `math` has not.
_MISSING = {"lambertw", "erfi"}


@dataclass(frozen=True)
class Dialect:
    """What a language calls constants, functions and totals over an index, and how it writes a
    fraction. A function without a name has no text."""

    constants: Mapping[str, str]
    functions: Mapping[str, str]
    totals: Mapping[str, str]
    fraction: str
    sympy: bool = field(default=False)


PYTHON = Dialect(
    {"pi": "math.pi", "e": "math.e", "oo": "math.inf"},
    {
        **{name: f"math.{name}" for name in ELEMENTARY if name not in _MISSING},
        **{"abs": "abs", "max": "max", "min": "min"},
    },
    {"+": "sum", "*": "math.prod", "max": "max", "min": "min"},
    "{}/{}",
)
SYMPY = Dialect(
    {"pi": "pi", "e": "E", "oo": "oo"},
    {
        **{name: record.sympy or name for name, record in ELEMENTARY.items()},
        **{"max": "Max", "min": "Min"},
    },
    {"+": "Sum", "*": "Product"},
    "Rational({}, {})",
    sympy=True,
)


def text(expression: Expression, dialect: Dialect) -> str:
    """An expanded expression in a language. ValueError where it has no words for it."""
    return _written(expression, dialect)[0]


def _written(node: Expression, dialect: Dialect) -> tuple[str, int]:
    match node:
        case Number(value):
            return _number(value, dialect)
        case Symbol(name):
            return dialect.constants.get(name, name), _ATOM
        case Indexed(base, index):
            at = _within(index, _CASE, dialect)
            return f"{base}[{at}]" if dialect.sympy else f"{base}[{at} - 1]", _ATOM
        case Relation(operator, left, right):
            sides = [_within(side, _SUM, dialect) for side in (left, right)]
            return _related(operator, sides, dialect)
        case Cases(branches):
            return _cases(branches, dialect)
        case Aggregate():
            return _total(node, dialect)
        case Apply(operator, arguments):
            return _applied(operator, arguments, dialect)
    raise ValueError(f"{node} has to be expanded before it is written")


def _within(node: Expression, level: int, dialect: Dialect) -> str:
    """An expression as a part of what holds together as tightly as `level`."""
    found, own = _written(node, dialect)
    return found if own >= level else f"({found})"


def _number(value: Fraction, dialect: Dialect) -> tuple[str, int]:
    sign = _SIGN if value < 0 else _ATOM
    if value.denominator == 1:
        return str(value.numerator), sign
    decimal = repr(float(value)) if abs(value) < 10**15 else ""
    if not dialect.sympy and decimal and Fraction(decimal) == value:
        return decimal, sign
    found = dialect.fraction.format(value.numerator, value.denominator)
    return found, _ATOM if dialect.sympy else _PRODUCT


def _related(operator: str, sides: list[str], dialect: Dialect) -> tuple[str, int]:
    if dialect.sympy and operator in ("=", "!="):
        return f"{'Eq' if operator == '=' else 'Ne'}({', '.join(sides)})", _ATOM
    return f" {'==' if operator == '=' else operator} ".join(sides), _RELATION


def _cases(
    branches: tuple[tuple[Expression, tuple[Relation, ...]], ...], dialect: Dialect
) -> tuple[str, int]:
    ordered = sorted(branches, key=lambda branch: not branch[1])  # "otherwise" last
    arms = [
        (_within(value, _RELATION, dialect), [_within(c, _RELATION, dialect) for c in given])
        for value, given in ordered
    ]
    if dialect.sympy:
        pairs = [f"({value}, {_all(given)})" for value, given in arms]
        return f"Piecewise({', '.join(pairs)})", _ATOM
    # Python's `and` is less tight than a relation, and tighter than a conditional.
    parts = [f"{value} if {' and '.join(given)} else " for value, given in arms if given]
    other = next((value for value, given in arms if not given), "math.nan")
    return "".join(parts) + other, _CASE


def _all(conditions: list[str]) -> str:
    if not conditions:
        return "True"
    return conditions[0] if len(conditions) == 1 else f"And({', '.join(conditions)})"


def _total(node: Aggregate, dialect: Dialect) -> tuple[str, int]:
    if node.operator not in dialect.totals:
        raise ValueError(f"there is no {node.operator} over an index")
    body = _within(node.body, _CASE, dialect)
    lower = "1" if node.lower is None else _within(node.lower, _CASE, dialect)
    upper = "n" if node.upper is None else _within(node.upper, _CASE, dialect)
    name = dialect.totals[node.operator]
    if dialect.sympy:
        return f"{name}({body}, ({node.index}, {lower}, {upper}))", _ATOM
    return f"{name}({body} for {node.index} in range({lower}, {upper} + 1))", _ATOM


def _applied(operator: str, arguments: tuple[Expression, ...], dialect: Dialect) -> tuple[str, int]:
    if operator in _INFIX:
        level = _INFIX[operator]
        left, right = (
            _within(arguments[0], level, dialect),
            _within(arguments[1], level + 1, dialect),
        )
        return f"{left} {operator} {right}" if level == _SUM else f"{left}{operator}{right}", level
    if operator == "neg":
        return f"-{_within(arguments[0], _SIGN, dialect)}", _SIGN
    if operator == "^" and arguments[0] == Symbol("e"):
        return _applied("exp", arguments[1:], dialect)  # math.e is rounded
    if operator == "^":
        base, exponent = (
            _within(arguments[0], _ATOM, dialect),
            _within(arguments[1], _SIGN, dialect),
        )
        return f"{base}**{exponent}", _POWER
    given = [_within(argument, _CASE, dialect) for argument in arguments]
    if operator in _EXTREMA and len(given) == 1:
        return _written(arguments[0], dialect)
    if operator == "sign" and not dialect.sympy:
        return f"(({given[0]}) > 0) - (({given[0]}) < 0)", _SUM
    if operator not in dialect.functions:
        raise ValueError(f"there is no {operator}")
    return f"{dialect.functions[operator]}({', '.join(given)})", _ATOM
