"""The quiet mark of a verdict."""

from __future__ import annotations

from html import escape

from actbook.verdict import Verdict, inaccurate

_SIGNS = {
    **{"fails": "✗", "unknown": "?", "holds": "✓", "proved": "✓", "unchecked": "–"},
    "inaccurate": "≈",
}


def sign(kind: str, words: str | None = None) -> str:
    """The mark of a status, with other words than its name."""
    drawn = f'<span aria-hidden="true">{_SIGNS[kind]}</span>'
    return f'<span class="actbook-mark actbook-{kind}">{drawn} {escape(words or kind)}</span>'


def mark(verdict: Verdict) -> str:
    """The mark of a verdict; at code with a large error, none that praises it."""
    right = verdict.status in ("proved", "holds")
    return sign("inaccurate" if right and inaccurate(verdict) else verdict.status)
