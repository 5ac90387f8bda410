"""A sound page to mutate, and how tests name a mutant of it."""

from __future__ import annotations

from mutating.mutants import Mutant

from actbook.reading.page import Page
from actbook.reading.parse import read

SOUND = """---
title: Bump
symbol: bump
parameters:
  a: {default: 1.0, domain: "(0, oo)"}
implementations:
  NumPy: bump(x, a)
  PyTorch: a / (1 + x * x)
facts:
  range: "(0, a]"
  parity: even
  smoothness: C^oo
  kinks: []
  limits: {"-oo": 0, "oo": 0}
  maximum: {x: 0, value: a}
  values: {1: a/2, -1: a/2}
---

# Bump

A hill.

$$
\\operatorname{bump}(x) = \\frac{a}{1 + x^2} = \\frac{a}{1 + |x|^2}
$$

$$
\\operatorname{bump}'(x) = -\\frac{2 a x}{(1 + x^2)^2}
$$

```python
def scaled(x, a):
    return a * x

def bump(x, a):
    return scaled(1 / (1 + x * x), a + 0.0)

def never_called(x):
    return x + 1
```
"""
#: A page that rests on it.
RIDGE = """---
title: Ridge
symbol: ridge
implementations:
  NumPy: ridge(x)
facts:
  range: "(0, 2]"
  parity: even
  maximum: {x: 0, value: 2}
---

# Ridge

Two hills in one place.

$$
\\operatorname{ridge}(x) = 2 \\operatorname{bump}(x) = \\frac{2}{1 + x^2}
$$

```python
def ridge(x):
    return 2 / (1 + x * x)
```
"""


def page(text: str, name: str = "bump") -> Page:
    return read(text, f"docs/activations/{name}.md")


def named(mutant: Mutant, text: str = SOUND) -> tuple[str, str, str]:
    """The words of the line that a mutant changes, what it changes, and into what."""
    return text.split("\n")[mutant.line - 1].split()[0], mutant.before, mutant.after
