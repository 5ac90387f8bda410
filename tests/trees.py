"""Formula trees written as Python expressions, for tables of functions."""

from __future__ import annotations

import ast
import re
from fractions import Fraction

from actbook.checks import Subject
from actbook.expression import Apply, Cases, Expression, Number, Relation, Symbol
from actbook.page import Fact, Function, Parameter

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
_RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "="}


def tree(text: str) -> Expression:
    """`cases((x, x > 0), (alpha*(exp(x) - 1), True))` as the tree that its LaTeX would give."""
    # Decimals keep all their digits: a float would not.
    exact = re.sub(r"\d+\.\d+", lambda match: f"'{match[0]}'", text)
    return _tree(ast.parse(exact, mode="eval").body)


def _tree(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=value):
            return Number(Fraction(value))
        case ast.Name(id=name):
            return Symbol(name)
        case ast.UnaryOp(operand=operand):
            return Apply("neg", (_tree(operand),))
        case ast.BinOp(left=left, op=operator, right=right):
            return Apply(_OPERATORS[type(operator)], (_tree(left), _tree(right)))
        case ast.Call(func=ast.Name(id="cases"), args=rows):
            return Cases(tuple((_tree(v), _conditions(c)) for v, c in (r.elts for r in rows)))  # type: ignore[attr-defined]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return Apply(name, tuple(map(_tree, arguments)))
    raise ValueError(ast.dump(node))


def _conditions(node: ast.expr) -> tuple[Relation, ...]:
    if isinstance(node, ast.Constant):
        return ()
    assert isinstance(node, ast.Compare)
    sides = [node.left, *node.comparators]
    return tuple(
        Relation(_RELATIONS[type(op)], _tree(a), _tree(b))
        for op, a, b in zip(node.ops, sides, sides[1:], strict=False)
    )


def subject(
    formula: str, facts: dict[str, object], parameters: dict[str, str] | None = None
) -> Subject:
    """A function with stated facts; each parameter has `default in domain`."""
    listed = tuple(
        Parameter(name, f"\\{name}", *text.split(" in "), line=1)
        for name, text in (parameters or {}).items()
    )
    stated = tuple(_fact(name, value) for name, value in facts.items())
    function = Function("", "f", "f", listed, (), stated, False, 1)
    return Subject("f", tree(formula), function, None)


def _fact(name: str, value: object) -> Fact:
    name, _, where = name.partition(" where ")
    return Fact(name, value, where or None, 1)
