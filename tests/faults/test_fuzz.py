"""Any text is read and woven, or refused in a sentence: `make fuzz` tries many."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actbook.book.cached import NOTHING
from actbook.reading import parse, percent
from actbook.verdict import Refused
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import weave

#: How many texts are tried of each kind.
TIMES = int(os.environ.get("ACTBOOK_FUZZ", "25"))
trying = settings(
    max_examples=TIMES,
    deadline=None,
    derandomize="ACTBOOK_FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)

HEADER = ["---", "title: F", "symbol: f", "facts:", "  kinks: [0]", "parameters:", "  a: 1"]
MARKS = [
    *("# F", "## A", "> ", ">> ", "- ", "1. ", "    ", "\t", "| a | b |", "| - | - |", "", "***"),
    *("```python", "```", "~~~", "```python echo=false", "!!! note", '=== "A"', "<details>", "---"),
    *("$$ f(x) = 2x $$", "$$", "$x$", "$", r"\(", r"\[x\]", "`{python} 1`", "`", "{", "}"),
    *("[@a]", "[^1]", "[^1]: a", "[a](b.md)", "![](a.png)", "<!-- ", "-->", "&amp;", "<b"),
    *('{unchecked="why"}', "{#a}", "$f(0) = 0$", "x = 1", "# %%", "# %% [markdown]", "# a", "\\"),
]
VALUES = [
    *(
        "a",
        "0",
        "-1",
        "oo",
        "[0, 1)",
        "{default: 1}",
        "[",
        "{",
        "'",
        '"',
        "|",
        ">",
        "&a",
        "*a",
        "!",
    ),
    *("1e999", "x", "[a, b]", "{a: {b: c}}", "~", "true", "2026-01-01", "!!python/x", "? a", "%"),
]
FIELDS = [
    *(
        "title",
        "symbol",
        "aliases",
        "family",
        "figure",
        "facts",
        "kinks",
        "range",
        "limits",
        "values",
    ),
    *("parameters", "implementations", "domain", "default", "<<", "functions", "variables", "  a"),
]
PIECES = [
    *(
        "x",
        "f",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "^",
        "_",
        "=",
        "+",
        "-",
        "|",
        "'",
        ",",
        "2",
        ".",
        " ",
    ),
    *(r"\frac", r"\sqrt", r"\left", r"\right", r"\begin{cases}", r"\end{cases}", r"\\", "&", "<"),
    *(r"\max", r"\operatorname{f}", r"\text{if}", r"\tag{1}", r"\prime", r"\sum", r"\alpha", "%"),
]
lines = st.one_of(st.sampled_from(MARKS), st.lists(st.sampled_from(MARKS)).map("".join), st.text())
bodies = st.lists(lines, max_size=20).map("\n".join)
front = st.lists(
    st.one_of(
        st.builds("{}: {}".format, st.sampled_from(FIELDS), st.sampled_from(VALUES)),
        st.builds("  {}: {}".format, st.sampled_from(FIELDS), st.sampled_from(VALUES)),
        st.text(max_size=20),
    ),
    max_size=8,
).map("\n".join)
formulas = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def tried(text: str, path: str = "docs/f.md") -> None:
    """What is wrong is said with a line that the file has, and without the name of an exception."""
    try:
        page = percent.read(text, path) if path.endswith(".py") else parse.read(text, path)
        said = weave(page, NOTHING, Bibliography(Path("none.bib"))).problems
    except Refused as refused:
        said = tuple(refused.diagnostics)
        assert said
    for problem in said:
        assert problem.path == path and problem.message and "Error" not in problem.message
        assert 1 <= problem.line <= len(text.split("\n")) + 1, problem


@trying
@given(bodies)
def test_any_body_of_a_page(body: str) -> None:
    tried("\n".join([*HEADER, "---", "", body]))


@trying
@given(front)
def test_any_front_matter(fields: str) -> None:
    tried(f"---\ntitle: F\n{fields}\n---\n\n# F\n")


@trying
@given(formulas)
def test_any_formula(latex: str) -> None:
    tried(
        "\n".join([*HEADER, "---", "", f"A sentence with ${latex}$ in it.", "", f"$$ {latex} $$"])
    )


@trying
@given(bodies)
def test_any_notebook(body: str) -> None:
    tried(f"# ---\n# title: F\n# ---\n\n# %%\n{body}", "docs/f.py")


@trying
@given(st.text())
def test_any_text(text: str) -> None:
    tried(text)
