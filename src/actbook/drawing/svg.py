"""Matplotlib's SVG to SVG that lives inside an HTML page: themable, small and self-contained.

What changes: the palette's colours become CSS variables, black becomes the colour of the text
around, fonts are the page's, identifiers are salted so that many figures share one page, numbers
have two decimals, and unused identifiers go. Of elements and attributes only those stay that
figures are made of: a name that data gives an artist runs no script and asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from actbook.markup import spaced, text

_XLINK = "{http://www.w3.org/1999/xlink}"
#: For which palette a picture is, which no document of Matplotlib says.
_SCHEME = "{actbook}scheme"
_IMAGE = "{http://www.w3.org/2000/svg}image"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e[-+]?\d+)?")
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LINK = re.compile(r"#([\w-]+)(?=\)|$)")
#: What figures are made of. All else is left out: scripts, styles, links, foreign HTML.
_ELEMENTS = """
a circle clipPath defs ellipse feColorMatrix filter g image line linearGradient marker mask path
pattern polygon polyline radialGradient rect stop symbol text tspan use
"""
_ATTRIBUTES = """
clip-path clip-rule color-interpolation-filters cx cy d dx dy fill fill-opacity fill-rule filter
font-size font-style font-weight fx fy gradientTransform gradientUnits height href id in marker-end
marker-mid marker-start mask offset opacity patternContentUnits patternTransform patternUnits points
preserveAspectRatio r result rotate rx ry stop-color stop-opacity stroke stroke-dasharray
stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style
text-anchor transform type values viewBox width x x1 x2 y y1 y2
"""
_KNOWN = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
#: What an attribute or a declaration of style may not have a browser ask for.
_OUTSIDE = re.compile(r"url\((?!#[\w-]+\))|\\|@|expression|image-set|src\(", re.IGNORECASE)
#: What `href` may lead to: a part of the same figure, or a picture that it holds.
_HELD = re.compile(r"#[\w-]+|data:image/png;base64,[\w+/=]*")
#: Points of print to CSS pixels.
_PIXELS = 4 / 3


def inline_svg(
    drawings: Sequence[str], alt: str, salt: str, colours: Mapping[str, str], instead: str = ""
) -> str:
    """The SVG element for an HTML page, on one line and safe inside Markdown.

    The first of the `drawings` is a whole SVG document of Matplotlib, another has its pictures for
    the dark scheme. `colours` maps hexadecimal colours to what replaces them. Without `alt` the
    picture is hidden from screen readers as decoration. Pixels stand `instead` of so much.
    """
    root = ElementTree.fromstring(drawings[0])
    for other in drawings[1:]:
        _pair(root, ElementTree.fromstring(other))
    names = {name: f"{salt}-{number}" for number, name in enumerate(_linked(root))}
    body = "".join(_element(child, names, colours) for child in root)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    access = f'role="img" aria-label="{spaced(alt)}"' if alt else 'aria-hidden="true"'
    said = f' data-instead="{instead}"' if instead else ""
    return (
        f'<svg class="actbook-figure"{said} viewBox="0 0 {_short(width)} {_short(height)}" {access}'
        f' fill="currentColor" stroke-linejoin="round" stroke-linecap="butt"'
        f' style="--actbook-width:{width * _PIXELS:.0f}px">{body}</svg>'
    )


def _pair(root: ElementTree.Element, dark: ElementTree.Element) -> None:
    """Put the pictures that are others in the dark scheme beside those of the light one."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for one, other in zip(list(root.iter(_IMAGE)), list(dark.iter(_IMAGE)), strict=True):
        if one.get(f"{_XLINK}href") != other.get(f"{_XLINK}href"):
            parent = parents[one]
            parent.insert(list(parent).index(one) + 1, other)
            one.set(_SCHEME, "light")
            other.set(_SCHEME, "dark")


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
    if tag not in _KNOWN[0] or _invisible(tag, attributes):
        return ""
    inside = "".join(_element(child, names, colours) for child in element)
    if tag == "tspan" or tag == "text":
        inside = str(spaced(element.text or "")) + inside
    if tag == "a":  # figures lead nowhere
        return inside
    if tag in ("g", "defs") and (not inside or (not attributes and tag == "g")):
        return inside
    opening = "".join(f' {name}="{text(value)}"' for name, value in attributes.items())
    if scheme := element.get(_SCHEME):
        # Alone, without our style sheet, a figure is light.
        opening += f' class="actbook-{scheme}"' + ' display="none"' * (scheme == "dark")
    return f"<{tag}{opening}>{inside}</{tag}>" if inside else f"<{tag}{opening}/>"


def _invisible(tag: str, attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "")
    return tag == "path" and "id" not in attributes and style in ("fill:none", "opacity:0")


def _attributes(
    element: ElementTree.Element, names: Mapping[str, str], colours: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for qualified, value in element.attrib.items():
        name = qualified.removeprefix(_XLINK)
        if name not in _KNOWN[1] or (name != "style" and _OUTSIDE.search(value)):
            continue
        if name == "id":
            if value in names:
                yield name, names[value]
            continue
        linked = _LINK.sub(lambda match: f"#{names.get(match[1], match[1])}", value)
        match name:
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
                if _HELD.fullmatch(whole := "".join(linked.split())):
                    yield "href", whole
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
        if key and not _OUTSIDE.search(declaration):
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
