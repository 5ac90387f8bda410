"""Names with numbers in front matter: arguments, parameters, constants and variables."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import replace

from actbook.latex.names import GREEK
from actbook.reading.fields import Field
from actbook.reading.page import Parameter

#: Names that formulas and facts already use.
_TAKEN = ("x", "pi", "e", "oo")
_KEYS = {
    "arguments": ("symbol", "domain", "default", "unit"),
    "parameters": ("symbol", "domain", "default", "unit"),
    "variables": ("symbol", "domain", "shape"),
}


def arguments(field: Field | None) -> tuple[Parameter, ...]:
    """What the functions of a page are functions of, in order; empty where it is x alone."""
    found = tuple(parameters(field, "arguments")) if field is not None else ()
    if field is not None and not found:
        raise field.refuse("`arguments` is empty: leave it out where x is the argument")
    names = [one.name for one in found]
    if "x" in names[1:] and field is not None:
        raise field.value["x"].refuse("`x` is the first of the arguments or none of them")
    for number, one in enumerate(found):
        if len(found) > 1 and one.default is None and field is not None:
            said = f"{one.name} needs a `default`, as each of several arguments does"
            raise field.value[one.name].refuse(said)
        from actbook.formula.stated import read_set  # SymPy, which pages without arguments spare

        try:
            # The domain of the first may name the others, that of those what is before them.
            pieces = read_set(one.domain, names[1:number] if number else names[1:])
            if not number and any(piece.lower == piece.upper for piece in pieces):
                raise ValueError("single values are for the arguments behind the first")
        except ValueError as error:
            assert field is not None
            raise field.value[one.name].refuse(f"the domain of {one.name}: {error}") from None
    return found


def constants(field: Field | None) -> Iterator[Parameter]:
    """Names of numbers: parameters whose domain is one point."""
    for name, item in field.mapping("constants").items() if field else ():
        parts = item.value if isinstance(item.value, dict) else {"value": item}
        parts = replace(item, value=parts).mapping(f"`{name}` of constants", ("symbol", "value"))
        if "value" not in parts:
            raise item.refuse(f"the constant {name} needs a `value`")
        value = parts["value"].text("a value")
        symbol = _symbol(name, parts, item)
        yield Parameter(name, symbol, value, f"{{{value}}}", item.line)


def _symbol(name: str, parts: Mapping[str, Field], item: Field, x: bool = False) -> str:
    """The LaTeX of a name that code and formulas use; `x` says that this one may be x."""
    if keyword.iskeyword(name):
        raise item.refuse(f"`{name}` is a word of Python: call it `{name}_`")
    if (bare := name.lstrip("\\")) != name and bare.isidentifier():
        raise item.refuse(f"call it `{bare}`: code writes the name, and `symbol` is its LaTeX")
    if not name.isidentifier() or (name in _TAKEN and not (name == "x" and x)):
        raise item.refuse(f"`{name}` cannot be the name of a parameter in Python code")
    if "symbol" in parts:
        return parts["symbol"].text("a symbol")
    if len(name) > 1 and name.rstrip("_") not in GREEK:
        raise item.refuse(f"`{name}` needs a `symbol`, the LaTeX that formulas write for it")
    return name if len(name) == 1 else f"\\{name.rstrip('_')}"


def parameters(field: Field | None, what: str) -> Iterator[Parameter]:
    """The `arguments`, `parameters` or `variables` of a page."""
    for name, item in field.mapping(what).items() if field else ():
        if isinstance(item.value, str) and item.value and what == "parameters":
            raise item.refuse(f"a parameter is written `{name}: {{default: {item.value}}}`")
        parts = item.mapping(f"`{name}` of {what}", _KEYS[what])
        symbol = _symbol(name, parts, item, "shape" in parts or what == "arguments")
        if what == "parameters" and "default" not in parts:
            raise item.refuse(f"the parameter {name} needs a `default`")
        default = parts["default"].text("a default") if "default" in parts else None
        domain = parts["domain"].text("a domain") if "domain" in parts else "(-oo, oo)"
        shape = _shape(parts["shape"]) if "shape" in parts else None
        unit = parts["unit"].text("a unit") if "unit" in parts else None
        yield Parameter(name, symbol, default, domain, item.line, shape, unit)


def _shape(field: Field) -> tuple[int, int]:
    sizes = field.texts("a shape")
    if len(sizes) != 2 or not all(size.isdigit() for size in sizes):
        raise field.refuse("`shape` is the rows and columns of a matrix, as [3, 2]")
    return int(sizes[0]), int(sizes[1])
