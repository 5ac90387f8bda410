"""The names that formulas of the tests may use, and the cases of data/formula.md."""

from __future__ import annotations

import re
from pathlib import Path

from actbook.latex.formula import Name, normalised

NAMES = [
    *(Name(latex, latex, "variable") for latex in ("x", "c", "n")),
    Name("\\alpha", "alpha", "variable"),
    Name("\\lambda_1", "lambda_", "variable"),
    Name("v", "v", "vector"),
    *(Name(latex, latex, "index") for latex in ("i", "j")),
    *(
        Name(normalised(symbol), normalised(symbol), "function")
        for symbol in ("f", "ELU", "\\sigma", "\\tanh", "GELU", "GELU_{\\tanh}")
    ),
    Name("\\operatorname{softmax}", "\\operatorname{softmax}", "vector function"),
]
SOURCE = Path(__file__).parent / "data" / "formula.md"
CASES = re.findall(
    r"^## ([^\n]+)\n\n```latex\n(.*?)\n```\n\n```(tree|refused)\n(.*?)\n```$",
    SOURCE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
