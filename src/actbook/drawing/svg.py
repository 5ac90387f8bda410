"""Matplotlib's SVG to SVG that lives inside an HTML page: themable, small and self-contained.

What changes: the palette's colours become CSS variables, black becomes the colour of the text
around, fonts are the page's, identifiers are salted so that many figures share one page, numbers
have two decimals, and the global `<style>`, metadata and unused identifiers go.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from actbook.weaving.markup import escaped

_XLINK = "{http://www.w3.org/1999/xlink}"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e[-+]?\d+)?")
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LINK = re.compile(r"#([\w-]+)(?=\)|$)")
_DROPPED = frozenset({"metadata", "style", "title"})
#: Points of print to CSS pixels.
_PIXELS = 4 / 3


def inline_svg(drawing: str, alt: str, salt: str, colours: Mapping[str, str]) -> str:
    """The SVG element for an HTML page, on one line and safe inside Markdown.

    `drawing` is a whole SVG document of Matplotlib, `colours` maps hexadecimal colours to what
    replaces them. Without `alt` the picture is hidden from screen readers as decoration.
    """
    root = ElementTree.fromstring(drawing)
    names = {name: f"{salt}-{number}" for number, name in enumerate(_linked(root))}
    body = "".join(_element(child, names, colours) for child in root)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    access = f'role="img" aria-label="{escaped(alt)}"' if alt else 'aria-hidden="true"'
    return (
        f'<svg class="actbook-figure" viewBox="0 0 {_short(width)} {_short(height)}" {access}'
        f' fill="currentColor" stroke-linejoin="round" stroke-linecap="butt"'
        f' style="--actbook-width:{width * _PIXELS:.0f}px">{body}</svg>'
    )


def _linked(root: ElementTree.Element) -> Iterator[str]:
    """The identifiers that something refers to, each once, in the order of the document."""
    links = {
        link
        for element in root.iter()
        for value in element.attrib.values()
        for link in _LINK.findall(value)
    }
    for element in root.iter():
        if element.get("id") in links:
            yield element.attrib["id"]


def _element(
    element: ElementTree.Element, names: Mapping[str, str], colours: Mapping[str, str]
) -> str:
    tag = element.tag.rpartition("}")[2]
    attributes = dict(_attributes(element, names, colours))
    if tag in _DROPPED or _invisible(tag, attributes):
        return ""
    inside = "".join(_element(child, names, colours) for child in element)
    if tag == "tspan" or tag == "text":
        inside = escaped(element.text or "") + inside
    if tag in ("g", "defs") and (not inside or (not attributes and tag == "g")):
        return inside
    opening = "".join(f' {name}="{_quoted(value)}"' for name, value in attributes.items())
    return f"<{tag}{opening}>{inside}</{tag}>" if inside else f"<{tag}{opening}/>"


def _quoted(value: str) -> str:
    return html.escape(value).replace("&#x27;", "'")


def _invisible(tag: str, attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "")
    return tag == "path" and "id" not in attributes and style in ("fill:none", "opacity:0")


def _attributes(
    element: ElementTree.Element, names: Mapping[str, str], colours: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "id":
            if value in names:
                yield name, names[value]
            continue
        linked = _LINK.sub(lambda match: f"#{names.get(match[1], match[1])}", value)
        match name.removeprefix(_XLINK):
            case "style":
                yield "style", _style(linked, colours)
            case "fill" | "stroke":
                yield name, colours.get(linked, linked)
            case "d" | "points":
                yield name, _path(linked)
            case "x" | "y" | "width" | "height" | "cx" | "cy" | "r":
                yield name, _NUMBER.sub(lambda match: _short(float(match[0])), linked)
            case "transform":
                if moved := _transform(linked):
                    yield name, moved
            case "href":
                # Matplotlib breaks the lines of embedded images.
                yield "href", "".join(linked.split())
            case plain:
                yield plain, linked


def _style(style: str, colours: Mapping[str, str]) -> str:
    """CSS declarations with the palette's colours and the page's fonts."""
    kept = []
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font-family":
            if "Mono" not in value.partition(",")[0]:
                continue
            value = "monospace"
        if key:
            kept.append(f"{key}:{_COLOUR.sub(lambda m: colours.get(m[0], m[0]), value)}")
    return ";".join(kept)


def _path(data: str) -> str:
    short = _NUMBER.sub(lambda match: _short(float(match[0])), data)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(short.split())).replace(" -", "-")


def _transform(transform: str) -> str:
    """A transform with four decimals; scales of images need more than coordinates do."""
    moved = _NUMBER.sub(lambda match: f"{float(match[0]):.4f}".rstrip("0").rstrip("."), transform)
    return "" if re.fullmatch(r"rotate\(-?0 .*\)", moved) else moved


def _short(number: float) -> str:
    rounded = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded
