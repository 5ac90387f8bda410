"""Figures: themable, self-contained, the same bytes each time, and with the right part in view."""

import html
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from markdown import Markdown
from markupsafe import Markup
from matplotlib.figure import Figure

from actbook.drawing import figures
from actbook.drawing.figures import portrait, style, svg, thumbnail
from actbook.drawing.panel import limits, window
from actbook.drawing.portrait import (
    Asymptote,
    Curve,
    Mark,
    Portrait,
    coordinates,
    course,
    description,
)
from actbook.markup import placed

STYLESHEET = (Path(figures.__file__).parent.parent / "assets" / "actbook-figures.css").read_text()
X = np.linspace(-5, 5, 1001)


def example(**changes: object) -> Portrait:
    """ELU at two parameters, with a kink at 0 and an asymptote."""
    curves = []
    for alpha in (1.0, 0.5):
        values = np.where(X > 0, X, alpha * np.expm1(np.minimum(X, 0)))
        slopes = np.where(X > 0, 1.0, alpha * np.exp(np.minimum(X, 0)))
        slopes[X == 0] = np.nan
        curves.append(Curve(f"α = {alpha:g}", X, values, "f", alpha == 0.5))
        curves.append(Curve(f"α = {alpha:g}", X, slopes, "derivative", alpha == 0.5))
    marks = (Mark(0, 0, "kink"), Mark(-1, -0.316, "minimum"))
    fields = {"marks": marks, "asymptotes": (Asymptote(0, -0.5, "-oo"),)}
    return Portrait("ELU", (-5, 5), tuple(curves), **(fields | changes))  # type: ignore[arg-type]


def drawing() -> Figure:
    """A page's own figure: cycle colours, an explicit one, markers, hatches, an image, a legend."""
    figure = Figure()
    left, right = figure.subplots(1, 2)
    for n in range(6):
        left.plot([0, 1], [n, n + 1 / 3], marker="o", label=f"series_{n} $\\alpha$")
    left.plot([0, 1], [2, 3], color="#ff1493")
    left.plot([0, 1], [3, 2], color="black")
    left.bar([0], [2], hatch="//")
    left.set_title("a_b * `c` | <d> & e\n\nsecond paragraph")
    left.legend()
    right.imshow([[1, 2], [3, 4]])
    return figure


def drawn(alt: str = "lines", salt: str = "page-1") -> str:
    with style():
        return svg(drawing(), alt, salt)


def test_a_figure_names_the_palette_and_keeps_other_colours() -> None:
    html = drawn()
    for n in range(1, 7):
        assert f"var(--actbook-series-{n})" in html
    assert "var(--actbook-grid)" in html and "var(--actbook-background)" in html
    assert "stroke:currentColor" in html and 'fill="currentColor"' in html
    assert set(re.findall("#[0-9a-f]{6}", html)) == {"#ff1493"}


def test_a_figure_carries_nothing_but_itself() -> None:
    html = drawn()
    assert "\n" not in html
    assert not re.search(r"<\?xml|DOCTYPE|metadata|<style|http|DejaVu|Matplotlib|date", html)
    root = ElementTree.fromstring(html)
    assert root.get("role") == "img" and root.get("aria-label") == "lines"
    assert "width" not in root.attrib and re.fullmatch(r"0 0 \S+ \S+", root.get("viewBox", ""))
    assert not re.search(r'd="[^"]*\.\d{3}', html)


def test_text_stays_text_and_markdown_leaves_it_alone() -> None:
    html = placed(Markup(drawn(alt="bars | of *a_b* and `c`")))
    for woven in (f"<div>{html}</div>", f"para {html} graph"):
        root = ElementTree.fromstring(
            Markdown(extensions=["tables", "actbook.weaving.rawhtml"]).convert(woven)
        )
        picture = root if root.tag == "svg" else root.find(".//svg")
        assert picture is not None
        texts = [element.text for element in picture.iter("text")]
        assert "a_b * `c` | <d> & e" in texts and "−0.5" in texts
        assert picture.get("aria-label") == "bars | of *a_b* and `c`"


