"""What a fact states as LaTeX, and as the number that tables sort it by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import sympy

from actbook.formula.stated import Comparison, Piece, Value, comparisons, read_value
from actbook.reading.page import Function

_SIGNS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}


class Symbols:
    """SymPy symbols for the parameters, which it prints as the page writes them.

    In `brief`, numbers that one does not see at once are written to four decimals, as in figures.
    """

    def __init__(self, function: Function, brief: bool = False) -> None:
        self._brief = brief
        self.names = {p.name: sympy.Symbol(p.name) for p in function.parameters}
        self._written = {self.names[p.name]: p.symbol for p in function.parameters}
        self.argument = function.arguments[0].symbol
        self._defaults = {p.name: p.default for p in function.parameters}

    def latex(self, text: str, decimals: bool = False) -> str:
        """A stated number, on request with the decimals of what is irrational."""
        return self._latex(read_value(text, self.names), decimals)

    def _latex(self, value: Value, decimals: bool = False) -> str:
        if self._brief and _long(value):
            return rf"\approx {_rounded(value)}"
        if value.decimals is not None:
            return rf"\approx {value.text}"
        text = str(sympy.latex(value.value, symbol_names=self._written))
        rounded = rf" \approx {float(value.value):.6g}" if decimals and _unwieldy(value) else ""
        return text + rounded

    def number(self, value: Value) -> float:
        """The number that a value is at the parameters' defaults, which may name each other."""
        exact = value.value
        for name in reversed(self._defaults):
            default = read_value(str(self._defaults[name]), self.names)
            exact = exact.subs(self.names[name], default.value)
        return float(exact)

    def letter(self, name: str) -> str:
        """The LaTeX of a parameter, or of the first argument, which is called x."""
        return self.argument if name == "x" else self._word(name)

    def where(self, text: str) -> str:
        """A condition on the parameters."""
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
        """A set, with decimals beside ends of which one does not see at once how large they are."""
        ends = [end for piece in pieces for end in (piece.lower, piece.upper)]
        if self._brief and any(map(_long, ends)):
            return rf"$\approx {_set(pieces, self._end)}$"
        exact = _set(pieces, self._end)
        if any(end.decimals is not None for end in ends):
            return rf"$\approx {exact}$"
        if not any(map(_unwieldy, ends)) or any(end.value.free_symbols for end in ends):
            return f"${exact}$"
        return f"${exact}$ $\\approx {_set(pieces, _rounded)}$"

    def _end(self, value: Value) -> str:
        """An end of a set, before which stands where it is rounded."""
        return self._latex(value).removeprefix(r"\approx ")


def _set(pieces: Iterable[Piece], latex: Callable[[Value], str]) -> str:
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


def _long(value: Value) -> bool:
    """Whether a number has a shorter form, to fewer digits."""
    return _unwieldy(value) or (value.decimals or 0) > 4


def _rounded(value: Value) -> str:
    """To four decimals, as in figures; of small numbers to four digits."""
    if value.value.is_finite and not value.value.is_integer:
        number = float(value.value)
        near = f"{number:.4f}" if abs(number) >= 0.1 else f"{number:.4g}"
        return (
            near.rstrip("0") if float(near) == number else near
        )  # zeros say how far it was rounded
    return str(sympy.latex(value.value))


def _points(points: Sequence[str]) -> list[str]:
    inner = r",\, ".join(points)
    return [rf"\{{{inner}\}}"] if points else []
