"""The door to HTML: what is `Markup` is HTML already, everything else is text and is escaped here.

No other module escapes. What goes to the site inside Markdown is `placed` between two private
characters, which no data can bring in: the Markdown extension `weaving.rawhtml` lets what stands
between them through, in every container, and parses none of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import nh3
from markupsafe import Markup

#: What HTML stands between in Markdown: characters of no script, for private use.
OPEN, CLOSE = "\ue000", "\ue001"
#: What stands in text of data that is sanitised for what will be put there.
HOLD = "\ue002"
_PLACED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
#: Controls, halves of surrogates and the two marks: nothing that HTML may hold.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001]")
#: Text that Markdown takes as it is.
_PLAIN = re.compile(r"[\w ,;()’–−×∞]*(?:\.\d+)?")
#: Characters that Markdown or one of its extensions acts on, wherever they stand in a line.
ACTIVE = r"""|*_`[]\{}$~^"'=+!#:@-""" + "\N{NO-BREAK SPACE}"
_ENTITIES = str.maketrans({character: f"&#{ord(character)};" for character in ACTIVE})
_TAG = re.compile(r"<[^>]*>")
_TAG_OR_ENTITY = re.compile(r"(<[^>]*>|&#?\w+;)")
#: A number that stands by itself, as Python writes it.
_NUMBER = re.compile(
    r"(?<![\w.)\]-])(?P<sign>-?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?:e(?P<power>[+-]?\d{1,3}))?(?!\w)"
)
#: What a link of data may lead to, and the signs that addresses are made of.
_SCHEMES = ("http", "https")
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"
#: What HTML of data may hold: no frames, forms, media, names or styles.
_SHOWN = """
a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary
sup table tbody td tfoot th thead tr tt u ul var
"""
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[\w+/=]*", re.ASCII)


def text(value: object) -> Markup:
    """Text as HTML on one line, for content and attribute values: the ends of its lines and its
    tabs are entities. HTML stays what it is."""
    if isinstance(value, Markup):
        return value
    clean = str(value).replace("\r\n", "\n").replace("\r", "\n")
    escaped = html.escape(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", clean))
    return Markup(escaped.replace("\n", "&#10;").replace("\t", "&#9;"))


def spaced(value: str) -> Markup:
    """Text as HTML in which the ends of lines, and more than one space, are one space."""
    return text(re.sub(r"[ \t\r\n\f]+", " ", value))


def typeset(value: str, between: Callable[[str], Markup] = spaced) -> Markup:
    """Plain text as HTML, its numbers as books print them: a minus that is no hyphen, powers of
    ten raised. `between` turns what is between the numbers into HTML."""
    parts, position = [], 0
    for match in _NUMBER.finditer(value):
        parts += [between(value[position : match.start()]), _number(match)]
        position = match.end()
    return Markup("").join([*parts, between(value[position:])])


def _number(match: re.Match[str]) -> Markup:
    digits = "−" * bool(match["sign"]) + match["digits"]
    power = int(match["power"] or 0)
    if not power:
        return Markup(digits)
    raised = f"10<sup>{str(power).replace('-', '−')}</sup>"
    return Markup(
        digits[:-1] + raised if digits in ("1", "−1") else f"{digits}&#160;×&#160;{raised}"
    )


def address(url: str) -> str | None:
    """An address that data may link to, or None: `javascript:` is a scheme too, and one without a
    scheme would be a page of the site that is none."""
    clean = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", url)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return None
    return quote(clean, safe=_IN_ADDRESS) if parts.scheme in _SCHEMES and parts.netloc else None


def sanitised(markup: str) -> Markup:
    """HTML that data brings, on one line: of it stays what shows text, tables and pictures that it
    holds itself. Nothing of it acts, has a name or a style, or asks for anything."""
    kept = nh3.clean(
        _NO_TEXT.sub("", markup),
        tags=set(_SHOWN.split()),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "data"},
        clean_content_tags={"script", "style", "title"},
        link_rel="noopener noreferrer nofollow",
    )
    below = re.sub(r"(?<=<)(/?)h[12]\b", r"\1h3", kept)  # the page's own sections are above it
    # What nh3 writes has lines in texts and in values alone.
    return Markup(below.replace("\r", "").replace("\n", "&#10;").replace("\t", "&#9;"))


def _attribute(tag: str, name: str, value: str) -> str | None:
    value = value.replace(HOLD, "")
    if name == "src":
        return value if picture(value) else None
    return address(value) if name == "href" else value


def picture(url: str) -> bool:
    """Whether an address is a picture itself, which no host is asked for."""
    return _PICTURE.fullmatch(url) is not None


def bare(markup: str) -> str:
    """The text of HTML."""
    return html.unescape(_TAG.sub("", markup))


def placed(markup: Markup) -> str:
    """HTML for a place in Markdown, which leaves it alone."""
    return markup if _PLAIN.fullmatch(markup) else f"{OPEN}{markup}{CLOSE}"


def unmarked(markup: Markup) -> Markup:
    """HTML without the marks of what was placed in it: it will be placed as a whole."""
    return Markup(str(markup).replace(OPEN, "").replace(CLOSE, ""))


def held(markdown: str, hold: Callable[[str], str]) -> str:
    """Markdown with what `hold` gives for all HTML that is placed in it."""
    return _PLACED.sub(lambda match: hold(match[1]), markdown)


def shielded(markup: str) -> str:
    """HTML for Markdown that is not read with our extension. Tags are not changed."""
    parts = _TAG_OR_ENTITY.split(markup)
    # Odd parts are tags and entities: an entity's own `#` must stay.
    return "".join(p if i % 2 else p.translate(_ENTITIES) for i, p in enumerate(parts))
