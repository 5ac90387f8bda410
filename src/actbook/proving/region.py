"""A region of parameter values, and the sign of exact numbers over the whole of it.

Numbers are SymPy expressions in the region's symbols and in `Root`s. Where a sign differs inside
the region, `Split` says at which value of which parameter, and the proof goes on in the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import sympy

from actbook.proving.equal import FAILURES
from actbook.proving.forms import brief, large, written
from actbook.proving.interval import INFINITY, Interval
from actbook.proving.root import number

Part = TypeVar("Part")
Answer = TypeVar("Answer")


class Undecided(Exception):
    """Something that the prover could neither prove nor refute: words with `{}` for each of the
    expressions, numbers and spans that they are `about`."""

    def __init__(self, words: str, *about: Any) -> None:
        super().__init__(words, *about)
        self.words, self.about = words, about

    def __str__(self) -> str:
        return self.words.format(
            *(brief(part) if isinstance(part, sympy.Basic) else part for part in self.about)
        )

    def told(self, of: Callable[[sympy.Expr], sympy.Expr]) -> Undecided:
        """The same in other symbols."""

        def part(about: Any) -> Any:
            if isinstance(about, Span):
                return about.told(of)
            return of(about) if isinstance(about, sympy.Basic) else about

        return Undecided(self.words, *map(part, self.about))


class Split(Exception):
    """A sign that changes where a symbol of the region passes a value."""

    def __init__(self, symbol: sympy.Symbol, value: sympy.Expr) -> None:
        super().__init__(f"differs where {symbol} passes {value}")
        self.symbol, self.value = symbol, value


class Alike(Exception):
    """A number that is 0 to so many digits, and is neither shown to be 0 nor not to be."""

    def __init__(self, value: sympy.Expr, digits: int) -> None:
        super().__init__(f"{value} is 0 to {digits} digits")
        self.value, self.digits = value, digits


def known(question: Callable[[], Answer]) -> Answer | None:
    """The answer to a question, None where the prover leaves it open."""
    try:
        return question()
    except (Undecided, Split, Alike, *FAILURES):
        return None


class Parts(Exception):
    """What a question has to be asked of in the place of a whole: its parts, in their order."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.parts = parts


def until_decided(
    whole: Part, question: Callable[[Part], Answer], most: int, left: Callable[[Part], Undecided]
) -> Iterator[tuple[Part, Answer]]:
    """The answers to a question in all parts of a whole, each cut until it has one. What is said of
    a part that is `left` is raised when so many have been looked at."""
    waiting = [whole]
    for _ in range(most):
        if not waiting:
            return
        part = waiting.pop()
        try:
            yield part, question(part)
        except Parts as cut:
            waiting += cut.parts[::-1]
    if waiting:
        raise left(waiting[-1])


@dataclass(frozen=True)
class Span:
    """An interval with exact ends, which may contain symbols of the region."""

    lower: sympy.Expr = -sympy.oo
    upper: sympy.Expr = sympy.oo
    lower_open: bool = True
    upper_open: bool = True

    def __str__(self) -> str:
        return f"{'[('[self.lower_open]}{self.lower}, {self.upper}{'])'[self.upper_open]}"

    def told(self, of: Callable[[sympy.Expr], sympy.Expr]) -> Span:
        """The same in other symbols."""
        return replace(self, lower=of(self.lower), upper=of(self.upper))

    @property
    def mirrored(self) -> Span:
        return Span(-self.upper, -self.lower, self.upper_open, self.lower_open)


