"""Formula trees written as Python expressions, and functions with facts made of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from actbook.facts.verdicts import Stated
from actbook.formula.expression import Apply, Cases, Expression, Number, Relation, Symbol
from actbook.reading.page import Fact, Function, Parameter

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
_RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "="}


def tree(text: str) -> Expression:
    """`cases((x, x > 0), (alpha*(exp(x) - 1), True))` as the tree that its LaTeX would give."""
    # Decimals keep all their digits: a float would not.
    exact = re.sub(r"\d+\.\d+", lambda match: f"'{match[0]}'", text)
    return _tree(ast.parse(exact, mode="eval").body)


def _tree(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=int() | str() as value):
            return Number(Fraction(value))
        case ast.Name(id=name):
            return Symbol(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Apply("neg", (_tree(operand),))
        case ast.BinOp(left=left, op=operator, right=right):
            return Apply(_OPERATORS[type(operator)], (_tree(left), _tree(right)))
        case ast.Call(func=ast.Name(id="cases"), args=rows):
            return Cases(tuple(_row(row) for row in rows))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return Apply(name, tuple(map(_tree, arguments)))
    raise ValueError(ast.dump(node))


def _row(row: ast.expr) -> tuple[Expression, tuple[Relation, ...]]:
    assert isinstance(row, ast.Tuple)
    value, condition = row.elts
    if isinstance(condition, ast.Constant):
        return _tree(value), ()
    assert isinstance(condition, ast.Compare)
    sides = pairwise([condition.left, *condition.comparators])
    relations = zip(condition.ops, sides, strict=True)
    return _tree(value), tuple(
        Relation(_RELATIONS[type(operator)], _tree(a), _tree(b)) for operator, (a, b) in relations
    )


def subject(
    formula: str, facts: Mapping[str, Any], parameters: Mapping[str, str] | None = None, **more: Any
) -> Stated:
    """A function with stated facts; each parameter is `default in domain`.

    `more` may hold `autograd`, PyTorch's derivative, and `rows` of parameter values.
    """
    listed = tuple(
        Parameter(name, f"\\{name}", *text.split(" in "), line=1)
        for name, text in (parameters or {}).items()
    )
    stated = tuple(fact for name, value in facts.items() for fact in _statements(name, value))
    function = Function("", "f", "f", listed, (), stated, False, 1)
    return Stated("f", tree(formula), function, more.get("autograd"), more.get("rows", ()))


def _statements(name: str, value: Any) -> Iterator[Fact]:
    """A fact, or the several of a list of `{where: …, value: …}`."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            yield Fact(name, item["value"], item["where"], 1)
    else:
        yield Fact(name, value, None, 1)
