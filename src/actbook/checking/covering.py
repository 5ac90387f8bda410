"""Covering arrays: few rows of parameter values in which all pairs of kinds of values occur.

A fault that takes two parameters to show is met, as |c| for c where a is below 1. The rows are
chosen greedily: D. M. Cohen, S. R. Dalal, M. L. Fredman and G. C. Patton, The AETG system, IEEE
Transactions on Software Engineering 23, 1997.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product
from typing import TypeAlias

#: A sign, and on which side of 1 the absolute value lies.
Kind: TypeAlias = tuple[bool, bool]
#: The kinds of two parameters, or twice that of one.
Pair: TypeAlias = tuple[tuple[str, Kind], tuple[str, Kind]]
#: The values that a parameter may have where those before it have some.
Values: TypeAlias = Callable[[str, Mapping[str, float]], Sequence[float]]


def kind(value: float) -> Kind | None:
    """None for 0, 1 and -1, at which too many formulas are the same."""
    return None if value == 0 or abs(value) == 1 else (value > 0, abs(value) > 1)


def _pairs(row: Mapping[str, float]) -> Iterator[Pair]:
    kinds = [(name, known) for name, value in row.items() if (known := kind(value)) is not None]
    yield from combinations_with_replacement(kinds, 2)


def covering(
    names: Sequence[str], rows: Sequence[Mapping[str, float]], values: Values
) -> list[dict[str, float]]:
    """The rows that others lack: with them all kinds of each two parameters occur together."""
    kinds = {
        name: list(dict.fromkeys(filter(None, map(kind, values(name, rows[0]))))) for name in names
    }
    wanted: dict[Pair, None] = {}
    for a, b in combinations_with_replacement(names, 2):
        every = zip(kinds[a], kinds[a], strict=True) if a == b else product(kinds[a], kinds[b])
        wanted |= {((a, first), (b, second)): None for first, second in every}
    for row in rows:
        for pair in _pairs(row):
            wanted.pop(pair, None)
    chosen: list[dict[str, float]] = []
    generator = random.Random(" ".join(names))
    while wanted:
        pair = next(iter(wanted))
        del wanted[pair]  # domains that depend on other parameters may not have it
        if (found := _row(names, dict(pair), wanted, values, generator)) is not None:
            chosen.append(found)
            for other in _pairs(found):
                wanted.pop(other, None)
    return chosen


def _row(
    names: Sequence[str],
    pinned: Mapping[str, Kind],
    wanted: Mapping[Pair, None],
    values: Values,
    generator: random.Random,
) -> dict[str, float] | None:
    """A row with some kinds, and as many others of those wanted as a greedy choice gives."""
    row: dict[str, float] = {}
    for name in names:
        options = [v for v in values(name, row) if pinned.get(name, kind(v)) == kind(v)]
        if not options:
            return None
        generator.shuffle(options)

        def gained(value: float, name: str = name) -> int:
            return sum(pair in wanted for pair in _pairs({**row, name: value}))

        row[name] = max(options, key=gained)
    return row
