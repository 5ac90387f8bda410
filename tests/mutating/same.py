"""Whether a mutated fact is still true, and whether mutated code still does the same.

As for formulas, a reason is a sentence; None says that they differ.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sympy

from actbook.checking.implementation import Code, Failed
from actbook.checking.points import contains, points
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import Expression
from actbook.formula.stated import comparisons, read_set, read_value
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import from_sympy
from actbook.libraries.chosen import recorders
from actbook.reading.page import Fact, Function, Page, Parameter
from actbook.reading.scope import Reading
from mutating import mutate_code
from mutating.equivalence import parameters_in

_SPECIAL = (np.nan, np.inf, -np.inf, 2.0**-1074, 2.0**-149, 65504.0, 1e308)
_BARS = re.compile(r"abs\((\w+)\)")
_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge},
    **{"=": operator.eq, "!=": operator.ne},
}


def facts(before: Page, after: Page, reading: Reading) -> str | None:
    """Whether the facts in which two versions of a page differ follow from the first's."""
    for old, new in zip(before.functions, after.functions, strict=True):
        for one, other in zip(old.facts, new.facts, strict=True):
            if one != other:
                formula = reading.definitions[new.symbol].expression
                return _fact(new, one, other, formula)
    return "the same facts"


def _fact(function: Function, old: Fact, new: Fact, formula: Expression) -> str | None:
    parameters = _fine(function.parameters)
    if function.vector:  # a fact may speak of the length of x
        parameters = [{**row, "n": length} for row in parameters for length in range(1, 6)]
    if old.value == new.value:
        narrower = all(_holds(old.where, p) for p in parameters if _holds(new.where, p))
        return "says the same of fewer parameters" if narrower else None
    stated = [p for p in parameters if _holds(new.where, p)]
    if _without_bars(str(old.value)) == _without_bars(str(new.value)):
        names = set(_BARS.findall(str(new.value)))
        none = all(p[name] >= 0 for p in stated for name in names)
        return "a parameter that is not negative, for its absolute value" if none else None
    if new.name == "values":
        pairs = list(new.value.items())
    elif new.name in ("minimum", "maximum") and isinstance(new.value, dict):
        if not isinstance(old.value, dict) or old.value["value"] != new.value["value"]:
            return None
        pairs = [(new.value["x"], new.value["value"])]
    else:
        return None
    true = all(_is(formula, x, value, p) for x, value in pairs for p in stated)
    return f"as true, at {len(stated)} parameter values" if true else None


def _without_bars(text: str) -> str:
    return _BARS.sub(r"\1", text)


def _fine(parameters: Sequence[Parameter]) -> list[dict[str, float]]:
    """Parameter values among which are those where a `where` is likely to change its mind."""
    rows = parameters_in(parameters)
    near = [value / 4 for value in range(-12, 13)]
    rows += [{**row, p.name: value} for row in rows[:1] for p in parameters for value in near]
    return [row for row in rows if _admissible(parameters, row)]


def _admissible(parameters: Sequence[Parameter], row: Mapping[str, float]) -> bool:
    return all(contains(read_set(p.domain, tuple(row)), row[p.name], row) for p in parameters)


def _holds(where: str | None, parameters: Mapping[str, float]) -> bool:
    if where is None:
        return True
    at = {sympy.Symbol(name): sympy.Rational(value) for name, value in parameters.items()}
    sides = [
        (
            one.operator,
            *(read_value(side, tuple(parameters)).value.subs(at) for side in (one.left, one.right)),
        )
        for chain in comparisons(where)
        for one in chain
    ]
    return all(bool(_COMPARED[sign](left, right)) for sign, left, right in sides)


def _is(formula: Expression, x: Any, value: Any, parameters: Mapping[str, float]) -> bool:
    """Whether f(x) is a stated value, to 40 digits."""
    point, stated = (from_sympy(read_value(str(v), tuple(parameters)).value) for v in (x, value))
    try:
        found = ball(substitute(formula, {"x": point}), parameters, 140)
        return bool(found.overlaps(ball(stated, parameters, 140)))
    except (Undecided, Undefined, Contradiction):
        return False


def code(
    before: Page, after: Page, namespace: Mapping[str, Any], mutated: Mapping[str, Any]
) -> str | None:
    """Whether all implementations return the same numbers, and their definitions by default."""
    count = 0
    for old, new in zip(before.functions, after.functions, strict=True):
        for one, other in zip(old.implementations, new.implementations, strict=True):
            if recorders(one) or recorders(other):
                if one.code != other.code:
                    return None
                continue
            left, right = Code(one, namespace), Code(other, mutated)
            for parameters in parameters_in(old.parameters):
                for x in _arguments(left.differentiates):
                    if _result(left, x, parameters) != _result(right, x, parameters):
                        return None
                    count += 1
    for name in _defaulted(after):
        for x in _arguments(torch=False):
            if _called(namespace[name], x) != _called(mutated[name], x):
                return None
            count += 1
    return f"the same numbers from {count} arrays of several types and shapes"


def _arguments(torch: bool) -> Iterator[Any]:
    line = np.array([*points([sympy.Integer(0)], "same", 600), *_SPECIAL])
    with np.errstate(all="ignore"):
        small, half = line.astype(np.float32), line.astype(np.float16)
    shapes = [
        line,
        line[:24].reshape(4, 6),
        line[:24].reshape(2, 3, 4),
        line[5],
        line[:0],
        line[:3],
    ]
    if torch:
        import torch as library

        yield from (library.tensor(array) for array in shapes)
        yield library.tensor(small)
        yield library.tensor(small).to(library.bfloat16)
        return
    yield from shapes
    yield small
    yield half
    yield np.arange(-20, 20)


def _result(code: Code, x: Any, parameters: Mapping[str, float]) -> object:
    def call(value: Any) -> Any:
        return code.call(value, parameters)

    return _called(call, x)


def _called(function: Any, x: Any) -> object:
    """What a call returns as something to compare: type, shape and numbers; or that it raised."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            result = function(x)
        except Failed:
            return "raised"
        except Exception as error:
            return type(error).__name__
    kind = str(getattr(result, "dtype", type(result).__name__))
    if hasattr(result, "detach"):
        result = result.detach().double().numpy()
    # Zero and minus zero are one number.
    array = np.asarray(result) + 0.0
    return kind, array.shape, array.tobytes()


def _defaulted(page: Page) -> Iterator[str]:
    """The functions among the definitions that can be called with x alone."""
    for definition in mutate_code.reached(page):
        match definition.statement:
            case ast.FunctionDef(name=name, args=ast.arguments(args=arguments, defaults=defaults)):
                if len(arguments) > 1 and len(defaults) == len(arguments) - 1:
                    yield name
