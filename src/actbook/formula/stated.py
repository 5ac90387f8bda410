"""What front matter states exactly: values, sets of numbers and the domains of parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from actbook.formula.symbolic import FUNCTIONS, SympyAlgebra

#: What a value may call, by its name there. A sign is a matter of cases: `where` states those.
_CALLS = {
    **{name: function for name, function in FUNCTIONS.items() if name != "sign"},
    **{"W": sympy.LambertW, "Min": sympy.Min, "Max": sympy.Max, "Abs": sympy.Abs},
}
#: What is written otherwise elsewhere, and how here.
_SPELLED = {
    **dict.fromkeys(("∞", "infinity", "Infinity", "inf", "infty"), "oo"),
    **{"π": "pi", "ln": "log", "^": "**", "·": "*", "−": "-", "√": "sqrt"},
}
_RELATIONS = re.compile(r"\s*(<=|>=|!=|==|<|>|=)\s*")
_UNREAD = {
    **{"≤": "<=", "≥": ">=", "≠": "!=", r"\le": "<=", r"\ge": ">=", r"\ne": "!="},
    " or ": "a value for each case",
}
#: SymPy computes powers of numbers at once, all binary digits of them.
_DIGITS = 50_000
#: Characters of a value, and pieces of a set.
_LONGEST, _PIECES = 5_000, 200
#: The power of ten that no value passes, nor its inverse: what is beyond takes for ever to compute,
#: and has no double near it.
_POWER = 1_000
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}


@dataclass(frozen=True)
class Value:
    """An exact value from front matter. A lone decimal stands for what rounds to it: `decimals`
    is then the number of digits after its point, else None."""

    value: sympy.Expr
    decimals: int | None
    text: str


@dataclass(frozen=True)
class Comparison:
    """A comparison of two values, as they are written; its operator is `<`, `<=`, `>`, `>=`, `=` or
    `!=`."""

    left: str
    operator: str
    right: str


@dataclass(frozen=True)
class Piece:
    """An interval of a stated set; a single point where both ends are the same and closed."""

    lower: Value
    upper: Value
    lower_closed: bool
    upper_closed: bool


def read_value(text: str, names: Iterable[str] | Mapping[str, sympy.Symbol]) -> Value:
    """A front-matter value in the parameters `names`; ValueError says what is wrong with it."""
    symbols = names if isinstance(names, Mapping) else {n: sympy.Symbol(n) for n in names}
    text = str(text).strip()
    if len(text) > _LONGEST:
        raise ValueError(
            f"`{_cut(text)}` has {len(text):,} characters: at most {_LONGEST:,} are read"
        )
    lone = re.fullmatch(r"-?\d*\.(\d+)", text)
    try:
        value = _value(ast.parse(text, mode="eval").body, text, symbols)
    except (SyntaxError, TypeError, RecursionError, MemoryError):
        raise ValueError(f"`{_cut(text)}` is not an expression{_hint(text, symbols)}") from None
    if value.has(sympy.zoo, sympy.nan):
        raise ValueError(f"`{text}` is no number")
    return Value(value, len(lone[1]) if lone else None, text)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _value(node: ast.expr, text: str, symbols: Mapping[str, sympy.Symbol]) -> Any:
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return _rational(ast.get_source_segment(text, node) or "", text)
        case ast.Name(id=name) if name in symbols:
            return symbols[name]
        case ast.Name(id="pi" | "e" | "E" | "oo" as name):
            return getattr(sympy, name.replace("e", "E"))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, text, symbols)
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, text, symbols), _value(right, text, symbols)
            if isinstance(operator, ast.Pow) and b.is_number and _digits(a) * abs(b) > _DIGITS:
                raise ValueError(f"the power in `{text}` is too large")
            if type(operator) in _OPERATORS:
                return _bounded(SympyAlgebra().apply(_OPERATORS[type(operator)], (a, b)), text)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _CALLS:
            given = (_value(argument, text, symbols) for argument in arguments)
            return _bounded(_CALLS[name](*given), text)
    part = ast.get_source_segment(text, node) or text
    if hint := _hint(part, symbols):
        raise ValueError(f"`{part}` is not understood in `{text}`{hint}")
    known = ", ".join([*symbols, "pi", "oo", *(name for name in _CALLS if name != "Abs")])
    raise ValueError(f"`{part}` is not understood in `{text}`; known are numbers, {known}")


def _rational(digits: str, text: str) -> sympy.Rational:
    """A number as it is written, whose power of ten is not written out before it is known."""
    power = re.fullmatch(r"[\d_.]+[eE]([+-]?[\d_]+)", digits)
    if power and abs(int(power[1])) > _POWER:
        raise ValueError(_beyond(text))
    return sympy.Rational(digits)


def _bounded(value: sympy.Expr, text: str) -> sympy.Expr:
    """A value that is computed soon, as those that it is made of have been."""
    if value.is_number and value.is_finite and not value.is_Rational:
        size = abs(sympy.N(value, 5))
        if size.is_Float and (
            size > sympy.Float(f"1e{_POWER}") or 0 < size < sympy.Float(f"1e-{_POWER}")
        ):
            raise ValueError(_beyond(text))
    return value


def _beyond(text: str) -> str:
    return f"`{_cut(text)}` is beyond the numbers that are computed with, 1e-{_POWER} to 1e{_POWER}"


def _hint(text: str, symbols: Iterable[str]) -> str:
    """How something in a text is written here, if it is known from elsewhere."""
    names = {*symbols, *_CALLS, "pi", "oo"}
    for word in re.findall(r"\\?[A-Za-z]+|[^\w\s]|[^\x00-\x7f]", text[:1000]):
        bare = word.lstrip("\\")
        known = [_SPELLED.get(bare), *(name for name in (bare, f"{bare}_") if name in names)]
        if word not in names and (found := next(filter(None, known), None)):
            return f": write {found}, not {word}"
    return ""


def _digits(value: sympy.Expr) -> int:
    """The binary digits of all numbers in a value."""
    numbers = value.atoms(sympy.Rational)
    return sum((int(n.p).bit_length() + int(n.q).bit_length() for n in numbers), start=1)


def comparisons(where: str) -> tuple[tuple[Comparison, ...], ...]:
    """The comparisons of a `where`, all of which hold; those of a chain `0 < a < 1` are together.
    ValueError says what is wrong with it."""
    for sign, instead in _UNREAD.items():
        if sign in where:
            raise ValueError(f"`where: {where}`: write {instead}, not {sign.strip()}")
    found = []
    for chain in re.split(r"\band\b|,(?![^(]*\))", where):
        parts = _RELATIONS.split(chain.strip())
        if len(parts) < 3 or not all(parts):
            raise ValueError(f"`where: {where}` is no comparison such as alpha <= 0")
        signs = ["=" if sign == "==" else sign for sign in parts[1::2]]
        sides = zip(parts[::2], signs, parts[2::2], strict=False)
        found.append(tuple(Comparison(*one) for one in sides))
    return tuple(found)


def read_set(text: str, names: Iterable[str] | Mapping[str, sympy.Symbol]) -> tuple[Piece, ...]:
    """A stated set, `(-oo, -1) U {0} U [1, oo)`; ValueError says what is wrong with it."""
    pieces: list[Piece] = []
    for part in re.split(r"\s*(?:\bU\b|∪)\s*", str(text).strip()):
        brackets, inner = part[:1] + part[-1:], split(part[1:-1])
        if brackets == "{}":
            if len(inner) > _PIECES:
                raise ValueError(f"a set of {len(inner):,} values: at most {_PIECES} are read")
            values = [read_value(value, names) for value in inner]
            pieces.extend(Piece(value, value, True, True) for value in values)
        elif brackets in ("[]", "[)", "(]", "()") and len(inner) == 2:
            lower, upper = (read_value(value, names) for value in inner)
            pieces.append(Piece(lower, upper, part[0] == "[", part[-1] == "]"))
            if (lower.value > upper.value) == sympy.true or (
                lower.value == upper.value and brackets != "[]"
            ):
                raise ValueError(f"`{part}` is empty: a set is written (lower end, upper end)")
        else:
            raise ValueError(f"`{part}` is no interval such as (0, 1] and no set such as {{0, 1}}")
        last = pieces[-1]
        ends = (last.lower, last.lower_closed), (last.upper, last.upper_closed)
        if any(closed and end.value in (sympy.oo, -sympy.oo) for end, closed in ends):
            raise ValueError(f"`{part}` closes an infinite end: write a round bracket")
    return tuple(pieces)


def split(text: str) -> list[str]:
    """The parts between the commas that stand outside all brackets."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