@dataclass(frozen=True)
class Region:
    """Parameter values: each parameter by name as an expression in the symbols of `spans`.

    A symbol need not be a parameter: `meanings` says what it is in them, unless it is the one of
    its name. `alike` holds the numbers that are taken to be 0, each with the digits to which it is.
    """

    values: Mapping[str, sympy.Expr]
    spans: Mapping[sympy.Symbol, Span]
    alike: Mapping[sympy.Expr, int] = field(default_factory=dict)
    meanings: Mapping[sympy.Symbol, sympy.Expr] = field(default_factory=dict)

    @cached_property
    def box(self) -> dict[sympy.Symbol, Interval]:
        return {symbol: enclosed_span(span) for symbol, span in self.spans.items()}

    def __str__(self) -> str:
        """All that is so of the parameters, told in them."""
        spans = dict(self._told_spans())
        words = []
        for name in self.values:
            if (itself := public(name)) in self._dependent:
                words.append(f"{name} = {written(self._dependent[itself])}")
            elif itself in spans:
                words.append(f"{name} in {spans.pop(itself)}")
        return ", ".join([*words, *(f"{what} in {span}" for what, span in spans.items())])

    def _told_spans(self) -> Iterator[tuple[sympy.Expr, Span]]:
        for symbol, span in self.spans.items():
            factor, meaning = self.told(symbol).as_content_primitive()
            if meaning.could_extract_minus_sign():
                meaning, span = -meaning, span.mirrored
            lower, upper = (self.told(end) / factor for end in (span.lower, span.upper))
            yield meaning, replace(span, lower=lower, upper=upper)

    def meaning(self, symbol: sympy.Symbol) -> sympy.Expr:
        return self.meanings.get(symbol, public(symbol.name))

    def told(self, value: sympy.Expr) -> sympy.Expr:
        """A number in the parameters, each as its `public` symbol, those left out that others
        give."""
        return self._meant(value).xreplace(self._dependent)

    def _meant(self, value: sympy.Expr) -> sympy.Expr:
        known = {s: self.meaning(s) for s in value.free_symbols & set(self.spans)}
        meant = value.xreplace(known)
        quotients = any(sympy.fraction(meaning)[1] != 1 for meaning in known.values())
        return sympy.cancel(meant) if quotients and not large(meant) else meant

    @cached_property
    def _dependent(self) -> dict[sympy.Symbol, sympy.Expr]:
        """The parameters that are numbers, or that the other parameters give."""
        found: dict[sympy.Symbol, sympy.Expr] = {}
        for name, value in self.values.items():
            itself = public(name)
            told = sympy.expand(self._meant(sympy.sympify(value)).xreplace(found))
            if (slope := told.coeff(itself)) != 1:
                found[itself] = sympy.expand((told - slope * itself) / (1 - slope))
        return found

    def with_span(self, symbol: sympy.Symbol, span: Span) -> Region:
        if span.upper.is_nonpositive:
            # Scaling works with positive symbols only.
            fresh = symbol_over(f"{symbol.name}'", span.mirrored)
            return self.substituted(symbol, -fresh, {fresh: span.mirrored})
        fresh = symbol_over(symbol.name, span)
        return self.substituted(symbol, fresh, {fresh: span})

    def substituted(
        self, symbol: sympy.Symbol, value: sympy.Expr, spans: Mapping[sympy.Symbol, Span]
    ) -> Region:
        """The region where a symbol has a value, of the first degree in the one of `spans`."""
        rest = {s: span for s, span in self.spans.items() if s != symbol}
        values = {name: v.subs(symbol, value) for name, v in self.values.items()}
        meanings = {s: self.meaning(s) for s in rest}
        for fresh in spans:
            slope = sympy.expand(value).coeff(fresh)
            start = self.told(sympy.expand(value - slope * fresh))
            meanings[fresh] = (self.meaning(symbol) - start) / self.told(slope)
        return replace(self, values=values, spans={**rest, **spans}, meanings=meanings)

    def taking(self, alike: Alike) -> Region:
        """The region with one number more that is taken to be 0."""
        return replace(self, alike={**self.alike, alike.value: alike.digits})


def some_value(span: Span, turn: int = 0) -> sympy.Expr:
    """A number inside a span, another for each `turn`: close to its end, far away, between."""
    near, far = ((7, 5), (1, 3), (29, 1), (13, 6), (1, 50), (8, 3))[turn % 6]
    step = sympy.Rational(near, far) + turn // 6
    if span.lower == -sympy.oo:
        if span.upper == sympy.oo:
            return step * (-1) ** (turn + 1)
        return span.upper - step
    if span.upper == sympy.oo:
        return span.lower + step
    return (span.lower * far + span.upper * near) / (far + near)


def public(name: str) -> sympy.Symbol:
    """The symbol that stands for a parameter where readers are told of it."""
    return sympy.Symbol(name, real=True)


def symbol_over(name: str, span: Span) -> sympy.Symbol:
    """A symbol with the sign that its span allows."""
    if span.lower.is_nonnegative:
        strict = span.lower.is_positive or span.lower_open
        return sympy.Symbol(name, **{"positive" if strict else "nonnegative": True})
    return sympy.Symbol(name, real=True)


def enclosed_span(span: Span) -> Interval:
    lower = -INFINITY if span.lower == -sympy.oo else number(span.lower).lower
    upper = INFINITY if span.upper == sympy.oo else number(span.upper).upper
    return Interval(lower, upper, span.lower_open, span.upper_open)
