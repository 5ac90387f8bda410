"""The small wrong versions of a page's formulas: by their tokens and by their structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from actbook.formula.functions import ELEMENTARY
from actbook.latex import formula
from actbook.latex.formula import Name
from actbook.latex.misread import Source
from actbook.latex.tokens import tokens
from actbook.reading.page import Equation, Page
from actbook.reading.scope import names_of
from actbook.verdict import Refused
from mutating.mutants import Edit, Mutant, distinct, mutant, nudged, offset

if TYPE_CHECKING:
    from lark import Token

_RELATIONS = {
    **{"<": ("\\le ", ">"), "\\le": ("<", "\\ge"), "\\leq": ("<", "\\geq")},
    **{">": ("\\ge ", "<"), "\\ge": (">", "\\le"), "\\geq": (">", "\\leq")},
}
#: Elementary functions that an author may write for another.
MISTAKEN = {
    **{"exp": ("cosh",), "log": ("exp",), "sin": ("cos",), "cos": ("sin",), "tan": ("sin",)},
    **{"atan": ("tanh",), "sinh": ("cosh",), "cosh": ("sinh",), "tanh": ("erf", "atan")},
    **{"erf": ("tanh",), "erfc": ("erf",)},
}
#: A symbol's neighbours: what it is easily mistaken for.
_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    **_RELATIONS,
    **{"+": ("-",), "\\cdot": ("/",), "\\times": ("/",), "/": ("\\cdot ",)},
    **{"\\max": ("\\min",), "\\min": ("\\max",), "\\sum": ("\\prod",), "\\prod": ("\\sum",)},
    **{"e": ("\\pi ",), "\\pi": ("e",), "\\sqrt": ("",)},
    **{
        latex: tuple(ELEMENTARY[other].latex[0] for other in others)
        for name, others in MISTAKEN.items()
        for latex in ELEMENTARY[name].latex
    },
    **{"\\sigma": ("\\tanh",), "'": ("", "''"), "''": ("'",)},
}
#: What ends an operand: a minus after it is between two terms.
_ENDS = {
    *("NUMBER", "DIGIT", "VARIABLE", "VECTOR", "INDEX", "BOUND", "CONSTANT", "RPAR", "RBRACE"),
    *("RSQB", "_END_SET", "_END_ABSOLUTE", "_END_FLOOR", "_END_CEILING", "_END_CASES"),
}
#: What a formula, or a part of one, begins after.
_OPENERS = {"LPAR", "LBRACE", "EQUAL", "COMMA", "SEMICOLON", "_BEGIN_CASES", "_ROW", "_IF"}
_KINDS = {"VARIABLE": "variable", "VECTOR": "vector", "INDEX": "index", "BOUND": "index"}


def mutants(page: Page, others: Sequence[Page]) -> Iterator[Mutant]:
    """The mutants of every checked equation, none twice."""
    functions = [function for one in (page, *others) for function in one.functions]
    names = tuple(names_of(page, functions))
    for equation in page.equations:
        if equation.unchecked is None:
            at = offset(page.text, equation.line, equation.column)
            for edit in _edits(page, equation, names):
                yield mutant("formulas", page, edit.moved(at))


def _edits(page: Page, equation: Equation, names: Sequence[Name]) -> Iterator[Edit]:
    """The edits of an equation's LaTeX that read as other formulas, one for each of those."""

    def meaning(latex: str) -> Hashable:
        found = formula.display(latex, names, page.path, equation.line, equation.column)
        return tuple(
            tuple((m.expression, m.decimals, m.approximate) for m in one.chain.members)
            for one in found
        )

    seen = {meaning(equation.latex)}
    source = Source(equation.latex, page.path, equation.line, equation.column)
    edits: list[Edit] = []
    for part in tokens(source, names):
        writer = _Writer(equation.latex, part, _used(page, names))
        edits += [*writer.tokens(), *writer.beside()]
        edits += writer.structure(formula.parsed(source, part))
    for edit in distinct(edits):
        try:
            read = meaning(edit.applied(equation.latex))
        except Refused:
            continue
        if read not in seen:
            seen.add(read)
            yield edit


def _used(page: Page, names: Sequence[Name]) -> list[Name]:
    """The names in scope that the page itself defines or mentions."""
    functions = [name.latex for name in names if name.kind.endswith("function")]
    others = [name.latex for name in names if not name.kind.endswith("function")]
    mentioned: set[str] = set()
    for equation in page.equations:
        if equation.unchecked is None:
            mentioned |= formula.mentioned(equation.latex, functions, others)
    return [n for n in names if not n.kind.endswith("function") or n.latex in mentioned]


