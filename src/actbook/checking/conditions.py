"""For which values a relation is claimed, and whether a comparison holds at a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb

from actbook.formula.balls import Undecided, ball
from actbook.formula.expression import Apply, Cases, Expression, Number, Relation, Symbol, symbols
from actbook.formula.substitution import substitute

#: How the value of an expression is found at a place: `ball`, or a component of vectors.
Valued = Callable[[Expression, Mapping[str, Any]], arb]


@dataclass(frozen=True)
class Conditions:
    """Names that have a value, `$\\alpha = 1$`, and comparisons that have to hold, `$x > 0$`."""

    given: Mapping[str, Expression]
    required: tuple[Relation, ...]

    def expressions(self) -> tuple[Expression, ...]:
        """What is required as an expression, whose breakpoints are where it begins to hold."""
        one = Number(Fraction(1))
        return (Cases(((one, self.required), (one, ()))),) if self.required else ()

    def hold(self, values: Mapping[str, Any], valued: Valued = ball) -> bool:
        """Whether all that is required holds; not where that cannot be decided."""
        try:
            return all(holds(each, values, valued) for each in self.required)
        except (ArithmeticError, IndexError):
            return False


NONE = Conditions({}, ())


def conditions(relations: Sequence[Relation]) -> Conditions:
    """The conditions that relations set. A name that is said to equal something stands for it."""
    given: dict[str, Expression] = {}
    required: list[Relation] = []
    for relation in relations:
        match relation:
            case Relation("=", Symbol(name), right) if name not in given and constant(right):
                given[name] = right
            case _:
                required.append(relation)
    left = [
        Relation(r.operator, substitute(r.left, given), substitute(r.right, given))
        for r in required
    ]
    return Conditions(given, tuple(left))


def constant(expression: Expression) -> bool:
    """Whether an expression is a number."""
    return symbols(expression) <= {"pi", "e"}


def holds(relation: Relation, values: Mapping[str, Any], valued: Valued = ball) -> bool:
    """Whether a comparison holds at a place. Undecided where both sides are too near each other;
    otherwise raises as the value of a side does."""
    difference = valued(Apply("-", (relation.left, relation.right)), values)
    if relation.operator in ("=", "!="):
        return bool(difference.contains(0)) == (relation.operator == "=")
    if difference.contains(0) and not difference.is_zero():
        raise Undecided("both sides may be equal")
    decided: dict[str, bool] = {
        "<": difference < 0,
        "<=": difference <= 0,
        ">": difference > 0,
        ">=": difference >= 0,
    }
    return decided[relation.operator]
