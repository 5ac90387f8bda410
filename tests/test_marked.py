"""A site that never heard of formulas: cells that are marked run, and all else is left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from actbook.reading import parse, recognised
from actbook.verdict import Refused

CONFIG = """site_name: Somebody's
theme: {name: material, font: false}
plugins: [search, {actbook: {run: marked}}]
"""
INDEX = """# Somebody's *own* { .big }

It costs $5.

```python
import nothing_there
```

```pycon
>>> 1
```

```python run=yes
x = [1, 2, 3]
print("in all", sum(x))
```

Half of it is `{python} sum(x) / 2`.
"""
OTHER = """---
hide: [toc]
template: main.html
---

Begin with words.

## Not the title

# The title

``` {.py run=yes title="counted"}
len("four")
```
"""
LISTINGS = {
    "a cell": "```python\n1 / 0\n```\n",
    "one that is not run": '```python run=no reason="slow"\n1\n```\n',
    "a session": "```pycon\n>>> 1\n```\n",
    "another program's": "```{code-cell} ipython3\n1\n```\n",
    "a cell in a quotation": "> ```python\n> 1\n> ```\n",
}
PAGES = {
    "a marked cell": "```python run=yes\n1\n```\n",
    "a computed value": "It is `{python} 1`.\n",
    "a symbol": "---\ntitle: T\nsymbol: f\n---\n",
    "a formula": "$$ x = 1 $$\n",
}


@pytest.mark.parametrize("text", LISTINGS.values(), ids=LISTINGS)
def test_a_fence_without_a_mark_is_a_listing(text: str) -> None:
    assert recognised.is_page(text, "a.md") and not recognised.is_page(text, "a.md", "marked")
    assert parse.read(f"# T\n\n{text}", "a.md", "marked").cells == ()


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_what_is_marked_or_states_something_is_a_page(text: str) -> None:
    assert recognised.is_page(text, "a.md", "marked")


def test_every_cell_of_a_page_that_states_something_runs() -> None:
    text = "---\ntitle: T\nsymbol: f\n---\n\n```python\n1\n```\n"
    assert len(parse.read(text, "a.md", "marked").cells) == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("No heading.\n", 1, "has no title: begin it with `# Title`"),
        ("---\nhide: [toc\n---\n# T\n", 2, "[ is never closed"),
        ("---\ntags: one\n---\n# T\n", 2, "`tags` is a list"),
        ("# T\n\n> ```python run=yes\n> 1\n> ```\n", 3, "a cell in a quotation is not read"),
        ("# T\n\n```python run=yes colour=red\n1\n```\n", 3, "unknown option `colour`"),
    ],
)
def test_a_page_is_refused_at_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(Refused) as refused:
        parse.read(text, "a.md", "marked")
    (problem,) = refused.value.diagnostics
    assert problem.line == line and said in problem.message


def test_a_site_is_built_with_the_plugin_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    for name, text in (("index", INDEX), ("other", OTHER), ("plain", "```python\n1 / 0\n```\n")):
        (tmp_path / f"docs/{name}.md").write_text(text)
    command = [sys.executable, "-m", "actbook", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    index, other, plain = (
        (tmp_path / "site" / name / "index.html").read_text() for name in ("", "other", "plain")
    )
    assert "in all 6" in index and "nothing_there" in index and "Half of it is 3.0" in index
    assert "title = {{Somebody's own}}" in index.replace("&#x27;", "'").replace("&#39;", "'")
    assert "<title>The title" in other and "counted" in other
    assert "in all" not in plain and "Traceback" not in plain
