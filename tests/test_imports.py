"""What pages import decides what is imported for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import imports, parse

PAGE = """---
title: Twice
symbol: twice
implementations:
  NumPy: twice(x)
  Other: scipy.special.expit(x)
---

# Twice

It doubles.

$$ \\operatorname{twice}(x) = 2x $$

```python
import numpy as np, os.path
from json.decoder import JSONDecodeError
if True:
    from torch import nn

def twice(x):
    return 2 * x
```

```python raises=SyntaxError
import )
```
"""
FUNCTION = """---
title: Twice
symbol: twice
implementations:
  Code: {code}
---

# Twice

It doubles.

$$ \\operatorname{{twice}}(x) = 2x $$
"""


def test_the_packages_of_a_page_are_those_that_its_code_names() -> None:
    page = parse.read(PAGE, "docs/activations/twice.md")
    assert list(imports.imported(page)) == ["numpy", "os.path", "json.decoder", "torch"]
    assert imports.packages(page) >= {"numpy", "os", "json", "torch", "scipy"}


def test_a_page_that_does_not_name_a_package_does_not_have_it() -> None:
    page = parse.read(PAGE.replace("from torch import nn", "pass"), "docs/activations/twice.md")
    assert "torch" not in imports.packages(page)


def test_a_page_without_torch_never_imports_it_and_one_with_it_says_that_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = tmp_path / "imported"
    module = f"open({str(imported)!r}, 'w').close()\nraise ImportError('there is no torch')\n"
    (tmp_path / "torch.py").write_text(module)
    monkeypatch.syspath_prepend(tmp_path)
    page = tmp_path / "docs" / "activations" / "twice.md"
    page.parent.mkdir(parents=True)

    def problems(code: str) -> list[str]:
        page.write_text(FUNCTION.format(code=code))
        with Pool() as pool:
            found = book.verify([page], [], Cache(tmp_path / "cache"), pool)
        return [f"{problem.line}: {problem.message}" for problem in found.problems]

    assert problems("np.add(x, x)") == []
    assert not imported.exists()
    (told,) = problems("torch.add(x, x)")
    assert "Code: torch.add(x, x): there is no torch: `pip install torch`" in told
    assert imported.exists()
