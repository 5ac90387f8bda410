"""What a contributor is told of a page that is wrong says what to write instead.

Each row changes one thing of a page that is right. Messages of single formulas stand in
data/formula.md, those of front matter alone in test_frontmatter.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actbook.book import plan
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.verdict import Diagnostic, Refused

PAGE = """---
title: T
symbol: f
parameters:
  alpha: {default: 1, domain: "(0, oo)"}
facts:
  range: "[0, oo)"
---

$$
f(x) = \\max(0, \\alpha x)
$$

Text.
"""
DISPLAY = "f(x) = \\max(0, \\alpha x)"
RANGE = '  range: "[0, oo)"\n'


def problems(text: str) -> Iterator[Diagnostic]:
    """What is said of a page's front matter, blocks, formulas and the wording of its facts."""
    try:
        page = read(text, "f.md")
    except Refused as refused:
        yield from refused.diagnostics
        return
    reading = read_formulas(page)
    yield from reading.problems
    yield from plan.parameters(page)
    for check in plan.plan(page, reading) if not reading.problems else ():
        if check.kind == "fact" or check.what.endswith(" of T"):
            yield from (plan.failure(page, v) for v in check.run(None) if v.refused)


def test_the_page_is_right() -> None:
    assert list(problems(PAGE)) == []


def fact(text: str) -> tuple[str, str]:
    return RANGE, f"  {text}\n"


def display(latex: str) -> tuple[str, str]:
    return DISPLAY, latex


