"""The picture that other sites show of a page that is linked there: https://ogp.me."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

from actbook.drawing.figures import style
from actbook.drawing.panel import draw
from actbook.drawing.portrait import Panel, Portrait

#: Width and height in pixels, as those sites want them, and how many of them an inch has.
SIZE, _DENSITY = (1200, 630), 200
#: Left, bottom, width and height of the panels of f and f′, as parts of the picture.
_FRAMES: tuple[tuple[Panel, tuple[float, float, float, float]], ...] = (
    ("f", (0.06, 0.09, 0.41, 0.62)),
    ("derivative", (0.55, 0.09, 0.41, 0.62)),
)


def picture(p: Portrait) -> bytes:
    """The name of a function over its curve and that of its derivative, as a PNG: the same bytes
    on every run. On paper of its own, it is the same in both palettes."""
    with style():
        width, height = (side / _DENSITY for side in SIZE)
        figure = Figure((width, height), dpi=_DENSITY)
        figure.set_layout_engine("none")
        title = figure.text(0.06, 0.87, p.title, fontsize=22, fontweight="bold", va="center")
        title.set_parse_math(False)
        for panel, frame in _FRAMES:
            if any(curve.style == panel for curve in p.curves):
                draw(figure.add_axes(frame), p, panel)
        drawn = io.BytesIO()
        # The style leaves what is saved without a ground, and the date and version are left out.
        figure.savefig(drawn, format="png", facecolor="#ffffff", metadata={"Software": None})
    return drawn.getvalue()
