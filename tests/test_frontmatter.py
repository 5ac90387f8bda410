"""Front matter is read with the line of everything, and what it may not say is refused there."""

from __future__ import annotations

import datetime
import json
from textwrap import dedent

import pytest

from actbook.reading.frontmatter import Header, read
from actbook.reading.page import Fact, Implementation, Parameter
from actbook.verdict import Refused

ELU = """
    title: ELU
    aliases: [exponential linear unit]
    family: rectifiers
    symbol: ELU
    parameters:
      alpha: {default: 1.0, domain: "(0, oo)"}
      lambda_: {default: 1/2}
      t: {symbol: "\\\\theta", default: alpha}
    variables:
      y: {domain: "(-1, 1)"}
    implementations:
      NumPy: elu(x, alpha)
    facts:
      range: "(-alpha, oo)"
      kinks:
        - {value: [], where: "alpha == 1"}
        - {value: [0], where: "alpha != 1"}
      minimum: {x: 0, value: 1, where: "alpha < 1"}
      values: {0: 0, -1: 1/2}
      maximum: {value: none}
    variants:
      scaled:
        symbol: \\operatorname{SELU}
        input: vector
        facts: {lipschitz: 2}
    figure:
      x: [-5, 3]
      parameters: [{alpha: 2}]
      alt: Two lines.
    sources: [clevert2016]
"""


def header(text: str) -> Header:
    return read(dedent(text).lstrip(), "page.md", 2)


def test_names_of_a_page_are_read() -> None:
    elu = header(ELU)
    assert (elu.title, elu.aliases) == ("ELU", ("exponential linear unit",))
    assert (elu.family, elu.sources) == ("rectifiers", ("clevert2016",))
    assert elu.figure == {"x": ["-5", "3"], "parameters": [{"alpha": "2"}], "alt": "Two lines."}


def test_parameters_and_variables_have_symbols_and_domains() -> None:
    elu = header(ELU)
    assert elu.functions[0].parameters == (
        Parameter("alpha", "\\alpha", "1.0", "(0, oo)", 7),
        Parameter("lambda_", "\\lambda", "1/2", "(-oo, oo)", 8),
        Parameter("t", "\\theta", "alpha", "(-oo, oo)", 9),
    )
    assert elu.variables == (Parameter("y", "y", None, "(-1, 1)", 11),)


def test_constants_are_parameters_that_nobody_chooses() -> None:
    given = """
        title: T
        symbol: f
        constants:
          lambda_: 1.05
          s: {symbol: "s_0", value: sqrt(2)}
        parameters:
          a: {default: 1}
    """
    (function,) = header(given).functions
    assert function.parameters[:2] == (
        Parameter("lambda_", "\\lambda", "1.05", "{1.05}", 5),
        Parameter("s", "s_0", "sqrt(2)", "{sqrt(2)}", 6),
    )
    assert [parameter.name for parameter in function.chosen] == ["a"]


def test_facts_keep_what_is_stated_and_where_it_holds() -> None:
    elu = header(ELU).functions[0]
    assert elu.implementations == (Implementation("NumPy", "elu(x, alpha)", 13),)
    assert elu.facts == (
        Fact("range", "(-alpha, oo)", None, 15),
        Fact("kinks", [], "alpha == 1", 17),
        Fact("kinks", ["0"], "alpha != 1", 18),
        Fact("minimum", {"x": "0", "value": "1"}, "alpha < 1", 19),
        Fact("values", {"0": "0", "-1": "1/2"}, None, 20),
        Fact("maximum", "none", None, 21),
    )


def test_a_variant_is_a_function_of_its_own() -> None:
    elu, selu = header(ELU).functions
    assert (elu.name, elu.title, elu.symbol) == ("", "ELU", "\\operatorname{ELU}")
    assert (elu.vector, elu.line) == (False, 5)
    assert (selu.name, selu.title, selu.symbol) == ("scaled", "scaled", "\\operatorname{SELU}")
    assert (selu.vector, selu.line, selu.parameters) == (True, 23, ())
    assert selu.facts == (Fact("lipschitz", "2", None, 26),)


def test_a_page_without_a_function_needs_only_a_title() -> None:
    concept = header("title: Vanishing gradients")
    assert (concept.title, concept.functions) == ("Vanishing gradients", ())


def test_numbers_stay_as_they_are_written() -> None:
    assert header("title: 007").title == "007"


def test_what_is_meant_for_the_theme_keeps_its_values() -> None:
    given = {
        "description": "What it is.",
        "icon": "material/sine-wave",
        "status": "new",
        "tags": ["a"],
        "hide": ["toc"],
        "date": datetime.date(2026, 1, 31),
        "search": {"exclude": False, "boost": 2},
    }
    text = "".join(f"{name}: {json.dumps(v, default=str)}\n" for name, v in given.items())
    text = text.replace('"2026-01-31"', "2026-01-31")
    assert read(f"title: T\n{text}", "page.md", 2).metadata == given


