"""Text to Page: front matter, cells, equations and inline values, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from actbook.reading import frontmatter, marked, options, remarks, sentence, unread, written
from actbook.reading.blocks import FENCE, Block, blocks, info
from actbook.reading.fields import UNREADABLE
from actbook.reading.files import slug
from actbook.reading.marked import Runs, body
from actbook.reading.page import Cell, Equation, Inline, Page
from actbook.verdict import Diagnostic, Refused

_UNCHECKED = re.compile(r"\{\s*unchecked=\"([^\"]+)\"\s*\}")


def read(text: str, path: str, runs: Runs = "all") -> Page:
    """The page in `text`, of a site in which such cells run. Refused holds everything wrong with
    its front matter and its blocks."""
    lines = text.split("\n")
    if runs == "marked" and not marked.states(lines):
        return _page(path, lines, body(lines), runs)
    if not text.strip():
        raise Refused(Diagnostic(path, 1, "the file is empty: a page starts with front matter"))
    if lines[0].rstrip() != "---":
        message = "a page starts with front matter: a line `---`, then `title: …`, then `---`"
        raise Refused(Diagnostic(path, 1, message))
    if not (start := body(lines)):
        raise Refused(Diagnostic(path, 1, "the front matter is never closed: end it with `---`"))
    return _page(path, lines, start, "all")


def _page(path: str, lines: list[str], start: int, runs: Runs) -> Page:
    problems: list[Diagnostic] = []
    header = None
    scan = _Scan(path, lines, problems, runs)
    found = list(blocks(lines, start))
    try:
        front = "\n".join(lines[1 : start - 1]) + "\n" if start else ""
        if runs == "all":
            header = frontmatter.read(front, path, 2)
        else:
            header = frontmatter.plain(front, path, 2, marked.title(lines, found))
    except Refused as refused:
        problems.extend(refused.diagnostics)
    for block in found:
        scan.take(block)
    passages = list(sentence.passages(lines, scan.sentences))
    for passage, line in passages:
        scan.inlines_of(passage, line)
        problems += unread.formulas(passage, line, path)
        problems += unread.snippets(passage, line, path)
        problems += unread.crowded(passage, line, path)
    if header is None or problems:
        raise Refused(*sorted(problems, key=lambda problem: problem.line))
    return Page(
        path=path,
        slug=slug(path),
        text="\n".join(lines),
        body=start + 1,
        cells=tuple(scan.cells),
        equations=tuple(_explained(scan.equations, passages)),
        inlines=tuple(scan.inlines),
        literal=tuple(scan.literal),
        remarks=tuple(r for passage in passages for r in remarks.remarks(*passage)),
        written=tuple(n for passage in passages for n in written.written(*passage)),
        **vars(header),
    )


def _unclosed(block: Block, line: str) -> tuple[str, int | None]:
    """What to say of a block without an end, and its column."""
    column = len(line) - len(line.lstrip(" \t>")) + 1
    match block.kind:
        case "fence":
            mark = line.lstrip(" \t>")
            mark = mark[: len(mark) - len(mark.lstrip(mark[0]))]
            return f"this fence is never closed: end it with a line {mark[:20]}", None
        case "formula":
            return "this formula is never closed: end it with `$$`", column
    return "this comment is never closed: end it with `-->`", None


def _explained(
    equations: Sequence[Equation], passages: Sequence[tuple[str, int]]
) -> Iterator[Equation]:
    """The equations with what the sentence behind each says that its letters stand for."""
    behind = {line: text for text, line in passages}
    for equation in equations:
        text = behind.get(equation.end + 1, "")
        yield replace(equation, given=tuple(remarks.given(text, equation.end + 1)))


@dataclass
class _Scan:
    """What the blocks of a body hold. Positions in `lines` count from 0, in nouns from 1."""

    path: str
    lines: list[str]
    problems: list[Diagnostic]
    runs: Runs
    cells: list[Cell] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    literal: list[tuple[int, int]] = field(default_factory=list)

    def take(self, block: Block) -> None:
        if not block.closed:
            self.problem(block.start, *_unclosed(block, self.lines[block.start]))
            return
        match block.kind:
            case "fence":
                self.fence(block)
            case "formula" if block.within:
                self.misplaced(block, "a formula")
            case "formula":
                self.equation(block)
            case "code":
                self.literal.append((block.start + 1, block.end + 1))
            case "blank":
                self.sentences.append(block.start)
            case "text":
                self.text(block)

    def misplaced(self, block: Block, what: str) -> None:
        message = f"{what} in {block.within} is not read: write it outside of {block.within}"
        self.problem(block.start, message)

    def problem(self, at: int, message: str, column: int | None = None) -> None:
        self.problems.append(Diagnostic(self.path, at + 1, message, column))

    def fence(self, block: Block) -> None:
        line = self.lines[block.start]
        match = FENCE.search(line)
        assert match is not None  # a fence begins with one
        language, *rest = info(line)
        if self.runs == "marked" and marked.listed(line):
            self.literal.append((block.start + 1, block.end + 1))
        elif (instead := unread.executed_elsewhere(language)) is not None:
            self.problem(block.start, f"`{language}` is not executed: {instead}")
        elif language in (*unread.PYTHON, "math") and block.within:
            self.misplaced(block, "a formula" if language == "math" else "a cell")
        elif language == "math":
            self.formula(block, match["indent"])
        elif language in unread.PYTHON:
            found, wrong = options.options("".join(rest))
            for message in wrong:
                self.problem(block.start, message)
            self.cell(block, match["indent"], found)
        else:
            self.literal.append((block.start + 1, block.end + 1))

    def cell(self, block: Block, indent: str, given: dict[str, str]) -> None:
        width, inner = len(indent), self.lines[block.start + 1 : block.end]
        source = "\n".join(
            line[width:] if not line[:width].strip() else line.lstrip() for line in inner
        )
        self.problems += unread.snippets("\n".join(inner), block.start + 2, self.path)
        mark = FENCE.search(self.lines[block.start])["mark"]  # type: ignore[index]
        for at, line in enumerate(inner, block.start + 2):
            if (opened := FENCE.fullmatch(line)) and opened["mark"] == mark:
                message = f"this fence is never closed: line {at} opens another one"
                self.problem(block.start, message)
                return
        place = (block.start + 2, block.start + 1, block.end + 1)
        self.cells.append(Cell(source, *place, indent, given))

    def formula(self, block: Block, indent: str) -> None:
        """A formula in a fence, as code hosts write it."""
        latex = "\n".join(self.lines[block.start + 1 : block.end])
        if latex.strip():
            place = (block.start + 2, 1, block.start + 1, block.end + 1)
            self.equations.append(Equation(latex, *place, indent, None))
        else:
            self.problem(block.start, "this formula is empty")

    def equation(self, block: Block) -> None:
        at, end = block.start, block.end
        line = self.lines[at]
        indent = line[: len(line) - len(line.lstrip())]
        opening = len(indent) + 2
        close = self.lines[end].find("$$", opening if end == at else 0)
        reason = None
        if after := self.lines[end][close + 2 :].strip():
            if not (match := _UNCHECKED.fullmatch(after)):
                column = self.lines[end].index(after, close + 2) + 1
                self.problem(end, f"`{after}` stands behind a formula, which ends its line", column)
                return
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

    def text(self, block: Block) -> None:
        at = block.start
        if block.stray:
            message = "a fence stands on lines of its own, below the marker of a list or a note"
            self.problem(at, message)
        self.sentences.append(at)

    def inlines_of(self, passage: str, line: int) -> None:
        """The computed values in a passage. A comment is a token of its own, and hides its own."""
        for match in sentence.TOKEN.finditer(passage):
            if (match["inside"] or "").startswith("{python}"):
                before = passage[: match.start()]
                at = line - 1 + before.count("\n")
                self.inline(at, match, match.start() - before.rfind("\n"))

    def inline(self, at: int, match: re.Match[str], column: int) -> None:
        expression = match["inside"].removeprefix("{python}").strip()
        try:
            compile(expression, self.path, "eval")
        except UNREADABLE as error:
            reason = getattr(error, "msg", str(error) or "nested too deeply")
            self.problem(at, f"`{expression}` is not an expression: {reason}", column)
        after = sum(cell.end <= at for cell in self.cells)
        self.inlines.append(Inline(expression, at + 1, column, column + len(match[0]), after))