@dataclass(frozen=True)
class _Writer:
    """The edits of one formula; not all of them can be read."""

    latex: str
    found: Sequence[Token]
    names: Sequence[Name]

    def tokens(self) -> Iterator[Edit]:
        before = None
        for token in self.found:
            start, end = token.start_pos or 0, token.end_pos or 0
            for text in self.replacements(token, before):
                yield Edit(start, end, self.spaced(text, end))
            if (before is None or before.type in _OPENERS) and token not in ("-", "0"):
                yield Edit(start, end, f"-{self.latex[start:end]}")
            before = token

    def beside(self) -> Iterator[Edit]:
        """A second equation that is false, behind a gap and in a column of its own."""
        equals = next((token for token in self.found if token.type == "EQUAL"), None)
        if equals is None:
            return
        first, last = self.found[0].start_pos or 0, self.found[-1].end_pos or 0
        left = self.latex[first : equals.start_pos].rstrip(" &")
        for side in dict.fromkeys((left, left.replace("(x", "(0"))):
            for apart in (" \\qquad ", "\\;", " & "):
                yield Edit(last, last, f"{apart}{side} = 17")
            inside = f"{self.latex[:last]} & {side} = 17"
            yield Edit(0, last, f"\\begin{{aligned}} {inside} \\end{{aligned}}")

    def spaced(self, text: str, end: int) -> str:
        """A command must not swallow the letters that follow it."""
        letter = re.search(r"\\[A-Za-z]+$", text) and self.latex[end : end + 1].isalpha()
        return f"{text} " if letter else text

    def replacements(self, token: Token, before: Token | None) -> Iterator[str]:
        text = str(token)
        if token.type in ("NUMBER", "DIGIT"):
            yield from nudged(text)
        elif token.type in _KINDS:
            for name in self.names:
                if name.kind == _KINDS[token.type] and name.name != text:
                    yield name.latex
            if token.type == "VARIABLE":
                yield f"|{self.latex[token.start_pos or 0 : token.end_pos]}|"
        elif token.type in ("FUNCTION", "VECTOR_FUNCTION"):
            kind = token.type.lower().replace("_", " ")
            for name in self.names:
                if name.kind == kind and name.name != text:
                    yield name.latex
            yield from _NEIGHBOURS.get(text, ())
        elif text == "-":
            yield "+" if before is not None and before.type in _ENDS else ""
        elif token.type != "EQUAL":
            yield from _NEIGHBOURS.get(text, ())

    def structure(self, tree: Any) -> Iterator[Edit]:
        """Parts dropped, exchanged or unwrapped."""
        for node in tree.iter_subtrees():
            start, end = self.span(node)
            for text in _STRUCTURE.get(node.data, lambda *_: ())(self, node):
                yield Edit(start, end, text)

    def span(self, node: Any, outside: bool = False) -> tuple[int, int]:
        """Where a node stands; `outside` with the brackets around it."""
        meta = node.meta
        start, end = meta.start_pos, meta.end_pos
        if outside:
            start = getattr(meta, "container_start_pos", start)
            end = getattr(meta, "container_end_pos", end)
        size = re.search(r"\\(left|[bB]igg?l?)\s*$", self.latex[:start])
        return (size.start() if size else start), end

    def text(self, node: Any, outside: bool = True) -> str:
        start, end = self.span(node, outside)
        return self.latex[start:end]


def _either(writer: _Writer, node: Any) -> Iterator[str]:
    """One of two operands alone."""
    for part in node.children:
        yield writer.text(part)


def _left(writer: _Writer, node: Any) -> Iterator[str]:
    yield writer.text(node.children[0])


def _negated(writer: _Writer, node: Any) -> Iterator[str]:
    """The left operand alone, and the right one with its sign."""
    yield from _left(writer, node)
    yield f"-{writer.text(node.children[1])}"


def _inside(writer: _Writer, node: Any) -> Iterator[str]:
    yield f"({writer.text(node.children[0], outside=False)})"


def _inverted(writer: _Writer, node: Any) -> Iterator[str]:
    above, below = (writer.text(part, outside=False) for part in node.children)
    yield f"\\frac{{{below}}}{{{above}}}"


def _exchanged(writer: _Writer, node: Any) -> Iterator[str]:
    """Two neighbouring cases with each other's values."""
    begin, _ = writer.span(node)
    whole = writer.text(node, outside=False)
    values = [row.children[0] for row in node.children]
    for one, other in pairwise(values):
        edits = [(writer.span(one), writer.text(other)), (writer.span(other), writer.text(one))]
        text = whole
        for (start, end), value in reversed(edits):
            text = Edit(start - begin, end - begin, value).applied(text)
        yield text


_STRUCTURE: Mapping[str, Callable[[_Writer, Any], Iterator[str]]] = {
    **dict.fromkeys(("plus", "times", "juxtapose"), _either),
    **{"minus": _negated, "raised": _left},
    **{"absolute": _inside, "fraction": _inverted, "cases": _exchanged},
}
