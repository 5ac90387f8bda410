"""YAML front matter to the functions, facts and sources of a page, each with its line."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from actbook.formula import normalised
from actbook.page import FACT_NAMES, Fact, Function, Implementation, Parameter
from actbook.verdict import Diagnostic, Refused

_FUNCTION_KEYS = ("symbol", "input", "parameters", "implementations", "facts")
_PAGE_KEYS = ("title", "aliases", "family", *_FUNCTION_KEYS, "variants", "variables", "figure")
_KEYS = (*_PAGE_KEYS, "sources")
_DEPTH = 8
_NESTED = "the front matter is nested too deeply"
#: What Python raises for code that it cannot read: the last two for hundreds of brackets or signs.
UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)
#: The letters that are their own symbol: `alpha` is written `\\alpha`.
_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)


@dataclass(frozen=True)
class Header:
    """What front matter says of a page, by the names of `Page`."""

    title: str
    aliases: tuple[str, ...]
    family: str | None
    functions: tuple[Function, ...]
    variables: tuple[Parameter, ...]
    figure: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class _Field:
    """A YAML value: text, a list or a mapping of fields, with the line where it starts."""

    value: Any
    line: int
    path: str

    def refuse(self, message: str) -> Refused:
        return Refused(Diagnostic(self.path, self.line, message))

    def mapping(self, what: str, known: Iterable[str] | None = None) -> dict[str, _Field]:
        if not isinstance(self.value, dict):
            raise self.refuse(f"{what} is a mapping, as `name: value` lines")
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
            raise self.refuse(f"{what} is a list, as `[a, b]`")
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


def read(text: str, path: str, line: int) -> Header:
    """The header in the YAML `text`, whose first line is `line` of the file."""
    # YAML starts a line at each of these as well, and would count lines that no editor shows.
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        at = line + text.count("\n", 0, error.position)
        message = f"the front matter holds the character U+{error.character:04X}: delete it"
        raise Refused(Diagnostic(path, at, message)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "unreadable"
        context = getattr(error, "context", None)
        at = line + (mark.line if mark else 0)
        message = f"the front matter is not YAML: {said}{f' {context}' if context else ''}"
        raise Refused(Diagnostic(path, at, message)) from None
    except RecursionError:
        raise Refused(Diagnostic(path, line, _NESTED)) from None
    if root is None:
        raise Refused(Diagnostic(path, line, "the front matter is empty: it needs a `title`"))
    fields = _field(root, path, line, 0).mapping("the front matter", _KEYS)
    if "title" not in fields:
        raise Refused(Diagnostic(path, line, "the front matter needs a `title`"))
    return Header(
        title=fields["title"].text("the title"),
        aliases=fields["aliases"].texts("aliases") if "aliases" in fields else (),
        family=fields["family"].text("the family") if "family" in fields else None,
        functions=tuple(_functions(fields)),
        variables=tuple(_parameters(fields.get("variables"), "variables")),
        figure=_figure(fields.get("figure")),
        sources=fields["sources"].texts("sources") if "sources" in fields else (),
    )


def _field(node: yaml.Node, path: str, first: int, depth: int) -> _Field:
    line = first + node.start_mark.line
    if depth > _DEPTH:
        raise Refused(Diagnostic(path, line, _NESTED))
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
    else:
        value = node.value
    return _Field(value, line, path)


def _functions(fields: dict[str, _Field]) -> Iterator[Function]:
    if "symbol" in fields:
        yield _function("", fields["title"].text("the title"), fields, fields["symbol"])
    else:
        for key in ("implementations", "facts", "parameters", "variants", "figure", "input"):
            if key in fields:
                raise fields[key].refuse(f"`{key}` speaks of a function: name it with `symbol`")
    variants = fields["variants"].mapping("variants") if "variants" in fields else {}
    for name, field in variants.items():
        parts = field.mapping(f"the variant {name}", ("title", *_FUNCTION_KEYS))
        if "symbol" not in parts:
            raise field.refuse(f"the variant {name} needs a `symbol`")
        title = parts["title"].text("the title") if "title" in parts else name
        yield _function(name, title, parts, field)


def _function(name: str, title: str, fields: dict[str, _Field], at: _Field) -> Function:
    vector = False
    if "input" in fields:
        if fields["input"].value not in ("scalar", "vector"):
            raise fields["input"].refuse("`input` is `scalar` or `vector`")
        vector = fields["input"].value == "vector"
    return Function(
        name=name,
        title=title,
        symbol=normalised(fields["symbol"].text("the symbol")),
        parameters=tuple(_parameters(fields.get("parameters"), "parameters")),
        implementations=tuple(_implementations(fields.get("implementations"))),
        facts=tuple(_facts(fields.get("facts"))),
        vector=vector,
        line=at.line,
    )


def _parameters(field: _Field | None, what: str) -> Iterator[Parameter]:
    known = ("symbol", "domain", "default" if what == "parameters" else "shape")
    for name, item in field.mapping(what).items() if field else ():
        parts = item.mapping(f"`{name}` of {what}", known)
        if not name.isidentifier() or (name == "x" and "shape" not in parts):
            raise item.refuse(f"`{name}` cannot be the name of a parameter in Python code")
        if what == "parameters" and "default" not in parts:
            raise item.refuse(f"the parameter {name} needs a `default`")
        if "symbol" not in parts and len(name) > 1 and name.rstrip("_") not in _GREEK:
            raise item.refuse(f"`{name}` needs a `symbol`, the LaTeX that formulas write for it")
        symbol = parts["symbol"].text("a symbol") if "symbol" in parts else _greek(name)
        default = parts["default"].text("a default") if "default" in parts else None
        domain = parts["domain"].text("a domain") if "domain" in parts else "(-oo, oo)"
        shape = _shape(parts["shape"]) if "shape" in parts else None
        yield Parameter(name, symbol, default, domain, item.line, shape)


def _shape(field: _Field) -> tuple[int, int]:
    sizes = field.texts("a shape")
    if len(sizes) != 2 or not all(size.isdigit() for size in sizes):
        raise field.refuse("`shape` is the rows and columns of a matrix, as [3, 2]")
    return int(sizes[0]), int(sizes[1])


def _greek(name: str) -> str:
    return name if len(name) == 1 else f"\\{name.rstrip('_')}"


def _implementations(field: _Field | None) -> Iterator[Implementation]:
    for label, item in field.mapping("implementations").items() if field else ():
        code = item.text("an implementation")
        try:
            ast.parse(code, mode="eval")
        except UNREADABLE as error:
            reason = getattr(error, "msg", str(error) or "nested too deeply")
            raise item.refuse(f"{label}: `{code}` is not a Python expression: {reason}") from None
        yield Implementation(label, code, item.line)


def _facts(field: _Field | None) -> Iterator[Fact]:
    for name, item in field.mapping("facts", FACT_NAMES).items() if field else ():
        for stated in _statements(item):
            if isinstance(stated.value, dict) and "where" in stated.value:
                rest = {k: v for k, v in stated.value.items() if k != "where"}
                value = rest["value"].plain() if set(rest) == {"value"} else _plain(rest)
                yield Fact(name, value, stated.value["where"].text("`where`"), stated.line)
            elif isinstance(stated.value, dict) and set(stated.value) == {"value"}:
                yield Fact(name, stated.value["value"].plain(), None, stated.line)
            else:
                yield Fact(name, stated.plain(), None, stated.line)


def _plain(fields: dict[str, _Field]) -> dict[str, Any]:
    return {key: field.plain() for key, field in fields.items()}


def _statements(field: _Field) -> list[_Field]:
    """A fact, or the several of a list of facts that each say `where` they hold."""
    if isinstance(field.value, list) and any(isinstance(v.value, dict) for v in field.value):
        return field.value
    return [field]


def _figure(field: _Field | None) -> dict[str, Any]:
    if field is None:
        return {}
    wishes: dict[str, Any] = {}
    for key, item in field.mapping("figure", ("x", "parameters", "alt")).items():
        wishes[key] = item.plain()
    if "x" in wishes and not (isinstance(wishes["x"], list) and len(wishes["x"]) == 2):
        raise field.value["x"].refuse("`x` of figure is the span that is drawn, as [-5, 5]")
    curves = wishes.get("parameters", [])
    if not isinstance(curves, list) or not all(isinstance(c, dict) for c in curves):
        raise field.value["parameters"].refuse(
            "`parameters` of figure is a list of mappings, as [{alpha: 0.5}, {alpha: 2}]"
        )
    return wishes
