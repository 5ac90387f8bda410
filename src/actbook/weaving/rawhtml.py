"""A Markdown extension that lets the HTML of a woven page through untouched, and makes code light.

Python-Markdown takes HTML as it stands only at the left margin: indented in a tab, a list or an
admonition it would be read as text. What `weave` writes stands between two marks (`markup.placed`).
"""

from __future__ import annotations

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from actbook.markup import held
from actbook.weaving import highlight


class _Untouched(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [held(line, lambda html: str(self.md.htmlStash.store(html))) for line in lines]


class _Lighter(Postprocessor):
    def run(self, text: str) -> str:
        return highlight.lighter(text)


class RawHtml(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After fenced code is out of the way (25) and MkDocs has collected anchors (21.5), before
        # Python-Markdown looks for HTML itself (20).
        md.preprocessors.register(_Untouched(md), "actbook_raw_html", 21)
        # When code is in its place again (30).
        md.postprocessors.register(_Lighter(md), "actbook_lighter_code", 1)


def makeExtension(**options: object) -> RawHtml:
    """The name Python-Markdown looks an extension up under."""
    return RawHtml(**options)
