"""What a page may run and ask for, written into it: a Content-Security-Policy of the page's own.

Scripts are the site's files, and the inline ones of the theme by their digests; nothing else runs,
whatever should ever get past `markup` into a page. See https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\b", re.DOTALL | re.IGNORECASE)
#: Where a browser has to know it: before anything that it rules.
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"<(script|img|iframe|video|audio|source|embed|object)\b[^>]*?\s"
    r"(?:src|data|srcset)=[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
#: Data blocks are no scripts.
_DATA = re.compile(r"""type=["']?application/(?:ld\+)?json""", re.IGNORECASE)


def secured(page: str, content: str = "") -> str:
    """A page of HTML with its policy. `content` is the part of it that is none of the theme's: the
    scripts in it are not run."""
    own = set(_inline(content))
    digests = dict.fromkeys(_digest(code) for code in _inline(page) if code not in own)
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *digests],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    policy = "; ".join(" ".join([name, *sources]) for name, sources in rules.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _HEAD.sub(lambda match: match[0] + meta, page, count=1)


def hindered(content: str) -> Iterator[str]:
    """What of a page's own content its policy keeps from working, in words."""
    advice = "make it a file of the site, or set actbook's `content_security_policy: false`"
    if any(True for _ in _inline(content)):
        yield f"a script that stands in the page is not run: {advice}"
    for match in _ELSEWHERE.finditer(content):
        yield f"`<{match[1].lower()}>` from {match[2]} is not loaded: {advice}"


def _inline(html: str) -> Iterator[str]:
    for attributes, code in _SCRIPT.findall(html):
        if not re.search(r"\ssrc\s*=", attributes) and not _DATA.search(attributes):
            yield code


def _digest(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
