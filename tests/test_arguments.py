"""Functions of declared arguments: what is read, tried in their domains, proved and told."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from formulas import page

from actbook.book import plan
from actbook.checking.implementation import codes
from actbook.checking.places import places
from actbook.facts.turned import along
from actbook.formula.expression import Reference, Symbol, symbols
from actbook.latex.formula import read
from actbook.latex.names import Name
from actbook.reading import frontmatter
from actbook.reading.page import Implementation, Page
from actbook.reading.scope import read_formulas
from actbook.verdict import Refused, Verdict

REFUSED = {
    "none": ("arguments: {}", "`arguments` is empty"),
    "x as the second": (
        "arguments: {t: {default: 1}, x: {default: 1}}",
        "`x` is the first of the arguments",
    ),
    "a set of points": ('arguments: {t: {domain: "{1, 2}"}}', "single values are for"),
    "no default of one of several": ("arguments: {t: {default: 1}, u: {}}", "u needs a `default`"),
    "a domain that is none": ('arguments: {t: {domain: "(1, 0)"}}', "the domain of t: "),
    "a name that is not before it": (
        'arguments: {a: {default: 1}, b: {default: 1, domain: "(c, oo)"}, c: {default: 0}}',
        "the domain of b: ",
    ),
    "a key that is not known": ("arguments: {t: {shape: [1, 2]}}", "unknown key `shape`"),
    "a parameter as well": (
        "arguments: {t: {}}\nparameters: {t: {default: 1}}",
        "`t` is an argument",
    ),
    "vectors": ("arguments: {t: {}}\ninput: vector", "`arguments` are numbers"),
    "a figure along x": ("arguments: {t: {}}\nfigure: {x: [0, 1]}", "unknown key `x` in figure"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_argument_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        frontmatter.read(f"title: T\nsymbol: f\n{text}\n", "f.md", 2)


NAMES = (
    Name("v", "x", "variable"),
    Name("\\theta", "theta", "variable"),
    Name("F", "F", "function of several", ("v", "\\theta")),
)
V, THETA = Symbol("x"), Symbol("theta")
PARTIALS = {
    r"F(v, \theta)": (0, ()),
    r"\frac{\partial F}{\partial v}(v, \theta)": (1, ()),
    r"\frac{\partial F}{\partial \theta}": (0, ("theta",)),
    r"\frac{\partial F(v, \theta)}{\partial \theta}": (0, ("theta",)),
    r"\frac{\partial}{\partial \theta} F(v, \theta)": (0, ("theta",)),
    r"\dfrac{\partial^2 F}{\partial v\,\partial \theta}(v, \theta)": (1, ("theta",)),
    r"\frac{\partial^{3} F}{\partial v^2 \partial \theta}": (2, ("theta",)),
    r"\partial_\theta F(v, \theta)": (0, ("theta",)),
    r"\partial_{v \theta} F(v, \theta)": (1, ("theta",)),
}


@pytest.mark.parametrize(("latex", "by"), PARTIALS.items())
def test_partial_derivatives_are_read(latex: str, by: tuple[int, tuple[str, ...]]) -> None:
    order, others = by
    (member,) = read(latex, NAMES, "f.md", 1, 1).members
    assert member.expression == Reference("F", order, (V, THETA), None, others)


UNREAD = {
    r"F(v)": "expected",
    r"F'(v, \theta)": "has a derivative of its own",
    r"\frac{\partial^2 F}{\partial v}": "the order above",
    r"\partial_\theta \theta": "a partial derivative is one of a function",
    r"\partial_F F(v, \theta)": "a partial derivative is one of a function",
}


@pytest.mark.parametrize(("latex", "said"), UNREAD.items())
def test_what_is_no_partial_derivative_is_refused(latex: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(latex, NAMES, "f.md", 1, 1)


def verdicts(own: Page) -> list[Verdict]:
    """What is found of a page without cells."""
    reading = read_formulas(own)
    assert not reading.problems, reading.problems
    return [verdict for check in plan.plan(own, reading) for verdict in check.run({"np": np})]


def facts(header: str, formula: str) -> dict[str, Verdict]:
    return {
        f"{v.subject.name} {v.subject.part}".strip(): v
        for v in verdicts(page(dedent(header), formula))
        if v.subject.kind == "fact"
    }


PROVED = {
    "an end that is approached as another argument is": (
        r"f(x, y) = e^{-x^2 - y^2}",
        'range: "(0, 1]"\n  minimum: none\n  maximum: {x: 0, y: 0, value: 1}',
    ),
    "an end that no slice along the first comes to": (
        r"f(x, y) = \frac{1}{1 + x^2} - \frac{1}{1 + y^2}",
        'range: "(-1, 1)"\n  minimum: none',
    ),
    "a bounded domain": (
        r"f(x, y) = x + y",
        'range: "[0, 3)"\n  minimum: {x: 0, y: 0, value: 0}\n  maximum: none',
        'x: {domain: "[0, 1]", default: 1}, y: {domain: "[0, 2)", default: 1}',
    ),
    "a domain that names the other argument": (
        r"f(x, y) = x - y",
        'range: "(0, oo)"\n  monotonic: {x: strictly increasing, y: strictly decreasing}',
        'x: {domain: "(y, oo)", default: 1}, y: {default: 0}',
    ),
    "a set of numbers for an argument": (
        r"f(x, y) = \max(0, 1 - x y)",
        'range: "[0, oo)"\n  kinks: {x: [y]}',
        'x: {default: 1}, y: {domain: "{-1, 1}", default: 1}',
    ),
    "facts along each": (
        r"f(x, y) = x^2 y",
        "parity: {x: even, y: odd}\n"
        '  limits: {y: {value: {oo: oo, 0: 0}, where: "x > 0"}}\n'
        '  monotonic: {y: {value: strictly increasing, where: "x > 0"}}\n'
        '  values: {"(2, 1/2)": 2}',
    ),
    "three arguments": (
        r"f(x, y, z) = x^2 + y^2 + z^2",
        'range: "[0, oo)"\n  minimum: {x: 0, y: 0, z: 0, value: 0}\n  maximum: none',
        "x: {default: 1}, y: {default: 0}, z: {default: 1}",
    ),
}


@pytest.mark.parametrize("case", PROVED.values(), ids=PROVED)
def test_a_fact_of_several_arguments_is_proved(case: tuple[str, ...]) -> None:
    formula, stated, *arguments = case
    given = arguments[0] if arguments else "x: {default: 1}, y: {default: 0}"
    found = facts(f"symbol: f\narguments: {{{given}}}\nfacts:\n  {stated}\n", formula)
    assert found and not {n: v.evidence for n, v in found.items() if v.status != "proved"}


HEADER = """
symbol: s
arguments: {t: {domain: "(0, 2]", default: 1}, u: {domain: "[1, oo)", default: 1}}
implementations:
  NumPy: t * u
