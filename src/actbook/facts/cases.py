"""The parameter values that a fact speaks of, and the cases that they fall into where something
changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import sympy

from actbook.formula.stated import Comparison, comparisons, read_set, read_value
from actbook.proving.exact import inside, sign
from actbook.proving.region import (
    Alike,
    Parts,
    Region,
    Span,
    Split,
    Undecided,
    symbol_over,
    until_decided,
)
from actbook.reading.page import Parameter

Outcome = TypeVar("Outcome")
#: So many parts of a region are looked at before the proof is given up.
PARTS = 60
_OPERATORS: dict[str, Callable[[int], bool]] = {
    "<": lambda s: s < 0,
    "<=": lambda s: s <= 0,
    ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
    "=": lambda s: s == 0,
    "!=": lambda s: s != 0,
}


def over(
    region: Region, question: Callable[[Region], Outcome]
) -> Iterator[tuple[Region, Outcome | Undecided]]:
    """The answers to a question in all parts of a region that it needs to be split into."""

    def asked(part: Region) -> Outcome | Undecided:
        try:
            return question(part)
        except Split as split:
            raise Parts(*_parts(part, split)) from None
        except Alike as alike:
            raise Parts(part.taking(alike)) from None
        except Undecided as reason:
            if halves := _halves(part):
                raise Parts(*halves) from None
            return reason

    def left(part: Region) -> Undecided:
        return Undecided("too many cases of the parameters")

    try:
        yield from until_decided(region, asked, PARTS, left)
    except Undecided as reason:
        yield region, reason


def _parts(region: Region, split: Split) -> list[Region]:
    try:
        return list(parts(region, split))
    except Alike as alike:
        return [region.taking(alike)]
    except Split as first:
        # Where a parameter passes another, that one's sign comes first.
        try:
            return list(parts(region, first))
        except Split as second:
            raise Undecided(
                "what differs where {} passes {}", second.symbol, second.value
            ) from None


def parts(region: Region, split: Split) -> Iterator[Region]:
    """The region below, at and above the value at which something changes."""
    span, value = region.spans[split.symbol], split.value
    if value.free_symbols & set(region.spans):
        yield from _parts_around(region, split)
        return
    if sign(value - span.lower, region) > 0:
        yield region.with_span(split.symbol, replace(span, upper=value, upper_open=True))
    if inside(value, span, region):
        yield region.substituted(split.symbol, value, {})
    if sign(span.upper - value, region) > 0:
        yield region.with_span(split.symbol, replace(span, lower=value, lower_open=True))


def _parts_around(region: Region, split: Split) -> Iterator[Region]:
    """The parts where a parameter is below, at and above what other parameters give."""
    symbol, value = split.symbol, split.value
    span, zero = region.spans[symbol], sympy.Integer(0)
    yield region.substituted(symbol, value, {})
    if span.lower == -sympy.oo and span.upper == sympy.oo:
        for side in (-1, 1):
            yield _moved(region, symbol, value, side, True)
    elif span.lower == 0 and span.upper == sympy.oo and sign(value, region) > 0:
        one = sympy.Integer(1)
        for part in (Span(zero, one, span.lower_open), Span(one)):
            ratio = symbol_over(f"{symbol.name}'", part)
            yield region.substituted(symbol, value * ratio, {ratio: part})
    elif any(sign(distance, region) <= 0 for distance in (value - span.lower, span.upper - value)):
        raise Undecided("{} against {}", symbol, value)
    else:
        for part in (
            replace(span, upper=value, upper_open=True),
            replace(span, lower=value, lower_open=True),
        ):
            yield _within(region, symbol, part)


def _within(region: Region, symbol: sympy.Symbol, span: Span) -> Region:
    """The region with a symbol in a span whose ends may depend on other parameters."""
    if span.upper == sympy.oo:
        return _moved(region, symbol, span.lower, 1, span.lower_open)
    if span.lower == -sympy.oo:
        return _moved(region, symbol, span.upper, -1, span.upper_open)
    return _scaled(region, symbol, span)


def _halves(region: Region) -> list[Region]:
    """A region with the positive, zero and negative values of a parameter apart."""
    for symbol, span in region.spans.items():
        if span.lower.is_negative and span.upper.is_positive:
            return list(parts(region, Split(symbol, sympy.Integer(0))))
    return []


def regions(parameters: tuple[Parameter, ...], where: str | None) -> list[Region]:
    """The parameter values that a fact speaks of. ValueError for a `where` that is not read."""
    found = [Region({}, {})]
    for parameter in parameters:
        found = [larger for region in found for larger in _with(parameter, region)]
    for one in (one for chain in comparisons(where) for one in chain) if where else ():
        found = [kept for region in found for kept in _constrained(region, one)]
    return found


def _with(parameter: Parameter, region: Region) -> Iterator[Region]:
    for piece in read_set(parameter.domain, region.values):
        lower, upper = piece.lower.value, piece.upper.value
        if lower == upper:
            yield replace(region, values={**region.values, parameter.name: lower})
            continue
        span = Span(lower, upper, not piece.lower_closed, not piece.upper_closed)
        symbol = symbol_over(parameter.name, span)
        values = {**region.values, parameter.name: symbol}
        start = replace(region, values=values, spans={**region.spans, symbol: span})
        # Negative parameters are turned round, and ends in other parameters moved to 0 and 1.
        if span.lower.free_symbols or span.upper.free_symbols:
            yield _within(start, symbol, span)
        else:
            yield start.with_span(symbol, span)


def _moved(
    region: Region, symbol: sympy.Symbol, end: sympy.Expr, side: int, is_open: bool
) -> Region:
    """The region with a symbol as `end` plus or minus what is positive."""
    span = Span(sympy.Integer(0), sympy.oo, is_open, True)
    rest = symbol_over(f"{symbol.name}'", span)
    return region.substituted(symbol, end + side * rest, {rest: span})


def _scaled(region: Region, symbol: sympy.Symbol, span: Span) -> Region:
    """The region with a symbol as a part of the way from one end to the other."""
    part = Span(sympy.Integer(0), sympy.Integer(1), span.lower_open, span.upper_open)
    share = symbol_over(f"{symbol.name}'", part)
    value = span.lower + (span.upper - span.lower) * share
    return region.substituted(symbol, value, {share: part})


def _constrained(region: Region, said: Comparison) -> list[Region]:
    holds = _OPERATORS[said.operator]

    def difference(part: Region) -> sympy.Expr:
        a, b = (read_value(side, part.values).value for side in (said.left, said.right))
        return a - b

    parts = []
    for part, kept in over(region, lambda part: holds(sign(difference(part), part))):
        if isinstance(kept, Undecided):
            text = f"{said.left} {said.operator} {said.right}"
            raise ValueError(f"`where` compares in a way that is not understood: {text}")
        parts += [part] * kept
    return parts