ONE = "title: T\nsymbol: f\n"
REFUSED = {
    "nothing": ("# T", "2: the front matter is empty: it needs a `title`"),
    "no title": ("family: a", "2: the front matter needs a `title`"),
    "an empty title": ("family: a\ntitle:", "3: the title is a text"),
    "a list": ("- a", "2: the front matter is a mapping, as `name: value` lines"),
    "broken YAML": (
        "title: T\naliases: [a\nfamily: b",
        "3: the front matter is not YAML: [ is never closed",
    ),
    "a tab": (
        "title: T\n\tsymbol: f",
        "3: the front matter is not YAML: a tab: indent with spaces",
    ),
    "a set without quotes": (
        "title: T\nsymbol: f\nfacts:\n  range: [0, 1)\n  kinks: []",
        '5: the front matter is not YAML: a set stands in quotes: "[0, 1)"',
    ),
    "a set without quotes among others": (
        "title: T\nfacts: {range: (-oo, 0], derivative_range: {0, 1)}",
        '3: the front matter is not YAML: a set stands in quotes: "{0, 1)"',
    ),
    "a quote without an end": (
        "title: T\naliases: ['a]",
        "3: the front matter is not YAML: ' is never closed",
    ),
    "a colon in a text": (
        "title: T: the letter",
        "2: the front matter is not YAML: a text with a colon stands in quotes: title: "
        '"T: the letter"',
    ),
    "a control character": (
        "title: T\n# \x07",
        "3: the front matter holds the character U+0007: delete it",
    ),
    "an unknown key": (
        "title: T\n# α\u2028\nsymbole: f",
        "4: unknown key `symbole` in the front matter: did you mean `symbol`?",
    ),
    "a key twice": ("title: T\ntitle: U", "3: the key `title` stands here twice"),
    "a key that is a list": ("[a]: 1", "2: a key is a text, not a list or a mapping"),
    "a text for a list": ("title: T\nsources: a", "3: sources is a list, as `[a]`"),
    "a list in a list": ("title: T\nsources: [[a]]", "3: each of sources is a text"),
    "facts of nothing": (
        "title: T\nfacts: {lipschitz: 1}",
        "3: `facts` speaks of a function: name it with `symbol`",
    ),
    "a variant without a symbol": (
        ONE + "variants:\n  two: {facts: {}}",
        "5: the variant two needs a `symbol`",
    ),
    "another input": (ONE + "input: matrix", "4: `input` is `scalar` or `vector`"),
    "a parameter called x": (
        ONE + "parameters:\n  x: {default: 1}",
        "5: `x` cannot be the name of a parameter in Python code",
    ),
    "a parameter called as a constant": (
        ONE + "parameters:\n  e: {default: 1}",
        "5: `e` cannot be the name of a parameter in Python code",
    ),
    "a parameter that is no name": (
        ONE + "parameters:\n  a b: {default: 1}",
        "5: `a b` cannot be the name of a parameter in Python code",
    ),
    "a keyword as a parameter": (
        ONE + "parameters:\n  lambda: {default: 1}",
        "5: `lambda` is a word of Python: call it `lambda_`",
    ),
    "a constant that is a keyword": (
        ONE + "constants: {lambda: 1}",
        "4: `lambda` is a word of Python: call it `lambda_`",
    ),
    "a constant without a value": (
        ONE + "constants:\n  a: {symbol: a}",
        "5: the constant a needs a `value`",
    ),
    "a constant with a domain": (
        ONE + "constants:\n  a: {value: 1, domain: '(0, 1)'}",
        "5: unknown key `domain` in `a` of constants",
    ),
    "constants of nothing": (
        "title: T\nconstants: {a: 1}",
        "3: `constants` speaks of a function: name it with `symbol`",
    ),
    "a parameter without a default": (
        ONE + "parameters:\n  a: {domain: '(0, 1)'}",
        "5: the parameter a needs a `default`",
    ),
    "a default of a variable": (
        ONE + "variables:\n  a: {default: 1}",
        "5: unknown key `default` in `a` of variables",
    ),
    "a parameter without LaTeX": (
        ONE + "parameters:\n  slope: {default: 1}",
        "5: `slope` needs a `symbol`, the LaTeX that formulas write for it",
    ),
    "an implementation that is no expression": (
        ONE + "implementations:\n  NumPy: y = x",
        "5: NumPy: `y = x` is not a Python expression: invalid syntax",
    ),
    "a span of three": (
        ONE + "figure:\n  x: [0, 1, 2]",
        "5: `x` of figure is the span that is drawn, as [-5, 5]",
    ),
    "curves in a mapping": (
        ONE + "parameters: {a: {default: 1}}\nfigure:\n  parameters: {a: 2}",
        "6: `parameters` of figure is a list of mappings, as [{alpha: 0.5}, {alpha: 2}]",
    ),
    "a curve of another parameter": (
        ONE + "parameters: {a: {default: 1}}\nfigure:\n  x: [0, 1]\n  parameters: [{b: 2}]",
        "7: the figure names `b`, which is no parameter; known are a",
    ),
    "tags in a text": ("title: T\ntags: a", "3: `tags` is a list, as `[a, b]`"),
    "a date that is none": ("title: T\ndate: soon", "3: `date` is a day, as 2026-01-31"),
    "where something is used, on a page without a function": (
        "title: T\nused_in: {A: b}",
        "3: `used_in` speaks of a function: name it with `symbol`",
    ),
    "where something is used, without a reference": (
        "title: T\nsymbol: f\nused_in: [A, B]",
        "4: `used_in` is a mapping, as `name: value` lines",
    ),
    "words to search by that are no list": (
        "title: T\nsearch: {words: gelu}",
        "3: `words` of search is a list, as `[gelu]`",
    ),
    "a search that is a list": (
        "title: T\nsearch: [exclude]",
        "3: `search` is a mapping, as `exclude: true`",
    ),
    "a description in a list": ("title: T\ndescription: [a]", "3: `description` is a text"),
    "words for the figure in a list": (
        ONE + "figure: {alt: [a]}",
        "4: `alt` of figure is a text",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_front_matter_is_refused_with(text: str, message: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text + "\n", "page.md", 2)
    assert str(caught.value).startswith(f"page.md:{message}")
