"""What the rules of `formula.lark` mean: the tree of a parse as an expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Indexed,
    Number,
    Partial,
    Reference,
    Relation,
    Symbol,
)
from actbook.latex import misread, shorthands
from actbook.latex.misread import Source
from actbook.latex.names import ABBREVIATED, CONSTANTS, EXTREMA, FUNCTIONS

if TYPE_CHECKING:
    from lark import Token, Tree

Made = TypeVar("Made")
#: The most digits of a number: Python reads no more than some thousand.
_LONGEST = 1000
_ONE, _ZERO = Number(Fraction(1)), Number(Fraction(0))
#: What may stand between a function and its argument, or after.
_MODIFIERS = ("primes", "partials", "exponent", "parameters", "to_base")


@dataclass(frozen=True)
class Builder:
    """What each rule of the grammar means: a method of its name, given its parts.

    `bound` are the indices of the sums around; in the argument of a vector function, `vectors`,
    a vector stands for all its components.
    """

    source: Source
    bound: frozenset[str] = frozenset()
    vectors: bool = False

    def __call__(self, tree: Any) -> Any:
        operator = shorthands.OPERATIONS.get(tree.data)
        if operator is not None:
            return Apply(operator, tuple(map(self, tree.children)))
        return getattr(self, tree.data)(*tree.children)

    def refused(self, part: Any, message: str) -> Exception:
        meta = getattr(part, "meta", part)
        return self.source.refused(meta.start_pos, message)

    def number(self, digits: Token) -> Expression:
        if digits[0] == "0" and digits[1:2].isdigit():
            raise self.refused(digits, f"{digits}: a number does not begin with 0")
        if len(digits) > _LONGEST:
            raise self.refused(digits, f"a number of more than {_LONGEST} digits")
        return Number(Fraction(digits))

    def symbol(self, name: Token) -> Expression:
        if name.type == "VECTOR" and not self.vectors:
            raise self.refused(name, f"{name} is a vector: write a component, {name}_i")
        if name.type == "BOUND" and name not in self.bound:
            raise self.refused(name, f"the index {name} stands outside of its sum")
        return Symbol(CONSTANTS[name] if name.type == "CONSTANT" else str(name))

    def index(self, position: Token) -> Expression:
        if position.type in ("DIGIT", "NUMBER"):
            if not position.isdigit() or position == "0":
                raise self.refused(position, "indices count from 1")
            return self.number(position)
        return self.symbol(position)

    def component(self, vector: Token, index: Tree[Token]) -> Expression:
        return Indexed(str(vector), self(index))

    def juxtapose(self, left: Any, right: Any) -> Expression:
        mixed = (left.data, right.data) == ("number", "fraction")
        if mixed and {part.data for part in right.children} == {"number"}:
            message = "a mixed number or a product? Write \\cdot between them, or one fraction"
            raise self.refused(right, message)
        if right.data == "number":  # which stands in brackets, as a number comes first
            message = f"({right.children[0]}): a factor behind \\cdot, or an equation's number?"
            raise self.refused(right, message)
        return Apply("*", (self(left), self(right)))

    def single(self, part: Any) -> Any:
        """TeX raises and divides one character, not a name of several."""
        start, end = part.meta.start_pos, part.meta.end_pos
        name = self.source.latex[start:end] if part.data == "symbol" else ""
        if re.search("[_^{]", name) and self.source.latex[:start].rstrip()[-1] not in "{([":
            raise self.refused(part, f"braces are missing: write {{{name}}}")
        return self(part)

    def fraction(self, above: Any, below: Any) -> Expression:
        return Apply("/", (self.single(above), self.single(below)))

    def raised(self, base: Any, exponent: Any) -> Expression:
        name = base.children[0]
        if base.data == "symbol" and name.type == "CONSTANT" and CONSTANTS[name] == "e":
            return Apply("exp", (self.single(exponent),))
        return Apply("^", (self(base), self.single(exponent)))

    def root(self, *parts: Any) -> Expression:
        *degrees, radicand = map(self.single, parts)
        if not degrees:
            return Apply("sqrt", (radicand,))
        return self.made(parts[0], shorthands.root, radicand, degrees[0].value)

    def made(self, part: Any, make: Callable[..., Made], *given: Any) -> Made:
        """What a shorthand stands for, refused at a part where it stands for nothing."""
        try:
            return make(*given)
        except ValueError as error:
            raise self.refused(part, str(error)) from None

    def applied(self, function: Token, *parts: Any) -> Expression:
        """A function of one argument, with what may stand between the two and after."""
        special = {part.data: part for part in parts if part.data in _MODIFIERS}
        (argument,) = [part for part in parts if part.data not in _MODIFIERS]
        parameters = special["parameters"].children if "parameters" in special else []
        arguments = tuple(map(self, (argument, *parameters)))
        if function.type == "FUNCTION":
            order = shorthands.order(special["primes"].children[0]) if "primes" in special else 0
            value: Expression = Reference(str(function), order, arguments)
        elif parameters:
            raise self.refused(parameters[0], "this function has no parameters")
        elif function in ABBREVIATED:
            value = ABBREVIATED[function](*arguments)
        else:
            value = Apply(FUNCTIONS[function], arguments)
        if "to_base" in special:
            value = Apply("/", (value, self.logarithm(function, special["to_base"].children[0])))
        return self.to_power(function, value, special)

    def several(self, function: Token, *parts: Any) -> Expression:
        """A function of several arguments, or a partial derivative of it."""
        special = {part.data: part for part in parts if part.data in _MODIFIERS}
        given = [part for part in parts if part.data not in _MODIFIERS]
        given += special["parameters"].children if "parameters" in special else []
        by = special["partials"].children[0].split()[1:] if "partials" in special else []
        along, places = tuple(sorted(n for n in by if n != "x")), tuple(map(self, given))
        value = Reference(str(function), by.count("x"), places, None, along)
        return self.to_power(function, value, special)

    def to_power(self, function: Token, value: Expression, special: Any) -> Expression:
        if "exponent" not in special:
            return value
        return Apply("^", (value, self.power(function, special["exponent"].children[0])))

    def logarithm(self, function: Token, base: Any) -> Expression:
        """What a logarithm to another base is divided by."""
        value = self.single(base)
        if function != "\\log":
            raise self.refused(base, f"{function} has no base or index here; \\log_2 has")
        if isinstance(value, Number) and (value.value <= 0 or value.value == 1):
            raise self.refused(base, f"no logarithm has the base {value.value}")
        return Apply("log", (value,))

    def power(self, function: Token, exponent: Any) -> Expression:
        value = self(exponent)
        if isinstance(value, Number) and value.value.denominator == 1 and value.value > 0:
            return value
        raise self.refused(exponent, misread.inverse(function))

    def extremum(self, operator: Token, *parts: Any) -> Expression:
        if len(parts) < 2:
            raise self.refused(operator, f"{operator} of one value: write \\max(a, b) or \\max_j")
        return Apply(EXTREMA[operator], tuple(map(self, parts)))

    def vector(self, function: Token, *parts: Any) -> Reference:
        indices = [self(part) for part in parts if part.data == "index"]
        (argument,) = [part for part in parts if part.data != "index"]
        # What is written softmax(x_i) is the component i of softmax(x).
        if not indices and argument.data == "component":
            name, index = argument.children
            return Reference(str(function), 0, (Symbol(str(name)),), self(index))
        inside = replace(self, vectors=True)
        return Reference(str(function), 0, (inside(argument),), *indices)

    def partial(self, function: Any, variable: Token, index: Any) -> Expression:
        return Partial(self(function), str(variable), self(index))

    def sum_over(self, index: Token, *parts: Any) -> Expression:
        return self.aggregate("+", index, *parts)

    def product_over(self, index: Token, *parts: Any) -> Expression:
        return self.aggregate("*", index, *parts)

    def extremum_over(self, operator: Token, index: Token, body: Any) -> Expression:
        return self.aggregate(EXTREMA[operator], index, body)

    def aggregate(self, operator: str, index: Token, *parts: Any) -> Expression:
        *bounds, body = parts
        for bound in bounds:
            name = bound.children[0]
            if name.type == "VARIABLE" and name != "n":
                message = f"a sum runs to a number or to n, the length of the vector, not to {name}"
                raise self.refused(bound, message)
        lower, upper = map(self, bounds) if bounds else (None, None)
        inside = replace(self, bound=self.bound | {str(index)})
        return Aggregate(operator, str(index), lower, upper, inside(body))

    def positive(self, value: Any, _: Token) -> Expression:
        return shorthands.positive(self(value))

    def norm(self, vector: Token, order: Token) -> Expression:
        spelled = CONSTANTS[order] if order.type == "CONSTANT" else str(order)
        return self.made(order, shorthands.norm, str(vector), spelled)

    def delta(self, first: Token, second: Token) -> Expression:
        same = Relation("=", self.index(first), self.index(second))
        return Cases(((_ONE, (same,)), (_ZERO, ())))

    def iverson(self, conditions: Any) -> Expression:
        return Cases(((_ONE, self(conditions)), (_ZERO, ())))

    def cases(self, *rows: Any) -> Expression:
        branches = tuple((self(row.children[0]), self(row.children[1])) for row in rows)
        for row, (_, conditions) in zip(rows[:-1], branches, strict=False):
            if not conditions:
                raise self.refused(row, "what comes after `otherwise` never applies")
        return Cases(branches)

    def otherwise(self) -> tuple[Relation, ...]:
        return ()

    def conditions(self, *comparisons: Any) -> tuple[Relation, ...]:
        return tuple(relation for part in comparisons for relation in self(part))

    said = conditions

    def membership(self, value: Any, interval: Any) -> tuple[Relation, ...]:
        opening, lower, _, upper, closing = interval.children
        sides = map(self, (value, lower, upper))
        return self.made(interval, shorthands.within, *sides, opening + closing)

    def comparison(self, *parts: Any) -> tuple[Relation, ...]:
        """`-1 < x \\le 1` as two relations."""
        signs = [str(part.children[0]) for part in parts[1::2]]
        return shorthands.compared(list(map(self, parts[::2])), signs)
