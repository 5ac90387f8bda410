"""Text to Page: front matter, cells, equations and inline values, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actbook.reading import frontmatter, remarks, sentence, written
from actbook.reading.fields import UNREADABLE, near
from actbook.reading.page import Cell, Equation, Inline, Page
from actbook.verdict import Diagnostic, Refused

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
_OPTION = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
#: What opens a block whose content is indented: a tab, an admonition, a list item.
_CONTAINER = re.compile(r"(===|!!!|\?\?\?\+?)[ \t]|([-*+]|\d+[.)])[ \t]+")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_UNCHECKED = re.compile(r"\{\s*unchecked=\"([^\"]+)\"\s*\}")
_OPTIONS = (
    "hide",
    "run",
    "reason",
    "raises",
    "alt",
    "limit",
    "record",
    "title",
    "hl_lines",
    "linenums",
)


def load(path: Path, name: str) -> str:
    """The text of a file, its line ends made newlines and a byte-order mark dropped."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(Diagnostic(name, line, "this is not UTF-8 text")) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(Diagnostic(name, line, "this is not text: it holds a NUL byte"))
    return re.sub(r"\r\n?", "\n", text)


def read(text: str, path: str) -> Page:
    """The page in `text`. Refused holds everything wrong with its front matter and its blocks."""
    lines = text.split("\n")
    if not text.strip():
        raise Refused(Diagnostic(path, 1, "the file is empty: a page starts with front matter"))
    if lines[0].rstrip() != "---":
        message = "a page starts with front matter: a line `---`, then `title: …`, then `---`"
        raise Refused(Diagnostic(path, 1, message))
    ends = [i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")]
    if not ends:
        raise Refused(Diagnostic(path, 1, "the front matter is never closed: end it with `---`"))
    problems: list[Diagnostic] = []
    header = None
    try:
        header = frontmatter.read("\n".join(lines[1 : ends[0]]) + "\n", path, 2)
    except Refused as refused:
        problems.extend(refused.diagnostics)
    scan = _Scan(path, lines, problems)
    scan.run(ends[0] + 1)
    if header is None or problems:
        raise Refused(*sorted(problems, key=lambda problem: problem.line))
    return Page(
        path=path,
        slug=Path(path).stem,
        text=text,
        body=ends[0] + 2,
        cells=tuple(scan.cells),
        equations=tuple(scan.equations),
        inlines=tuple(scan.inlines),
        literal=frozenset(scan.literal),
        **_said(lines, scan.sentences),
        **vars(header),
    )


def _said(lines: list[str], prose: list[int]) -> dict[str, Any]:
    """What the sentences on lines of prose say: relations, and numbers as they are written."""
    passages = list(sentence.passages(lines, prose))
    return {
        "remarks": tuple(r for text, line in passages for r in remarks.remarks(text, line)),
        "written": tuple(n for text, line in passages for n in written.written(text, line)),
    }


@dataclass
class _Scan:
    """One pass over the lines of a body. Positions in `lines` count from 0, in nouns from 1."""

    path: str
    lines: list[str]
    problems: list[Diagnostic]
    cells: list[Cell] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    containers: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    literal: list[int] = field(default_factory=list)

    def run(self, at: int) -> None:
        while at < len(self.lines):
            line = self.lines[at]
            stripped = line.strip()
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            if stripped:
                while self.containers and indent < self.containers[-1]:
                    self.containers.pop()
            # Deeper than its container by four: an indented code block, shown as it stands.
            deep = indent >= (self.containers[-1] if self.containers else 0) + 4
            if not stripped:
                self.sentences.append(at)
                at += 1
            elif deep:
                self.code(at)
                at += 1
            elif match := _FENCE.fullmatch(line):
                at = self.fence(at, match)
            elif stripped.startswith("$$"):
                at = self.equation(at)
            elif stripped.startswith("<!--"):
                at = self.comment(at)
            else:
                if opened := _CONTAINER.match(stripped):
                    # Content of a list item may be indented by its marker or by four.
                    self.containers.append(indent + (4 if opened[1] else len(opened[0])))
                self.prose(at)
                at += 1

    def problem(self, at: int, message: str, column: int | None = None) -> None:
        self.problems.append(Diagnostic(self.path, at + 1, message, column))

    def fence(self, at: int, match: re.Match[str]) -> int:
        mark = match["mark"]
        closing = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*")
        end = at + 1
        while end < len(self.lines) and not closing.fullmatch(self.lines[end]):
            end += 1
        if end == len(self.lines):
            self.problem(at, f"this fence is never closed: end it with a line {mark}")
            return end
        words = match["info"].strip().strip("{}").strip().split(None, 1)
        if words and words[0].lstrip(".").lower() in ("python", "py", "python3"):
            options = self.options(at, words[1] if len(words) > 1 else "")
            width = len(match["indent"])
            source = "\n".join(
                line[width:] if not line[:width].strip() else line.lstrip()
                for line in self.lines[at + 1 : end]
            )
            self.cells.append(Cell(source, at + 2, at + 1, end + 1, match["indent"], options))
        return end + 1

    def options(self, at: int, text: str) -> dict[str, str]:
        options = {m[1]: next(v for v in m.groups()[1:] if v is not None)
                   for m in _OPTION.finditer(text)}  # fmt: skip
        if left := _OPTION.sub("", text).split():
            self.problem(at, f"`{left[0]}` is not an option of a cell: options are `name=value`")
        for name, value in options.items():
            if name not in _OPTIONS:
                self.problem(at, f"unknown option `{name}`{near(name, _OPTIONS)}")
            elif name == "hide" and value not in ("code", "output", "all"):
                self.problem(at, "`hide` is `code`, `output` or `all`")
            elif name == "limit" and not value.isdigit():
                self.problem(at, "`limit` is a number of seconds")
        if options.get("run", "no") != "no" or ("run" in options) != ("reason" in options):
            self.problem(at, 'a cell that is not executed says `run=no reason="…"`')
        return options

    def equation(self, at: int) -> int:
        line = self.lines[at]
        indent = line[: len(line) - len(line.lstrip())]
        opening = len(indent) + 2
        end, start = at, opening
        while (close := self.lines[end].find("$$", start)) < 0:
            end, start = end + 1, 0
            if end == len(self.lines):
                self.problem(at, "this formula is never closed: end it with `$$`", opening - 1)
                return end
        reason = None
        if after := self.lines[end][close + 2 :].strip():
            if not (match := _UNCHECKED.fullmatch(after)):
                column = self.lines[end].index(after, close + 2) + 1
                self.problem(end, f"`{after}` stands behind a formula, which ends its line", column)
                return end + 1
            reason = match[1]
        first, column = at, opening
        if end > at and not line[opening:].strip():
            first, column = at + 1, 0
        parts = [*self.lines[first:end], self.lines[end][:close]]
        latex = "\n".join(parts)[column:]
        if latex.strip():
            self.equations.append(
                Equation(latex, first + 1, column + 1, at + 1, end + 1, indent, reason)
            )
        else:
            self.problem(at, "this formula is empty", opening - 1)
        return end + 1

    def code(self, at: int) -> None:
        """A line that is code by its indentation, unless it goes on with a paragraph."""
        above = self.sentences and self.sentences[-1] == at - 1 and self.lines[at - 1].strip()
        if above:
            self.sentences.append(at)
        else:
            self.literal.append(at + 1)

    def comment(self, at: int) -> int:
        for end in range(at, len(self.lines)):
            if "-->" in self.lines[end]:
                return end + 1
        self.problem(at, "this comment is never closed: end it with `-->`")
        return len(self.lines)

    def prose(self, at: int) -> None:
        line = self.lines[at]
        self.sentences.append(at)
        for match in _CODE_SPAN.finditer(line):
            if match[2].startswith("{python}"):
                self.inline(at, match)
        outside = _CODE_SPAN.sub(lambda match: " " * len(match[0]), line)
        for mark in ("$$", "\\["):
            if (column := outside.find(mark)) >= 0:
                self.problem(
                    at, "a display formula stands on lines of its own: `$$ … $$`", column + 1
                )

    def inline(self, at: int, match: re.Match[str]) -> None:
        expression = match[2].removeprefix("{python}").strip()
        try:
            compile(expression, self.path, "eval")
        except UNREADABLE as error:
            reason = getattr(error, "msg", str(error) or "nested too deeply")
            self.problem(at, f"`{expression}` is not an expression: {reason}", match.start() + 1)
        column, end = match.start() + 1, match.end() + 1
        self.inlines.append(Inline(expression, at + 1, column, end, len(self.cells)))
