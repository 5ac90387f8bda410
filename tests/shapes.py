"""Sentences of evidence about single points and about the shape of a function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf
from said import FAR, ROUNDED, Check, Said, close, order_of, towards


def _value(said: Said, at: str, value: str, chord: str | None) -> Iterator[str]:
    x = said.number(at)
    if not close(said.graph.at(x), said.number(value), mpf(10) ** -12):
        yield f"it is {said.graph.at(x)}"
    if chord is not None:
        a, b = (said.graph.at(x + side * mpf(1) / 8) for side in (1, -1))
        if mp.sign(said.graph.at(x) - (a + b) / 2) != (1 if chord == "above" else -1):
            yield "it is on the other side"


def _undefined(said: Said, at: str) -> Iterator[str]:
    if said.graph.at(said.number(at)) is not None:
        yield "it is defined there"


def _tends(said: Said, value: str, at: str) -> Iterator[str]:
    found = towards(said, said.number(at), 0, 0)
    if not close(found, said.number(value)):
        yield f"it tends to {found}"


def _sides(said: Said, at: str, name: str, left: str, right: str) -> Iterator[str]:
    place, order = said.number(at), order_of(name)
    for text, side in ((left, -1), (right, 1)):
        expected = None if text == "nothing" else said.number(text)
        found = said.graph.beside(place, side, order)
        if not close(found, expected):
            yield f"it tends to {found} from side {side}"


def _attained(said: Said, which: str, value: str, places: str) -> Iterator[str]:
    extreme, side = said.number(value), 1 if which == "smallest" else -1
    for x, found in said.graph.samples(0):
        if side * (found - extreme) < -ROUNDED:
            yield f"it is {found} at {x}"
    for low, high, low_closed, high_closed in said.set(places.replace(" and ", " U ")):
        inner = (max(low, -FAR) + min(high, FAR)) / 2
        for x in [inner, *([low] if low_closed else []), *([high] if high_closed else [])]:
            if not close(said.graph.at(x), extreme, ROUNDED):
                yield f"it is {said.graph.at(x)} at {x}"


def _unattained(said: Said, which: str, value: str) -> Iterator[str]:
    bound, side = said.number(value), 1 if which == "smallest" else -1
    values = [found for x, found in said.graph.samples(0)]
    values += [v for s in (1, -1) if (v := said.graph.at(s * FAR)) is not None]
    if any(side * (found - bound) < -ROUNDED for found in values):
        yield "some values are beyond it"
    near = [x for x, found in said.graph.samples(0) if abs(x) < 20 and found == bound]
    if near:
        yield f"it is attained at {near[0]}"
    if not any(close(found, bound, mpf(1) / 12) for found in values):
        yield "no value comes close to it"


def _smooth(said: Said, order: str | None, one: str | None) -> Iterator[str]:
    least = 2 if one or order == "oo" else min(int(order or 0), 2)
    for n in range(least + 1):
        if said.graph.jumps[n]:
            yield f"the derivative of order {n} jumps at {said.graph.jumps[n][0]}"
    if order and order.isdigit() and int(order) < 2 and not said.graph.jumps[int(order) + 1]:
        yield "it is smoother"


def _not_continuous(said: Said) -> Iterator[str]:
    if not said.graph.jumps[0]:
        yield "it jumps nowhere"


def _kinks(said: Said, everywhere: str | None, places: str | None) -> Iterator[str]:
    expected = [] if everywhere else list(map(said.number, (places or "").split(", ")))
    for place in expected:
        left, right = (said.graph.beside(place, side, 1) for side in (-1, 1))
        values = [said.graph.at(place), said.graph.beside(place, -1), said.graph.beside(place, 1)]
        jumps = None in values or max(values) - min(values) > mpf(10) ** -4
        if not jumps and left is not None and right is not None and close(left, right):
            yield f"it exists at {place}"
    for order in (0, 1):
        for jump in said.graph.jumps[order]:
            if not any(abs(jump - place) < mpf(10) ** -6 for place in expected):
                yield f"it does not exist at {jump}"


def _unbounded(said: Said) -> Iterator[str]:
    slopes = [abs(slope) for _, slope in said.graph.samples(1)]
    slopes += [abs(s) for x in said.graph.jumps[1] if (s := said.graph.beside(x, 1, 1)) is not None]
    if max(slopes) < 10**5 and not said.graph.jumps[0]:
        yield f"no slope is above {max(slopes)}"


def _steepest(said: Said, value: str) -> Iterator[str]:
    largest = said.number(value)
    slopes = [abs(slope) for _, slope in said.graph.samples(1)]
    if max(slopes) > largest + ROUNDED:
        yield f"some slope is {max(slopes)}"
    if not close(max(slopes), largest, mpf(1) / 12):
        yield f"no slope is above {max(slopes)}"


def _mirrored(said: Said, minus: str) -> Iterator[str]:
    for x, value in said.graph.samples(0):
        if not close(said.graph.at(-x), -value if minus else value, ROUNDED):
            yield f"it is not at {x}"


def _period(said: Said, length: str) -> Iterator[str]:
    period = said.number(length)
    for part in (1, 2, 3, 5):
        values = [(v, said.graph.at(x + period / part)) for x, v in said.graph.samples(0)]
        if all(close(there, here, ROUNDED) for here, there in values) != (part == 1):
            yield f"it is otherwise of {period / part}"


def _aperiodic(said: Said) -> Iterator[str]:
    values = [value for _, value in said.graph.samples(0)]
    for length in (1, mp.pi / 2, mp.pi, 2 * mp.pi, 3, 4) if max(values) > min(values) else ():
        later = [said.graph.at(x + length) for x, _ in said.graph.samples(0)]
        if all(close(b, a, ROUNDED) for a, b in zip(values, later, strict=True)):
            yield f"it has the period {length}"


def _unlike(said: Said, sign: str, verb: str, *rest: str) -> Iterator[str]:
    value, at, side = rest
    x = said.number(at)
    if verb == "tends to":
        x = mp.sign(x) * FAR if mp.isinf(x) else x + (1 if side == "right" else -1) * mpf(10) ** -12
    a, b = said.graph.at(x), said.graph.at(-x)
    found = a + b if sign == "+" else a - b
    if not close(found, said.number(value)) or found == 0:
        yield f"it is {found}"


def _changes(said: Said, place: Any) -> bool:
    sides = [[said.graph.beside(place, side, n) for side in (-1, 1)] for n in (0, 1, 2, 3)]
    here = said.graph.at(place)
    return any(not _same(a, b) for a, b in sides) or not _same(here, sides[0][0])


def _same(a: Any, b: Any) -> bool:
    return (a is None) == (b is None) and (a is None or close(a, b, mpf(10) ** -6))


def _lopsided(said: Said, at: str, mirrored: str) -> Iterator[str]:
    place = said.number(at)
    if not close(said.number(mirrored), -place, ROUNDED):
        yield "the one is not the other mirrored"
    if not _changes(said, place):
        yield f"it does not change at {place}"
    if _changes(said, -place):
        yield f"it changes at {-place}"


def _one_sided(said: Said, at: str, not_at: str, on: str, not_on: str) -> Iterator[str]:
    for text, defined in ((at or on, True), (not_at or not_on, False)):
        (low, high, _, _), *_ = said.set(text if on else f"{{{text}}}")
        x = (max(low, -FAR) + min(high, FAR)) / 2
        if (said.graph.at(x) is not None) != defined:
            yield f"it is otherwise at {x}"


def _shape(said: Said, words: str) -> Iterator[str]:
    values = [value for x, value in said.graph.samples(0) if abs(x) < 20]
    steps = [b - a for a, b in pairwise(values)]
    rising = {"strictly increasing", "non-decreasing"} & set(words.split(" and "))
    falling = {"strictly decreasing", "non-increasing"} & set(words.split(" and "))
    if (rising and min(steps) < -ROUNDED) or (falling and max(steps) > ROUNDED):
        yield "it runs otherwise"
    if words == "none" and (min(steps) >= 0 or max(steps) <= 0):
        yield "it is monotonic"


def _rise(said: Said, rise: str, low: str, high: str) -> Iterator[str]:
    a, b = (said.graph.at(said.number(x)) for x in (low, high))
    if not close(abs(b - a), said.number(rise)):
        yield f"it changes by {abs(b - a)}"


def _nowhere(said: Said) -> Iterator[str]:
    if list(said.graph.samples(0)):
        yield "it has some"


def _taken(said: Said, near: str, digits: str) -> Iterator[str]:
    said.number(near)
    if int(digits.replace(",", "")) < 1000:
        yield "these are not many"


_WORDS = (
    "strictly increasing|strictly decreasing|non-decreasing|non-increasing|none|neither|even|odd"
    "|(?:strictly )?convex|(?:strictly )?concave"
)
SHAPES: dict[str, Check] = {
    r"f\((?!x\))<N>\) is <N>(?:, (above|below) the chord)?": _value,
    r"f is not defined at <N>": _undefined,
    r"f tends to <N> at <N>": _tends,
    r"at <N> <D> tends to <N> from the left and to <N> from the right": _sides,
    r"the (smallest|largest) value is <N>, at x in (.+)": _attained,
    r"no value is the (smallest|largest): they come to <N> without attaining it": _unattained,
    r"(?:f is continuous|it is C\^(\d+|oo)|(one formula), smooth on the whole line)": _smooth,
    r"f is not continuous": _not_continuous,
    r"f′ (?:exists (everywhere)|does not exist at (.+))": _kinks,
    r"f′ is not bounded": _unbounded,
    r"the largest \|f′\| is <N>": _steepest,
    r"f\(-x\) = (-?)f\(x\)": _mirrored,
    r"the smallest period is <N>": _period,
    r"f has no smallest period": _aperiodic,
    r"f\(x\) ([+-]) f\(-x\) (is|tends to) <N> at <N>(?: from the (left|right))?": _unlike,
    r"the formula changes at <N>, not at <N>": _lopsided,
    r"f is defined (?:at <N>, not at <N>|on (.+), not on (.+))": _one_sided,
    rf"it is ((?:{_WORDS})(?: and (?:{_WORDS}))*)": _shape,
    r"f changes by <N> between <N> and <N>": _rise,
    r"f has real values on no interval": _nowhere,
    r"two numbers near <N> are taken to be equal, as they agree to ([\d,]+) digits": _taken,
}
