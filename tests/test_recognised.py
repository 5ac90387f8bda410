"""A page of the book is told by what it holds, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from actbook.reading import recognised

PAGES = {
    "a symbol": "---\ntitle: T\nsymbol: f\n---\n",
    "facts": "---\nfacts: {range: x}\n---\n",
    "sources": "---\nsources: [a]\n---\n",
    "a display formula": "# T\n\n$$\nx = 1\n$$\n",
    "a display formula in a tab": '# T\n\n=== "A"\n\n    $$ x = 1 $$\n',
    "a formula in a fence": "```math\nx = 1\n```\n",
    "a bare environment": "\\begin{align}\nx &= 1\n\\end{align}\n",
    "brackets": "Here \\( x \\) is.\n",
    "a cell": "```python\n1\n```\n",
    "a cell with options": '``` {.py title="a"}\n1\n```\n',
    "a cell in a list": "- One\n\n    ~~~python\n    1\n    ~~~\n",
    "a cell in a quotation": "> ```python\n> 1\n> ```\n",
    "a session": "```pycon\n>>> 1\n```\n",
    "a cell of another program": "```{code-cell} ipython3\n1\n```\n",
    "a computed value": "It is `{python} 1 + 1`.\n",
    "a citation": "As shown [@a2020].\n",
    "a formula in a sentence": "It is $x^2$.\n",
    "a letter in a sentence": "For every $x$ it holds.\n",
}
OTHERS = {
    "nothing": "",
    "prose": "# T\n\nIt costs $5, and $6 tomorrow; A$AP and Ke$ha.\n",
    "front matter for the theme": "---\ntitle: T\nhide: [toc]\ntags: [symbol]\n---\n",
    "another language": "```console\n$ make symbol: f\n```\n\n```js\n1\n```\n",
    "indented code": "    ```python\n    $$ x $$\n",
    "code in a sentence": "Write `$x^2$`, `[@key]` or ``` `{python} x` ```.\n",
    "a comment": "<!--\n```python\n1\n```\n-->\n",
    "an escape": r"It is \$x^2\$." + "\n",
    "a listing of a page": "````markdown\n---\nsymbol: f\n---\n\n```python\n1\n```\n````\n",
    "a word": "symbol: f stands in no front matter.\n",
}
SCRIPTS = {
    "front matter": ("# ---\n# title: T\n# ---\n", True),
    "a cell": ("x = 1\n\n# %%\ny = 2\n", True),
    "a download": ("import numpy\n\nprint('# %%')\n", False),
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_a_page_is_what_holds(text: str) -> None:
    assert recognised.is_page(text, "a.md")


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_no_page_is_what_holds(text: str) -> None:
    assert not recognised.is_page(text, "a.md")


@pytest.mark.parametrize(("text", "is_page"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_is_a_page_by(text: str, is_page: bool) -> None:
    assert recognised.is_page(text, "a.py") is is_page


def test_pages_lie_anywhere_and_what_cannot_be_read_is_one(tmp_path: Path) -> None:
    for name, text in (
        ("a.md", "$$ x $$\n"),
        ("en/deep/er/b.md", "```python\n1\n```\n"),
        ("c.md", "# Words\n"),
        ("data/d.csv", "$$ x $$\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "z.md").write_bytes(b"\xff\xfe")
    found = [path.relative_to(tmp_path).as_posix() for path in recognised.paths(tmp_path)]
    assert found == ["a.md", "en/deep/er/b.md", "z.md"]
