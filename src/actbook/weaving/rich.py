"""What a cell shows beside text: the richest form of a value that a page can hold, as HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from xml.etree import ElementTree

from markdown import Markdown
from markupsafe import Markup

from actbook import markup
from actbook.markup import HOLD
from actbook.result import Output
from actbook.weaving import mathml

_SVG = "http://www.w3.org/2000/svg"
_MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+)\$", re.DOTALL)
_FORMULA = re.compile(r"\s*(?:\$+(?P<math>[^$]+)\$+|(?P<bare>\\begin\b.*))\s*", re.DOTALL)
#: The text of a value that tells only its class.
_NAMELESS = re.compile(r"<[\w.]+ (?:object|at) ")
#: Characters of a value's text that a picture is described with.
_WORDS = 200


def shown(output: Output, alt: str = "") -> Markup:
    """The first form that can be shown; empty where the text has to do. A picture is described by
    `alt`, else by the text of the value where that says something."""
    held = dict(output.data)
    words = alt or ("" if _NAMELESS.match(output.text) else output.text[:_WORDS])
    for kind, make in _FORMS.items():
        if kind in held and (made := make(held[kind], words)):
            return made
    return Markup("")


def portable(output: Output) -> dict[str, str]:
    """The forms by their media types for a notebook: HTML as it is shown on the page."""
    return {
        kind: str(markup.sanitised(held)) if kind == "text/html" else held
        for kind, held in output.data
    }


def _html(held: str, words: str) -> Markup:
    kept = markup.sanitised(held)
    # Controls without what moves them say less than the text.
    controls = re.search(r"<(?:input|select|button|textarea)\b", held) and words
    seen = markup.bare(kept).strip() or re.search("<img[^>]* src=", kept)
    return kept if seen and not controls else Markup("")


def _markdown(held: str, words: str) -> Markup:
    formulas: list[Markup] = []

    def hold(match: re.Match[str]) -> str:
        try:
            made = mathml.display(match[1]) if match[1] else mathml.inline(match[2])
        except ValueError:
            return match[0]
        formulas.append(made)
        return f"{HOLD}{len(formulas) - 1}{HOLD}"

    plain = re.sub(f"[{HOLD}\x02\x03]", "", held)
    made = Markdown(extensions=["fenced_code", "sane_lists", "tables"])
    # The marks, which no data has, come through in texts where all else is sanitised.
    parts = re.split(f"{HOLD}(\\d+){HOLD}", markup.sanitised(made.convert(_MATH.sub(hold, plain))))
    return Markup("").join(
        formulas[int(part)] if at % 2 else Markup(part) for at, part in enumerate(parts)
    )


def _latex(held: str, words: str) -> Markup:
    if (match := _FORMULA.fullmatch(held)) is None:
        return Markup("")
    latex = (match["math"] or match["bare"]).strip().removeprefix(r"\displaystyle").strip()
    try:
        return mathml.unsearched(mathml.display(latex), "math")
    except ValueError:
        return Markup("")


def _svg(held: str, words: str) -> Markup:
    """An image, in which nothing runs and nothing is asked for."""
    start = held.find("<svg")
    try:
        root = ElementTree.fromstring(held[start:]) if start >= 0 else None
    except ElementTree.ParseError:
        return Markup("")
    if root is None or root.tag not in ("svg", f"{{{_SVG}}}svg"):
        return Markup("")
    whole = held[start:]
    if root.tag == "svg":
        whole = f'<svg xmlns="{_SVG}"{whole[4:]}'
    encoded = base64.b64encode(whole.encode()).decode()
    return _image(f"data:image/svg+xml;base64,{encoded}", words)


def _raster(kind: str) -> Callable[[str, str], Markup]:
    def image(held: str, words: str) -> Markup:
        url = f"data:{kind};base64,{''.join(held.split())}"
        return _image(url, words) if markup.picture(url) else Markup("")

    return image


def _image(url: str, words: str) -> Markup:
    return Markup('<img alt="{}" src="{}">').format(markup.spaced(words or "picture"), Markup(url))


_FORMS: dict[str, Callable[[str, str], Markup]] = {
    "text/html": _html,
    "text/markdown": _markdown,
    "image/svg+xml": _svg,
    "text/latex": _latex,
    "image/png": _raster("image/png"),
    "image/jpeg": _raster("image/jpeg"),
}
