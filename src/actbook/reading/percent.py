"""Percent scripts, as jupytext reads them, to the text of a page that has the same lines.

A cell's marker becomes the fence that opens it and the blank line at its end the fence that closes
it, so that whatever is said of the page has the script's line numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from actbook.reading import parse
from actbook.reading.fields import near
from actbook.reading.page import Page
from actbook.verdict import Diagnostic, Refused

_MARKER = re.compile(r"# %%(?P<text> +\[(?:markdown|md)\])? *")
#: An option, or the line that continues it, which is indented.
_OPTION = re.compile(r"#\|(?: ?(?P<name>[\w-]+):)? *(?P<value>.*?) *")
_PYTHON = re.compile(r"\s*(?:`{3,}|~{3,})\s*\{?\s*\.?(?:python3?|py3?)\b", re.IGNORECASE)
#: Of a page's options those that a notebook can have: the others say how Markdown looks.
_OPTIONS = ("alt", "hide", "limit", "raises", "record")
#: The sign of a comment and the space after it, which a page's text does not have.
_COMMENT = len("# ")


def read(script: str, path: str) -> Page:
    """The page that a percent script is. Raises Refused."""
    try:
        return parse.read(text(script, path), path)
    except Refused as refused:
        raise Refused(*map(_in_script, refused.diagnostics)) from None


def _in_script(problem: Diagnostic) -> Diagnostic:
    column = problem.column
    return problem if column is None else replace(problem, column=column + _COMMENT)


def text(script: str, path: str) -> str:
    """The script as a page. Refused holds everything in it that is neither text nor a cell."""
    lines = script.split("\n")
    problems: list[Diagnostic] = []
    body = _header(lines)
    markers = [at for at in range(body, len(lines)) if lines[at].startswith("# %%")]
    for at in range(body, markers[0] if markers else len(lines)):
        if lines[at].strip():
            problems.append(Diagnostic(path, at + 1, "this stands in no cell: open one by `# %%`"))
    for start, end in pairwise([*markers, len(lines)]):
        match = _MARKER.fullmatch(lines[start])
        if match is None:
            message = (
                "a cell is opened by `# %%` or `# %% [markdown]`, its options are `#| …` lines"
            )
            problems.append(Diagnostic(path, start + 1, message))
        elif match["text"]:
            problems += _prose(lines, start, end, path)
        else:
            problems += _code(lines, start, end, path)
    if problems:
        raise Refused(*problems)
    return "\n".join(lines)


def code(source: str) -> str:
    """A cell's source without the lines that are its options."""
    lines = source.split("\n")
    while lines and _OPTION.fullmatch(lines[0]):
        del lines[0]
    return "\n".join(lines).strip("\n")


def _header(lines: list[str]) -> int:
    """Uncomment the front matter. Where it ends; a page without it is refused by who reads that."""
    if lines[0].rstrip() != "# ---":
        return 0
    for at, line in enumerate(lines):
        if line.startswith("#"):
            lines[at] = line.removeprefix("#").removeprefix(" ")
        if at and lines[at].rstrip() == "---":
            return at + 1
    return len(lines)


def _prose(lines: list[str], start: int, end: int, path: str) -> Iterator[Diagnostic]:
    lines[start] = ""
    for at in range(start + 1, end):
        line = lines[at]
        if line.strip() and line.rstrip() != "#" and not line.startswith("# "):
            yield Diagnostic(path, at + 1, "a line of text starts with `# `")
        lines[at] = line.removeprefix("#").removeprefix(" ")
        if _PYTHON.match(lines[at]):
            yield Diagnostic(path, at + 1, "code is a cell of its own: open it by `# %%`")


def _code(lines: list[str], start: int, end: int, path: str) -> Iterator[Diagnostic]:
    body = lines[start + 1 : end]
    if not body or body[-1].strip():
        yield Diagnostic(path, end, "a cell ends with a blank line")
        return
    ticks = re.findall("`+", "\n".join(body))
    fence = "`" * (1 + max([2, *map(len, ticks)]))
    options: dict[str, str] = {}
    for line, match in enumerate(_options(body), start + 2):
        name = match["name"] or next(reversed(options), "")
        options[name] = f"{options.get(name, '')} {match['value']}".strip()
        if name not in _OPTIONS:
            yield Diagnostic(path, line, f"unknown option `{name}`{near(name, _OPTIONS)}")
        elif '"' in match["value"]:
            yield Diagnostic(path, line, f'`{name}` holds a `"`: write “ and ” for quotes')
    lines[start] = " ".join(
        [f"{fence}python", *(f'{name}="{value}"' for name, value in options.items())]
    )
    lines[end - 1] = fence


def _options(body: Sequence[str]) -> Iterator[re.Match[str]]:
    for line in body:
        if not (match := _OPTION.fullmatch(line)):
            return
        yield match
