"""Figures with more than a page can hold: drawn as pixels, for both palettes, and said so."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from actbook.drawing import figures, palette, pixels
from actbook.result import Output
from actbook.weaving import ipynb, templates

RANDOM = np.random.default_rng(0)


def made(draw: Callable[[Axes], Any]) -> str:
    with figures.style():
        figure = Figure()
        draw(figure.subplots())
        return figures.svg(figure, "A figure.", "page-1")


def pictures(drawn: str, scheme: str) -> Iterator[NDArray[Any]]:
    """The pictures of a scheme as red, green, blue and alpha from 0 to 1."""
    for element in re.findall(r"<image[^>]*>", drawn):
        if f'class="actbook-{scheme}"' in element:
            data = base64.b64decode(re.search('base64,([^"]*)', element)[1])  # type: ignore[index]
            yield matplotlib.image.imread(io.BytesIO(data), format="png")


def colours(picture: NDArray[Any]) -> set[str]:
    """The colours of the opaque pixels."""
    solid = picture[picture[..., 3] == 1][:, :3]
    return {"#{:02x}{:02x}{:02x}".format(*(round(255 * c) for c in row)) for row in solid}


MANY = {
    "a curve": (lambda a: a.plot(RANDOM.normal(size=1_000_000)), "1,000,0"),
    "marks": (lambda a: a.plot(RANDOM.normal(size=20_000), "o"), "20,0"),
    "a cloud": (lambda a: a.scatter(*RANDOM.normal(size=(2, 100_000))), "100,0"),
    "bars": (lambda a: a.bar(range(3000), 1.0), "15,0"),
    "areas": (lambda a: a.fill_between(range(9000), RANDOM.normal(size=9000)), "18,"),
    "a curve in axes within others": (
        lambda a: a.inset_axes((0.5, 0.5, 0.4, 0.4)).plot(RANDOM.normal(size=20_000)),
        "20,0",
    ),
    "a mesh": (lambda a: a.pcolormesh(RANDOM.random((100, 100))), "40,"),
    "many curves": (lambda a: a.plot(RANDOM.normal(size=(200, 60))), "12,0"),
    "a picture": (lambda a: a.imshow(RANDOM.random((1500, 1500)), interpolation="none"), ""),
}


@pytest.mark.parametrize(("draw", "count"), MANY.values(), ids=MANY)
def test_too_much_is_pixels_and_says_so(draw: Callable[[Axes], Any], count: str) -> None:
    drawn = made(draw)
    assert len(drawn) < pixels.CHARACTERS
    assert "<image" in drawn and "<text" in drawn
    shown = templates.show("output", outputs=[Output("figure", drawn)], alt="")
    if count:
        assert f"Drawn as pixels: {count}" in shown
        assert re.search(r"\d points are more than a page holds as lines\.</p>", shown)


def test_what_a_page_holds_is_lines() -> None:
    drawn = made(lambda axes: axes.plot(RANDOM.normal(size=(50, 180)), marker="."))
    assert "<image" not in drawn and "data-instead" not in drawn
    assert "Drawn as pixels" not in templates.show(
        "output", outputs=[Output("figure", drawn)], alt=""
    )


def test_pixels_have_the_colours_of_both_palettes() -> None:
    def draw(axes: Axes) -> None:
        axes.plot([0, 1] * 4000)
        axes.scatter(range(4000), [2] * 4000, color="C1")
        axes.plot([0, 8000], [1.5, 1.5], color="black")
        axes.plot([0, 8000], [1.7, 1.7], color="#ff1493")

    drawn = made(draw)
    (light,), (dark,) = (list(pictures(drawn, scheme)) for scheme in ("light", "dark"))
    below = palette.dark()
    assert {*figures.SERIES[:2], "#000000", "#ff1493"} <= colours(light)
    found = colours(dark)
    assert {below["--actbook-series-1"], below["--actbook-series-2"], "#ff1493"} <= found
    assert not found & {*figures.SERIES[:2], "#000000"}


def test_an_artist_that_its_page_has_rasterised_is_and_the_others_are_not() -> None:
    def draw(axes: Axes) -> None:
        axes.plot([1, 2], rasterized=True)
        axes.plot([2, 1])

    drawn = made(draw)
    assert len(list(pictures(drawn, "light"))) == len(list(pictures(drawn, "dark"))) == 1
    assert "var(--actbook-series-2)" in drawn and "var(--actbook-series-1)" not in drawn
    assert "data-instead" not in drawn


def test_what_has_its_own_colours_is_one_picture() -> None:
    drawn = made(lambda axes: axes.pcolormesh(RANDOM.random((100, 100))))
    assert drawn.count("<image") == 1 and "actbook-dark" not in drawn


def test_outside_a_page_the_light_picture_is_seen() -> None:
    root = ElementTree.fromstring(ipynb.image(made(lambda axes: axes.plot([1, 2] * 9000))))
    images = list(root.iter("{http://www.w3.org/2000/svg}image"))
    assert [(i.get("class"), i.get("display")) for i in images] == [
        ("actbook-light", None),
        ("actbook-dark", "none"),
    ]


def test_the_same_figure_is_the_same_bytes() -> None:
    def draw(axes: Axes) -> None:
        axes.plot(np.sin(np.arange(20_000)))

    assert made(draw) == made(draw)
