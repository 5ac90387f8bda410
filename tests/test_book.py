"""A page is run when something that decides its result has changed, and then only it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from books import TWO, Read, edit

from actbook import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool


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
