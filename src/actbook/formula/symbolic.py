"""Formula trees to and from SymPy, and its derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, reduce
from typing import Any

import sympy

from actbook.formula.expression import (
    Apply,
    Cases,
    Expression,
    Number,
    Relation,
    Symbol,
    evaluate,
    symbols,
)
from actbook.formula.functions import ELEMENTARY

_RELATIONS = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "=": sympy.Eq,
    "!=": sympy.Ne,
}
#: The elementary functions in SymPy.
FUNCTIONS: dict[str, Any] = {
    name: getattr(sympy, record.sympy or name) for name, record in ELEMENTARY.items()
}
#: What SymPy's functions and extrema are in the tree; of a root it makes a power.
_NAMES = {head: name for name, head in FUNCTIONS.items() if name != "sqrt"}
_NAMES |= {sympy.Max: "max", sympy.Min: "min"}


class SympyAlgebra:
    """Exact symbolic values. `max`, `abs` and `sign` become `Piecewise`, so that they differentiate
    into conditions and not into distributions."""

    def number(self, value: Fraction) -> sympy.Expr:
        return sympy.Rational(value.numerator, value.denominator)

    def constant(self, name: str) -> sympy.Expr:
        return {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}[name]

    def apply(self, operator: str, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        match operator, *arguments:
            case "+", a, b:
                return a + b
            case "-", a, b:
                return a - b
            case "*", a, b:
                return a * b
            case "/", a, b:
                return a / b
            case "^", a, b:
                return a**b
            case "neg", a:
                return -a
            case "abs", a:
                return sympy.Piecewise((a, a >= 0), (-a, True))
            case "sign", a:
                return sympy.Piecewise((1, a > 0), (-1, a < 0), (0, True))
            case "max", *terms:
                return _extreme(terms, sympy.Gt)
            case "min", *terms:
                return _extreme(terms, sympy.Lt)
        return FUNCTIONS[operator](*arguments)

    def relation(self, operator: str, left: sympy.Expr, right: sympy.Expr) -> Any:
        return _RELATIONS[operator](left, right)

    def cases(
        self, branches: Sequence[tuple[Callable[[], sympy.Expr], Sequence[Any]]]
    ) -> sympy.Expr:
        return sympy.Piecewise(
            *((value(), sympy.And(*conditions)) for value, conditions in branches)
        )


def _extreme(terms: Sequence[sympy.Expr], beyond: Any) -> sympy.Expr:
    """The first term that is beyond all after it. No condition holds a `Piecewise`: SymPy would
    solve it."""
    return sympy.Piecewise(
        *((a, sympy.And(*(beyond(a, b) for b in terms[i:]))) for i, a in enumerate(terms, start=1))
    )


def to_sympy(expression: Expression, values: Mapping[str, Any]) -> sympy.Expr:
    """An expanded expression in SymPy; `values` gives each symbol, a vector a list."""
    return evaluate(expression, SympyAlgebra(), values)


def derivative(expression: Expression, order: int = 1, variable: str = "x") -> Expression:
    """SymPy's derivative of an expanded scalar expression, as a tree.

    At a breakpoint of a piecewise formula it takes the value of one side: see where f′ exists.
    """
    return _derivative(expression, order, variable)


@cache
def _derivative(expression: Expression, order: int, variable: str) -> Expression:
    names = {name: sympy.Symbol(name, real=True) for name in symbols(expression) | {variable}}
    for constant in {"pi", "e", "oo"} & set(names):
        del names[constant]
    return from_sympy(sympy.diff(to_sympy(expression, names), names[variable], order))


def from_sympy(value: Any) -> Expression:
    """A SymPy expression as a tree; ValueError for what the tree cannot say (`Derivative`, …)."""
    if value.is_Rational:
        return Number(Fraction(int(value.p), int(value.q)))
    if value.is_Symbol:
        return Symbol(value.name)
    if value in (sympy.pi, sympy.E, sympy.oo):
        return Symbol({sympy.pi: "pi", sympy.E: "e", sympy.oo: "oo"}[value])
    if value == sympy.I:
        return Apply("sqrt", (Number(Fraction(-1)),))
    if value == -sympy.oo:
        return Apply("neg", (Symbol("oo"),))
    if value.is_Add or value.is_Mul:
        operator = "+" if value.is_Add else "*"
        parts = [from_sympy(part) for part in value.as_ordered_terms()] if value.is_Add else None
        parts = parts or [from_sympy(part) for part in value.args]
        return reduce(lambda a, b: Apply(operator, (a, b)), parts)
    if value.is_Pow:
        return _power(value.base, value.exp)
    if isinstance(value, sympy.Piecewise):
        return Cases(tuple(_branches(value)))
    if value.func in _NAMES:
        return Apply(_NAMES[value.func], tuple(map(from_sympy, value.args)))
    raise ValueError(f"{value} has no place in a formula")


def _power(base: Any, exponent: Any) -> Expression:
    if exponent == sympy.Rational(1, 2):
        return Apply("sqrt", (from_sympy(base),))
    if exponent.could_extract_minus_sign() and exponent.is_Rational:
        return Apply("/", (Number(Fraction(1)), from_sympy(base**-exponent)))
    return Apply("^", (from_sympy(base), from_sympy(exponent)))


def _branches(value: Any) -> Iterator[tuple[Expression, tuple[Relation, ...]]]:
    """The branches of a `Piecewise`, of which the first that applies counts, made exclusive."""
    before: Any = sympy.false
    for branch, condition in value.args:
        for term in sympy.Or.make_args(sympy.to_dnf(sympy.And(condition, sympy.Not(before)))):
            if term != sympy.false:
                yield from_sympy(branch), tuple(map(_relation, sympy.And.make_args(term)))
        before = sympy.Or(before, condition)


def _relation(condition: Any) -> Relation:
    operators = {relation: operator for operator, relation in _RELATIONS.items()}
    left, right = from_sympy(condition.lhs), from_sympy(condition.rhs)
    return Relation(operators[condition.func], left, right)


def identical(left: Expression, right: Expression) -> bool:
    """Whether SymPy reduces the difference of two expanded scalar expressions to zero.

    False says nothing: SymPy did not find a proof. Symbols are taken as real.
    """
    names = {name: sympy.Symbol(name, real=True) for name in symbols(left) | symbols(right)}
    values = {name: symbol for name, symbol in names.items() if name not in ("pi", "e", "oo")}
    try:
        a, b = to_sympy(left, values), to_sympy(right, values)
        if a.has(sympy.Piecewise) or b.has(sympy.Piecewise):
            return bool(sympy.piecewise_fold(a) == sympy.piecewise_fold(b))
        difference = (a - b).rewrite(sympy.exp)
        return any(step(difference) == 0 for step in (sympy.expand, sympy.ratsimp))
    except (TypeError, ValueError, NotImplementedError, ZeroDivisionError, RecursionError):
        return False
