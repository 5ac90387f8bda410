"""How a panel of a portrait is drawn: axes, curves, marks and their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from actbook.drawing.portrait import (
    Asymptote,
    Curve,
    Mark,
    Panel,
    Portrait,
    coordinates,
    labels,
)

#: The colour of f and of f′, in every figure and reading.
COLOURS: dict[Panel, str] = {"f": "C0", "derivative": "C1"}
#: Dashes of the curves after the first: curves of one colour differ by them.
DASHES = ("", "7 2", "6 2 1.5 2", "1.5 1.5", "10 3", "9 2 1.5 2 1.5 2")
#: A label's height, and its width by letter, in points.
_LINE, _LETTER = 9.0, 4.7


def draw(axes: Axes, portrait: Portrait, panel: Panel) -> None:
    """f (or f′) on axes in the house style, which the caller has entered."""
    curves = [curve for curve in portrait.curves if curve.style == panel]
    marks = [mark for mark in portrait.marks if mark.style == panel]
    axes.set_title(portrait.names[panel != "f"], fontstyle="italic")
    axes.set_xlim(*portrait.span)
    axes.set_ylim(*limits_of(portrait, panel))
    _ground(axes)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    lines = [_line(each, portrait.span) for each in portrait.asymptotes if panel == "f"]
    for line in lines:
        axes.plot(line.x, line.y, color="#000000", alpha=0.6, linewidth=1, linestyle=(0, (4, 3)))
    for curve in reversed(curves):
        _draw_curve(axes, curve, labels(portrait).index(curve.label))
    for mark in sorted(marks, key=lambda mark: mark.kind == "kink"):  # which may be an extremum
        _draw_mark(axes, mark)
        if mark.kind in ("minimum", "maximum"):
            _label(axes, mark, [*curves, *lines])


def draw_small(axes: Axes, portrait: Portrait) -> None:
    """The primary curve of f with the coordinate axes, and no text at all."""
    curves = [curve for curve in portrait.curves if curve.style == "f" and curve.primary]
    axes.set_xlim(*portrait.span)
    axes.set_ylim(*limits(curves, []))
    axes.grid(False)
    _ground(axes)
    axes.xaxis.set_ticks([])
    axes.yaxis.set_ticks([])
    for curve in curves:
        axes.plot(curve.x, curve.y, color="C0", linewidth=2.6)


def limits_of(portrait: Portrait, panel: Panel) -> tuple[float, float]:
    """The y-limits of a panel, to six digits."""
    curves = [curve for curve in portrait.curves if curve.style == panel]
    marks = [mark for mark in portrait.marks if mark.style == panel]
    low, high = (float(f"{end:.6g}") for end in limits(curves, marks))
    return low, high


def limits(curves: list[Curve], marks: list[Mark]) -> tuple[float, float]:
    """The y-limits that show the interesting part of all curves, and every mark.

    They hold 0, the level to compare with, where it is not far off.
    """
    shown = [window(curve) for curve in curves]
    low = min([part[0] for part in shown] + [mark.y for mark in marks])
    high = max([part[1] for part in shown] + [mark.y for mark in marks])
    if low > 0 and low <= 0.75 * high:
        low = 0.0
    if high < 0 and high >= 0.75 * low:
        high = 0.0
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0, low + 1.0)
    room = high - low
    # The label of an extremum needs a line of text between it and the frame.
    below = any(m.kind == "minimum" and m.y - low < 0.15 * room for m in marks)
    above = any(m.kind == "maximum" and high - m.y < 0.15 * room for m in marks)
    return low - room * (0.2 if below else 0.06), high + room * (0.2 if above else 0.06)


def window(curve: Curve) -> tuple[float, float]:
    """The y-interval of a curve worth showing: all of it, unless a rare end dwarfs the rest.

    `exp` on [-5, 5] reaches 148, but spends nine tenths of its way below 55: an end is rare when
    the curve spends less than a ninth of its way in the outer quarter. Then the interval is as
    high as 0.6 of the span, or three times the one that holds half of the curve.
    """
    y = np.sort(curve.y[np.isfinite(curve.y)])
    if not len(y):
        return 0.0, 1.0
    low, high = float(y[0]), float(y[-1])
    width = float(curve.x[-1] - curve.x[0])
    quarter = (high - low) / 4
    rare = [np.mean(y > high - quarter) < 0.11, np.mean(y < low + quarter) < 0.11]
    if high - low <= 1.2 * width or not any(rare):
        return low, high
    core = _densest(y, count=len(y) // 2)
    height = max(0.6 * width, 3 * (core[1] - core[0]))
    if height > 0.7 * (high - low):
        return low, high
    start = min(max((core[0] + core[1] - height) / 2, low), max(high - height, low))
    return start, min(start + height, high)


def _densest(y: NDArray[np.float64], count: int) -> tuple[float, float]:
    """The smallest interval that holds `count` + 1 of the sorted values."""
    first = int(np.argmin(y[count:] - y[: len(y) - count]))
    return float(y[first]), float(y[first + count])


def _ground(axes: Axes) -> None:
    line: dict[str, Any] = {"color": "#000000", "alpha": 0.45, "linewidth": 0.8, "zorder": 1}
    axes.axhline(0, **line)
    axes.axvline(0, **line)


def _draw_curve(axes: Axes, curve: Curve, index: int) -> None:
    colour = COLOURS[curve.style]
    dashes = [float(length) for length in DASHES[index % len(DASHES)].split()]
    width = 2.2 if curve.primary else 1.5
    # Matplotlib counts dashes in line widths, CSS in pixels.
    pattern: Any = (0, tuple(length * 0.75 / width for length in dashes)) if dashes else "solid"
    axes.plot(curve.x, curve.y, color=colour, linewidth=width, linestyle=pattern, zorder=3)


def _line(asymptote: Asymptote, span: tuple[float, float]) -> Curve:
    low, high = span
    middle = (low + high) / 2
    x = np.linspace(*((low, middle) if asymptote.where == "-oo" else (middle, high)), 64)
    return Curve("asymptote", x, asymptote.slope * x + asymptote.intercept)


def _draw_mark(axes: Axes, mark: Mark) -> None:
    colour = COLOURS[mark.style]
    axes.plot(
        *([mark.x], [mark.y]), marker="D" if mark.kind == "kink" else "o", markersize=5,
        markeredgewidth=1.3, color=colour, zorder=4, clip_on=False,
        markerfacecolor="#ffffff" if mark.kind == "open" else colour,
    )  # fmt: skip


def _label(axes: Axes, mark: Mark, curves: Sequence[Curve]) -> None:
    """The coordinates beside an extremum, in the first place that no curve passes through."""
    text = mark.label or coordinates(mark)
    width = _LETTER * len(text)
    taken = np.concatenate([_points(axes, curve.x, curve.y) for curve in curves])
    ((x, y),) = _points(axes, np.array([mark.x]), np.array([mark.y]))
    frame = axes.get_window_extent().transformed(axes.figure.dpi_scale_trans.inverted())
    left, bottom, right, top = (72 * side for side in frame.extents)
    places = list(_places(mark.kind == "minimum", width))

    def free(place: tuple[float, float]) -> bool:
        # The middle of the label's base line.
        across, base = x + place[0], y + place[1]
        near = abs(taken[:, 0] - across) < width / 2 + 2
        over = near & (taken[:, 1] > base - 3) & (taken[:, 1] < base + _LINE)
        inside = left + 2 < across - width / 2 and across + width / 2 < right - 2
        return inside and bottom + 2 < base and base + _LINE < top and not over.any()

    place = next(filter(free, places), places[0])
    middle = min(max(x + place[0], left + width / 2 + 2), right - width / 2 - 2)
    axes.annotate(
        text,
        (mark.x, mark.y),
        xytext=(middle - x, place[1]),
        textcoords="offset points",
        ha="center",
        va="baseline",
        fontsize=9,
    )


def _places(below: bool, width: float) -> Iterator[tuple[float, float]]:
    """Where a label may stand, from the point that it names, the best places first."""
    for way in (1, -1) if below else (-1, 1):
        for shift in (0.0, 0.5, -0.5, 1.0, -1.0):
            for off in (14.0, 21.0):
                yield shift * (width + 8), -off if way > 0 else off - 7


def _points(axes: Axes, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places of finite data in points of the figure, as pairs."""
    finite = np.isfinite(y)
    pixels = axes.transData.transform(np.column_stack([x[finite], y[finite]]))
    found: NDArray[np.float64] = pixels * 72 / axes.figure.dpi
    return found
