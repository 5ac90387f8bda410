"""Of pages that rest on a wrong one it is said that they do; nothing is told twice or lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from books import Read, edit

from actbook.book import book
from actbook.book.book import Book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool

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


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [("= 2x", "= 2x = 3x", "12"), ("lipschitz: 2", "lipshitz: 2", "7")],
    ids=["formula", "key"],
)
def test_what_needs_no_code_is_told_before_the_cells_are_run(
    docs: Path, tmp_path: Path, pool: Pool, right: str, wrong: str, line: str
) -> None:
    edit(docs / "activations" / "one.md", right, wrong)
    heard: list[str] = []
    progress = book.Progress(
        started=lambda path, what, line: heard.append(what),
        found=lambda problem: heard.append(str(problem.line)),
    )
    pages = [docs / "activations" / "one.md"]
    book.verify(pages, [], Cache(tmp_path / "cache"), pool, progress)
    assert heard.index(line) < heard.index("running the cell")


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