#: What is written instead of what, the line it is told at, and words of what is told.
ROWS: dict[str, tuple[tuple[str, str], int, str]] = {
    # Front matter
    "a tab": (("title: T\n", "title: T\n\talias: U\n"), 3, "a tab: indent with spaces"),
    "a set without quotes": (fact("range: [0, oo)"), 7, 'a set stands in quotes: "[0, oo)"'),
    "a set of points without quotes": (fact("range: {0, oo)"), 7, "a set stands in quotes"),
    "a colon in the title": (("title: T", "title: T: U"), 2, 'in quotes: title: "T: U"'),
    "no space behind a colon": (("symbol: f", "symbol:f"), 3, "a space follows the colon"),
    "facts in a list": (
        (f"facts:\n{RANGE}", 'facts:\n  - range: "[0, oo)"\n'),
        6,
        "facts is a mapping, as `name: value` lines; leave out the `-`",
    ),
    "facts in a text": ((f"facts:\n{RANGE}", "facts: none\n"), 6, "as `name: value` lines"),
    "aliases in a text": (("symbol: f", "symbol: f\naliases: g"), 4, "a list, as `[g]`"),
    "an unknown key": (("symbol: f", "symbl: f"), 3, "did you mean `symbol`?"),
    "a key twice": (("symbol: f", "symbol: f\nsymbol: g"), 4, "stands here twice"),
    "a keyword": (("  alpha:", "  lambda:"), 5, "call it `lambda_`"),
    "a backslash in a name": (("  alpha:", "  \\alpha:"), 5, "call it `alpha`"),
    "no default": (("{default: 1, ", "{"), 5, "needs a `default`"),
    "a default alone": (('{default: 1, domain: "(0, oo)"}', "1"), 5, "{default: 1}"),
    "a default outside": (("default: 1", "default: -1"), 5, "is not in its domain (0, oo)"),
    "a domain in words": (('"(0, oo)"', "positive"), 5, "no interval such as (0, 1]"),
    "never closed": (("---\n\n$$", "\n$$"), 1, "end it with `---`"),
    "no front matter": (("---\ntitle", "title"), 1, "a line `---`, then `title: …`"),
    # Values of facts
    "infinity": (fact('range: "[0, infinity)"'), 7, "write oo, not infinity"),
    "the sign of infinity": (fact('range: "[0, ∞)"'), 7, "write oo, not ∞"),
    "inf": (fact('range: "[0, inf)"'), 7, "write oo, not inf"),
    "LaTeX's infinity": (fact("range: '[0, \\infty)'"), 7, "write oo, not \\infty"),
    "LaTeX's letter": (fact("range: '[0, \\alpha)'"), 7, "write alpha, not \\alpha"),
    "ln": (fact('range: "[0, ln(2))"'), 7, "write log, not ln"),
    "a power": (fact('range: "[0, 2^2)"'), 7, "write **, not ^"),
    "pi as a letter": (fact('range: "[0, π)"'), 7, "write pi, not π"),
    "a closed infinity": (fact('range: "[0, oo]"'), 7, "write a round bracket"),
    "ends the other way round": (fact('range: "[oo, 0)"'), 7, "(lower end, upper end)"),
    "one end": (fact('range: "[0)"'), 7, "no interval such as (0, 1]"),
    "a name of nobody": (fact('range: "[0, beta)"'), 7, "known are numbers, alpha, pi"),
    "a superfluous point": (fact('range: "[0, oo) U {1.3}"'), 7, "leave out {1.3}"),
    "a superfluous interval": (fact('range: "[0, oo) U (1, 2)"'), 7, "leave out (1, 2)"),
    "a comparison for a set": (fact("range: x >= 0"), 7, "no interval such as (0, 1]"),
    "a word": (fact("monotonic: increasing"), 7, "non-decreasing"),
    "another word of parity": (fact("parity: none"), 7, "neither"),
    "a class of functions": (fact("smoothness: C1"), 7, "C^1"),
    "kinks as a number": (fact("kinks: 0"), 7, "[-1, 1]"),
    "a minimum as a number": (fact("minimum: 0"), 7, "{x: …, value: …}"),
    "limits as a number": (fact("limits: 0"), 7, '"-oo"'),
    "a condition in signs": (
        fact('range: {value: "[0, oo)", where: "alpha ≥ 1"}'),
        7,
        "write >=, not ≥",
    ),
    "a condition by or": (
        fact('range: {value: "[0, oo)", where: "alpha > 1 or alpha < 1"}'),
        7,
        "a value for each case",
    ),
    "an unknown fact": (fact("bounded: no"), 7, "known are"),
    "a fact misspelled": (fact("lipshitz: 1"), 7, "`lipschitz`"),
    # Blocks
    "a formula without an end": (("\n$$\n\nText", "\n\nText"), 10, "end it with `$$`"),
    "a fence without an end": (("Text.", "```python\n1"), 14, "end it with a line ```"),
    "a formula in a line": (("Text.", "It is $$x$$."), 14, "on lines of its own"),
    "an environment alone": (("Text.", "\\begin{align} x \\end{align}"), 14, "write `$$`"),
    "a bracket formula": (("Text.", "It is \\(x\\)."), 14, "is written `$…$`"),
    "words behind a formula": (("\n$$\n\nText", "\n$$ (1)\n\nText"), 12, "which ends its line"),
    # Formulas
    "a name for another": (display("f(x) = \\max(0, alpha x)"), 11, "write \\alpha, not alpha"),
    "an undeclared name": (display("f(x) = \\beta x"), 11, "where $\\beta = …$"),
    "a function in letters": (display("f(x) = softsign(x)"), 11, "\\operatorname{softsign}"),
    "a function in words": (display("f(x) = \\text{softsign}(x)"), 11, "let a page define it"),
    "a command without its backslash": (display("f(x) = max(0, x)"), 11, "write \\max"),
    "an integral": (display("f(x) = \\int_0^x e^t dt"), 11, "in closed form"),
    "a limit": (display("\\lim_{x \\to 0} f(x) = 0"), 11, "under `facts`"),
    "a supremum": (display("\\sup_x f(x) = 0"), 11, "front matter states `range`"),
    "an or": (
        display("f(x) = \\begin{cases} x & x > 0 \\text{ or } x < -1 \\end{cases}"),
        11,
        "a row for each condition",
    ),
    "an inverse": (display("f(x) = \\tanh^{-1}(x)"), 11, "\\operatorname{artanh}(x)"),
    "an argument without an end": (display("f(x) = \\tanh \\alpha x"), 11, "\\tanh(\\alpha x)"),
    "another function": (display("g(x) = x"), 11, "`symbol` names the page's own"),
    "no definition": (display("f'(x) = \\alpha"), 3, "write $$ f(x) = … $$"),
    "no function": (display("y = \\alpha x"), 11, "write its symbol and (x) for y"),
    "parameters first": (display("f(\\alpha, x) = x"), 11, "after a semicolon: f(x; a, b)"),
    "a number of the formula": (display("f(x) = x \\qquad (2)"), 11, "leave it out"),
    "a percentage": (display("f(x) = 50\\% x"), 11, "write 0.5"),
}


@pytest.mark.parametrize(("change", "line", "words"), ROWS.values(), ids=ROWS)
def test_what_to_write_is_told(change: tuple[str, str], line: int, words: str) -> None:
    assert PAGE.count(change[0]) >= 1
    found = list(problems(PAGE.replace(*change, 1)))
    assert any(p.line == line and words in p.message for p in found), list(map(str, found))
    assert all(len(p.message) < 300 and "\n" not in p.message for p in found)


def test_there_are_many_rows() -> None:
    assert len(ROWS) >= 60
