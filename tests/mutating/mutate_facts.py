"""The small wrong versions of a page's facts, in its front matter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from actbook.facts.grammar import Constant, Extremum, Grammar, Pairs, SetOfNumbers, Words
from actbook.facts.registry import named
from actbook.facts.smoothness import Orders
from actbook.formula.stated import split
from actbook.reading.page import Page
from mutating.mutants import Edit, Mutant, distinct, mutant
from mutating.mutate_python import Place, edits, expression


def mutants(page: Page) -> Iterator[Mutant]:
    """The mutants of every stated fact. A few cannot be read: those that name a key twice."""
    offset = page.text.index("\n") + 1
    front = "\n".join(page.text.split("\n")[1 : page.body - 2]) + "\n"
    root = yaml.compose(front, Loader=yaml.SafeLoader)
    found = [edit for names, facts in _facts(root) for edit in _Front(front, names).all(facts)]
    for edit in distinct(found):
        yield mutant("facts", page, edit.moved(offset))


def _facts(root: Any) -> Iterator[tuple[list[str], Any]]:
    """The facts of the page's function and of its variants, each with the parameters' names."""
    top = _items(root)
    for keys in (top, *(_items(variant) for variant in _items(top.get("variants")).values())):
        if "facts" in keys:
            yield list(_items(keys.get("parameters"))), keys["facts"]


def _items(node: Any) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value}


def _others(grammar: Grammar, stated: str) -> Iterator[str]:
    """Whole values that are easily mistaken for a stated one; its text is empty for a mapping."""
    match grammar:
        case Words(known=known):
            yield from (word for word in known if word != stated)
        case Constant():
            yield "1" if stated == "none" else "none"
        case Extremum():
            yield "{x: 0, value: 0}" if stated == "none" else "none"
        case Orders() if stated == "C^oo":
            yield from ("C^1", "C^9")
        case Orders() if stated == "discontinuous":
            yield "C^0"
        case Orders():
            order = int(stated.removeprefix("C^"))
            less = f"C^{order - 1}" if order else "discontinuous"
            yield from (less, f"C^{order + 1}", "C^oo")


@dataclass(frozen=True)
class _Front:
    """Front matter, and the names of the parameters that its facts are in."""

    text: str
    names: Sequence[str]

    def all(self, facts: Any) -> Iterator[Edit]:
        for name, node in _items(facts).items():
            for statement in self.statements(node):
                parts = _items(statement)
                if "where" in parts:
                    yield from self.scalar(parts["where"], self.condition)
                alone = parts.keys() - {"where"} == {"value"}
                yield from self.fact(name, parts["value"] if alone else statement)

    def statements(self, node: Any) -> list[Any]:
        several = isinstance(node, yaml.SequenceNode)
        if several and any(isinstance(v, yaml.MappingNode) for v in node.value):
            return list(node.value)
        return [node]

    def fact(self, name: str, node: Any) -> Iterator[Edit]:
        """Every fact that has a grammar has mutants: what its values are made of is changed, or
        the whole, to what it is mistaken for."""
        kind = named(name)
        if kind is None:
            return
        if isinstance(node, yaml.SequenceNode):
            yield from self.sequence(node)
        elif isinstance(node, yaml.MappingNode):
            yield from self.mapping(node, kind.grammar)
        elif isinstance(kind.grammar, SetOfNumbers):
            yield from self.scalar(node, self.set)
        elif isinstance(kind.grammar, Constant) and node.value != "none":
            yield from self.scalar(node, self.value)
        if not isinstance(node, yaml.SequenceNode) and "where" not in _items(node):
            written = "" if isinstance(node, yaml.MappingNode) else node.value
            for other in _others(kind.grammar, written):
                yield Edit(node.start_mark.index, node.end_mark.index, other)

    def mapping(self, node: Any, grammar: Grammar) -> Iterator[Edit]:
        for key, value in node.value:
            if key.value == "where":
                continue
            if isinstance(grammar, Pairs) and "oo" not in key.value:
                yield from self.scalar(key, self.value)
            yield from self.scalar(value, self.value)

    def sequence(self, node: Any) -> Iterator[Edit]:
        """Each kink moved, each left out, and one too many."""
        start, end = node.start_mark.index, node.end_mark.index
        written = [self.text[v.start_mark.index : v.end_mark.index] for v in node.value]
        for at, value in enumerate(node.value):
            yield from self.scalar(value, self.value)
            yield Edit(start, end, f"[{', '.join(written[:at] + written[at + 1 :])}]")
        yield Edit(start, end, f"[{', '.join([*written, '1' if written else '0'])}]")

    def scalar(self, node: Any, of: Any) -> Iterator[Edit]:
        """The edits of a scalar's text, its quotes left as they are."""
        start, end = node.start_mark.index, node.end_mark.index
        quoted = self.text[start] in "\"'"
        if self.text[start + quoted : end - quoted] == node.value:
            for edit in of(node.value):
                yield edit.moved(start + quoted)

    def value(self, text: str) -> Iterator[Edit]:
        return expression(text, self.names)

    def condition(self, text: str) -> Iterator[Edit]:
        return edits(ast.parse(text, mode="eval"), Place(text, self.names))

    def set(self, text: str) -> Iterator[Edit]:
        """Ends moved, opened or closed; elements and whole pieces left out."""
        parts = list(re.finditer(r"[^∪U\s](?:(?!\s*(?:\bU\b|∪)).)*", text))
        for part in parts:
            first, last = part.start(), part.end() - 1
            brackets = text[first] + text[last]
            inner = split(text[first + 1 : last])
            at = first + 1
            for one in inner:
                start = text.index(one, at)
                for edit in self.value(one):
                    yield edit.moved(start)
                at = start + len(one)
            if brackets != "{}":
                yield from self.brackets(text, (first, last), inner)
            for at in range(len(inner) if brackets == "{}" and len(inner) > 1 else 0):
                yield Edit(first, last + 1, f"{{{', '.join(inner[:at] + inner[at + 1 :])}}}")
            if len(parts) > 1:
                rest = [other[0] for other in parts if other is not part]
                yield Edit(0, len(text), " U ".join(rest))

    def brackets(self, text: str, at: Sequence[int], ends: Sequence[str]) -> Iterator[Edit]:
        """A finite end opened or closed; an infinite one cannot be closed."""
        for place, end in zip(at, ends, strict=True):
            if not end.endswith("oo"):
                other = "()[]"["[]()".index(text[place])]
                yield Edit(place, place + 1, other)
