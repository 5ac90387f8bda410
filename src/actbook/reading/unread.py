"""What looks like a formula or a cell and would be published unread: refused, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actbook.reading.sentence import TOKEN
from actbook.verdict import Diagnostic

_SESSION = "a cell has no prompts: write `python`, and what it prints follows by itself"
#: Fences that are executed.
PYTHON = ("python", "py", "python3", "py3")
#: Listings of Python's own: tracebacks.
_LISTINGS = ("pytb", "py3tb")
#: Square and pointed brackets that open in a paragraph.
_BRACKETS = 1_000
_OWN_LINES = "a display formula stands on lines of its own: `$$ … $$`"
_FORMULAS = {
    "$$": _OWN_LINES,
    "\\[": _OWN_LINES,
    "\\(": "a formula in a sentence is written `$…$`, and a bracket without a backslash",
    "\\begin": "a formula stands between `$$`: write `$$` before \\begin and behind \\end",
}
_FORMULA = re.compile(r"\$\$|\\\[|\\\(|\\begin(?=\s*\{)")
#: `$ x^2 $`, which Markdown leaves as it is.
_SPACED = re.compile(
    r"(?<![\\$\w])\$(?=\s|[^$\n]*\s\$)(?=[^$]*[\\^_=])(?:(?!\n\s*\n)[^$])+\$(?![\d$])"
)
_IN_SENTENCES = (
    "a formula in a sentence is written `$…$`, without spaces or backticks inside the `$`"
)
_VALUE = "a computed value is written `` `{python} …` ``"
_SNIPPET = re.compile(r"^[ \t>]*(?P<mark>-+8<-+)", re.MULTILINE)


def executed_elsewhere(language: str) -> str | None:
    """What is said of a fence that other programs execute as Python."""
    if language in (*PYTHON, *_LISTINGS):
        return None
    if re.search(r"^(?:i?py|python).*(?:con|repl)", language):
        return _SESSION
    if language in ("code-cell", "code-block") or re.search("python|^i?py", language):
        return "write `python`, or `text` for a listing"
    return None


def formulas(passage: str, line: int, path: str) -> Iterator[Diagnostic]:
    """The formulas that Markdown would publish raw in a passage, whose first line is `line`."""
    kept = TOKEN.sub(lambda m: m[0] if m["escape"] else _blank(m[0]), passage)
    for match in TOKEN.finditer(passage):
        if (message := _elsewhere(match, passage)) is not None:
            yield _problem(passage, match.start(), message, line, path)
    for match in _SPACED.finditer(kept):
        yield _problem(passage, match.start(), _IN_SENTENCES, line, path)
    said = set()
    for match in _FORMULA.finditer(kept):
        problem = _problem(passage, match.start(), _FORMULAS[match[0]], line, path)
        if (problem.line, match[0]) not in said:
            said.add((problem.line, match[0]))
            yield problem


def _elsewhere(token: re.Match[str], passage: str) -> str | None:
    """What is said of a token that other programs take for a formula or a computed value."""
    if (token["math"] or "").startswith("`"):
        return _IN_SENTENCES
    if re.match(r"<(?:math\b|script[^>]+math/)", token["tag"] or "", re.IGNORECASE):
        return _IN_SENTENCES
    if token["code"]:
        role = re.search(r"\{(math|eval)\}$", passage[: token.start()])
        if role:
            return _IN_SENTENCES if role[1] == "math" else _VALUE
        if re.match(r"\{(?:py|py3|Python|python3|ipython)\}", token["inside"]):
            return _VALUE
    return None


def snippets(text: str, line: int, path: str) -> Iterator[Diagnostic]:
    """The marks in a text or a cell that put another file's text on the page."""
    for match in _SNIPPET.finditer(text):
        message = "a snippet of another file is not read: write its text here"
        yield _problem(text, match.start("mark"), message, line, path)


def crowded(passage: str, line: int, path: str) -> Iterator[Diagnostic]:
    """Paragraphs that Markdown takes minutes to read: it tries each bracket with all others."""
    at = 0
    for paragraph in re.split(r"(\n[ \t]*(?=\n))", passage):
        if (count := paragraph.count("[") + paragraph.count("<")) > _BRACKETS:
            message = f"{count:,} brackets in a paragraph: it has at most {_BRACKETS:,}"
            start = at + len(paragraph) - len(paragraph.lstrip("\n"))
            yield Diagnostic(path, line + passage.count("\n", 0, start), message)
        at += len(paragraph)


def _blank(token: str) -> str:
    return re.sub(r"[^\n]", " ", token)


def _problem(text: str, at: int, message: str, line: int, path: str) -> Diagnostic:
    column = at - text.rfind("\n", 0, at)
    return Diagnostic(path, line + text.count("\n", 0, at), message, column)
