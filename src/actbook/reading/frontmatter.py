"""YAML front matter to the functions, facts and sources of a page, each with its line."""

from __future__ import annotations

import ast
import datetime
import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from actbook.latex.names import GREEK, normalised
from actbook.reading import wishes
from actbook.reading.fields import UNREADABLE, Field, compose
from actbook.reading.page import Fact, Function, Implementation, Parameter
from actbook.verdict import Diagnostic, Refused

_FUNCTION_KEYS = ("symbol", "input", "constants", "parameters", "implementations", "facts")
_PAGE_KEYS = ("title", "aliases", "family", *_FUNCTION_KEYS, "variants", "variables", "figure")
_CITED_KEYS = ("sources", "used_in")
_TEXT, _LIST = (str, "a text"), (list, "a list, as `[a, b]`")
#: What the theme and its plugins read of a page: the kinds of value that they understand, in words.
_THEME: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    **dict.fromkeys(("description", "icon", "status"), _TEXT),
    **dict.fromkeys(("tags", "hide"), _LIST),
    "date": ((datetime.date, dict), "a day, as 2026-01-31"),
    "search": (dict, "a mapping, as `exclude: true`"),
}
_KEYS = (*_PAGE_KEYS, *_CITED_KEYS, *_THEME)
#: Names that formulas and facts already use.
_TAKEN = ("x", "pi", "e", "oo")


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
    metadata: dict[str, Any]
    used_in: dict[str, str]


def read(text: str, path: str, line: int) -> Header:
    """The header in the YAML `text`, whose first line is `line` of the file."""
    root = compose(text, path, line)
    if root is None:
        raise Refused(Diagnostic(path, line, "the front matter is empty: it needs a `title`"))
    fields = root.mapping("the front matter", _KEYS)
    if "title" not in fields:
        raise Refused(Diagnostic(path, line, "the front matter needs a `title`"))
    return Header(
        title=fields["title"].text("the title"),
        aliases=fields["aliases"].texts("aliases") if "aliases" in fields else (),
        family=fields["family"].text("the family") if "family" in fields else None,
        functions=tuple(_functions(fields)),
        variables=tuple(_parameters(fields.get("variables"), "variables")),
        figure=wishes.figure(fields.get("figure"), fields.get("parameters")),
        sources=fields["sources"].texts("sources") if "sources" in fields else (),
        metadata=_metadata(text, fields),
        used_in=_used(fields["used_in"]) if "used_in" in fields else {},
    )


def plain(text: str, path: str, line: int, heading: str) -> Header:
    """The header of a page that states nothing: its title, or else its heading, and all that its
    front matter has for the theme."""
    root = compose(text, path, line)
    fields = root.mapping("the front matter") if root else {}
    title = fields.pop("title").text("the title") if "title" in fields else heading
    if not title:
        raise Refused(Diagnostic(path, 1, "the page has no title: begin it with `# Title`"))
    metadata = {name: _values(text, field)[name] for name, field in fields.items()}
    return Header(title, (), None, (), (), {}, (), metadata | _metadata(text, fields), {})


def _used(field: Field) -> dict[str, str]:
    """Where a function is used, with the keys of references."""
    named = field.mapping("`used_in`")
    return {name: key.text(f"the reference for {name}") for name, key in named.items()}


def _metadata(text: str, fields: Mapping[str, Field]) -> dict[str, Any]:
    """What is meant for the theme, with YAML's own values: `exclude: false` is not the text."""
    own = [name for name in _THEME if name in fields]
    if not own:
        return {}
    values = _values(text, fields[own[0]])
    for name in own:
        kinds, words = _THEME[name]
        if not isinstance(values[name], kinds):
            raise fields[name].refuse(f"`{name}` is {words}")
    if "search" in own and "words" in values["search"]:
        fields["search"].mapping("`search`")["words"].texts("`words` of search")
    return {name: values[name] for name in own}


def _values(text: str, field: Field) -> dict[str, Any]:
    """The front matter with YAML's own values."""
    try:
        found: dict[str, Any] = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise field.refuse(f"the front matter is not YAML: {error}") from None
    return found


def _functions(fields: dict[str, Field]) -> Iterator[Function]:
    if "symbol" in fields:
        yield _function("", fields["title"].text("the title"), fields, fields["symbol"])
    else:
        for key in (*_FUNCTION_KEYS[1:], "variants", "figure", "used_in"):
            if key in fields:
                raise fields[key].refuse(f"`{key}` speaks of a function: name it with `symbol`")
    variants = fields["variants"].mapping("variants") if "variants" in fields else {}
    for name, field in variants.items():
        parts = field.mapping(f"the variant {name}", ("title", *_FUNCTION_KEYS))
        if "symbol" not in parts:
            raise field.refuse(f"the variant {name} needs a `symbol`")
        title = parts["title"].text("the title") if "title" in parts else name
        yield _function(name, title, parts, field)


