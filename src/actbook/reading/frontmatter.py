"""YAML front matter to the functions, facts and sources of a page, each with its line."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from actbook.latex.names import normalised
from actbook.reading import quantities, wishes
from actbook.reading.fields import UNREADABLE, Field, compose
from actbook.reading.page import Fact, Function, Implementation, Parameter
from actbook.verdict import Diagnostic, Refused

_FUNCTION_KEYS = ("symbol", "input", "constants", "parameters", "implementations", "facts")
_PAGE_KEYS = (
    *("title", "aliases", "family", "arguments", "variants", "variables", "figure"),
    *_FUNCTION_KEYS,
)
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
    arguments = quantities.arguments(fields.get("arguments"))
    return Header(
        title=fields["title"].text("the title"),
        aliases=fields["aliases"].texts("aliases") if "aliases" in fields else (),
        family=fields["family"].text("the family") if "family" in fields else None,
        functions=tuple(_functions(fields, arguments)),
        variables=tuple(quantities.parameters(fields.get("variables"), "variables")),
        figure=wishes.figure(fields.get("figure"), arguments, fields.get("parameters")),
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
    values = _values(text, next(iter(fields.values()))) if fields else {}
    metadata = {name: values[name] for name in fields}
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


def _functions(fields: dict[str, Field], arguments: Sequence[Parameter]) -> Iterator[Function]:
    if "symbol" in fields:
        title = fields["title"].text("the title")
        yield _function("", title, fields, fields["symbol"], arguments)
    else:
        for key in ("arguments", *_FUNCTION_KEYS[1:], "variants", "figure", "used_in"):
            if key in fields:
                raise fields[key].refuse(f"`{key}` speaks of a function: name it with `symbol`")
    variants = fields["variants"].mapping("variants") if "variants" in fields else {}
    for name, field in variants.items():
        parts = field.mapping(f"the variant {name}", ("title", *_FUNCTION_KEYS))
        if "symbol" not in parts:
            raise field.refuse(f"the variant {name} needs a `symbol`")
        title = parts["title"].text("the title") if "title" in parts else name
        yield _function(name, title, parts, field, arguments)


def _function(
    name: str, title: str, fields: dict[str, Field], at: Field, arguments: Sequence[Parameter]
) -> Function:
    vector = False
    if "input" in fields:
        if fields["input"].value not in ("scalar", "vector"):
            raise fields["input"].refuse("`input` is `scalar` or `vector`")
        vector = fields["input"].value == "vector"
    if vector and arguments:
        raise fields["input"].refuse("`arguments` are numbers: the one of `input: vector` is x")
    own = tuple(quantities.parameters(fields.get("parameters"), "parameters"))
    names = [one.name for one in arguments]
    if (twice := next((p for p in own if p.name in names), None)) is not None:
        raise fields["parameters"].value[twice.name].refuse(f"`{twice.name}` is an argument")
    return Function(
        name=name,
        title=title,
        symbol=normalised(fields["symbol"].text("the symbol")),
        parameters=(*arguments[1:], *quantities.constants(fields.get("constants")), *own),
        implementations=tuple(_implementations(fields.get("implementations"))),
        facts=tuple(_facts(fields.get("facts"), arguments)),
        vector=vector,
        line=at.line,
        **({"arguments": tuple(arguments)} if arguments else {}),
    )


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


def _facts(field: Field | None, arguments: Sequence[Parameter]) -> Iterator[Fact]:
    """The facts of a function. Of several arguments, each may have its own."""
    names = [argument.name for argument in arguments]
    for name, item in field.mapping("facts").items() if field else ():
        own = item.value if isinstance(item.value, dict) and len(names) > 1 else {}
        if own and own.keys() <= set(names):
            for along, part in own.items():
                yield from _stated(name, part, names, along)
        else:
            yield from _stated(name, item, names, None)


def _stated(name: str, field: Field, names: Sequence[str], along: str | None) -> Iterator[Fact]:
    """What is stated of a fact, the first of the arguments' `names` being x."""
    for stated in _statements(field):
        if not isinstance(stated.value, dict):
            yield Fact(name, stated.plain(), None, stated.line, None, along)
            continue
        rest = {k: v for k, v in stated.value.items() if k not in ("where", "unproved")}
        value = (
            rest["value"].plain()
            if set(rest) == {"value"}
            else {"x" if [k] == names[:1] else k: v.plain() for k, v in rest.items()}
        )
        where, reason = (
            stated.value[key].text(f"`{key}`") if key in stated.value else None
            for key in ("where", "unproved")
        )
        yield Fact(name, value, where, stated.line, reason, along)


def _statements(field: Field) -> list[Field]:
    """A fact, or the several of a list of facts that each say `where` they hold."""
    if isinstance(field.value, list) and any(isinstance(v.value, dict) for v in field.value):
        return field.value
    return [field]
