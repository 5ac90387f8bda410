"""A page is run when something that decides its result has changed, and then only it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from actbook import book
from actbook.book import Book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.verdict import Diagnostic

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

Read = Callable[[], tuple[Book, list[str]]]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    for folder, name, text in (
        ("activations", "one", ONE.replace("one(3):.0f", "one(3)")),
        ("activations", "two", TWO),
        ("concepts", "idea", IDEA),
    ):
        (docs / folder).mkdir(parents=True, exist_ok=True)
        (docs / folder / f"{name}.md").write_text(text)
    return docs


@pytest.fixture
def read(docs: Path, tmp_path: Path, pool: Pool) -> Read:
    """Read the book: what is found, and the pages that had to be run."""

    def reading() -> tuple[Book, list[str]]:
        ran: list[str] = []

        def done(count: int, total: int, path: str) -> None:
            assert 1 <= count <= total
            ran.append(Path(path).stem)

        told: list[Diagnostic] = []
        progress = book.Progress(found=told.append, done=done)
        found = book.read(docs, Cache(tmp_path / "cache"), pool, progress)
        assert sorted(map(str, told)) == sorted(map(str, found.problems))
        return found, sorted(ran)

    return reading


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_pages_are_run_once_in_the_order_of_their_paths(read: Read) -> None:
    found, ran = read()
    assert [entry.slug for entry in found.entries] == ["one", "two", "idea"]
    assert [entry.result.outputs.inlines for entry in found.entries] == [("6.0",), (), ("42",)]
    assert found.problems == () and ran == ["idea", "one", "two"]
    assert read() == (found, [])


EDITS = {
    "prose": ("one", "Twice 3 is", "And twice 3 is", []),
    "a line more above": ("one", "# One\n", "# One\n\nA line.\n", []),
    "an inline value": ("one", "{python} one(3)", "{python} one(4)", ["one"]),
    "a cell": ("one", '"one runs"', '"one ran"', ["one"]),
    "a formula that another page uses": ("one", "= 2x", "= x + x", ["one", "two"]),
    "a fact": ("one", "lipschitz: 2", "lipschitz: 4/2", ["one"]),
}


@pytest.mark.parametrize(("slug", "before", "after", "expected"), EDITS.values(), ids=EDITS)
def test_what_is_run_again_after_an_edit_of(
    read: Read, docs: Path, slug: str, before: str, after: str, expected: list[str]
) -> None:
    read()
    edit(docs / "activations" / f"{slug}.md", before, after)
    found, ran = read()
    assert found.problems == () and ran == expected


def test_only_inline_values_are_run_where_only_they_have_changed(read: Read, docs: Path) -> None:
    before = read()[0].entries[0]
    edit(docs / "activations" / "one.md", "{python} one(3)", "{python} one(4)")
    after = read()[0].entries[0]
    assert after.result.outputs.inlines == ("8.0",)
    assert after.result.verdicts == before.result.verdicts


def test_verdicts_move_with_the_lines_of_their_page(read: Read, docs: Path) -> None:
    before = read()[0].entries[0].result
    edit(docs / "activations" / "one.md", "# One\n", "# One\n\nA line.\n")
    after = read()[0].entries[0].result
    moved = {v.claim: w.line - v.line for v, w in zip(before.verdicts, after.verdicts, strict=True)}
    assert moved["lipschitz of One"] == 0 and moved[r"$\operatorname{one}(x)$"] == 2


def test_a_wrong_page_leaves_the_others_alone_until_it_is_mended(read: Read, docs: Path) -> None:
    path = docs / "activations" / "one.md"
    read()
    edit(path, "return 2.0", "return 3.0")
    found, ran = read()
    assert ran == ["one"] and {problem.path for problem in found.problems} == {str(path)}
    edit(path, "return 3.0", "return 2.0")
    assert read()[0].problems == ()


#: An edit of page one, and what is then said of page two, whose definition mentions it.
MISLEADING = {
    "a wrong formula": (
        "= 2x",
        "= 3x",
        "8: not checked: it rests on {one}, which has a wrong formula",
    ),
    "front matter that cannot be read": (
        "title: One",
        "titel: One",
        "8: not checked: it rests on {one}, which cannot be read",
    ),
    "a wrong fact": ("lipschitz: 2", "lipschitz: 3", None),
    "a cell that fails": ('print("one runs")', "1 / 0", None),
}


@pytest.mark.parametrize(("before", "after", "said"), MISLEADING.values(), ids=MISLEADING)
@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_page_that_rests_on_another_is_told_of_once(
    read: Read, docs: Path, before: str, after: str, said: str | None, known: bool
) -> None:
    one, two = (docs / "activations" / f"{name}.md" for name in ("one", "two"))
    if known:
        read()
    edit(one, before, after)
    problems = read()[0].problems
    expected = [f"{two}:{said.format(one=one)}"] if said else []
    assert {problem.path for problem in problems} == {str(one), *([str(two)] if said else [])}
    assert [str(problem) for problem in problems if problem.path == str(two)] == expected
    edit(one, after, before)
    assert read()[0].problems == ()


def test_of_two_pages_that_mention_each_other_the_definition_is_to_blame(
    read: Read, docs: Path
) -> None:
    one, two = (docs / "activations" / f"{name}.md" for name in ("one", "two"))
    edit(one, "Twice 3", "$$ \\operatorname{one}(x)^2 = \\operatorname{two}(x) $$\n\nTwice 3")
    assert read()[0].problems == ()
    edit(one, "= 2x", "= 3x")
    problems = read()[0].problems
    assert {"not checked" in p.message for p in problems if p.path == str(one)} == {False}
    assert ["not checked" in p.message for p in problems if p.path == str(two)] == [True]


def test_a_wrong_formula_is_told_before_the_cells_are_run(docs: Path, tmp_path: Path) -> None:
    edit(docs / "activations" / "one.md", "= 2x", "= 2x = 3x")
    heard: list[str] = []
    progress = book.Progress(
        started=lambda path, what, line: heard.append(what),
        found=lambda problem: heard.append(str(problem.line)),
    )
    book.verify([docs / "activations" / "one.md"], [], Cache(tmp_path / "cache"), progress=progress)
    assert heard.index("12") < heard.index("running the cell")


def test_a_page_that_fails_to_run_is_run_again(read: Read, docs: Path) -> None:
    edit(docs / "activations" / "one.md", 'print("one runs")', "1 / 0")
    first, second = read(), read()
    assert [problem.line for problem in first[0].problems] == [15]
    assert "ZeroDivisionError" in first[0].problems[0].message
    assert (first[1], second[1]) == (["idea", "one", "two"], ["one"])


def test_a_page_that_cannot_be_read_is_a_problem_of_the_book(read: Read, docs: Path) -> None:
    (docs / "concepts" / "idea.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    found, _ = read()
    assert [str(p) for p in found.problems] == [
        f"{docs / 'concepts' / 'idea.md'}:1: this is not UTF-8 text"
    ]
    assert found.entries[2].page is None


def test_two_pages_with_one_symbol_are_refused(read: Read, docs: Path) -> None:
    edit(docs / "activations" / "two.md", "symbol: two", "symbol: one")
    edit(docs / "activations" / "two.md", "\\operatorname{one}(x)^2", "2x")
    edit(docs / "activations" / "two.md", "\\operatorname{two}", "\\operatorname{one}")
    edit(docs / "activations" / "two.md", "4x^2", "x + x")
    (problem,) = read()[0].problems
    assert (Path(problem.path).stem, problem.line) == ("two", 3)
    assert "is the symbol of" in problem.message and "one.md" in problem.message


def test_the_library_is_not_run_for_a_page_outside_it(
    docs: Path, tmp_path: Path, pool: Pool
) -> None:
    page = tmp_path / "mine.md"
    page.write_text(TWO.replace("two", "mine"))
    ran: list[str] = []
    found = book.verify(
        [page],
        book.paths(docs),
        Cache(tmp_path / "cache"),
        pool,
        progress=book.Progress(done=lambda done, total, path: ran.append(path)),
    )
    assert found.problems == () and ran == [str(page)]


def test_what_no_page_has_used_for_long_leaves_the_cache(read: Read, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("an old page", 1)
    (entry,) = (tmp_path / "cache").glob("??/*")
    os.utime(entry, (0, 0))
    read()
    assert cache.get("an old page") is None
    assert read()[1] == []


def library(docs: Path, **pages: str) -> None:
    """Pages of functions `aa`, `bb` … in the place of all others: `;` parts formulas, and a line
    of front matter may come before `|`."""
    for path in docs.rglob("*.md"):
        path.unlink()
    for name, text in pages.items():
        front, _, formulas = text.rpartition("|")
        blocks = "".join(f"\n$$\n{one.strip()}\n$$\n" for one in formulas.split(";"))
        blocks = re.sub(r"\b([a-d])\1\b", r"\\operatorname{\1\1}", blocks)
        header = f"---\ntitle: {name}\nsymbol: {name}  # a name\n{front}\n---\n"
        (docs / "activations" / f"{name}.md").write_text(f"{header}\n# {name}\n{blocks}")


def told(found: Book) -> dict[str, bool]:
    """Of each page with problems, whether it is said only that it rests on another."""
    slugs: dict[str, list[bool]] = {}
    for problem in found.problems:
        slugs.setdefault(Path(problem.path).stem, []).append("not checked" in problem.message)
    return {slug: all(which) for slug, which in slugs.items()}


WRONG_TOGETHER = {
    "claims in a ring": (
        {
            "aa": "aa(x) = 2x; aa(x) = bb(x) + 1",
            "bb": "bb(x) = 2x; bb(x) = cc(x) + 1",
            "cc": "cc(x) = 2x; cc(x) = aa(x) + 1",
        },
        {"aa": False, "bb": False, "cc": False},
    ),
    "definitions in a row": (
        {"aa": "aa(x) = x = 2x", "bb": "bb(x) = aa(x) = x + 1", "cc": "cc(x) = bb(x) = x + 1"},
        {"aa": False, "bb": True, "cc": True},
    ),
    "a definition that is not the first equation": (
        {
            "aa": "aa(x) = 3x",
            "bb": "bb(0) = 0; bb(x) = -bb(-x); bb(x) = aa(x)",
            "cc": "cc(x) = bb(x) = 3x",
        },
        {},
    ),
    "a parameter that is written like a function": (
        {
            "aa": "aa(x) = x = 2x",
            "bb": "parameters: {k: {symbol: '\\operatorname{aa}', default: 1}}|"
            "bb(x) = aa x = x aa + 1",
        },
        {"aa": False, "bb": False},
    ),
    "an unreadable page with a comment": (
        {"aa": "unknown: 1|aa(x) = x", "bb": "bb(x) = aa(x)"},
        {"aa": False, "bb": True},
    ),
}


@pytest.mark.parametrize(("pages", "expected"), WRONG_TOGETHER.values(), ids=WRONG_TOGETHER)
def test_what_is_said_of_pages_that_mention_each_other(
    read: Read, docs: Path, pages: dict[str, str], expected: dict[str, bool]
) -> None:
    library(docs, **pages)
    found, _ = read()
    assert told(found) == expected, list(map(str, found.problems))


def test_what_was_found_before_a_crash_is_not_lost(read: Read, docs: Path) -> None:
    one = docs / "activations" / "one.md"
    edit(one, "= 2x", "= 2x = 3x")
    edit(one, 'print("one runs")', "import os\nos._exit(3)")
    found, _ = read()
    lines = {problem.line for problem in found.problems if problem.path == str(one)}
    assert {12, 15} <= lines
