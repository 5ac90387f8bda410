"""A small book of three pages, and how tests read and edit it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from actbook.book import book
from actbook.book.book import Book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import recognised

ONE = """---
title: One
symbol: one
implementations:
  NumPy: one(x)
facts:
  lipschitz: 2
---

# One

$$ \\operatorname{one}(x) = 2x $$

```python
print("one runs")

def one(x):
    return 2.0 * x
```

Twice 3 is `{python} one(3):.0f`.
"""
TWO = """---
title: Two
symbol: two
---

# Two

$$ \\operatorname{two}(x) = \\operatorname{one}(x)^2 $$

$$ \\operatorname{two}(x) = 4x^2 $$
"""
IDEA = "---\ntitle: Idea\n---\n\n# Idea\n\nIt is `{python} 6 * 7`.\n"

Read = Callable[..., tuple[Book, list[str]]]


def whole(docs: Path, cache: Cache, pool: Pool, **wanted: Any) -> Book:
    """The whole book under `docs`."""
    pages = recognised.paths(docs)
    return book.verify(pages, pages, cache, pool, **wanted)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