def test_a_figure_has_the_same_bytes_each_time_and_ids_of_its_own() -> None:
    first, again, other = drawn(), drawn(), drawn(salt="page-2")
    assert first == again
    names, others = (set(re.findall(r' id="([^"]*)"', html)) for html in (first, other))
    assert names and not names & others
    assert set(re.findall(r"#(page-1[\w-]+)", first)) == names


def test_the_grid_does_not_lie_over_an_image() -> None:
    with style():
        figure = Figure()
        plain, image = figure.subplots(1, 2)
        image.imshow([[1, 2], [3, 4]])
        svg(figure, "an image", "page-1")
    shown = [any(line.get_visible() for line in a.get_xgridlines()) for a in (plain, image)]
    assert shown == [True, False]


def test_the_style_is_left_behind() -> None:
    before = dict(matplotlib.rcParams)
    drawn()
    assert dict(matplotlib.rcParams) == before


def test_a_picture_without_alt_is_decoration() -> None:
    assert 'aria-hidden="true"' in drawn(alt="") and "aria-label" not in drawn(alt="")


def test_a_portrait_shows_both_panels_marks_and_key() -> None:
    html = portrait(example(), "elu")
    root = ElementTree.fromstring(html)
    panels = root.findall("./div[@class='actbook-panels']/svg")
    words = [[text.text for text in panel.iter("text")] for panel in panels]
    assert "f(x)" in words[0] and "f\N{HAIR SPACE}′(x)" in words[1]
    assert "(−1, −0.316)" in words[0]
    key = root.find("./div[@class='actbook-key']")
    assert key is not None
    assert [entry[0].tail for entry in key] == [
        *("α = 0.5", "α = 1", "kink: the slope differs on its two sides", "asymptote")
    ]
    assert "kink at (0, 0)" in root.get("aria-label", "")
    assert len(html) < 30_000 and "\n" not in html and portrait(example(), "elu") == html


def test_one_curve_without_marks_needs_no_key() -> None:
    identity = Portrait("identity", (-5, 5), (Curve("", X, X),))
    assert "actbook-key" not in portrait(identity, "id")


def test_a_thumbnail_is_small_and_has_no_text() -> None:
    html = thumbnail(example(), "elu")
    assert len(html) < 4_000 and "<text" not in html and 'aria-hidden="true"' in html


def test_the_thumbnail_of_a_vector_function_has_a_bar_for_each_component() -> None:
    html = figures.bars([0.1, 0.2, 0.7], "softmax")
    assert len(html) < 4_000 and "<text" not in html and 'aria-hidden="true"' in html
    first, second, third = (float(top) for top in re.findall(r'([\d.]+)z" [^>]*series-1', html))
    assert first > second > third  # SVG counts downwards


def test_f_and_its_derivative_have_a_colour_each() -> None:
    panels = ElementTree.fromstring(portrait(example(), "elu")).findall("./div/svg")
    colours = [set(re.findall("series-[0-9]", ElementTree.tostring(p, "unicode"))) for p in panels]
    assert colours == [{"series-1"}, {"series-2"}]


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (X, "from −5 at x = −5 it rises to 5 at x = 5"),
        (-abs(X), "from −5 at x = −5 it rises to 0 at x = 0, falls to −5 at x = 5"),
        (np.ones_like(X), "1 from x = −5 to 5"),
        (np.maximum(X, 0), "from 0 at x = −5 it stays at 0 until x = 0, rises to 5 at x = 5"),
        (np.where(X == 0, np.nan, np.sign(X)), "−1 from x = −5 to −0.01; 1 from x = 0.01 to 5"),
        (
            np.exp(-((X - 1.234) ** 2) / 9),
            "from 0.0133 at x = −5 it rises to 1 at x = 1.23, falls to 0.207 at",
        ),
        (np.full_like(X, np.nan), "no values"),
    ],
)
def test_words_say_what_a_curve_does(y: np.ndarray, words: str) -> None:
    assert course(Portrait("f", (-5, 5), (Curve("", X, y),)), "f").startswith(words)


def test_the_panels_say_what_their_curves_do() -> None:
    shown = html.unescape(portrait(example(), "elu"))
    assert '"ELU: from −0.497 at x = −5 it rises to 5 at x = 5"' in shown
    assert '"The derivative of ELU: from ' in shown


