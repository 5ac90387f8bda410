"""Percent scripts: what is read of them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from actbook.reading import percent
from actbook.reading.files import load
from actbook.verdict import Refused

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
HEADER = "# ---\n# title: A\n# ---\n\n"
GOOD = f"""{HEADER}# %% [markdown]
# # A
#
# Some *text* of `code`.

# %%
#| alt: A line
#|   that rises: slowly.
#| limit: 300
x = '''```
a'''

# %%
x

"""


def read(script: str):
    return percent.read(script, "a.py")


def test_every_cell_keeps_the_lines_it_has_in_the_script():
    page, lines = read(GOOD), GOOD.split("\n")
    assert page.title == "A" and len(page.cells) == 2
    for cell in page.cells:
        assert cell.source.split("\n") == lines[cell.line - 1 : cell.end - 1]
        assert lines[cell.fence - 1].startswith("# %%")
    assert page.text.count("\n") == GOOD.count("\n")


def test_options_stand_in_comments_and_may_go_on():
    cell = read(GOOD).cells[0]
    assert cell.options == {"alt": "A line that rises: slowly.", "limit": "300"}
    assert percent.code(cell.source) == "x = '''```\na'''"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_jupytext_reads_the_same_cells(script):
    text = load(script, script.name)
    page = percent.read(text, script.name)
    found = [cell for cell in jupytext.reads(text, "py:percent").cells if cell.source.strip()]
    assert [c.source for c in found if c.cell_type == "code"] == [
        cell.source.strip("\n") for cell in page.cells
    ]
    prose = [line for c in found if c.cell_type == "markdown" for line in c.source.split("\n")]
    assert set(prose) <= set(page.text.split("\n"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_code_fits_the_column_of_a_page(script):
    page = percent.read(load(script, script.name), script.name)
    long = [line for cell in page.cells for line in percent.code(cell.source).split("\n")]
    assert [line for line in long if len(line) > 82] == []


WRONG = {
    "no front matter": ("# %%\nx\n", 1, "front matter"),
    "an open front matter": ("# ---\n# title: A\n", 1, "never closed"),
    "an unknown key": ("# ---\n# title: A\n# colour: red\n# ---\n", 3, "colour"),
    "code before the first cell": (f"{HEADER}x = 1\n\n# %%\n", 5, "stands in no cell"),
    "another marker": (f"{HEADER}# %% setup\nx\n", 5, "is opened by"),
    "code in a cell of text": (f"{HEADER}# %% [markdown]\n# A\nx = 1\n", 7, "starts with `# `"),
    "a fence of Python in text": (f"{HEADER}# %% [markdown]\n# ```python\n", 6, "cell of its own"),
    "cells without a line between": (f"{HEADER}# %%\nx\n# %%\ny\n", 6, "blank line"),
    "an unknown option": (f"{HEADER}# %%\n#| alt: a\n#| ald: b\nx\n", 7, "did you mean `alt`"),
    "an option of pages alone": (f"{HEADER}# %%\n#| linenums: 1\nx\n", 6, "unknown option"),
    "a quote": (f'{HEADER}# %%\n#| alt: so "called"\nx\n', 6, "write “"),
    "a limit in words": (f"{HEADER}# %%\n#| limit: long\nx\n", 5, "number of seconds"),
    "an open formula": (f"{HEADER}# %% [markdown]\n# $$ x\n", 6, "never closed"),
}


@pytest.mark.parametrize(("script", "line", "said"), WRONG.values(), ids=WRONG)
def test_refused_with_its_line(script, line, said):
    with pytest.raises(Refused) as caught:
        read(script)
    (problem,) = caught.value.diagnostics
    assert (problem.path, problem.line) == ("a.py", line)
    assert said in problem.message


def test_columns_count_in_the_script():
    script = f"{HEADER}# %% [markdown]\n# A $$ x $$ b\n"
    with pytest.raises(Refused) as caught:
        read(script)
    (problem,) = caught.value.diagnostics
    assert script.split("\n")[problem.line - 1][problem.column - 1 :].startswith("$$ x")