def _function(name: str, title: str, fields: dict[str, Field], at: Field) -> Function:
    vector = False
    if "input" in fields:
        if fields["input"].value not in ("scalar", "vector"):
            raise fields["input"].refuse("`input` is `scalar` or `vector`")
        vector = fields["input"].value == "vector"
    return Function(
        name=name,
        title=title,
        symbol=normalised(fields["symbol"].text("the symbol")),
        parameters=(
            *_constants(fields.get("constants")),
            *_parameters(fields.get("parameters"), "parameters"),
        ),
        implementations=tuple(_implementations(fields.get("implementations"))),
        facts=tuple(_facts(fields.get("facts"))),
        vector=vector,
        line=at.line,
    )


def _constants(field: Field | None) -> Iterator[Parameter]:
    """Names of numbers: parameters whose domain is one point."""
    for name, item in field.mapping("constants").items() if field else ():
        parts = item.value if isinstance(item.value, dict) else {"value": item}
        parts = replace(item, value=parts).mapping(f"`{name}` of constants", ("symbol", "value"))
        if "value" not in parts:
            raise item.refuse(f"the constant {name} needs a `value`")
        value = parts["value"].text("a value")
        symbol = _symbol(name, parts, item)
        yield Parameter(name, symbol, value, f"{{{value}}}", item.line)


def _symbol(name: str, parts: Mapping[str, Field], item: Field, matrix: bool = False) -> str:
    """The LaTeX of a name that code and formulas use."""
    if keyword.iskeyword(name):
        raise item.refuse(f"`{name}` is a word of Python: call it `{name}_`")
    if (bare := name.lstrip("\\")) != name and bare.isidentifier():
        raise item.refuse(f"call it `{bare}`: code writes the name, and `symbol` is its LaTeX")
    if not name.isidentifier() or (name in _TAKEN and not (name == "x" and matrix)):
        raise item.refuse(f"`{name}` cannot be the name of a parameter in Python code")
    if "symbol" in parts:
        return parts["symbol"].text("a symbol")
    if len(name) > 1 and name.rstrip("_") not in GREEK:
        raise item.refuse(f"`{name}` needs a `symbol`, the LaTeX that formulas write for it")
    return name if len(name) == 1 else f"\\{name.rstrip('_')}"


def _parameters(field: Field | None, what: str) -> Iterator[Parameter]:
    known = ("symbol", "domain", "default" if what == "parameters" else "shape")
    for name, item in field.mapping(what).items() if field else ():
        if isinstance(item.value, str) and item.value and what == "parameters":
            raise item.refuse(f"a parameter is written `{name}: {{default: {item.value}}}`")
        parts = item.mapping(f"`{name}` of {what}", known)
        symbol = _symbol(name, parts, item, "shape" in parts)
        if what == "parameters" and "default" not in parts:
            raise item.refuse(f"the parameter {name} needs a `default`")
        default = parts["default"].text("a default") if "default" in parts else None
        domain = parts["domain"].text("a domain") if "domain" in parts else "(-oo, oo)"
        shape = _shape(parts["shape"]) if "shape" in parts else None
        yield Parameter(name, symbol, default, domain, item.line, shape)


def _shape(field: Field) -> tuple[int, int]:
    sizes = field.texts("a shape")
    if len(sizes) != 2 or not all(size.isdigit() for size in sizes):
        raise field.refuse("`shape` is the rows and columns of a matrix, as [3, 2]")
    return int(sizes[0]), int(sizes[1])


def _implementations(field: Field | None) -> Iterator[Implementation]:
    for label, item in field.mapping("implementations").items() if field else ():
        given = item.value if isinstance(item.value, dict) else {"code": item}
        parts = replace(item, value=given).mapping(f"`{label}`", ("code", "library", "differs"))
        if "code" not in parts:
            raise item.refuse(f"{label} needs its `code`")
        code = parts["code"].text("an implementation")
        try:
            ast.parse(code, mode="eval")
        except UNREADABLE as error:
            reason = getattr(error, "msg", str(error) or "nested too deeply")
            raise item.refuse(f"{label}: `{code}` is not a Python expression: {reason}") from None
        said = (parts[key].text(key) if key in parts else None for key in ("library", "differs"))
        yield Implementation(label, code, item.line, *said)


def _facts(field: Field | None) -> Iterator[Fact]:
    for name, item in field.mapping("facts").items() if field else ():
        for stated in _statements(item):
            if not isinstance(stated.value, dict):
                yield Fact(name, stated.plain(), None, stated.line)
                continue
            rest = {k: v for k, v in stated.value.items() if k not in ("where", "unproved")}
            value = (
                rest["value"].plain()
                if set(rest) == {"value"}
                else {k: v.plain() for k, v in rest.items()}
            )
            where, reason = (
                stated.value[key].text(f"`{key}`") if key in stated.value else None
                for key in ("where", "unproved")
            )
            yield Fact(name, value, where, stated.line, reason)


def _statements(field: Field) -> list[Field]:
    """A fact, or the several of a list of facts that each say `where` they hold."""
    if isinstance(field.value, list) and any(isinstance(v.value, dict) for v in field.value):
        return field.value
    return [field]
