"""Every small wrong version of a fact: another end, bracket, point or word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

_WORDS = {
    "monotonic": (
        *("strictly increasing", "non-decreasing", "strictly decreasing", "non-increasing"),
        "none",
    ),
    "parity": ("odd", "even", "neither"),
    "smoothness": ("discontinuous", "C^0", "C^1", "C^2", "C^3", "C^oo"),
    "convexity": ("strictly convex", "convex", "strictly concave", "concave", "neither"),
}


def wrong(name: str, value: Any) -> Iterator[Any]:
    """Values that are false where `value` is true."""
    if name in _WORDS:
        yield from (word for word in _WORDS[name] if word != value)
    elif name in ("range", "derivative_range"):
        yield from _sets(value)
    elif name in ("lipschitz", "periodic"):
        yield from ("1", "1000") if value == "none" else ("none", *_numbers(value))
    elif name == "kinks":
        yield from _kinks(value)
    elif isinstance(value, dict):
        yield from ["none"] * ("value" in value)
        for key in value:
            yield from ({**value, key: other} for other in _numbers(value[key]))
    else:
        yield {"x": "0", "value": "0"}


def _numbers(text: str) -> Iterator[str]:
    """Neighbours: one in the last digit of a decimal, else one part in 10^9."""
    if re.fullmatch(r"-?\d*\.\d+", text):
        digits = len(text.split(".")[1])
        with localcontext(prec=60):
            for step in (1, -1):
                yield format(Decimal(text) + step * Decimal(1).scaleb(-digits), "f")
    elif text in ("oo", "-oo"):
        yield from ("0", "-oo" if text == "oo" else "oo")
    elif text == "0":
        yield from ("1/10**12", "-1/10**12")
    else:
        yield from (f"({text})*(1 + 1/10**9)", f"({text})*(1 - 1/10**9)")


def _kinks(points: list[str]) -> Iterator[list[str]]:
    yield [*points, "1/3"]
    for i, point in enumerate(points):
        yield points[:i] + points[i + 1 :]
        yield from ([*points[:i], other, *points[i + 1 :]] for other in _numbers(point))


def _sets(text: str) -> Iterator[str]:
    pieces = text.split(" U ")
    for i, piece in enumerate(pieces):
        for other in _pieces(piece):
            yield " U ".join([*pieces[:i], other, *pieces[i + 1 :]])
        if len(pieces) > 1:
            yield " U ".join(pieces[:i] + pieces[i + 1 :])


def _pieces(piece: str) -> Iterator[str]:
    left, ends, right = piece[0], _split(piece[1:-1]), piece[-1]
    for i, end in enumerate(ends):
        for other in _numbers(end) if "oo" not in end else ["17"] if i else ["-17"]:
            yield left + ", ".join([*ends[:i], other, *ends[i + 1 :]]) + right
    if left == "{":
        yield "{" + ", ".join([*ends, "17"]) + "}"
    if left in "([" and ends[0] != "-oo":
        yield f"{'[' if left == '(' else '('}{ends[0]}, {ends[1]}{right}"
    if right in ")]" and ends[1] != "oo":
        yield f"{left}{ends[0]}, {ends[1]}{']' if right == ')' else ')'}"


def _split(text: str) -> list[str]:
    """The parts between the commas that stand outside all brackets."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
