"""A Markdown extension that lets the HTML of a woven page through untouched.

Python-Markdown takes HTML as it stands only at the left margin: indented in a tab, a list or an
admonition it would be read as text. What `weave` writes stands between two marks (`markup.placed`).
"""

from __future__ import annotations

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from actbook.markup import held


class _Untouched(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [held(line, lambda html: str(self.md.htmlStash.store(html))) for line in lines]


class RawHtml(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After fenced code is out of the way (25) and MkDocs has collected anchors (21.5), before
        # Python-Markdown looks for HTML itself (20).
        md.preprocessors.register(_Untouched(md), "actbook_raw_html", 21)


def makeExtension(**options: object) -> RawHtml:
    """The name Python-Markdown looks an extension up under."""
    return RawHtml(**options)