facts:
  monotonic: {t: strictly decreasing}
"""


def test_places_lie_in_the_domains() -> None:
    own = page(HEADER, "s(t, u) = t u")
    formula = read_formulas(own).definitions["s"].expression
    tried = [place.values for place in places(own, symbols(formula), formula)]
    assert len(tried) > 100
    assert all(0 < one["x"] <= 2 and one["u"] >= 1 for one in tried)


def test_code_is_given_arrays_of_all_arguments() -> None:
    own = page(HEADER, "s(t, u) = t u").functions[0]
    shapes: list[tuple[int, ...]] = []

    def product(t: Any, u: Any) -> Any:
        shapes.extend((t.shape, u.shape))
        return t * u

    called = replace(own, implementations=(Implementation("NumPy", "product(t, u)", 1),))
    (code,) = codes(called, {"product": product})
    assert code.values([1.0, 2.0], {"u": 3.0}).tolist() == [3.0, 6.0]
    assert shapes == [(2,), (2,)]


def test_a_verdict_is_told_in_the_letters_of_the_page() -> None:
    found = verdicts(page(HEADER, "s(t, u) = t u", r"\partial_u s(t, u) = 2 t"))
    said = " ".join(verdict.evidence for verdict in found)
    assert "at t = " in said and "at x = " not in said


def test_a_function_is_turned_to_another_argument() -> None:
    own = page(HEADER, "s(t, u) = t u")
    formula = read_formulas(own).definitions["s"].expression
    turned = along(own.functions[0], formula, "u")
    assert [argument.name for argument in turned.function.arguments] == ["u", "t"]
    assert turned.names == {"x": "u"} and symbols(turned.formula) == {"x", "t"}
