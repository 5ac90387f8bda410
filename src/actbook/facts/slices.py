"""The image of a function of several arguments, by slices.

Along one argument the others are parameters, and the image of a slice has exact ends in those. An
end of all slices together is the smallest or largest of the ends, each a function of one argument
less, whose image is found in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy

from actbook.facts.cases import over
from actbook.facts.prover import Prover
from actbook.facts.turned import Turned
from actbook.formula.stated import Piece
from actbook.formula.symbolic import from_sympy
from actbook.proving.region import Region, Span, Undecided
from actbook.proving.sets import exactly, union
from actbook.proving.variation import Analysis
from actbook.reading.definitions import bounded


def image(turned: Turned, starts: Sequence[Region]) -> list[tuple[Region, tuple[Piece, ...]]]:
    """All values of a function, for each region of the parameters that are no arguments. Undecided
    where they cannot be told."""
    prover = Prover(turned.formula)
    names = [argument.name for argument in turned.function.arguments[1:]]

    def ask(region: Region) -> list[Piece]:
        analysis = prover.analysis(region)
        pieces = analysis.image(analysis.values)
        return [_projected(piece, region, names) for piece in pieces]

    found: dict[Any, tuple[Region, list[Piece]]] = {}
    for start in starts:
        whole = _parameters(start, names)
        for region, answer in over(start, ask):
            if isinstance(answer, Undecided):
                raise answer
            if _key(_parameters(region, names)) != _key(whole):
                raise Undecided("an image that is another for other parameters")
            found.setdefault(_key(whole), (whole, []))[1].extend(answer)
    return [(region, union(pieces, region)) for region, pieces in found.values()]


def _parameters(region: Region, names: Sequence[str]) -> Region:
    """A region without the arguments of these names."""
    values = {name: value for name, value in region.values.items() if name not in names}
    kept = frozenset[Any]().union(*(sympy.sympify(v).free_symbols for v in values.values()))
    spans = {symbol: span for symbol, span in region.spans.items() if symbol in kept}
    meanings = {symbol: told for symbol, told in region.meanings.items() if symbol in kept}
    return replace(region, values=values, spans=spans, meanings=meanings)


def _key(region: Region) -> tuple[Any, ...]:
    spans = ((symbol, str(span)) for symbol, span in region.spans.items())
    return tuple(region.values.items()), tuple(spans)


def _projected(piece: Piece, region: Region, names: Sequence[str]) -> Piece:
    """A piece whose ends depend on arguments, as the set of all numbers in it for all of these."""
    for name in names:
        symbol = region.values[name]
        if symbol in region.spans:
            span = region.spans[symbol]
            region = _without(region, symbol)
            lower, first = _extreme(piece.lower.value, -1, symbol, span, region)
            upper, last = _extreme(piece.upper.value, 1, symbol, span, region)
            closed = piece.lower_closed and first, piece.upper_closed and last
            piece = Piece(exactly(lower), exactly(upper), *closed)
    return piece


def _without(region: Region, symbol: sympy.Symbol) -> Region:
    """The region of all other symbols, each by its own name."""
    spans = {other: span for other, span in region.spans.items() if other != symbol}
    values = {name: v for name, v in region.values.items() if v != symbol}
    return Region({**values, **{s.name: s for s in spans}}, spans, region.alike)


def _extreme(
    end: sympy.Expr, side: int, symbol: sympy.Symbol, span: Span, region: Region
) -> tuple[sympy.Expr, bool]:
    """The smallest (`side` -1) or largest of the numbers that an end is, and whether it is one."""
    if symbol not in end.free_symbols:
        return end, True
    formula = bounded(from_sympy(end.xreplace({symbol: sympy.Symbol("x")})), [_piece(span)])
    roots = {s.name: s for s in end.free_symbols if s not in region.spans and s != symbol}
    analysis = Analysis(formula, replace(region, values={**region.values, **roots}))
    pieces = analysis.image(analysis.values)
    if len(pieces) != 1:
        raise Undecided("all that {} is", end)
    (whole,) = pieces
    if side < 0:
        return whole.lower.value, whole.lower_closed
    return whole.upper.value, whole.upper_closed


def _piece(span: Span) -> Piece:
    lower, upper = exactly(span.lower), exactly(span.upper)
    return Piece(lower, upper, not span.lower_open, not span.upper_open)
