"""Markdown extensions are switched on, or asked for in words, and never silently missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from actbook.hosts.extensions import NEEDED, missing, switched_on
from actbook.reading import parse
from actbook.result import Entry

PAGE = """---
title: All
---

# All

Text with a note.[^1]

```python
print("=== \\"a\\"")
```

!!! note
    Said.

??? note "More"
    Folded.

=== "One"

    ```python
    1 + 1
    ```

=== "Two"

    Text.

[^1]: The note.
"""
LINES = {
    "admonition": 13,
    "pymdownx.details": 16,
    "pymdownx.tabbed": 19,
    "pymdownx.superfences": 21,
    "footnotes": 29,
}


def told(extensions: list[str]) -> dict[str, int]:
    from actbook.book.cached import NOTHING

    page = parse.read(PAGE, "docs/all.md")
    found = missing([Entry("docs/all.md", "all", PAGE, page, NOTHING)], extensions)
    return {problem.message.split(":")[0].split()[-1]: problem.line for problem in found}


def test_what_a_site_has_no_extension_for_is_told_by_its_line() -> None:
    assert told([]) == LINES


@pytest.mark.parametrize("name", LINES)
def test_what_a_site_has_an_extension_for_is_not_told(name: str) -> None:
    assert told([name]) == {other: line for other, line in LINES.items() if other != name}


def test_an_extension_may_have_its_long_name_or_come_with_others() -> None:
    assert "footnotes" not in told(["markdown.extensions.footnotes"])
    assert {"footnotes", "pymdownx.superfences"}.isdisjoint(told(["pymdownx.extra"]))


def test_what_the_engine_needs_is_switched_on() -> None:
    assert switched_on(["tables"]) == [name for name in NEEDED if name != "tables"]
    assert switched_on([*NEEDED]) == switched_on(["extra"]) == []


def test_a_site_without_extensions_is_built_or_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: a\ntheme: readthedocs\nplugins: [actbook]\n")
    page = tmp_path / "docs" / "all.md"

    def build() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    page.write_text(PAGE)
    refused = build()
    assert refused.returncode == 1
    assert "docs/all.md:19: this needs the Markdown extension pymdownx.tabbed" in refused.stderr
    page.write_text(PAGE.partition("!!!")[0].replace("[^1]", ""))
    done = build()
    assert done.returncode == 0, done.stderr
    (shown,) = [*(tmp_path / "site").glob("all/index.html")]
    assert "=== &quot;a&quot;</pre>" in shown.read_text()