def test_both_coordinates_have_the_same_decimals_unless_whole() -> None:
    pairs = {(-1, -0.316): "(−1, −0.316)", (-0.751791, -0.17): "(−0.7518, −0.1700)"}
    for pair, words in pairs.items():
        assert coordinates(Mark(*pair, "minimum")) == words


def test_a_label_gives_way_to_curves() -> None:
    def place(*others: Curve) -> tuple[float, float]:
        curves = (Curve("a", X, X**2 / 5), *others)
        marked = Portrait("f", (-5, 5), curves, (Mark(0, 0, "minimum", "here"),))
        word = re.search(r'x="([\d.]+)" y="([\d.]+)">here', portrait(marked, "f"))
        assert word is not None
        return float(word[1]), float(word[2])

    alone = place()
    assert alone == place(Curve("b", X, 4 + 0 * X, primary=False))
    assert alone != place(Curve("b", X, -0.5 + 0 * X, primary=False))


def test_an_alt_text_replaces_the_automatic_description() -> None:
    assert description(example(alt="two bends")) == "two bends"
    assert "ELU and its derivative from x = −5 to 5 for α = 0.5, α = 1" in description(example())


@pytest.mark.parametrize(
    ("name", "y", "low", "high"),
    [
        ("identity is shown whole", X, -5, 5),
        ("relu is shown whole", np.maximum(X, 0), 0, 5),
        ("sigmoid is shown whole", 1 / (1 + np.exp(-X)), 0.0067, 0.9933),
        ("a narrow bump is shown whole", np.exp(-((5 * X) ** 2)), 0, 1),
        ("a constant", np.ones_like(X), 1, 1),
        ("exp is cut above", np.exp(X), 0.0067, 6.01),
        ("relu squared is cut above", np.maximum(X, 0) ** 2, 0, 6),
        ("a pole is cut", np.divide(1, X, where=X > 0, out=np.full_like(X, np.nan)), 0.2, 6.2),
        ("nothing finite", np.full_like(X, np.nan), 0, 1),
    ],
)
def test_the_window_shows_the_interesting_part(
    name: str, y: np.ndarray, low: float, high: float
) -> None:
    assert window(Curve(name, X, y)) == pytest.approx((low, high), abs=0.01)


def test_limits_hold_every_mark_with_room_for_its_label() -> None:
    low, high = limits([Curve("", X, np.exp(X))], [Mark(2, 9, "maximum"), Mark(0, -1, "minimum")])
    assert low < -2 and high > 10


def _scheme(selector: str) -> list[str]:
    block = STYLESHEET[STYLESHEET.index(selector) :]
    return re.findall(r"--actbook-series-\d: (#[0-9a-f]{6})", block)[:6]


LIGHT, DARK = _scheme(":root"), _scheme("@media screen")


def test_drawings_are_in_the_light_palette() -> None:
    assert tuple(LIGHT) == figures.SERIES


#: What is left of linear RGB under each kind of dichromacy: Machado, Oliveira, Fernandes 2009.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        *((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216)),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        *((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413)),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        *((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602)),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = np.array(matrix) @ np.clip(linear, 0, 1) / (0.9505, 1, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array((116 * y - 16, 500 * (x - y), 200 * (y - z)))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(float(_linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def nearest(colours: list[str], vision: str) -> float:
    """The smallest CIELAB distance between two colours as seen with a kind of vision."""
    seen = [_lab(np.array(VISION[vision]) @ _linear(colour)) for colour in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))


@pytest.mark.parametrize(("colours", "paper"), [(LIGHT, "#ffffff"), (DARK, "#1e2129")])
def test_series_stand_out_from_the_page_and_from_each_other(colours: list[str], paper: str) -> None:
    assert len(colours) == 6 and min(_contrast(colour, paper) for colour in colours) > 3
    assert all(nearest(colours, vision) > 20 for vision in VISION)


def test_matplotlibs_own_colours_would_not_pass() -> None:
    default = [f"#{c}" for c in ("1f77b4", "ff7f0e", "2ca02c", "d62728", "9467bd", "8c564b")]
    assert nearest(default, "deuteranopia") < 20
    assert min(_contrast(colour, "#ffffff") for colour in default) < 3
