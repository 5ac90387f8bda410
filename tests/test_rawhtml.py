"""What is woven reaches HTML whole, in tabs, lists and admonitions too."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from pages import HEADER, bibliography, page, result

from actbook.result import Output
from actbook.weaving.weave import weave

START = "# Ramp\n\nThe ramp is simple.\n\n"
CELL = "```python\nprint(1)\n```\n"
PRINTED = (Output("stdout", "1\n"),)
EQUATION = "$$\n\\operatorname{ramp}(x) = \\max(0, x)\n$$\n"
FIRST = HEADER.count("\n") + START.count("\n") + 1
EXTENSIONS = [
    *("admonition", "attr_list", "md_in_html", "tables", "toc", "actbook.weaving.rawhtml"),
    *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.details"),
]
TABBED = {"pymdownx.tabbed": {"alternate_style": True}}


class Tags(HTMLParser):
    """The path of tags at which a word stands, and whether every tag is closed in its order."""

    def __init__(self, word):
        super().__init__()
        self.word, self.open, self.path = word, [], None

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.word in data:
            self.path = list(self.open)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (CELL, []),
        (
            f'=== "A"\n\n{CELL}'.replace("\n```", "\n    ```").replace("print", "    print"),
            ["div"] * 3,
        ),
        (
            f'!!! note "N"\n\n{CELL}'.replace("\n```", "\n    ```").replace("print", "    print"),
            ["div"],
        ),
        (
            f"- item\n\n{CELL}".replace("\n```", "\n    ```").replace("print", "    print"),
            ["ul", "li"],
        ),
    ],
    ids=["alone", "in a tab", "in an admonition", "in a list"],
)
def test_outputs_reach_html_whole(tmp_path, body, around):
    printed = (Output("stdout", 'needle *a* _b_ `c` $d$ [e](f) <g>\n\n    === "h"\n- i'),)
    woven = weave(page(START + body), result(printed), bibliography(tmp_path))
    html = markdown.markdown(woven.markdown, extensions=EXTENSIONS, extension_configs=TABBED)
    tags = Tags("needle")
    tags.feed(html)
    assert tags.path == [*around, "div", "pre"]
    assert "needle *a* _b_ `c` $d$ [e](f) &lt;g&gt;&#10;&#10;    === &quot;h&quot;&#10;- i" in html
