"""The portrait of a function: what its figure shows, and how a panel of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

#: The kinds of marks that are told in words.
TOLD = {"kink": "kink", "minimum": "minimum", "maximum": "maximum", "open": "open end"}
#: Dashes of the curves after the first, so that they differ in print and without colour vision.
DASHES = ("", "7 2", "6 2 1.5 2", "1.5 1.5", "10 3", "9 2 1.5 2 1.5 2")

Panel = Literal["f", "derivative"]


@dataclass(frozen=True)
class Curve:
    """Sampled values of f or f′. NaN in `y` breaks the line, at a jump or outside the domain.

    Curves of one `label` share a colour in both panels; the `primary` one carries the marks.
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
    """The line y = slope·x + intercept, approached towards `where`."""

    slope: float
    intercept: float
    where: Literal["-oo", "oo", "both"]
    style: Panel = "f"


@dataclass(frozen=True)
class Portrait:
    """Everything the figure of a function shows. `alt` replaces the automatic description."""

    title: str
    span: tuple[float, float]
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()
    asymptotes: tuple[Asymptote, ...] = ()
    alt: str = ""


def labels(portrait: Portrait) -> list[str]:
    """The labels of the curves, the primary one first: the order of colours and dashes."""
    ordered = sorted(portrait.curves, key=lambda curve: not curve.primary)
    return list(dict.fromkeys(curve.label for curve in ordered))


def description(portrait: Portrait) -> str:
    """What the figure shows, in words, for those who do not see it."""
    if portrait.alt:
        return portrait.alt
    low, high = (_number(end) for end in portrait.span)
    names = labels(portrait)
    shown = f" for {', '.join(names)}" if len(names) > 1 else ""
    marks = [
        f"{TOLD[m.kind]} at ({_number(m.x)}, {_number(m.y)})"
        for m in portrait.marks
        if m.style == "f" and m.kind in TOLD
    ]
    return f"{portrait.title} and its derivative from x = {low} to {high}{shown}" + (
        f"; {', '.join(marks)}" if marks else ""
    )


def draw(axes: Axes, portrait: Portrait, panel: Panel) -> None:
    """f (or f′) on axes in the house style, which the caller has entered."""
    curves = [curve for curve in portrait.curves if curve.style == panel]
    marks = _marks(portrait, panel)
    axes.set_title("f(x)" if panel == "f" else "f\N{HAIR SPACE}′(x)", fontstyle="italic")
    axes.set_xlim(*portrait.span)
    axes.set_ylim(*limits(curves, marks))
    _ground(axes)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    for asymptote in portrait.asymptotes:
        if asymptote.style == panel:
            _draw_asymptote(axes, asymptote)
    for curve in reversed(curves):
        _draw_curve(axes, curve, labels(portrait).index(curve.label))
    for mark in marks:
        _draw_mark(axes, mark)


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
    dashes = [float(length) for length in DASHES[index % len(DASHES)].split()]
    width = 2.2 if curve.primary else 1.5
    # Matplotlib counts dashes in line widths, CSS in pixels.
    pattern: Any = (0, tuple(length * 0.75 / width for length in dashes)) if dashes else "solid"
    axes.plot(
        *(curve.x, curve.y), color=f"C{index % 6}", linewidth=width, linestyle=pattern, zorder=3
    )


def _draw_asymptote(axes: Axes, asymptote: Asymptote) -> None:
    low, high = axes.get_xlim()
    middle = (low + high) / 2
    ends = {"-oo": (low, middle), "oo": (middle, high), "both": (low, high)}[asymptote.where]
    x = np.array(ends)
    y = asymptote.slope * x + asymptote.intercept
    axes.plot(x, y, color="#000000", alpha=0.6, linewidth=1, linestyle=(0, (4, 3)), zorder=2)


def _marks(portrait: Portrait, panel: Panel) -> list[Mark]:
    return [mark for mark in portrait.marks if mark.style == panel]


def _draw_mark(axes: Axes, mark: Mark) -> None:
    hollow = mark.kind in ("open", "kink")
    axes.plot(
        *([mark.x], [mark.y]), marker="o", markersize=5, markeredgewidth=1.3, color="C0",
        markerfacecolor="#ffffff" if hollow else "C0", zorder=4, clip_on=False,
    )  # fmt: skip
    if mark.kind in ("minimum", "maximum"):
        _label(axes, mark)


def _label(axes: Axes, mark: Mark) -> None:
    """The coordinates under a minimum or over a maximum, kept inside the frame."""
    low, high = axes.get_xlim()
    place = (mark.x - low) / (high - low)
    below = mark.kind == "minimum"
    axes.annotate(
        mark.label or f"({_number(mark.x)}, {_number(mark.y)})",
        (mark.x, mark.y),
        xytext=(0, -7 if below else 7),
        textcoords="offset points",
        ha="left" if place < 0.2 else "right" if place > 0.8 else "center",
        va="top" if below else "bottom",
        fontsize=9,
    )


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
