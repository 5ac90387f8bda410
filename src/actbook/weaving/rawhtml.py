"""A Markdown extension that lets the HTML of a woven page through untouched.

Python-Markdown takes HTML as it stands only at the left margin: indented in a tab, a list or an
admonition it would be read as text. Whatever `weave` writes is one line of HTML with a class of
ours, so a line is enough to know it by.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

#: What `weave` writes: a block on a line of its own, or a formula or citation within a sentence.
_OURS = re.compile(
    r'^(?P<indent>[ ]*)(?P<block><div class="actbook-.*</div>)[ ]*$'
    r'|<span class="actbook-math">.*?</math></span>'
    r'|<a class="actbook-cite".*?</a>'
)


class _Untouched(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_OURS.sub(self._store, line) for line in lines]

    def _store(self, match: re.Match[str]) -> str:
        html = match["block"] or match[0]
        return (match["indent"] or "") + str(self.md.htmlStash.store(html))


class RawHtml(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After fenced code is out of the way (25) and MkDocs has collected anchors (21.5), before
        # Python-Markdown looks for HTML itself (20).
        md.preprocessors.register(_Untouched(md), "actbook_raw_html", 21)


def makeExtension(**options: object) -> RawHtml:
    """The name Python-Markdown looks an extension up under."""
    return RawHtml(**options)
