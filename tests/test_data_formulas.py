"""The formulas of the book as data, read by other programs, have the values of the pages' formulas.

Trees are evaluated here by mpmath, and Python's text by Python, in doubles, beside the balls of the
formula as the engine read it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, reduce
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import mpmath
import pytest
from definitions import PAGES, readings
from flint import arb, ctx

from actbook.book import formulas
from actbook.checking.points import parameter_values
from actbook.checking.sides import valued
from actbook.checking.vector_claims import component
from actbook.formula.expression import Expression
from actbook.formula.functions import ELEMENTARY
from actbook.formula.rounding import rounding
from actbook.formula.symbolic import derivative
from actbook.reading.page import Page
from actbook.reading.scope import Reading
from actbook.result import Form, Formulas
from actbook.weaving.functions import written

SCHEMA = json.loads((files("actbook") / "assets" / "actbook.schema.json").read_text("utf-8"))
OPERATORS = {"+": mpmath.fadd, "-": mpmath.fsub, "*": mpmath.fmul, "/": mpmath.fdiv,
             "^": mpmath.power, "neg": mpmath.fneg, "max": max, "min": min}  # fmt: skip
COMPARED = {"<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__", "=": "__eq__"}


@cache
def book() -> dict[str, tuple[Reading, tuple[Formulas, ...], Page]]:
    return {
        slug: (reading, tuple(formulas.formulas(page, reading)), page)
        for slug, (page, reading) in readings().items()
    }


def value(tree: Any, at: dict[str, Any]) -> Any:
    """What a tree is, by mpmath; None where no case applies."""
    match tree:
        case {"number": text}:
            return mpmath.mpf(Fraction(text).numerator) / Fraction(text).denominator
        case {"constant": name}:
            return {"pi": +mpmath.pi, "e": +mpmath.e, "oo": mpmath.inf}[name]
        case {"symbol": name}:
            return at[name]
        case {"component": name, "at": index}:
            return at[name][int(value(index, at)) - 1]
        case {"over": name, "fold": fold, "of": body}:
            terms = [value(body, {**at, name: j + 1}) for j in range(len(at["x"]))]
            return reduce(OPERATORS[fold], terms)
        case {"cases": cases}:
            chosen = [c for c in cases if c["if"] and all(value(each, at) for each in c["if"])]
            other = [c for c in cases if not c["if"]]
            return value((chosen or other)[0]["value"], at) if chosen or other else None
        case {"compare": sign, "left": left, "right": right}:
            return getattr(value(left, at), COMPARED[sign])(value(right, at))
        case {"apply": name, "to": parts}:
            given = [value(part, at) for part in parts]
            function = OPERATORS.get(name) or getattr(mpmath, _mpmath(name))
            return None if None in given else function(*given)
    raise AssertionError(tree)


def _mpmath(name: str) -> str:
    return ELEMENTARY[name].mpmath or name


def forms(slug: str) -> Iterator[tuple[Formulas, Form, dict[str, Any], Any]]:
    _, every, page = book()[slug]
    for function, known in zip(page.functions, every, strict=True):
        for form in known.forms:
            yield known, form, written(form), function


def places(slug: str, function: Any) -> Iterator[dict[str, float]]:
    """The parameters at their defaults and at other values, each with points."""
    generator = random.Random(slug)
    for row in parameter_values(function.parameters)[:3]:
        for _ in range(12):
            yield {**row, "x": generator.uniform(-6, 6)}


def of_engine(slug: str, function: Any, order: int) -> Expression:
    definition = book()[slug][0].definitions[function.symbol].expression
    return derivative(definition, order) if order else definition


@pytest.mark.parametrize("slug", [path.stem for path in PAGES])
def test_each_tree_and_each_text_has_the_values_of_the_formula(slug: str) -> None:
    tried = 0
    for known, form, told, function in forms(slug):
        if function.vector:
            tried += of_vectors(slug, known, told, function)
            continue
        formula = of_engine(slug, function, form.order)
        for at in places(slug, function):
            truth = valued(formula, at)
            if truth is None:
                continue
            with mpmath.workdps(60):
                found = value(told["tree"], {k: mpmath.mpf(v) for k, v in at.items()})
            if found is None:  # the page states the derivative for other x
                continue
            assert near(found, truth), (slug, told["role"], at)
            assert agrees(told["python"], form.expression, at, truth), (told["python"], at)
            tried += 1
    assert tried > 0


def near(found: Any, truth: arb) -> bool:
    """Whether a number of mpmath's has the first digits of a true value."""
    with ctx.workprec(200):
        return bool(abs(arb(mpmath.nstr(found, 40)) - truth) < 1e-25 * (1 + abs(truth)))


