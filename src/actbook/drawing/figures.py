"""The one place that decides how figures look: the house style, and the figure of f and f′."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from cycler import cycler
from matplotlib.figure import Figure

from actbook.drawing import palette, pixels
from actbook.drawing.panel import DASHES, draw, draw_small
from actbook.drawing.portrait import Panel, Portrait, course, description, labels
from actbook.drawing.svg import inline_svg
from actbook.markup import spaced, text

#: The colours of series 1 to 6 on white paper. `assets/actbook-figures.css` has these for the
#: light scheme, and others for the dark one; figures name the variables.
SERIES = ("#3261a6", "#d86600", "#009b55", "#c16a95", "#684d10", "#3f1da2")
GRID = "#e3e6ea"
#: Width and height of a panel in points, and its frame as parts of them from the left and the
#: bottom: those of `assets/actbook-panel.js` too.
SIZE = (288, 160)
FRAME = (0.105, 16 / 160, 0.875, 126.5 / 160)
#: What replaces each colour of a drawing. Colours not named here are the page's own choice.
VARIABLES = {
    **{colour: f"var(--actbook-series-{n})" for n, colour in enumerate(SERIES, start=1)},
    GRID: "var(--actbook-grid)",
    "#ffffff": "var(--actbook-background)",
    "#000000": "currentColor",
}


@contextmanager
def style() -> Iterator[None]:
    """The house style, for cells and for our own figures. It draws in the light palette."""
    settings: dict[str, Any] = {
        "axes.prop_cycle": cycler(color=SERIES),
        "axes.axisbelow": True,
        "axes.edgecolor": GRID,
        "axes.facecolor": "none",
        "axes.grid": True,
        "axes.titlelocation": "left",
        "axes.titlesize": 10.5,
        "figure.constrained_layout.use": True,
        "figure.facecolor": "none",
        "figure.figsize": (5.6, 3.5),
        "font.size": 9.5,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "image.cmap": "cividis",
        "legend.edgecolor": "none",
        "legend.facecolor": "#ffffff",
        "legend.fontsize": 9,
        "lines.linewidth": 1.8,
        "lines.solid_capstyle": "round",
        "savefig.facecolor": "none",
        "svg.fonttype": "none",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "xtick.labelcolor": "#000000bf",
        "ytick.labelcolor": "#000000bf",
    }
    with matplotlib.rc_context(settings):
        yield


def svg(figure: Figure, alt: str, salt: str) -> str:
    """A Matplotlib figure as an SVG element for an HTML page: one line, themable, the same bytes
    on every run. `salt` has to be unique among the figures of a page; no `alt` hides the picture
    from screen readers. What is too much for a page is drawn as pixels."""
    for axes in figure.axes:
        if axes.images:
            axes.grid(False)  # Matplotlib draws the style's grid over images
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        drawn, instead = pixels.bounded(figure, _darker())
    return inline_svg(drawn, alt, salt, VARIABLES, instead)


def _darker() -> dict[str, str]:
    """The colours of series and grid in the dark scheme, by those in the light one."""
    there = palette.dark()
    return {
        colour: there[name[4:-1]]
        for colour, name in VARIABLES.items()
        if name.startswith("var(") and name[4:-1] in there
    }


def prepare() -> None:
    """Let Matplotlib find once what it then knows, fonts and the grammar of mathematics, before
    processes are forked from this one."""
    with style():
        figure = Figure()
        # No page writes so small: what is kept of this text has files open that processes share.
        figure.add_subplot(title="0").set_xlabel("$0$", fontsize=1)
        svg(figure, "", "prepare")


def portrait(p: Portrait, salt: str, instrument: str = "", sliders: int = 0) -> str:
    """The figure of f and f′ as one line of HTML: a panel each, side by side where there is room,
    and below them the key to the curves and marks. `instrument` is what `assets/actbook-plot.js`
    explores it with, room being left for so many `sliders`."""
    shown = panels(p, salt) + _key(p)
    if instrument:
        room = f'data-sliders="{sliders}" style="--actbook-sliders:{sliders}"'
        shown = f'<act-plot data-plot="{text(instrument)}" {room}>{shown}</act-plot>'
    label = spaced(description(p))
    return f'<div class="actbook-portrait" role="group" aria-label="{label}">{shown}</div>'


def panels(p: Portrait, salt: str) -> str:
    """The panels of f and f′ as one line of HTML, without a key."""
    shown = "".join(_panel(p, panel, f"{salt}-{panel}") for panel in ("f", "derivative"))
    return f'<div class="actbook-panels">{shown}</div>'


def _panel(p: Portrait, panel: Panel, salt: str) -> str:
    if not any(curve.style == panel for curve in p.curves):
        return ""
    with style():
        figure = _canvas(*SIZE)
        draw(figure.add_axes(FRAME), p, panel)
        name = p.title if panel == "f" else f"The derivative of {p.title}"
        return svg(figure, f"{name}: {course(p, panel)}", salt)


def _canvas(width: float, height: float) -> Figure:
    """A figure of a size in points whose axes stay where they are put: panels have to align."""
    figure = Figure(figsize=(width / 72, height / 72))
    figure.set_layout_engine("none")
    return figure


def thumbnail(p: Portrait, salt: str) -> str:
    """The small figure of a gallery card: f alone, no text, decoration for screen readers."""
    with style():
        figure = _canvas(160, 100)
        draw_small(figure.add_axes((0.02, 0.02, 0.96, 0.96)), p)
        return svg(figure, "", salt)


def bars(heights: Sequence[float], salt: str) -> str:
    """The small figure of a gallery card of a vector function: its components at one vector."""
    with style():
        figure = _canvas(160, 100)
        axes = figure.add_axes((0.02, 0.02, 0.96, 0.96))
        axes.bar(range(len(heights)), heights, width=0.5, color="C0")
        axes.axhline(0, color="#000000", alpha=0.45, linewidth=0.8)
        axes.margins(x=0.25, y=0.1)
        axes.grid(False)
        axes.set(xticks=[], yticks=[])
        return svg(figure, "", salt)


def _key(p: Portrait) -> str:
    """What the colours, dashes and marks mean; nothing where there is nothing to tell apart."""
    names = labels(p)
    entries = [
        _entry(f'd="M1 6H27" style="stroke:currentColor;stroke-width:2;{_dash(n)}"', name)
        for n, name in enumerate(names)
        if len(names) > 1
    ]
    circle = 'd="M10 6a4 4 0 1 0 8 0a4 4 0 1 0 -8 0" style="stroke:currentColor;stroke-width:1.5"'
    diamond = 'd="M10 6l4-4 4 4-4 4z" style="fill:currentColor"'
    if any(mark.kind == "kink" for mark in p.marks):
        entries.append(_entry(diamond, "kink: the slope differs on its two sides"))
    if any(mark.kind == "open" and mark.style == "f" for mark in p.marks):
        entries.append(_entry(circle, "open end: not attained"))
    if p.asymptotes:
        entries.append(_entry('d="M1 6H27" class="actbook-asymptote"', "asymptote"))
    return f'<div class="actbook-key">{"".join(entries)}</div>' if entries else ""


def _entry(path: str, name: str) -> str:
    picture = f'<svg viewBox="0 0 28 12" aria-hidden="true"><path fill="none" {path}/></svg>'
    return f"<span>{picture}{spaced(name)}</span>"


def _dash(index: int) -> str:
    pattern = DASHES[index % len(DASHES)]
    return f"stroke-dasharray:{pattern}" if pattern else ""
