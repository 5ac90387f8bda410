"""What looks like a formula or a cell and would be published unread: refused, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actbook.reading.sentence import TOKEN
from actbook.verdict import Diagnostic

_SESSION = "a cell has no prompts: write `python`, and what it prints follows by itself"
#: Fences that are executed.
PYTHON = ("python", "py", "python3", "py3")
#: Fences that are executed elsewhere.
FENCES = {
    **dict.fromkeys(("ipython", "ipython3", "code-cell", "code-block"), "write `python`"),
    **dict.fromkeys(("pycon", "python-repl", "python-console", "ipythonconsole"), _SESSION),
}
_OWN_LINES = "a display formula stands on lines of its own: `$$ … $$`"
_FORMULAS = {
    "$$": _OWN_LINES,
    "\\[": _OWN_LINES,
    "\\(": "a formula in a sentence is written `$…$`, and a bracket without a backslash",
    "\\begin": "a formula stands between `$$`: write `$$` before \\begin and behind \\end",
}
_FORMULA = re.compile(r"\$\$|\\\[|\\\(|\\begin(?=\s*\{)")
_SNIPPET = re.compile(r"^[ \t>]*(?P<mark>-+8<-+)", re.MULTILINE)


def formulas(passage: str, line: int, path: str) -> Iterator[Diagnostic]:
    """The formulas that Markdown would publish raw in a passage, whose first line is `line`."""
    kept = TOKEN.sub(lambda m: m[0] if m["escape"] else _blank(m[0]), passage)
    said = set()
    for match in _FORMULA.finditer(kept):
        problem = _problem(passage, match.start(), _FORMULAS[match[0]], line, path)
        if (problem.line, match[0]) not in said:
            said.add((problem.line, match[0]))
            yield problem


def snippets(text: str, line: int, path: str) -> Iterator[Diagnostic]:
    """The marks in a text or a cell that put another file's text on the page."""
    for match in _SNIPPET.finditer(text):
        message = "a snippet of another file is not read: write its text here"
        yield _problem(text, match.start("mark"), message, line, path)


def _blank(token: str) -> str:
    return re.sub(r"[^\n]", " ", token)


def _problem(text: str, at: int, message: str, line: int, path: str) -> Diagnostic:
    column = at - text.rfind("\n", 0, at)
    return Diagnostic(path, line + text.count("\n", 0, at), message, column)