def agrees(python: str, formula: Expression, at: dict[str, float], truth: arb) -> bool:
    """Whether Python's text gives a value but for what rounding may do to its steps."""
    found = eval(python, {"__builtins__": {"abs": abs, "max": max, "min": min}, "math": math, **at})
    allowed = 4 * rounding(formula, at) * 2.0**-53
    with ctx.workprec(200):
        return bool(abs(truth - found) <= allowed + 1e-300)


def of_vectors(slug: str, known: Formulas, told: dict[str, Any], function: Any) -> int:
    """Whether each component of a vector is what the formula says."""
    definition = book()[slug][0].definitions[function.symbol]
    x, index = [0.5, -1.25, 2.0], definition.index or "i"
    for i in (1, 2, 3):
        at = {**known.parameters, "x": x, index: i, "n": 3}
        truth = component(definition.expression, at)
        with mpmath.workdps(60):
            assert near(value(told["tree"], {**at, "x": list(map(mpmath.mpf, x))}), truth)
        assert math.isclose(eval(told["python"], {"math": math, **at}), float(truth))
    return 3


def test_a_wrong_tree_or_text_is_noticed() -> None:
    _, form, told, _ = next(forms("gelu"))
    at = {"x": 0.75}
    truth = valued(form.expression, at)
    assert truth is not None
    assert agrees(told["python"], form.expression, at, truth)
    assert not agrees(told["python"].replace("1/2", "0.5000001"), form.expression, at, truth)
    for number, right in ((2, True), (3, False)):
        tree = json.loads(json.dumps(told["tree"]).replace('"2"', f'"{number}"'))
        with mpmath.workdps(60):
            assert near(value(tree, {"x": mpmath.mpf(at["x"])}), truth) == right


def test_functions_state_f_and_two_derivatives_in_their_order() -> None:
    for slug in book():
        for known in book()[slug][1]:
            orders = [form.order for form in known.forms]
            assert orders == sorted(orders)
            firsts = [next(f.role for f in known.forms if f.order == order) for order in {*orders}]
            assert firsts[0] == "definition" and {*firsts[1:]} <= {"derivative"}


def test_closed_forms_have_25_digits() -> None:
    (known, *_) = book()["gelu"][1]
    numbers = known.numbers["lipschitz", None]
    assert numbers == {"1/2 + erf(1)/2 + exp(-1)/sqrt(pi)": "1.128904145185154786340744"}
    with mpmath.workdps(40):
        truth = (1 + mpmath.erf(1)) / 2 + mpmath.exp(-1) / mpmath.sqrt(mpmath.pi)
        assert abs(truth - mpmath.mpf(next(iter(numbers.values())))) < 1e-24


def test_the_book_as_data_is_what_its_schema_says(book_site: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads((book_site / "actbook.schema.json").read_text("utf-8")) == SCHEMA
    book = json.loads((book_site / "actbook.json").read_text("utf-8"))
    jsonschema.validate(book, SCHEMA, jsonschema.Draft202012Validator)
    functions = [function for page in book["pages"] for function in page["functions"]]
    assert len({function["key"] for function in functions}) == len(functions) > 30
    for page in book["pages"]:
        assert (book_site / page["address"] / "index.html").is_file(), page["address"]


@pytest.mark.parametrize("damage", ["tree", "role", "made"])
def test_the_schema_refuses_what_is_no_book(book_site: Path, damage: str) -> None:
    book = json.loads((book_site / "actbook.json").read_text("utf-8"))
    form = next(page for page in book["pages"] if page["functions"])["functions"][0]["forms"][0]
    if damage == "made":
        del book["made"]["date"]
    else:
        form[damage] = {"apply": "eval", "to": []} if damage == "tree" else "guess"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(book, SCHEMA, jsonschema.Draft202012Validator)
