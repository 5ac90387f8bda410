"""Nothing that looks like a cell or a formula is left unread, wherever it stands on a page.

SuperFences, which sets the pages, is asked what it takes for a fence.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from actbook.reading.blocks import blocks
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.sentence import TOKEN
from actbook.verdict import Refused

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = [*sorted(DOCS.glob("activations/*.md")), *sorted(DOCS.glob("concepts/*.md"))]
#: What blocks may stand in: what opens it, and what each of their lines is indented with.
AROUND = {
    "the page": ("", ""),
    "a list": ("- Item.\n\n", "    "),
    "a list with its marker's indent": ("- Item.\n\n", "  "),
    "a list in a list": ("1. One.\n\n    - Two.\n\n", " " * 8),
    "an admonition": ("!!! note\n\n", "    "),
    "details": ("???+ note\n\n", "    "),
    "a tab": ('=== "A"\n\n', "    "),
    "a tab in an admonition": ('!!! note\n\n    === "A"\n\n', " " * 8),
    "a quotation": ("> Text.\n>\n", "> "),
    "a quotation in a quotation": ("> Text.\n>\n", "> > "),
    "a quotation in a list": ("- Item.\n\n    > Text.\n    >\n", "    > "),
    "a list in a quotation": ("> - Item.\n>\n", ">     "),
    "a footnote": ("Text[^1].\n\n[^1]: Note.\n\n", "    "),
    "a definition": ("Term\n:   Text.\n\n", "    "),
    "indented code": ("Text.\n\n", "    "),
}
FENCES = ("```python", "~~~py", "``` py3", "```{.python title='A'}", "````Python3", "```text")
FORMULAS = ("$$\nx\n$$", "$$ x $$", "```math\nx\n```", "\\begin{align}\nx\n\\end{align}", "\\(x\\)")


def placed(block: str, around: str) -> str:
    opening, indent = AROUND[around]
    return (
        f"---\ntitle: T\n---\n{opening}{textwrap.indent(block, indent, lambda _: True)}\n\nText.\n"
    )


def reading(text: str) -> Page | None:
    try:
        return read(text, "page.md")
    except Refused as refused:
        assert all(diagnostic.line > 3 for diagnostic in refused.diagnostics)
        return None


def fences(body: str) -> list[str]:
    """The code in the fences of Python that SuperFences finds."""
    found: list[str] = []

    def take(source: str, *_: Any, **__: Any) -> str:
        found.append(source)
        return f"<pre>cell {len(found) - 1}.</pre>"

    names = ("python", "py", "py3", "python3", "Python3")
    custom = [{"name": name, "class": name, "format": take} for name in names]
    extensions = ["admonition", "footnotes", "def_list", "pymdownx.details"]
    tabs = {"alternate_style": True}
    html = Markdown(
        extensions=[*extensions, "attr_list", "pymdownx.superfences", "pymdownx.tabbed"],
        extension_configs={
            "pymdownx.superfences": {"custom_fences": custom},
            "pymdownx.tabbed": tabs,
        },
    ).convert(body)
    # Those in indented code are put back later.
    return [found[int(n)] for n in re.findall(r"<pre>cell (\d+)\.</pre>", html)]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("fence", FENCES)
def test_a_fence_of_python_is_read_or_refused(fence: str, around: str) -> None:
    mark = re.match("[`~]+", fence)
    assert mark is not None
    text = placed(f"{fence}\nprint(1)\n\nprint(2)\n{mark[0]}", around)
    page = reading(text)
    if page is not None:
        assert [cell.source for cell in page.cells] == fences(text.split("---\n")[2])


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_read_or_refused(formula: str, around: str) -> None:
    page = reading(placed(formula, around))
    if page is not None:
        listing = around in ("indented code", "a list in a quotation")
        assert bool(page.equations) != bool(listing and page.literal)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_is_left_unread_on(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = read(text, str(path))
    lines = text.split("\n")
    spans = [
        *((cell.fence, cell.end) for cell in page.cells),
        *((equation.start, equation.end) for equation in page.equations),
        *page.literal,
    ]
    for start, end in spans:
        lines[start - 1 : end] = [""] * (end - start + 1)
    rest = TOKEN.sub(lambda match: match[0] if match["escape"] else "", "\n".join(lines))
    assert not re.search(r"\$\$|\\begin|\\\(|\\\[|^\s*(`{3}|~{3})", rest, re.MULTILINE)
    body = "\n".join(text.split("\n")[page.body - 1 :])
    # SuperFences knows no options but its own.
    plain = re.sub(r"^(\s*`{3,}\w+).*$", r"\1", body, flags=re.MULTILINE)
    assert fences(plain) == [cell.source for cell in page.cells]


def test_the_blocks_of_a_page_are_all_its_lines() -> None:
    for path in PAGES:
        lines = path.read_text(encoding="utf-8").split("\n")
        found = list(blocks(lines, 0))
        covered = [at for block in found for at in range(block.start, block.end + 1)]
        assert covered == list(range(len(lines)))
