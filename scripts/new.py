"""Write a new activation page to fill in: `python scripts/new.py NAME`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PAGE = """---
title: {title}
family: {family}
symbol: {symbol}
parameters:
  alpha: {{default: 1.0, domain: "(0, oo)"}}
implementations:
  NumPy: {name}(x, alpha)
  PyTorch: {name}_torch(x, alpha)
facts:
  range: "(-alpha, alpha)"
  monotonic: strictly increasing
  parity: odd
sources: []
---

# {title}

One sentence that says what {title} is and why it exists.

## Definition

$$
\\operatorname{{{symbol}}}(x) = \\alpha \\tanh(x)
$$

## Derivative

$$
\\operatorname{{{symbol}}}'(x) = \\frac{{\\alpha}}{{\\cosh^2(x)}}
$$

## In code

=== "NumPy"

    ```python
    import numpy as np

    def {name}(x, alpha=1.0):
        return alpha * np.tanh(x)

    {name}(np.array([-2.0, 0.0, 2.0]))
    ```

=== "PyTorch"

    ```python
    import torch

    def {name}_torch(x, alpha=1.0):
        return alpha * torch.tanh(x)

    {name}_torch(torch.tensor([-2.0, 0.0, 2.0]))
    ```

At $x = 2$ it is `{{python}} f"{{{name}(2.0):.4f}}"`.

## When to use it

What it is good for, what it costs, where it fails: computed, checked or cited.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help='the name of the function, as "soft clip"')
    parser.add_argument("--family", default="rectifiers", help="the family it stands in")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "activations")
    arguments = parser.parse_args()
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", arguments.name)
    if not words:
        parser.error(f"{arguments.name!r} holds no word that could name a function")
    path = arguments.folder / f"{'-'.join(words).lower()}.md"
    if path.exists():
        parser.error(f"{path} exists already")
    text = PAGE.format(
        title=arguments.name.strip(),
        family=arguments.family,
        symbol="".join(words),
        name="_".join(words).lower(),
    )
    path.write_text(text, encoding="utf-8")
    print(f"wrote {path}: replace its formula and code, then run scripts/check.py on it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
