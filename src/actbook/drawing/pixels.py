"""What a figure has too much of for a page is drawn as pixels, once for each palette."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_rgb, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Text

#: Points of a figure up to which they are drawn as lines, and characters of its SVG.
POINTS, CHARACTERS = 10_000, 1_500_000
#: Of a picture as fine as screens show it, and of one that Matplotlib draws by itself.
_DPI = 150.0
#: Lettering and ground of the dark scheme, which are the theme's.
_DARK = {"#000000": "#c6cad2", "#ffffff": "#1e2129"}

#: Red, green and blue from 0 to 1.
Colour = tuple[float, float, float]


def bounded(figure: Figure, dark: Mapping[str, str]) -> tuple[list[str], str]:
    """A figure as `drawn` gives it, of a size that a page can hold, and instead of how much there
    are pixels; nothing for none."""
    count, instead = points(figure), ""
    if count > POINTS:
        rasterise(figure)
        instead = f"{count:,} points"
    documents = list(drawn(figure, dark))
    if (size := len(documents[0])) > CHARACTERS:
        rasterise(figure, all_of_it=True)
        documents = list(drawn(figure, dark))
        instead = instead or f"{size / 1e6:.1f} MB"
    return documents, instead


def points(figure: Figure) -> int:
    """The points that curves, marks and areas of a figure have."""
    return sum(map(_points, _shown(figure, Line2D, Collection, Patch)))


def _shown(figure: Figure, *kinds: type) -> Iterator[Any]:
    """What the axes of a figure show, without their own lines and ground."""
    for axes in figure.findobj(Axes):  # those within others too
        for artist in axes.get_children():
            own = artist is axes.patch or isinstance(artist, Spine)
            if isinstance(artist, kinds) and not own:
                yield artist


def _points(artist: Any) -> int:
    if isinstance(artist, Line2D):
        return np.size(artist.get_xdata(orig=False))
    if isinstance(artist, QuadMesh):
        return 2 * np.size(artist.get_coordinates())
    if isinstance(artist, Collection):
        own = sum(np.size(path.vertices) for path in artist.get_paths())
        return max(own, np.size(artist.get_offsets())) // 2
    return np.size(artist.get_path().vertices) // 2


def rasterise(figure: Figure, all_of_it: bool = False) -> None:
    """Have what the axes show drawn as pixels; with `all_of_it`, pictures and words as well."""
    more = (AxesImage, Text) if all_of_it else ()
    for artist in _shown(figure, Line2D, Collection, Patch, *more):
        artist.set_rasterized(True)


def drawn(figure: Figure, dark: Mapping[str, str]) -> Iterator[str]:
    """A figure as a document of SVG; where some of it is pixels, a second time in which these have
    the colours of the `dark` palette, given by those of the light one."""
    if not any(artist.get_rasterized() for artist in figure.findobj()):
        yield _document(figure, figure.dpi, RendererAgg)
        return
    colours = {to_rgb(given): to_rgb(other) for given, other in {**_DARK, **dark}.items()}
    yield _document(figure, _DPI, RendererAgg)
    yield _document(figure, _DPI, lambda *size: _Recoloured(colours, *size))


def _document(figure: Figure, dpi: float, raster: Any) -> str:
    """What Matplotlib's own `print_svg` writes, with the renderer of pixels to choose."""
    target, before = StringIO(), figure.dpi
    width, height = figure.get_size_inches()
    try:
        figure.dpi = 72
        vector = RendererSVG(
            72 * width, 72 * height, target, image_dpi=dpi, metadata={"Date": None}
        )
        renderer = MixedModeRenderer(figure, width, height, dpi, vector, raster)
        figure.draw(renderer)
        renderer.finalize()
    finally:
        figure.dpi = before
    return target.getvalue()


class _Recoloured(RendererAgg):  # type: ignore[misc]
    """Draws pixels in the colours that others are replaced with."""

    draw_markers: Any
    draw_path_collection: Any

    def __init__(self, colours: Mapping[Colour, Colour], *size: float) -> None:
        super().__init__(*size)
        self._colours = colours
        markers, collection = self.draw_markers, self.draw_path_collection

        def draw_markers(*given: Any, **named: Any) -> None:
            markers(*given[:5], *map(self._replaced, given[5:]), **named)

        def draw_path_collection(*given: Any, **named: Any) -> None:
            faces, edges = (self._all_replaced(colours) for colours in given[6:8])
            collection(*given[:6], faces, edges, *given[8:], **named)

        self.draw_markers, self.draw_path_collection = draw_markers, draw_path_collection

    def new_gc(self) -> Any:
        made = super().new_gc()
        given = made.set_foreground

        def set_foreground(colour: Any, isRGBA: bool = False) -> None:
            given(colour, isRGBA)
            made._rgb = self._replaced(made._rgb)

        made.set_foreground = set_foreground
        set_foreground("#000000")
        return made

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:
        super().draw_path(gc, path, transform, self._replaced(rgbFace))

    def _replaced(self, colour: Any) -> Any:
        if colour is None:
            return None
        red, green, blue, *alpha = map(float, colour)
        return (*self._colours.get((red, green, blue), (red, green, blue)), *alpha)

    def _all_replaced(self, colours: Any) -> Any:
        return to_rgba_array([self._replaced(colour) for colour in colours])
