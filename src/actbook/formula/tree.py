"""A formula as JSON: one object for each part of it, named by what the part is.

`{"number": "1/3"}`, `{"constant": "pi"}`, `{"symbol": "x"}`, `{"apply": "exp", "to": […]}` (the
operators of `expression.py`, the functions of `functions.py`), `{"cases": [{"value": …, "if":
[…]}]}` whose conditions are `{"compare": "<", "left": …, "right": …}`, and of vectors
`{"component": "x", "at": …}` and `{"over": "i", "from": …, "to": …, "fold": "+", "of": …}`. A case
without conditions is what applies where no other does; where several do, they give the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

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

#: The symbols that stand for one number only.
CONSTANTS = ("pi", "e", "oo")


def tree(expression: Expression) -> dict[str, Any]:
    """An expanded expression as JSON has it; ValueError for what still refers to other formulas."""
    match expression:
        case Number(value):
            return {"number": str(value)}
        case Symbol(name):
            return {"constant" if name in CONSTANTS else "symbol": name}
        case Apply(operator, arguments):
            return {"apply": operator, "to": list(map(tree, arguments))}
        case Relation(operator, left, right):
            return {"compare": operator, "left": tree(left), "right": tree(right)}
        case Cases(branches):
            return {"cases": [{"value": tree(v), "if": list(map(tree, c))} for v, c in branches]}
        case Indexed(base, index):
            return {"component": base, "at": tree(index)}
        case Aggregate(operator, index, lower, upper, body):
            ends = [None if end is None else tree(end) for end in (lower, upper)]
            ranging = {"over": index, "from": ends[0], "to": ends[1]}
            return {**ranging, "fold": operator, "of": tree(body)}
    raise ValueError(f"{expression} refers to another formula")


def expression(written: Mapping[str, Any]) -> Expression:
    """The expression that a tree is of."""
    match written:
        case {"number": value}:
            return Number(Fraction(value))
        case {"constant": name} | {"symbol": name}:
            return Symbol(name)
        case {"apply": operator, "to": arguments}:
            return Apply(operator, tuple(map(expression, arguments)))
        case {"compare": operator, "left": left, "right": right}:
            return Relation(operator, expression(left), expression(right))
        case {"cases": branches}:
            return Cases(tuple((expression(b["value"]), _conditions(b["if"])) for b in branches))
        case {"component": base, "at": index}:
            return Indexed(base, expression(index))
        case {"over": index, "from": lower, "to": upper, "fold": operator, "of": body}:
            ends = [None if end is None else expression(end) for end in (lower, upper)]
            return Aggregate(operator, index, ends[0], ends[1], expression(body))
    raise ValueError(f"{written} is no part of a formula")


def _conditions(written: list[Any]) -> tuple[Relation, ...]:
    found = tuple(map(expression, written))
    if not all(isinstance(one, Relation) for one in found):
        raise ValueError(f"{written} are no comparisons")
    return found  # type: ignore[return-value]
