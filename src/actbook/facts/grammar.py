"""How the values of facts are written in front matter: what is read, what is refused and why.

`documented` is how `docs/guide/facts.md` shows a grammar; its tests hold the two together.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy

from actbook.facts.symbols import Symbols
from actbook.formula.stated import Piece, Value, read_set, read_value
from actbook.proving.region import Region
from actbook.proving.sets import union


class Misstated(ValueError):
    """A stated value that cannot be understood, with what was expected."""


def written(stated: Any) -> str:
    """A stated value as a page writes it."""
    if isinstance(stated, Mapping):
        return "{" + ", ".join(f"{key}: {written(part)}" for key, part in stated.items()) + "}"
    if isinstance(stated, list | tuple):
        return "[" + ", ".join(map(written, stated)) + "]"
    return str(stated)


class Grammar(ABC):
    """One way of writing values. `stated` is always a value as YAML gives it."""

    documented: str

    @abstractmethod
    def read(self, stated: Any, region: Region) -> Any:
        """What is stated of a region; `Misstated` says what was expected."""

    @abstractmethod
    def shown(self, stated: Any, symbols: Symbols) -> str:
        """What is stated in words, with LaTeX between `$`."""

    def size(self, stated: Any, symbols: Symbols) -> float | None:
        """What tables sort the value by."""
        return None


@dataclass(frozen=True)
class Words(Grammar):
    """One of some words. `told` are those that need the label of their row to be understood."""

    known: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def documented(self) -> str:  # type: ignore[override]
        return ", ".join(f"`{word}`" for word in self.known)

    def read(self, stated: Any, region: Region) -> str:
        if stated not in self.known:
            raise Misstated(f"`{written(stated)}` is none of {', '.join(self.known)}")
        return str(stated)

    def shown(self, stated: Any, symbols: Symbols) -> str:
        return self.told.get(stated, str(stated))


class SetOfNumbers(Grammar):
    """A union of intervals and points."""

    documented = "`(0, 1)`, `[-3/8, oo)`, `{0, 1}`, `(-oo, -1) U {0} U (1, oo)`"

    def read(self, stated: Any, region: Region) -> tuple[Piece, ...]:
        """The set in order."""
        try:
            pieces = read_set(stated, region.values)
            for piece in pieces:
                _real(piece.lower), _real(piece.upper)
            if (more := _superfluous(stated, region)) is not None:
                raise Misstated(f"`{stated}`: leave out {more}, which the rest holds")
            return union(pieces, region)
        except ValueError as error:
            raise Misstated(str(error)) from None
        except TypeError:  # SymPy's, of numbers that cannot be compared
            raise Misstated(f"`{written(stated)}` has an end that is no real number") from None

    def shown(self, stated: Any, symbols: Symbols) -> str:
        return symbols.set(read_set(stated, symbols.names))

    def size(self, stated: Any, symbols: Symbols) -> float | None:
        """The lower end."""
        return symbols.number(read_set(stated, symbols.names)[0].lower)


class Constant(Grammar):
    """A number, or `none` where there is none, which counts as infinite."""

    documented = "a constant, or `none`"

    def read(self, stated: Any, region: Region) -> Value | None:
        return None if stated == "none" else number(stated, region)

    def shown(self, stated: Any, symbols: Symbols) -> str:
        return "none" if stated == "none" else f"${symbols.latex(stated, decimals=True)}$"

    def size(self, stated: Any, symbols: Symbols) -> float | None:
        if stated == "none":
            return math.inf
        return symbols.number(read_value(stated, symbols.names))


class Points(Grammar):
    """A list of points."""

    documented = "`[]`, `[-1, 1]`, `[lambda_]`"

    def read(self, stated: Any, region: Region) -> list[Value]:
        if not isinstance(stated, list):
            raise Misstated(f"`{written(stated)}` is no list of points such as [-1, 1]")
        return [number(item, region) for item in stated]

    def shown(self, stated: Any, symbols: Symbols) -> str:
        return ", ".join(f"${symbols.latex(point)}$" for point in stated) or "none"

    def size(self, stated: Any, symbols: Symbols) -> float | None:
        """How many there are."""
        return len(stated)


class Extremum(Grammar):
    """A value and a point where it is attained, or `none`."""

    documented = "`{x: -3/2, value: -3/8}`, or `none` where not attained"

    def read(self, stated: Any, region: Region) -> tuple[Value, Value] | None:
        if stated == "none":
            return None
        if not isinstance(stated, dict):
            raise Misstated(f"`{written(stated)}` is no {{x: …, value: …}} and not `none`")
        if stated.keys() != {"x", "value"}:
            raise Misstated("an extremum is {x: …, value: …} or `none`")
        return number(stated["x"], region), number(stated["value"], region)

    def shown(self, stated: Any, symbols: Symbols) -> str:
        if stated == "none":
            return "not attained"
        value = symbols.latex(stated["value"], decimals=True)
        at = ", ".join(
            f"${symbols.letter(name)} = {symbols.latex(place, decimals=True)}$"
            for name, place in stated.items()
            if name != "value"
        )
        return f"${value}$ at {at}".replace(r"= \approx", r"\approx")


@dataclass(frozen=True)
class Pairs(Grammar):
    """A number for each of several points, which are chosen.

    `what` names the mapping where it is refused, `written` is a pair as a formula.
    """

    documented: str
    what: str
    written: str

    def read(self, stated: Any, region: Region) -> dict[str, tuple[Value, Value]]:
        """The point and the number of each pair, by its key."""
        if not isinstance(stated, dict) or not stated:
            raise Misstated(f"{self.what} such as {self.documented.strip('`')}")
        return {k: (number(k, region), number(v, region)) for k, v in stated.items()}

    def shown(self, stated: Any, symbols: Symbols) -> str:
        return ", ".join(
            # A point is taken as it is written; what f is there may be rounded.
            self.written.format(
                t=symbols.argument,
                x=symbols.latex(x).removeprefix(r"\approx "),
                y=symbols.latex(y),
            )
            for x, y in stated.items()
        )


def _superfluous(stated: str, region: Region) -> str | None:
    """A part of a set of numbers that the others hold; where ends depend on parameters, parts may
    meet for some of their values."""
    try:
        pieces = read_set(stated, ())
    except ValueError:
        return None
    whole = _ends(union(pieces, region))
    for at, one in enumerate(pieces):
        others = [*pieces[:at], *pieces[at + 1 :]]
        if others and _ends(union(others, region)) == whole:
            left, right = "(["[one.lower_closed], ")]"[one.upper_closed]
            ends = f"{left}{one.lower.text}, {one.upper.text}{right}"
            return f"{{{one.lower.text}}}" if one.lower == one.upper else ends
    return None


def _ends(pieces: Iterable[Piece]) -> list[tuple[Any, ...]]:
    return [(p.lower.value, p.upper.value, p.lower_closed, p.upper_closed) for p in pieces]


def number(text: Any, region: Region) -> Value:
    """A stated number over a region; `Misstated` where it is none."""
    try:
        return _real(read_value(text, region.values))
    except ValueError as error:
        raise Misstated(str(error)) from None


def _real(value: Value) -> Value:
    if value.value.has(sympy.zoo, sympy.nan, sympy.I):
        raise Misstated(f"`{value.text}` is no real number")
    return value
