"""The at-a-glance table of a function: its facts as mathematics, each with its verdict."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import sympy

from actbook.formula.stated import Comparison, Piece, Value, comparisons, read_set, read_value
from actbook.reading import subjects
from actbook.reading.page import Fact, Function
from actbook.result import Glance
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
#: What front matter says in a word that needs the label of its row to be understood.
_WORDS = {
    ("monotonic", "none"): "not monotonic",
    ("convexity", "neither"): "neither convex nor concave",
    ("parity", "neither"): "neither even nor odd",
}
_SIGNS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_NONE = {"minimum": "not attained", "maximum": "not attained", "lipschitz": "none"}


def rows(function: Function, verdicts: Sequence[Verdict]) -> Iterator[Glance]:
    """A row for each stated fact; its verdict is the one on the fact."""
    by_subject = {verdict.subject: verdict for verdict in verdicts}
    symbols = _Symbols(function)
    for name, label in _LABELS.items():
        for fact in function.facts:
            if fact.name == name and (named := subjects.fact(function, fact)) in by_subject:
                value, size = _shown(fact, symbols), _sized(fact, symbols)
                yield Glance(label, value, by_subject[named], function.name, name, size)


def _shown(fact: Fact, symbols: _Symbols) -> str:
    """A fact's value for readers, with the condition on the parameters where it has one."""
    try:
        value = _value(fact, symbols)
        return value if fact.where is None else f"{value} if ${symbols.where(fact.where)}$"
    except (ValueError, TypeError, KeyError):
        return str(fact.value)


def _sized(fact: Fact, symbols: _Symbols) -> float | None:
    """What to sort a fact's value by: the lower end of a set, the number of kinks."""
    try:
        match fact.name:
            case "range" | "derivative_range":
                return symbols.number(read_set(fact.value, symbols.names)[0].lower)
            case "lipschitz":
                return (
                    math.inf if fact.value == "none" else symbols.number(symbols.read(fact.value))
                )
            case "kinks":
                return len(fact.value)
            case "smoothness":
                return float(fact.value.replace("oo", "inf").removeprefix("C^"))
    except (ValueError, TypeError, KeyError):
        pass
    return None


class _Symbols:
    """SymPy symbols for the parameters, which it prints as the page writes them."""

    def __init__(self, function: Function) -> None:
        self.names = {p.name: sympy.Symbol(p.name) for p in function.parameters}
        self._written = {self.names[p.name]: p.symbol for p in function.parameters}
        self._defaults = {p.name: p.default for p in function.parameters}

    def latex(self, value: Value, decimals: bool = False) -> str:
        if value.decimals is not None:
            return value.text
        text = str(sympy.latex(value.value, symbol_names=self._written))
        number = value.value
        if decimals and number.is_number and not number.is_Rational and number.is_finite:
            text += rf" \approx {float(number):.6g}"
        return text

    def number(self, value: Value) -> float:
        """The number that a value is at the parameters' defaults, which may name each other."""
        exact = value.value
        for name in reversed(self._defaults):
            exact = exact.subs(self.names[name], self.read(str(self._defaults[name])).value)
        return float(exact)

    def read(self, text: str) -> Value:
        return read_value(text, self.names)

    def where(self, text: str) -> str:
        return r" \text{ and } ".join(map(self._chain, comparisons(text)))

    def _chain(self, chain: Sequence[Comparison]) -> str:
        """`0 < a < 1` with the LaTeX of its names."""
        sides = [chain[0].left, *(one.right for one in chain)]
        left, *rest = [re.sub(r"[A-Za-z_]\w*", lambda word: self._word(word[0]), s) for s in sides]
        signs = [_SIGNS.get(one.operator, one.operator) for one in chain]
        return " ".join([left, *(f"{sign} {side}" for sign, side in zip(signs, rest, strict=True))])

    def _word(self, name: str) -> str:
        return self._written[self.names[name]] if name in self.names else name

    def set(self, pieces: Sequence[Piece]) -> str:
        exact = self._set(pieces, self.latex)
        ends = [end for piece in pieces for end in (piece.lower, piece.upper)]
        if not any(map(_unwieldy, ends)) or any(end.value.free_symbols for end in ends):
            return f"${exact}$"
        return f"${exact}$ $\\approx {self._set(pieces, _rounded)}$"

    def _set(self, pieces: Iterable[Piece], latex: Callable[[Value], str]) -> str:
        parts: list[str] = []
        points: list[str] = []
        for piece in pieces:
            if piece.lower is piece.upper:
                points.append(latex(piece.lower))
                continue
            parts += _points(points)
            points = []
            left, right = "[" if piece.lower_closed else "(", "]" if piece.upper_closed else ")"
            parts.append(rf"{left}{latex(piece.lower)},\, {latex(piece.upper)}{right}")
        return r" \cup ".join([*parts, *_points(points)])


def _unwieldy(value: Value) -> bool:
    """Whether one does not see at once which number it is."""
    number = value.value
    return bool(number.is_number and number.is_finite and not number.is_Rational)


def _rounded(value: Value) -> str:
    if value.value.is_finite and not value.value.is_integer:
        return f"{float(value.value):.4g}"
    return str(sympy.latex(value.value))


def _points(points: Sequence[str]) -> list[str]:
    inner = r",\, ".join(points)
    return [rf"\{{{inner}\}}"] if points else []


def _value(fact: Fact, symbols: _Symbols) -> str:
    value = fact.value
    match fact.name:
        case "range" | "derivative_range":
            return symbols.set(read_set(value, symbols.names))
        case "lipschitz" | "minimum" | "maximum" if value == "none":
            return _NONE[fact.name]
        case "lipschitz":
            return f"${symbols.latex(symbols.read(value), True)}$"
        case "kinks":
            return ", ".join(f"${symbols.latex(symbols.read(v))}$" for v in value) or "none"
        case "minimum" | "maximum":
            x, y = (symbols.latex(symbols.read(value[key]), True) for key in ("x", "value"))
            return f"${y}$ at $x = {x}$"
        case "limits":
            return _pairs(value, symbols, lambda x, y: rf"${y}$ as $x \to {x}$")
        case "values" | "torch_autograd_at_kinks":
            return _pairs(value, symbols, lambda x, y: rf"${x} \mapsto {y}$")
        case "smoothness" if "^" in value:
            order = str(value).replace("C^oo", r"C^{\infty}")
            return f"${order}$"
    return _WORDS.get((fact.name, value), str(value))


def _pairs(value: Mapping[str, str], symbols: _Symbols, written: Callable[[str, str], str]) -> str:
    return ", ".join(
        written(symbols.latex(symbols.read(x)), symbols.latex(symbols.read(y)))
        for x, y in value.items()
    )
