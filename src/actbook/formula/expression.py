"""A formula as a tree, and its evaluation in any algebra.

The tree is what the LaTeX says, nothing simplified: `x/x` stays undefined at 0. One function,
`evaluate`, gives it a value in an algebra: balls, intervals, arrays or SymPy expressions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property, partial, reduce
from typing import Any, Protocol, TypeAlias

#: Operators of `Apply` besides the functions of `functions.py`, which take one argument. `max` and
#: `min` take any number of arguments, `neg` one, the others two.
OPERATORS = ("+", "-", "*", "/", "^", "neg", "max", "min")
#: The operators that Python has for values of most algebras.
ARITHMETIC: Mapping[str, Callable[..., Any]] = {
    **{"+": operator.add, "-": operator.sub, "*": operator.mul, "neg": operator.neg},
    **{"/": operator.truediv, "^": operator.pow},
}
#: Operators of `Relation`, as Python has them, and their opposites.
RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge},
    **{"=": operator.eq, "!=": operator.ne},
}
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


class _Tree:
    """A part of a formula, whose hash is found once: by whole trees programs are looked up."""

    def __init_subclass__(cls) -> None:
        cls.__hash__ = _Tree.__hash__  # type: ignore[method-assign]  # `dataclass` keeps it

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self._parts)

    @property
    def _parts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, each.name) for each in fields(self))  # type: ignore[arg-type]

    def __getstate__(self) -> dict[str, Any]:
        # Another process gives other hashes.
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}


@dataclass(frozen=True)
class Number(_Tree):
    """An exact rational: `3`, or `0.044715` read as 44715/1000000."""

    value: Fraction


@dataclass(frozen=True)
class Symbol(_Tree):
    """A variable, parameter or index by its Python name, or a constant: `pi`, `e`, `oo`."""

    name: str


@dataclass(frozen=True)
class Apply(_Tree):
    """An operator of `OPERATORS`, or an elementary function, on its arguments."""

    operator: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Relation(_Tree):
    """A comparison of two expressions, with an operator of `RELATIONS`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Cases(_Tree):
    """`cases`, an Iverson bracket or a Kronecker delta: values with their conditions.

    A condition is a conjunction of relations; the empty one is "otherwise".
    """

    branches: tuple[tuple[Expression, tuple[Relation, ...]], ...]


@dataclass(frozen=True)
class Reference(_Tree):
    """A named function of the book, differentiated `order` times by x and by what `along` names, at
    its arguments. `index` is the component of a vector function: `softmax(x)_i`."""

    symbol: str
    order: int
    arguments: tuple[Expression, ...]
    index: Expression | None = None
    along: tuple[str, ...] = ()


@dataclass(frozen=True)
class Partial(_Tree):
    """The partial derivative of component of a vector function by a component of its argument."""

    function: Reference
    variable: str
    index: Expression


@dataclass(frozen=True)
class Indexed(_Tree):
    """A component of a vector: `x_i`. Indices count from 1."""

    base: str
    index: Expression


@dataclass(frozen=True)
class Aggregate(_Tree):
    """A sum, product, maximum or minimum (`+`, `*`, `max`, `min`) of `body` over an index.

    Without bounds the index runs over the whole vector.
    """

    operator: str
    index: str
    lower: Expression | None
    upper: Expression | None
    body: Expression


Expression: TypeAlias = (
    Number | Symbol | Apply | Relation | Cases | Reference | Partial | Indexed | Aggregate
)


class Algebra(Protocol):
    """What the operations mean for one kind of value."""

    def number(self, value: Fraction) -> Any: ...

    def constant(self, name: str) -> Any:
        """`pi`, `e` or `oo`."""

    def apply(self, operator: str, arguments: Sequence[Any]) -> Any:
        """The value of an operator of `OPERATORS`, or of an elementary function."""

    def relation(self, operator: str, left: Any, right: Any) -> Any:
        """A truth value of the algebra's own kind."""

    def cases(self, branches: Sequence[tuple[Callable[[], Any], Sequence[Any]]]) -> Any:
        """The chosen branch. Values are functions: only the algebra knows which it needs."""


def evaluate(expression: Expression, algebra: Algebra, values: Mapping[str, Any]) -> Any:
    """The value of an expression without `Reference`s or `Partial`s.

    `values` gives each symbol its value in the algebra; a vector is a list, an index an `int`.
    """

    def of(node: Expression) -> Any:
        return evaluate(node, algebra, values)

    match expression:
        case Number(value):
            return algebra.number(value)
        case Symbol(name) if name in values:
            value = values[name]
            return algebra.number(Fraction(value)) if isinstance(value, int) else value
        case Symbol(name):
            return algebra.constant(name)
        case Apply(operator, arguments):
            return algebra.apply(operator, [of(argument) for argument in arguments])
        case Relation(operator, left, right):
            return algebra.relation(operator, of(left), of(right))
        case Cases(branches):
            arms = [(partial(of, value), list(map(of, given))) for value, given in branches]
            return algebra.cases(arms)
        case Indexed(base, index):
            at = _integer(index, values)
            if not 1 <= at <= len(values[base]):
                raise IndexError(f"{base} has no component {at}")
            return values[base][at - 1]
        case Aggregate(operator, index, _, _, body):
            terms = [
                evaluate(body, algebra, {**values, index: i}) for i in bounds(expression, values)
            ]
            if not terms and operator in ("+", "*"):
                return algebra.number(Fraction(operator == "*"))
            if not terms:
                raise IndexError(f"the {operator} is over nothing")
            return reduce(lambda total, term: algebra.apply(operator, [total, term]), terms)
    raise TypeError(f"{expression} has to be expanded before it is evaluated")


def _integer(index: Expression, values: Mapping[str, Any]) -> int:
    if isinstance(index, Number):
        return int(index.value)
    if isinstance(index, Symbol):
        return int(values[index.name])
    raise TypeError(f"{index} is not an index")


def bounds(total: Aggregate, values: Mapping[str, Any]) -> range:
    """The indices that a sum runs over. Without bounds `values` must hold one length of vectors."""
    if total.upper is not None and total.lower is not None:
        return range(_integer(total.lower, values), _integer(total.upper, values) + 1)
    lengths = {len(value) for value in values.values() if isinstance(value, list)}
    if len(lengths) != 1:
        raise TypeError(f"the index {total.index} runs over no vector of {total.body}")
    return range(1, lengths.pop() + 1)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct parts of an expression."""

    def within(value: Any) -> Iterator[Any]:
        if isinstance(value, _Tree):
            yield value
        for part in value if isinstance(value, tuple) else ():
            yield from within(part)

    return tuple(within(expression._parts))


def rebuild(expression: Expression, of: Callable[[Any], Any]) -> Expression:
    """The expression with `of` applied to its direct parts."""

    def rebuilt(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(rebuilt, value))
        return of(value) if isinstance(value, _Tree) else value

    return type(expression)(*map(rebuilt, expression._parts))


def symbols(expression: Expression) -> frozenset[str]:
    """The names of all symbols and vectors in an expression, bound indices included."""
    inner = frozenset[str]().union(*(symbols(part) for part in children(expression)))
    match expression:
        case Symbol(name) | Indexed(name, _):
            return inner | {name}
    return inner
