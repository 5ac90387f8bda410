"""Formula trees to and from SymPy, and its derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial, reduce
from operator import attrgetter
from typing import Any

import sympy

from actbook.formula.expression import (
    ARITHMETIC,
    Algebra,
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
from actbook.formula.steps import differentiated

_RELATIONS = {
    **{"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge},
    **{"=": sympy.Eq, "!=": sympy.Ne},
}
#: The elementary functions in SymPy.
FUNCTIONS: dict[str, Any] = {
    name: getattr(sympy, record.sympy or name) for name, record in ELEMENTARY.items()
}
#: What SymPy's functions and extrema are in the tree; of a root it makes a power.
_NAMES = {head: name for name, head in FUNCTIONS.items() if name != "sqrt"}
_NAMES |= {sympy.Max: "max", sympy.Min: "min"}


#: Larger numbers than this are the digits of a decimal.
_LONG = 10**8
_OPERATORS = {relation: name for name, relation in _RELATIONS.items()}
_CONSTANTS = {sympy.pi: "pi", sympy.E: "e", sympy.oo: "oo", sympy.I: "i"}


class TreeAlgebra:
    """Formulas as formulas: what remains when vectors and sums are written out. SymPy's imaginary
    unit is a root that has no value."""

    def number(self, value: Fraction) -> Expression:
        return Number(value)

    def constant(self, name: str) -> Expression:
        return Symbol(name) if name != "i" else Apply("sqrt", (Number(Fraction(-1)),))

    def apply(self, operator: str, arguments: Sequence[Expression]) -> Expression:
        return Apply(operator, tuple(arguments))

    def relation(self, operator: str, left: Expression, right: Expression) -> Relation:
        return Relation(operator, left, right)

    def cases(
        self, branches: Sequence[tuple[Callable[[], Expression], Sequence[Relation]]]
    ) -> Expression:
        return Cases(tuple((value(), tuple(conditions)) for value, conditions in branches))


class SympyAlgebra:
    """Exact symbolic values. `max`, `abs` and `sign` become `Piecewise`, so that they differentiate
    into conditions and not into distributions."""

    def number(self, value: Fraction) -> sympy.Expr:
        return sympy.Rational(value.numerator, value.denominator)

    def constant(self, name: str) -> sympy.Expr:
        return {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}[name]

    def apply(self, operator: str, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        if operator in ARITHMETIC:
            return ARITHMETIC[operator](*arguments)
        match operator, *arguments:
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


@cache
def derivative(expression: Expression, order: int = 1, variable: str = "x") -> Expression:
    """SymPy's derivative of an expanded scalar expression, as a tree.

    At a breakpoint of a piecewise formula it takes the value of one side: see where f′ exists.
    """
    names = {name: sympy.Symbol(name, real=True) for name in symbols(expression) | {variable}}
    for constant in {"pi", "e", "oo"} & set(names):
        del names[constant]
    return from_sympy(differentiated(to_sympy(expression, names), names[variable], order))


def from_sympy(value: Any) -> Expression:
    """A SymPy expression as a tree; ValueError for what the tree cannot say (`Derivative`, …)."""
    tree: Expression = interpreted(
        value, TreeAlgebra(), lambda symbol: Symbol(symbol.name), sympy.Add.as_ordered_terms
    )
    return tree


def interpreted(
    value: Any,
    algebra: Algebra,
    symbol: Callable[[sympy.Symbol], Any],
    terms: Callable[[sympy.Add], Sequence[Any]] = attrgetter("args"),
) -> Any:
    """A SymPy expression in an algebra, which calls the imaginary unit the constant `i`.

    `symbol` gives the value of a symbol, `terms` those of a sum in the order in which they are
    added. ValueError for what no formula can say.
    """
    return _Reader(algebra, symbol, terms).value(value)


@dataclass(frozen=True)
class _Reader:
    """Values of SymPy expressions in an algebra; each different part has its value once."""

    algebra: Algebra
    symbol: Callable[[sympy.Symbol], Any]
    terms: Callable[[sympy.Add], Sequence[Any]]
    known: dict[Any, Any] = field(default_factory=dict)

    def value(self, node: Any) -> Any:
        if node not in self.known:
            self.known[node] = self._found(node)
        return self.known[node]

    def _found(self, node: Any) -> Any:
        if node.is_Rational:
            return self.algebra.number(Fraction(int(node.p), int(node.q)))
        if node.is_Symbol:
            return self.symbol(node)
        if node in _CONSTANTS:
            return self.algebra.constant(_CONSTANTS[node])
        if node == -sympy.oo:
            return self.algebra.apply("neg", [self.value(sympy.oo)])
        if node.is_Add or node.is_Mul:
            name, parts = ("+", self.terms(node)) if node.is_Add else ("*", node.args)
            return reduce(lambda a, b: self.algebra.apply(name, [a, b]), map(self.value, parts))
        if node.is_Pow:
            return self._power(node.base, node.exp)
        if isinstance(node, sympy.Piecewise):
            branches = list(_branches(node))
            return self.algebra.cases(
                [(partial(self._branch, v), self._all(c)) for v, c in branches]
            )
        if node.func in _NAMES:
            return self.algebra.apply(_NAMES[node.func], list(map(self.value, node.args)))
        raise ValueError(f"{node} has no place in a formula")

    def _power(self, base: Any, exponent: Any) -> Any:
        if exponent == sympy.Rational(1, 2):
            return self.algebra.apply("sqrt", [self.value(base)])
        if exponent.is_Rational and exponent < 0:
            one = self.algebra.number(Fraction(1))
            return self.algebra.apply("/", [one, self.value(base**-exponent)])
        return self.algebra.apply("^", [self.value(base), self.value(exponent)])

    def _branch(self, value: Any) -> Any:
        # What is computed in a branch is not known outside of it.
        return interpreted(value, self.algebra, self.symbol, self.terms)

    def _all(self, conditions: Iterable[Any]) -> list[Any]:
        return [
            self.algebra.relation(_OPERATORS[c.func], self.value(c.lhs), self.value(c.rhs))
            for c in conditions
        ]


def _branches(value: Any) -> Iterator[tuple[Any, Sequence[Any]]]:
    """The branches of a `Piecewise`, of which the first that applies counts, made exclusive."""
    before: Any = sympy.false
    for branch, condition in value.args:
        for term in sympy.Or.make_args(sympy.to_dnf(sympy.And(condition, sympy.Not(before)))):
            if term != sympy.false:
                yield branch, sympy.And.make_args(term)
        before = sympy.Or(before, condition)


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
        powers = [n for e in difference.atoms(sympy.exp) for n in e.exp.atoms(sympy.Rational)]
        # Of exp(1.0507… x) `ratsimp` makes the power 10507… of another exponential.
        long = any(max(abs(n.p), n.q) > _LONG for n in powers)
        steps = (sympy.expand,) if long else (sympy.expand, sympy.ratsimp)
        return any(step(difference) == 0 for step in steps)
    except (TypeError, ValueError, NotImplementedError, ZeroDivisionError, RecursionError):
        return False
