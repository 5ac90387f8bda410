"""Sentences of a page: computed values, formulas and citations put in their places."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from actbook import markup
from actbook.markup import placed, typeset
from actbook.reading import subjects
from actbook.reading.page import Page
from actbook.reading.sentence import TOKEN
from actbook.verdict import Diagnostic
from actbook.weaving import layout, mathml
from actbook.weaving.layout import Passage
from actbook.weaving.references import Bibliography, Reference
from actbook.weaving.templates import breakable, part

#: MathML of more than letters, numbers and signs in a row makes no sense as plain text.
_STRUCTURED = re.compile(r"<m(?:frac|sqrt|root|table|sub|sup|subsup|under|over|underover)\b")


@dataclass(frozen=True)
class Setting:
    """What the sentences of one page are set with.

    `values` gives a computed value by its line and expression, `numbers` a reference's number by
    its key. `claims` are the anchors of what formulas claim, by the places of those.
    """

    path: str
    values: Mapping[tuple[int, str], str]
    numbers: Mapping[str, int]
    bibliography: Bibliography
    claims: Mapping[tuple[int, int], Sequence[str]]


def setting(page: Page, values: Iterable[str], bibliography: Bibliography) -> Setting:
    """What a page's sentences are set with; `values` are those of its inline code, in order.

    References are numbered as they are first cited, then those that are only listed. Values that
    could not be computed are empty: their code is shown instead.
    """
    texts = (p.text for p in layout.parts(page) if isinstance(p, Passage) and not p.literal)
    cited = (key for text in texts for match in TOKEN.finditer(text) for key in _keys(match))
    keys = dict.fromkeys([*cited, *page.sources, *page.used_in.values()])
    claims: dict[tuple[int, int], list[str]] = {}
    for remark in page.remarks:
        if remark.role == "claim":
            anchor = subjects.anchor(subjects.sentence(page, remark))
            claims.setdefault((remark.line, remark.column), []).append(anchor)
    return Setting(
        page.path,
        {(i.line, i.expression): v for i, v in zip(page.inlines, values, strict=False) if v},
        {key: number for number, key in enumerate(keys, 1)},
        bibliography,
        claims,
    )


def references(setting: Setting) -> list[tuple[int, Reference]]:
    """The references that can be set, each with its number."""
    known = []
    for key, number in setting.numbers.items():
        with contextlib.suppress(ValueError):  # which is reported where it is cited or listed
            known.append((number, setting.bibliography.reference(key)))
    return known


def render(text: str, line: int, setting: Setting) -> tuple[str, tuple[Diagnostic, ...]]:
    """A passage, whose first line is `line`, as Markdown with its values, formulas and citations.

    What cannot be set stays as it is written, with a diagnostic.
    """
    problems: list[Diagnostic] = []

    def replaced(match: re.Match[str]) -> str:
        at = line + text.count("\n", 0, match.start())
        column = match.start() - text.rfind("\n", 0, match.start())
        try:
            return _token(match, at, column, setting)
        except ValueError as error:
            problems.append(Diagnostic(setting.path, at, str(error), column))
            return match[0]

    return TOKEN.sub(replaced, text), tuple(problems)


def _token(match: re.Match[str], line: int, column: int, setting: Setting) -> str:
    if match["math"]:
        return _formula(match, line, column, setting)
    if match["cite"]:
        cited = ((setting.bibliography.reference(k), setting.numbers[k]) for k in _keys(match))
        return "".join(placed(part("citation", *each)) for each in cited)
    if (value := _value(match, line, setting)) is not None:
        return placed(typeset(value))
    if match["code"] and _in_row(match):
        return placed(part("code", breakable(match["inside"].strip())))
    return "&#36;" if match["escape"] == r"\$" else match[0]


def _formula(match: re.Match[str], line: int, column: int, setting: Setting) -> str:
    """A formula with the mark of one that its author does not want checked, or, if it is checked,
    with an anchor for those who come from each of its verdicts."""
    shown = formula(match["math"])
    for anchor in setting.claims.get((line, column), ()):
        shown = part("formula", shown, anchor)
    return placed(part("formula", shown, "", match["reason"] or ""))


def _in_row(match: re.Match[str]) -> bool:
    """Whether a table's row is where something was found."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    return match.string[start:].lstrip().startswith("|")


def source(text: str, line: int, setting: Setting) -> str:
    """A passage as Markdown for other readers: values in place, formulas left in LaTeX, citations
    as numbers."""

    def replaced(match: re.Match[str]) -> str:
        at = line + text.count("\n", 0, match.start())
        if match["cite"]:
            return "".join(f"[{setting.numbers[key]}]" for key in _keys(match))
        if match["reason"]:
            return f"${match['math']}$ (not checked: {match['reason']})"
        value = _value(match, at, setting)
        return match[0] if value is None else " ".join(value.split())

    return TOKEN.sub(replaced, text)


def _value(match: re.Match[str], line: int, setting: Setting) -> str | None:
    """The computed value whose code has been found; None for other code."""
    if not match["code"] or not match["inside"].startswith("{python}"):
        return None
    return setting.values.get((line, match["inside"].removeprefix("{python}").strip()))


def formula(latex: str) -> Markup:
    """A formula within a sentence. Search finds `x = 3`, but no debris of fractions."""
    math = mathml.inline(latex)
    return mathml.unsearched(math, "math") if _STRUCTURED.search(math) else math


def plain(text: str, setting: Setting) -> Markup:
    """A passage as HTML that may stand in a link: formulas and values are set, while citations,
    links and emphasis lose their markup."""
    text = TOKEN.sub(lambda match: "\x08" if match["cite"] else match[0], text)
    text = re.sub(r"\s*\x08", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts: list[Markup] = []
    position = 0
    for match in TOKEN.finditer(text):
        parts += [_unmarked(text[position : match.start()]), _plain_token(match, setting)]
        position = match.end()
    return Markup(" ".join(Markup("").join([*parts, _unmarked(text[position:])]).split()))


def _plain_token(match: re.Match[str], setting: Setting) -> Markup:
    if match["math"]:
        try:
            return formula(match["math"])
        except ValueError:
            return markup.text(match["math"])
    if match["code"]:
        expression = match["inside"].removeprefix("{python}").strip()
        known = (v for (_, e), v in setting.values.items() if e == expression)
        value = next(known, None)
        return markup.text(expression) if value is None else typeset(value)
    return markup.text(match["escape"][1] if match["escape"] else "")


def _unmarked(text: str) -> Markup:
    return markup.spaced(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text))


def _keys(match: re.Match[str]) -> list[str]:
    return re.findall(r"@([\w:.-]+)", match["cite"] or "")
