"""Pages are read with every block at its line, and whatever is given, the answer has an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actbook.reading.files import load
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.verdict import Refused

CASES = re.findall(
    r"^## ([^\n]+)\n\n`{6}markdown\n(.*?)\n?`{6}\n\n```(page|refused)\n(.*?)^```$",
    (Path(__file__).parent / "data" / "pages.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def shown(page: Page) -> Iterator[str]:
    """A line for each block of a page."""
    for cell in page.cells:
        said = [f"cell {cell.line} in {cell.fence}-{cell.end}", _indented(cell.indent)]
        said += [f"{name}={value}" for name, value in cell.options.items()]
        yield f"{' '.join(filter(None, said))}: {_folded(cell.source)}".rstrip()
    for equation in page.equations:
        place = f"equation {equation.line}:{equation.column} in {equation.start}-{equation.end}"
        said = [place, _indented(equation.indent)]
        said += [f"unchecked, {equation.unchecked}"] if equation.unchecked else []
        yield f"{' '.join(filter(None, said))}: {_folded(equation.latex)}"
    for inline in page.inlines:
        span = f"{inline.line}:{inline.column}-{inline.end}"
        yield f"inline {span} after {inline.after}: {inline.expression}"


def _indented(indent: str) -> str:
    return f"indented {len(indent)}" if indent else ""


def _folded(text: str) -> str:
    return text.replace("\n", "⏎")


def refusal(text: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(text, "page.md")
    return [str(d).removeprefix("page.md:") for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "kind", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_page_reads_as(text: str, kind: str, expected: str) -> None:
    given = shown(read(text, "page.md")) if kind == "page" else refusal(text)
    assert list(given) == expected.splitlines()


def test_a_page_is_known_by_its_file() -> None:
    page = read("---\ntitle: T\n---\n# T\n", "docs/activations/leaky-relu.md")
    assert (page.path, page.slug) == ("docs/activations/leaky-relu.md", "leaky-relu")
    assert (page.title, page.body) == ("T", 4)


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_front_matter_ends_with(end: str) -> None:
    assert read(f"---\ntitle: T\n{end}\n", "page.md").title == "T"


LOADED = {
    "Windows line ends": (b"a\r\nb\r\n", "a\nb\n"),
    "old Mac line ends": (b"a\rb", "a\nb"),
    "a byte-order mark": (b"\xef\xbb\xbf---", "---"),
    "letters beyond ASCII": ("α\n".encode(), "α\n"),
}


@pytest.mark.parametrize(("data", "text"), LOADED.values(), ids=LOADED)
def test_a_file_is_loaded_whatever_its(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(data)
    assert load(tmp_path / "page.md", "page.md") == text


BINARY = {
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "page.md:1: this is not UTF-8 text"),
    "another encoding": ("a\nnaïve".encode("latin-1"), "page.md:2: this is not UTF-8 text"),
    "zeros": (b"a\nb\n\0", "page.md:3: this is not text: it holds a NUL byte"),
}


@pytest.mark.parametrize(("data", "message"), BINARY.values(), ids=BINARY)
def test_a_file_is_refused_that_is(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(data)
    with pytest.raises(Refused, match=re.escape(message)):
        load(tmp_path / "page.md", "page.md")


_FRAGMENTS = (
    *("---", "\n", "\n\n", "    ", "\t", "\r\n", "\r", "\ufeff", "\0", "\u2028", "\x85", "\x0c"),
    *("```", "````", "~~~", "```python\n", "~~~py hide=code\n", "```{.python}\n", "`", "``"),
    *("$$", "$", "$$\n", "$$ x $$", '$$ {unchecked="so"}\n', "\\[", "<!--", "-->"),
    *('=== "A"\n', "!!! note\n", "- ", "1. ", "`{python} 1`", "`{python} (`", "`{python}` "),
    *("title: T\n", "symbol: f\n", "facts:\n", "  range: ", "[", "]", "{", "}", "(0, oo)"),
    *("parameters:\n", "  alpha: {default: 1}\n", "figure: {x: [0, 1]}\n", "&a ", "*a ", "? "),
    *("!!python/object:os.system", "<<: ", "'", '"', "x = 1\n", "α", "\U0001f600", "%", "@", "|"),
)
_TEXTS = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=4), max_size=24).map("".join)
_HEADED = st.tuples(
    st.sampled_from(["", "---\n", "---\ntitle: T\n", "---\ntitle: T\n---\n", "---\n\n---\n"]),
    _TEXTS,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(_HEADED)
def test_any_text_gives_a_page_or_a_place_to_look_at(text: str) -> None:
    try:
        page = read(text, "page.md")
    except Refused as refused:
        assert refused.diagnostics
        for diagnostic in refused.diagnostics:
            assert 1 <= diagnostic.line <= text.count("\n") + 1
            assert diagnostic.message.strip()
    else:
        blocks = [*page.cells, *page.equations, *page.inlines]
        assert all(1 <= block.line <= text.count("\n") + 1 for block in blocks)


DEEP = {
    "lists": "---\ntitle: " + "[" * 5000 + "\n---\n",
    "lists in few lines": "---\ntitle: " + "[" * 40 + "]" * 40 + "\n---\n",
    "brackets": "---\ntitle: T\n---\n`{python} " + "(" * 5000 + "`\n",
    "signs": "---\ntitle: T\n---\n`{python} " + "-" * 100_000 + "1`\n",
    "an implementation": "---\ntitle: T\nsymbol: f\nimplementations: {A: '"
    + "-" * 100_000
    + "x'}\n---\n",
    "an alias of itself": "---\ntitle: T\nfacts: &a {range: *a}\n---\n",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nesting_is_refused_of(text: str) -> None:
    assert refusal(text)
