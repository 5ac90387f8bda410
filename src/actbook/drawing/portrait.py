"""The portrait of a function: what its figure shows, and that in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Panel = Literal["f", "derivative"]
#: The kinds of marks that are told in words.
TOLD = {"kink": "kink", "minimum": "minimum", "maximum": "maximum", "open": "open end"}


@dataclass(frozen=True)
class Curve:
    """Sampled values of f or f′. NaN in `y` breaks the line, at a jump or outside the domain.

    Curves of one `label` share their dashes in both panels; the `primary` one carries the marks.
    """

    label: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    style: Panel = "f"
    primary: bool = True


@dataclass(frozen=True)
class Mark:
    """A point of the primary curve. Extrema show `label`, or their coordinates without one."""

    x: float
    y: float
    kind: Literal["kink", "minimum", "maximum", "open", "closed"]
    label: str = ""
    style: Panel = "f"


@dataclass(frozen=True)
class Asymptote:
    """The line y = slope·x + intercept, which f approaches towards `where`."""

    slope: float
    intercept: float
    where: Literal["-oo", "oo"]


@dataclass(frozen=True)
class Portrait:
    """Everything the figure of a function shows. `alt` replaces the automatic description; `names`
    stand over the panels of f and f′."""

    title: str
    span: tuple[float, float]
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()
    asymptotes: tuple[Asymptote, ...] = ()
    alt: str = ""
    names: tuple[str, str] = ("f(x)", "f\N{HAIR SPACE}′(x)")
    argument: str = "x"


def labels(portrait: Portrait) -> list[str]:
    """The labels of the curves, the primary one first: the order of dashes."""
    ordered = sorted(portrait.curves, key=lambda curve: not curve.primary)
    return list(dict.fromkeys(curve.label for curve in ordered))


def description(portrait: Portrait) -> str:
    """What the figure shows, in words, for those who do not see it."""
    if portrait.alt:
        return portrait.alt
    low, high = (number(end) for end in portrait.span)
    names = labels(portrait)
    shown = f" for {', '.join(names)}" if len(names) > 1 else ""
    marks = [
        f"{TOLD[m.kind]} at {coordinates(m)}"
        for m in portrait.marks
        if m.style == "f" and m.kind in TOLD
    ]
    return (
        f"{portrait.title} and its derivative from {portrait.argument} = {low} to {high}{shown}"
        + (f"; {', '.join(marks)}" if marks else "")
    )


def course(portrait: Portrait, panel: Panel) -> str:
    """What the primary curve of a panel does from left to right, in words."""
    curve = next(c for c in portrait.curves if c.style == panel and c.primary)
    known = np.isfinite(curve.y)
    x, y = np.round(curve.x, 6), curve.y
    height = float(np.ptp(y[known])) if known.any() else 0.0
    said = []
    for there, members in groupby(range(len(x)), lambda n: bool(known[n])):
        stretch = list(members)
        if there and len(stretch) > 2:
            said.append(_course(portrait.argument, x[stretch], y[stretch], height))
    return "; ".join(said) or "no values"


def _course(t: str, x: NDArray[np.float64], y: NDArray[np.float64], height: float) -> str:
    """How a curve without a gap goes, in a picture of a height."""
    runs = list(_runs(x, y, height))
    if len(runs) == 1 and not runs[0][0]:
        return f"{_short(y[0])} from {t} = {_short(x[0])} to {_short(x[-1])}"
    parts = []
    for way, end in runs:
        there = f"{_short(y[end])} at {t} = {_short(_turn(x, y, end))}"
        level = f"stays at {_short(y[end])} until {t} = {_short(x[end])}"
        parts.append({1: f"rises to {there}", -1: f"falls to {there}", 0: level}[way])
    return f"from {_short(y[0])} at {t} = {_short(x[0])} it {', '.join(parts)}"


def _runs(
    x: NDArray[np.float64], y: NDArray[np.float64], height: float
) -> Iterator[tuple[int, int]]:
    """The rising (1), falling (-1) and level (0) parts of a curve, each with the index where it
    ends. What cannot be seen at its height is left out."""
    steps = np.diff(y)
    ways = np.where(abs(steps) <= 1e-12 * height, 0, np.sign(steps)).astype(int)
    found: list[tuple[int, int]] = []
    start = 0
    for way, members in groupby(ways):
        end = start + len(list(members))
        seen = abs(y[end] - y[start]) > 0.004 * height if way else x[end] - x[start] > 0.05
        if seen and found and found[-1][0] == way:
            found[-1] = (int(way), end)
        elif seen:
            found.append((int(way), end))
        start = end
    if found:
        found[-1] = (found[-1][0], len(x) - 1)
    yield from found or [(0, len(x) - 1)]


def _turn(x: NDArray[np.float64], y: NDArray[np.float64], at: int) -> float:
    """Where a curve turns near one of its points: the vertex of the parabola through three."""
    if not 0 < at < len(x) - 1:
        return float(x[at])
    left, right = x[at] - x[at - 1], x[at + 1] - x[at]
    down, up = (y[at] - y[at - 1]) / (left or 1), (y[at + 1] - y[at]) / (right or 1)
    if down == up or not left or not right:
        return float(x[at])
    vertex = x[at] - left / 2 - down * (left + right) / 2 / (up - down)
    return float(round(min(max(vertex, x[at - 1]), x[at + 1]), 6))


def _short(value: float) -> str:
    return number(0.0 if abs(value) < 1e-6 else value, 3)


def coordinates(mark: Mark) -> str:
    """A mark's x and y, which have as many decimals as the one that needs more."""
    texts = [number(value) for value in (mark.x, mark.y)]
    digits = max(len(text.partition(".")[2]) for text in texts)
    if not any("e" in text for text in texts):
        texts = [
            f"{value:.{digits}f}".replace("-", "−") if "." in text else text
            for text, value in zip(texts, (mark.x, mark.y), strict=True)
        ]
    return f"({texts[0]}, {texts[1]})"


def number(value: float, digits: int = 4) -> str:
    """A number of a figure in so many significant digits, with a minus that is no hyphen."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")
