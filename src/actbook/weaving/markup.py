"""HTML text that survives Markdown: what we generate is woven into Markdown, tables included."""

from __future__ import annotations

import re

#: Characters that Markdown or one of its extensions acts on, wherever they stand in a line.
ACTIVE = r"""|*_`[]\{}$~^"'=+!#:@-""" + "\N{NO-BREAK SPACE}"
_ENTITIES = str.maketrans({character: f"&#{ord(character)};" for character in ACTIVE})
_TAG_OR_ENTITY = re.compile(r"(<[^>]*>|&#?\w+;)")


def escaped(text: str) -> str:
    """Plain text as HTML, for content and attribute values, with nothing for Markdown to act on."""
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _shielded(re.sub(r"[ \t\r\n\f]+", " ", html))


def shielded(html: str) -> str:
    """HTML on one line whose text Markdown leaves alone. Tags are not changed."""
    return _shielded(re.sub(r"\s*\n\s*", " ", html.strip()))


def _shielded(html: str) -> str:
    parts = _TAG_OR_ENTITY.split(html)
    # Odd parts are tags and entities: an entity's own `#` must stay.
    return "".join(p if i % 2 else p.translate(_ENTITIES) for i, p in enumerate(parts))
