"""What evaluating a formula takes: the functions that it calls and the divisions in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Expression,
    Indexed,
    Number,
    Relation,
    Symbol,
    children,
    rebuild,
    symbols,
)
from actbook.formula.functions import ELEMENTARY
from actbook.latex.names import FUNCTIONS
from actbook.reading.definitions import expand
from actbook.reading.page import Page
from actbook.reading.scope import Reading
from actbook.result import Cost

#: Of what is counted, that which has other names than the function called.
_NAMES = {"/": "division", "max": "comparison", "min": "comparison", "+": "sum", "*": "product"}
#: In the order in which they are told: the dear ones first.
_ORDER = (*ELEMENTARY, "power", "division", "sum", "product", "comparison")


def costs(page: Page, reading: Reading) -> Iterator[Cost]:
    """The cost of each function of a page by the formula that defines it."""
    called = {
        command: replace(definition, expression=Apply(FUNCTIONS[command], (Symbol("x"),)))
        for command, definition in reading.definitions.items()
        if command in FUNCTIONS and command not in reading.own
    }
    # What a formula calls `\tanh` is a function of the library, whatever tanh's own page says.
    known = {**reading.definitions, **called}
    written = {(m.line, m.column): m.expression for _, c in reading.chains for m in c.members}
    for function in page.functions:
        if definition := reading.definitions.get(function.symbol):
            formula = written[definition.line, definition.column]
            yield cost(expand(formula, known, reading.own), function.name)


def cost(definition: Expression, function: str = "") -> Cost:
    """The cost of one value, or of one component, by a formula.

    All branches count. What occurs twice is computed once, what does not depend on x not at all.
    """
    alike = _one_component(definition)
    count = Counter(name for part in set(_parts(alike)) if (name := _name(part)))
    told = [_times(count[name], name) for name in _ORDER if count[name]]
    dear = sum(count[name] for name in (*ELEMENTARY, "power"))
    return Cost(function, ", ".join(told) or "none", dear, count.total() - dear)


def _times(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number > 1 and name not in ELEMENTARY else ''}"


def _one_component(expression: Expression) -> Expression:
    """The formula with one name for all components, of which each is computed once, and with one
    comparison for `x > 0` and `x <= 0`."""
    match rebuild(expression, _one_component):
        case Indexed(base, _):
            return Symbol(base)
        case Relation(_, left, right):
            return Relation("=", *sorted((left, right), key=repr))
        case other:
            return other


def _parts(expression: Expression) -> Iterator[Expression]:
    if "x" in symbols(expression):
        yield expression
        for part in children(expression):
            yield from _parts(part)


def _name(part: Expression) -> str:
    """What a part is counted as; nothing for what is as good as free."""
    match part:
        case Apply("^", (base, exponent)):
            return _power(base, exponent)
        case Apply("/", (_, denominator)):
            return "division" if "x" in symbols(denominator) else ""
        case Apply("+" | "*" | "-" | "neg", _):
            return ""
        case Apply(operator, _):
            return _NAMES.get(operator, operator)
        case Aggregate(operator, _, _, _, _):
            return _NAMES[operator]
        case Relation():
            return "comparison"
    return ""


def _power(base: Expression, exponent: Expression) -> str:
    if base == Symbol("e"):
        return "exp"
    match exponent:
        case Number(value) if value.denominator == 1:
            return ""  # multiplications
        case Apply("neg", (Number(value),)) if value.denominator == 1:
            return "division"
        case Number(value) if value == Fraction(1, 2):
            return "sqrt"
        case Apply("/", (Number(one), Number(two))) if one / two == Fraction(1, 2):
            return "sqrt"
    return "power"
