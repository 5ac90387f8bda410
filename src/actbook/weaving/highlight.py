"""Code as readers see it: only what has a colour of its own is an element."""

from __future__ import annotations

import re

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

#: Names, operators, brackets and spaces, which look as code does.
_PLAIN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')


def python(source: str) -> Markup:
    """Python code as HTML to stand in `<pre><code>`; the ends of its lines are entities."""
    shown = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
    return Markup(lighter(shown).replace("\n", "&#10;"))


def lighter(html: str) -> str:
    """HTML of highlighted code without the elements that change nothing."""
    return _PLAIN.sub(r"\1", html)
