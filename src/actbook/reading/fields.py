"""YAML to fields: texts, lists and mappings, each with the line that it starts in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import yaml

from actbook.verdict import Diagnostic, Refused

#: Levels, entries of a list or mapping, and characters of a text: no page has as many.
_DEPTH, _ENTRIES, _CHARACTERS = 8, 200, 10_000
_NESTED = "the front matter is nested too deeply"
#: What Python raises for code that it cannot read: the last two for hundreds of brackets or signs.
UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)


@dataclass(frozen=True)
class Field:
    """A YAML value: text, a list or a mapping of fields, with the line where it starts."""

    value: Any
    line: int
    path: str

    def refuse(self, message: str) -> Refused:
        return Refused(Diagnostic(self.path, self.line, message))

    def mapping(self, what: str, known: Iterable[str] | None = None) -> dict[str, Field]:
        if not isinstance(self.value, dict):
            bullets = "; leave out the `-`" if isinstance(self.value, list) else ""
            raise self.refuse(f"{what} is a mapping, as `name: value` lines{bullets}")
        for key in self.value if known is not None else ():
            if key not in (known := tuple(known or ())):
                raise self.value[key].refuse(f"unknown key `{key}` in {what}{near(key, known)}")
        return self.value

    def text(self, what: str) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refuse(f"{what} is a text")
        return self.value

    def texts(self, what: str) -> tuple[str, ...]:
        if not isinstance(self.value, list):
            short = isinstance(self.value, str) and re.fullmatch(r"[\w .-]{1,40}", self.value)
            raise self.refuse(f"{what} is a list, as `[{self.value if short else 'a, b'}]`")
        return tuple(item.text(f"each of {what}") for item in self.value)

    def plain(self) -> Any:
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def near(word: str, known: Iterable[str]) -> str:
    """A suggestion to end a message with, where a known word is near; else the known words."""
    known = tuple(known)
    if match := difflib.get_close_matches(word, known, 1):
        return f": did you mean `{match[0]}`?"
    return f"; known are {', '.join(known)}"


def compose(text: str, path: str, line: int) -> Field | None:
    """The YAML `text`, whose first line is `line` of the file; None if nothing is in it."""
    # YAML starts a line at each of these as well, and would count lines that no editor shows.
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    try:
        node = yaml.compose(text, Loader=_Plain)
    except yaml.reader.ReaderError as error:
        at = line + text.count("\n", 0, error.position)
        message = f"the front matter holds the character U+{error.character:04X}: delete it"
        raise Refused(Diagnostic(path, at, message)) from None
    except yaml.YAMLError as error:
        mark, said = _said(error, text.split("\n"))
        message = f"the front matter is not YAML: {said}"
        raise Refused(Diagnostic(path, line + mark, message)) from None
    except RecursionError:
        raise Refused(Diagnostic(path, line, _NESTED)) from None
    return None if node is None else _field(node, path, line, 0)


class _Plain(yaml.SafeLoader):
    """YAML without aliases: of a few of them thousands of values are made."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event: yaml.AliasEvent = self.peek_event()  # type: ignore[no-untyped-call]
            said = f"`*{event.anchor}` is an alias: write the value itself"
            raise yaml.composer.ComposerError(None, None, said, event.start_mark)  # type: ignore[arg-type]
        return super().compose_node(parent, index)


def _said(error: yaml.YAMLError, lines: list[str]) -> tuple[int, str]:
    """The line, counted from 0, and what to do about it where that is known."""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or "unreadable"
    context = getattr(error, "context", None) or ""
    at = mark.line if mark else 0
    line = lines[at] if at < len(lines) else ""
    if "'\\t'" in said:
        return at, "a tab: indent with spaces"
    if "mapping values are not allowed" in said and line.count(": ") > 1:
        key, _, value = line.partition(": ")
        return at, f'a text with a colon stands in quotes: {key.strip()}: "{value.strip()}"'
    if start is not None and "expected ':'" in said:
        key, colon, value = lines[start.line].strip().partition(":")
        spaced = f"a space follows the colon: {key}: {value}"
        return start.line, spaced if colon else f"`{key}` is no line `name: value`"
    if start is not None and re.search("flow|quoted", context):
        # What was opened there takes in whatever follows, up to where that is no longer YAML.
        opened = lines[start.line] if start.line < len(lines) else ""
        if interval := re.search(r"[\[{(][^\[\](){}]*\)", opened[start.column :]):
            return start.line, f'a set stands in quotes: "{interval[0]}"'
        return start.line, f"{opened[start.column : start.column + 1]} is never closed"
    return at, f"{said}{f' {context}' if context else ''}"


def _field(node: yaml.Node, path: str, first: int, depth: int) -> Field:
    line = first + node.start_mark.line
    if depth > _DEPTH:
        raise Refused(Diagnostic(path, line, _NESTED))
    if len(node.value) > (most := _CHARACTERS if isinstance(node, yaml.ScalarNode) else _ENTRIES):
        what = "characters of a text" if most == _CHARACTERS else "entries"
        message = f"{len(node.value):,} {what}: the front matter holds {most:,} at most"
        raise Refused(Diagnostic(path, line, message))
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = {}
        for key, item in node.value:
            at = first + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise Refused(Diagnostic(path, at, "a key is a text, not a list or a mapping"))
            if key.value in value:
                raise Refused(Diagnostic(path, at, f"the key `{key.value}` stands here twice"))
            field = _field(item, path, first, depth + 1)
            # A scalar belongs to its key's line, also where YAML folds it onto the next.
            value[key.value] = replace(field, line=at)
    elif isinstance(node, yaml.SequenceNode):
        value = [_field(item, path, first, depth + 1) for item in node.value]
    elif half := re.search("[\ud800-\udfff]", node.value):
        message = f"the front matter holds half a character, U+{ord(half[0]):04X}: delete it"
        raise Refused(Diagnostic(path, line, message))
    else:
        value = node.value
    return Field(value, line, path)
