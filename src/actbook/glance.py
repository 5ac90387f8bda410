"""The at-a-glance table of a function: its facts as mathematics, each with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sympy

from actbook.page import Fact, Function
from actbook.result import Glance
from actbook.stated import Piece, Value, read_set, read_value
from actbook.verdict import Verdict

#: The rows in their order, by the name of the fact.
_LABELS = {
    "range": "Range",
    "derivative_range": "Range of the derivative",
    "monotonic": "Monotonicity",
    "convexity": "Convexity",
    "parity": "Parity",
    "smoothness": "Smoothness",
    "kinks": "Kinks",
    "lipschitz": "Lipschitz constant",
    "minimum": "Minimum",
    "maximum": "Maximum",
    "limits": "Limits",
    "values": "Values",
    "torch_autograd_at_kinks": "PyTorch’s derivative at kinks",
}
_NONE = {"minimum": "not attained", "maximum": "not attained", "lipschitz": "none"}


def rows(function: Function, verdicts: Sequence[Verdict]) -> Iterator[Glance]:
    """A row for each stated fact; its verdict is the one on the fact's line."""
    by_line = {verdict.line: verdict for verdict in verdicts}
    for name, label in _LABELS.items():
        for fact in function.facts:
            if fact.name == name and fact.line in by_line:
                title = f"{label} ({function.title})" if function.name else label
                yield Glance(title, _latex(fact, function), by_line[fact.line])


def _latex(fact: Fact, function: Function) -> str:
    """A fact's value as LaTeX, with the condition on the parameters where it has one."""
    symbols = _Symbols(function)
    try:
        value = _value(fact, symbols)
    except (ValueError, TypeError, KeyError):
        return rf"\text{{{fact.value}}}"
    return (
        value if fact.where is None else rf"{value} \quad \text{{if }} {symbols.where(fact.where)}"
    )


class _Symbols:
    """SymPy symbols for the parameters, which it prints as the page writes them."""

    def __init__(self, function: Function) -> None:
        self.names = {p.name: sympy.Symbol(p.name) for p in function.parameters}
        self._written = {self.names[p.name]: p.symbol for p in function.parameters}

    def latex(self, value: Value, decimals: bool = False) -> str:
        if value.decimals is not None:
            return value.text
        text = str(sympy.latex(value.value, symbol_names=self._written))
        number = value.value
        if decimals and number.is_number and not number.is_Rational and number.is_finite:
            text += rf" \approx {float(number):.6g}"
        return text

    def read(self, text: str) -> Value:
        return read_value(text, self.names)

    def where(self, text: str) -> str:
        for operator, latex in (("<=", r"\le"), (">=", r"\ge"), ("!=", r"\ne"), ("==", "=")):
            text = text.replace(operator, f" {latex} ")
        for name, symbol in self.names.items():
            text = text.replace(name, self._written[symbol])
        return text.replace(" and ", r" \text{ and } ")

    def set(self, pieces: Iterable[Piece]) -> str:
        parts: list[str] = []
        points: list[str] = []
        for piece in pieces:
            if piece.lower is piece.upper:
                points.append(self.latex(piece.lower))
                continue
            parts += _points(points)
            points = []
            left, right = "[" if piece.lower_closed else "(", "]" if piece.upper_closed else ")"
            parts.append(rf"{left}{self.latex(piece.lower)},\, {self.latex(piece.upper)}{right}")
        return r" \cup ".join([*parts, *_points(points)])


def _points(points: Sequence[str]) -> list[str]:
    inner = r",\, ".join(points)
    return [rf"\{{{inner}\}}"] if points else []


def _value(fact: Fact, symbols: _Symbols) -> str:
    value = fact.value
    match fact.name:
        case "range" | "derivative_range":
            return symbols.set(read_set(value, symbols.names))
        case "lipschitz" | "minimum" | "maximum" if value == "none":
            return rf"\text{{{_NONE[fact.name]}}}"
        case "lipschitz":
            return symbols.latex(symbols.read(value), True)
        case "kinks":
            return ", ".join(symbols.latex(symbols.read(v)) for v in value) or r"\text{none}"
        case "minimum" | "maximum":
            x, y = (symbols.latex(symbols.read(value[key]), True) for key in ("x", "value"))
            return rf"{y} \quad \text{{at }} x = {x}"
        case "limits":
            return _pairs(value, symbols, r"\to")
        case "values" | "torch_autograd_at_kinks":
            return _pairs(value, symbols, r"\mapsto")
        case "smoothness":
            return str(value).replace("C^oo", r"C^{\infty}") if "^" in value else _words(value)
    return _words(value)


def _words(value: Any) -> str:
    return rf"\text{{{value}}}"


def _pairs(value: Mapping[str, str], symbols: _Symbols, arrow: str) -> str:
    pairs = (
        rf"{symbols.latex(symbols.read(x))} {arrow} {symbols.latex(symbols.read(y))}"
        for x, y in value.items()
    )
    return r",\quad ".join(pairs)
