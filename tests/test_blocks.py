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
    "an admonition in an admonition": ("!!! note\n\n    !!! tip\n\n", " " * 8),
    "a tab in a list": ('- Item.\n\n    === "A"\n\n', " " * 8),
    "a list in a list in a list": ("1. A\n\n    - B\n\n        - C\n\n", " " * 12),
    "a list by tabs": ("- Item.\n\n", "\t"),
    "a division": ("<div markdown>\n\n", ""),
    "a division of HTML": ("<div>\n\n", ""),
    "a summary": ("<details>\n<summary>S</summary>\n\n", ""),
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


#: What stands in a line of text, and whether it is a relation that is read.
INLINE = {
    "a sentence": ("It is $\\tanh(0) = 1$.", True),
    "a heading": ("## It is $\\tanh(0) = 1$", True),
    "a cell of a table": ("| a | b |\n|---|---|\n| $\\tanh(0) = 1$ | 2 |", True),
    "a footnote": ("A[^1].\n\n[^1]: It is $\\tanh(0) = 1$.", True),
    "a definition": ("A\n:   It is $\\tanh(0) = 1$.", True),
    "a quotation": ("> It is $\\tanh(0) = 1$.", True),
    "the text of a link": ("[it is $\\tanh(0) = 1$](a.md)", True),
    "a picture's alternative": ("![it is $\\tanh(0) = 1$](a.png)", True),
    "a caption": ("/// caption\nIt is $\\tanh(0) = 1$.\n///", True),
    "HTML": ("A <b>word</b>: $\\tanh(0) = 1$.", True),
    "a display in a cell of a table": ("| a |\n|---|\n| $$\\tanh(0) = 1$$ |", False),
    "a display in a heading": ("## It is $$\\tanh(0) = 1$$", False),
    "a display in a link": ("[it is $$\\tanh(0) = 1$$](a.md)", False),
    "a display in a title": ('[a](a.md "$$x$$")', False),
    "a display behind a marker": ("- $$\\tanh(0) = 1$$", False),
    "a display within a sentence": ("It is $$\\tanh(0) = 1$$ there.", False),
    "a display in a footnote": ("A[^1].\n\n[^1]: $$\\tanh(0) = 1$$", False),
    "spaces inside": ("It is $ \\tanh(0) = 1 $.", False),
    "a space at the end": ("It is $\\tanh(0) = 1 $.", False),
    "lines of their own": ("$\n\\tanh(0) = 1\n$", False),
    "backticks inside": ("It is $`\\tanh(0) = 1`$.", False),
    "brackets": ("It is \\\\(x^2\\\\) and \\(x^2\\).", False),
    "a role": ("It is {math}`\\tanh(0) = 1`.", False),
    "MathML": ("It is <math><mi>x</mi></math>.", False),
    "a script": ('<script type="math/tex">x</script>', False),
    "an environment": ("\\begin{equation}\nx\n\\end{equation}", False),
    "a value by another name": ("It is `{py} 1 + 1`.", False),
    "a value in a role": ("It is {eval}`1 + 1`.", False),
    "a fence behind a marker": ("- ```python\n  1\n  ```", False),
    "a fence of a notebook": ("```{code-cell} ipython3\n1\n```", False),
    "a fence of a session": ("```pycon\n>>> 1\n```", False),
    "a fence of another kernel": ("```jupyter-python\n1\n```", False),
}


@pytest.mark.parametrize(("text", "read_"), INLINE.values(), ids=INLINE)
def test_what_stands_in_a_line_is_read_or_refused(text: str, read_: bool) -> None:
    page = reading(f"---\ntitle: T\n---\n{text}\n")
    assert (page is not None) is read_
    assert page is None or [remark.role for remark in page.remarks] == ["claim"]


@pytest.mark.parametrize(
    "text",
    [
        *("It costs $5 and $6, or $ 7.", "`$$`", "`\\(x\\)`", "<!-- $$ x $$ -->", "\\$\\$x\\$\\$"),
        *("```text\n$$ x $$\n```", "```pytb\nTraceback\n```", "````md\n```python\n1\n```\n````"),
        *('<img alt="$$x$$" src="a.png">', "It is $5 = 6$ or $x$ and $y$."),
    ],
)
def test_what_looks_like_a_formula_and_is_none_is_left(text: str) -> None:
    page = reading(f"---\ntitle: T\n---\n{text}\n")
    assert page is not None and not page.equations and not page.cells


def test_the_blocks_of_a_page_are_all_its_lines() -> None:
    for path in PAGES:
        lines = path.read_text(encoding="utf-8").split("\n")
        found = list(blocks(lines, 0))
        covered = [at for block in found for at in range(block.start, block.end + 1)]
        assert covered == list(range(len(lines)))
