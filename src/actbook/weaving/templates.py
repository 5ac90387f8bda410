"""What readers see, as Jinja templates: the files in `templates/` decide it, and no Python does.

A package may bring templates that stand in for these, which it can include as `actbook/NAME`.
Templates of HTML may be laid out over lines: the end of a line beside a tag is none in the page.
All that they are given is text unless it is `Markup` (see `actbook.markup`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from actbook import amounts, brought, markup
from actbook.amounts import counted
from actbook.reading import subjects
from actbook.verdict import Verdict, inaccurate, weakest
from actbook.weaving import mathml, rich, statement

#: What readers are told of a status.
WORDS = {
    "proved": "proved",
    "holds": "tried",
    "unknown": "unknown",
    "fails": "fails",
    "unchecked": "not checked",
    "inaccurate": "inaccurate",
}
#: A number with more digits than readers need, and those that they do.
_LONG = re.compile(r"(\d\.\d{6})\d{5,}(?!\d|e)")
_LAYOUT = re.compile(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)|^\s+|\s+$")
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
#: Where a long name such as `torch.nn.functional.elu(x)` may break in a narrow column.
_BETWEEN_NAMES = re.compile(r"(?<=[_.(=])(?=\w)")


@dataclass(frozen=True)
class Sorted:
    """A cell of a table that is sorted by something else than by its text."""

    shown: str
    key: float | str


#: Text, or HTML where it is Markup.
Cell = str | Sorted


@dataclass(frozen=True)
class Row:
    """The cells of a row, which links can lead to if it has an `anchor`. `family` and what it `has`
    are what readers choose rows by."""

    cells: Sequence[Cell]
    anchor: str = ""
    family: str = ""
    has: Sequence[str] = ()


def show(template: str, **values: Any) -> Markup:
    """What a template makes of the values: HTML on one line."""
    found = _environment("html").get_template(f"{template}.html.j2")
    return _joined(found.render(values))


def part(name: str, *values: Any) -> Markup:
    """What one of the small parts, which other templates have in common, makes of the values."""
    found = _environment("html").get_template("parts.html.j2").module
    return _joined(getattr(found, name)(*values))


def write(template: str, **values: Any) -> str:
    """What a template of Markdown makes of the values, which Markdown leaves alone."""
    return _environment("md").get_template(f"{template}.md.j2").render(values)


def sentence(value: str, words: Callable[[str], Markup] = markup.text) -> Markup:
    """Text as HTML, with what stands between `$` set as formulas where that can be done. What is
    between those, `words` turns into HTML."""
    parts = enumerate(value.split("$"))
    return Markup("").join(_value(part) if at % 2 else words(part) for at, part in parts)


def _value(latex: str) -> Markup:
    try:
        return mathml.inline(latex)
    except ValueError:
        return markup.text(latex)


def evident(found: str) -> Markup:
    """A verdict's evidence as HTML, as mathematics is written: its numbers are set as such, of long
    ones the first digits."""
    return sentence(found, lambda part: typeset(_written(statement.typed(part))))


def plain(found: str) -> str:
    """A verdict's evidence for where nothing can be set, such as a title."""
    return " ".join(markup.bare(evident(found)).split())


def _weakest(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that a claim is as good as."""
    return next(verdict for verdict in verdicts if verdict.status == weakest(verdicts))


def _written(spelt: str) -> str:
    roots = re.sub(r"\bsqrt\((\w+)\)", r"√\1", spelt).replace("sqrt(", "√(")
    return _LONG.sub(r"\1…", re.sub(r"(?<=[\w)])\*(?=[\w√(])", "·", roots))


def typeset(value: str) -> Markup:
    """Text as HTML with its numbers set as such."""
    return markup.typeset(value, markup.text)


def breakable(code: str) -> Markup:
    """Code in a narrow column: a long name may break between its words, and only there."""
    return Markup("<wbr>").join(map(markup.text, _BETWEEN_NAMES.split(code)))


def unsearched(svg: str) -> Markup:
    """A figure that search passes over. Figures are sanitised where they are drawn."""
    return mathml.unsearched(Markup(" ".join(svg.split("\n"))), "svg")


def _joined(html: str) -> Markup:
    return Markup(re.sub(r"\s*\n\s*", " ", _LAYOUT.sub("", html)))


def _printed(text: str) -> str:
    """What a cell printed, without the codes for a terminal."""
    return _TERMINAL.sub("", text).rstrip("\n")


def _instead(svg: str) -> str:
    """Of how much a figure shows pixels; empty for none."""
    found = re.match(r'<svg class="actbook-figure" data-instead="([\w,. ]+)"', svg)
    return found[1] if found else ""


def _filled(columns: Sequence[Any], rows: Sequence[Any]) -> list[int]:
    """The columns of a table that have something in them."""
    cells = [[getattr(cell, "shown", cell) for cell in row.cells] for row in rows]
    return [at for at in range(len(columns)) if any(row[at] for row in cells)]


def _block(html: str) -> Markup:
    """HTML of a template of Markdown, with what is placed in it: one place for all of it."""
    return _place(_joined(html))


def _place(value: object) -> Markup:
    return Markup(markup.placed(markup.unmarked(markup.text(value))))


@cache
def _environment(kind: str) -> Environment:
    own = PackageLoader("actbook.weaving")
    others = [PackageLoader(point.value) for point in brought.points(brought.TEMPLATES)]
    made = Environment(
        loader=ChoiceLoader([*others, own, PrefixLoader({"actbook": own})]),
        autoescape=True,
        finalize=markup.text if kind == "html" else _place,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "sentence": sentence,
        "evident": evident,
        "plain": plain,
        "weakest": _weakest,
        "said": lambda latex: sentence(f"${' '.join(latex.split())}$"),
        "typeset": typeset,
        "formula": lambda latex: mathml.unsearched(mathml.display(latex), "math"),
        "inline": mathml.inline,
        "figure": unsearched,
        "breakable": breakable,
        "anchor": subjects.anchor,
        "ulps": amounts.ulps,
        "grouped": "{:,}".format,
        "counted": counted,
        "block": _block,
        "filled": _filled,
        "printed": _printed,
        "rich": rich.shown,
        "instead": _instead,
    }
    made.globals["words"] = WORDS
    made.tests["inaccurate"] = inaccurate
    return made
