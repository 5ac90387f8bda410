"""HTML text that survives Markdown: what we generate is woven into Markdown, tables included."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Characters that Markdown or one of its extensions acts on, wherever they stand in a line.
ACTIVE = r"""|*_`[]\{}$~^"'=+!#:@-""" + "\N{NO-BREAK SPACE}"
_ENTITIES = str.maketrans({character: f"&#{ord(character)};" for character in ACTIVE})
#: A number that stands by itself, as Python writes it.
_NUMBER = re.compile(
    r"(?<![\w.)\]-])(?P<sign>-?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?:e(?P<power>[+-]?\d{1,3}))?(?!\w)"
)
_TAG_OR_ENTITY = re.compile(r"(<[^>]*>|&#?\w+;)")


def escaped(text: str) -> str:
    """Plain text as HTML, for content and attribute values, with nothing for Markdown to act on."""
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _shielded(re.sub(r"[ \t\r\n\f]+", " ", html))


def typeset(text: str, html: Callable[[str], str] = escaped) -> str:
    """Plain text as HTML, its numbers as books print them: a minus that is no hyphen, powers of
    ten raised. `html` turns what is between the numbers into HTML."""
    parts, position = [], 0
    for match in _NUMBER.finditer(text):
        parts += [html(text[position : match.start()]), _number(match)]
        position = match.end()
    return "".join([*parts, html(text[position:])])


def _number(match: re.Match[str]) -> str:
    digits = "−" * bool(match["sign"]) + match["digits"]
    power = int(match["power"] or 0)
    if not power:
        return digits
    raised = f"10<sup>{str(power).replace('-', '−')}</sup>"
    return digits[:-1] + raised if digits in ("1", "−1") else f"{digits}&#160;×&#160;{raised}"


def shielded(html: str) -> str:
    """HTML on one line whose text Markdown leaves alone. Tags are not changed."""
    return _shielded(re.sub(r"\s*\n\s*", " ", html.strip()))


def _shielded(html: str) -> str:
    parts = _TAG_OR_ENTITY.split(html)
    # Odd parts are tags and entities: an entity's own `#` must stay.
    return "".join(p if i % 2 else p.translate(_ENTITIES) for i, p in enumerate(parts))
