"""Sentences of evidence read back and held against the function that they speak of.

Nothing of the prover is used: a sentence is cut by patterns, in which `<N>` is a number and `<D>`
is f, f′, …; its numbers are read as front matter is, and the function is a `Graph`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from graph import Graph
from mpmath import mp, mpf
from said import ROUNDED, Check, Said, close, order_of, towards
from shapes import SHAPES

_FORMS = {"<D>": "(f|f′|f″|the derivative of order \\d+)", "<N>": "(.+?)"}


def wrong(text: str, graph: Graph) -> list[str]:
    """What is wrong with sentences about a graph, parted by semicolons."""
    said = Said(graph)
    found = []
    for part in text.split("; "):
        part = re.sub(r"^not (even|odd): ", "", part).removesuffix(", by SymPy")
        found += [f"{part}: {fault}" for fault in _faults(part, said)]
    return found


def _faults(part: str, said: Said) -> Iterator[str]:
    for pattern, check in {**COURSES, **SHAPES}.items():
        for short, long in _FORMS.items():
            pattern = pattern.replace(short, long)
        if (match := re.fullmatch(pattern, part)) is not None:
            yield from check(said, *match.groups())
            return
    yield "no such sentence is known"


def _span(low: Any, high: Any) -> Iterator[Any]:
    """Points inside an interval, in ascending order, away from its finite ends."""
    shares = [mpf(n) / 16 for n in range(1, 16)]
    if mp.isinf(low) and mp.isinf(high):
        yield from (mpf(n) / 2 for n in range(-16, 17))
    elif mp.isinf(high):
        yield from (low + s / (1 - s) for s in shares)
    elif mp.isinf(low):
        yield from (high - (1 - s) / s for s in shares)
    else:
        yield from (low + s * (high - low) for s in shares)


def _runs(said: Said, name: str, verb: str, *ends: str) -> Iterator[str]:
    said.order = order = order_of(name)
    side = 1 if verb == "rises" else -1
    first, last, low, high = map(said.number, ends)
    values = [said.graph.at(x, order) for x in _span(low, high)]
    if None in values:
        yield "it has no value there"
        return
    steps = [side * (b - a) for a, b in pairwise(values)]
    if min(steps) < -(mpf(10) ** -25) or max(steps) <= 0:
        yield "it runs otherwise"
    if not min(first, last) - ROUNDED <= min(values) <= max(values) <= max(first, last) + ROUNDED:
        yield "it has other values"
    for said_value, at, inwards in ((first, low, 1), (last, high, -1)):
        if not close(towards(said, at, inwards, order), said_value):
            yield f"it tends to {towards(said, at, inwards, order)} at {at}"


def _is(said: Said, name: str, value: str, low: str, high: str) -> Iterator[str]:
    said.order = order_of(name)
    for x in _span(said.number(low), said.number(high)):
        if not close(said.graph.at(x, said.order), said.number(value), ROUNDED):
            yield f"it is {said.graph.at(x, said.order)} at {x}"


def _more(said: Said, count: str) -> Iterator[str]:
    if int(count) < 1:
        yield "there are none"


def _repeats(said: Said, length: str, rise: str | None) -> Iterator[str]:
    step, more = said.number(length), said.number(rise or "0")
    for x in (mpf(1) / 3, mpf(-7) / 5):
        a, b = (said.graph.at(at, said.order) for at in (x, x + step))
        if not close(b - a, more):
            yield f"it changes by {b - a}"


def _values(said: Said, name: str, text: str) -> Iterator[str]:
    order = order_of(name)
    pieces = said.set(text)
    values = [value for _, value in said.graph.samples(order)]
    for value in values:
        if not any(low - ROUNDED <= value <= high + ROUNDED for low, high, _, _ in pieces):
            yield f"it is {value} somewhere"
    for end in (end for piece in pieces for end in piece[:2]):
        if not any(close(value, end, mpf(1) / 12) for value in values):
            yield f"no value comes close to {end}"


COURSES: dict[str, Check] = {
    r"<D> (rises|falls) from <N> to <N> on \(<N>, <N>\)": _runs,
    r"<D> is (?!defined|not)<N> on \(<N>, <N>\)": _is,
    r"and so on over (\d+) more pieces": _more,
    r"and so on with period <N>(?:, by <N> more)?": _repeats,
    r"<D> takes the values (.+)": _values,
}
