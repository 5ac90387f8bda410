"""Pages made of cells, for the tests of what runs them."""

from __future__ import annotations

from actbook.reading.page import Cell, Inline, Page

PATH = "docs/activations/sample.md"


def page(*blocks: str) -> Page:
    """A page of cells and inline values in order, each block beginning with its info string.

    The first block's fence is at line 3, and a blank line follows each: a cell of n lines takes
    n + 3. A block `{python} expression` is a paragraph whose inline value is at column 7.
    """
    lines = ["# Sample", ""]
    cells: list[Cell] = []
    inlines: list[Inline] = []
    for block in blocks:
        info, _, source = block.partition("\n")
        if info.startswith("{python}"):
            expression = info.removeprefix("{python}")
            text = f"It is `{info}`."
            inlines.append(Inline(expression, len(lines) + 1, 7, len(text) - 1, len(cells)))
            lines += [text, ""]
            continue
        options = dict(option.split("=", 1) for option in info.split("|")[1:])
        fence = len(lines) + 1
        code = source.splitlines()
        cells.append(Cell(source, fence + 1, fence, fence + len(code) + 1, "", options))
        lines += [f"```{info}", *code, "```", ""]
    return Page(
        path=PATH,
        slug="sample",
        text="\n".join(lines) + "\n",
        title="Sample",
        aliases=(),
        family=None,
        functions=(),
        variables=(),
        figure={},
        sources=(),
        body=1,
        cells=tuple(cells),
        equations=(),
        inlines=tuple(inlines),
    )
