"""A page is run when something that decides its result has changed, and then only it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from books import TWO, Read, edit

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import recognised, subjects
from actbook.result import Entry
from actbook.verdict import Verdict


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
    before = read()[0].entries[0]
    edit(docs / "activations" / "one.md", "# One\n", "# One\n\nA line.\n")
    after = read()[0].entries[0]
    assert after.result.verdicts == before.result.verdicts

    def line(entry: Entry, verdict: Verdict) -> int:
        assert entry.page is not None
        return subjects.place(entry.page, verdict.subject).line

    moved = {v.claim: line(after, v) - line(before, v) for v in before.result.verdicts}
    assert moved["lipschitz of One"] == 0 and moved[r"$\operatorname{one}(x)$"] == 2


def test_a_wrong_page_leaves_the_others_alone_until_it_is_mended(read: Read, docs: Path) -> None:
    path = docs / "activations" / "one.md"
    read()
    edit(path, "return 2.0", "return 3.0")
    found, ran = read()
    assert ran == ["one"] and {problem.path for problem in found.problems} == {str(path)}
    edit(path, "return 3.0", "return 2.0")
    assert read()[0].problems == ()


FAILURES = {
    "an exception": ("activations/one.md", 'print("one runs")', "1 / 0"),
    "an assertion": ("activations/one.md", 'print("one runs")', "assert 1 > 2"),
    "an inline value": ("concepts/idea.md", "6 * 7", "6 / 0"),
    "a wrong fact": ("activations/one.md", "lipschitz: 2", "lipschitz: 3"),
    "wrong code": ("activations/one.md", "return 2.0", "return 3.0"),
    "code that raises": ("activations/one.md", "return 2.0 * x", "return 2.0 * y"),
}


@pytest.mark.parametrize(("name", "before", "after"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_remembered_until_the_page_changes_or_it_is_tried_again(
    read: Read, docs: Path, name: str, before: str, after: str
) -> None:
    path = docs / name
    edit(path, before, after)
    first, second = read(), read()
    assert first[0].problems and path.stem in first[1] and first[0].recalled == frozenset()
    assert second[1] == [] and second[0].problems == first[0].problems
    assert second[0].recalled == {str(path)}
    again = read(again=True)
    assert again[1] == [path.stem] and again[0].problems == first[0].problems
    edit(path, after, before)
    assert read()[0].problems == ()


PASSING = {
    "a missing file": ("open('absent')", "FileNotFoundError"),
    "a missing package": ("import absent", "ModuleNotFoundError"),
    "a name that a package lacks": ("from os import absent", "ImportError"),
    "too little memory": ("raise MemoryError", "needs more than"),
    "what follows from one of these": (
        "try:\n    import absent\nexcept ImportError:\n    raise ValueError('x')",
        "ValueError: x",
    ),
    "a crash": ("import os; os._exit(3)", "exit code 3"),
}


@pytest.mark.parametrize(("source", "said"), PASSING.values(), ids=PASSING)
def test_a_failure_that_may_pass_is_not_remembered(
    read: Read, docs: Path, source: str, said: str
) -> None:
    edit(docs / "activations" / "one.md", 'print("one runs")', source)
    first, second = read(), read()
    assert said in first[0].problems[0].message
    assert (first[1], second[1]) == (["idea", "one", "two"], ["one"])
    assert second[0].recalled == frozenset()


def test_what_the_code_of_a_function_lacks_on_this_machine_is_not_remembered(
    read: Read, docs: Path
) -> None:
    code = "if not isinstance(x, int):\n        import absent\n    return 2.0 * x"
    edit(docs / "activations" / "one.md", "return 2.0 * x", code)
    first, second = read(), read()
    assert [(p.line, p.message) for p in first[0].problems] == [
        (3, "NumPy: one(x): raised ModuleNotFoundError: No module named 'absent'")
    ]
    assert (second[0].problems, second[1]) == (first[0].problems, ["one"])


def test_a_failure_is_told_at_its_line_after_the_page_has_grown(read: Read, docs: Path) -> None:
    edit(docs / "activations" / "one.md", 'print("one runs")', "1 / 0")
    assert [problem.line for problem in read()[0].problems] == [15]
    edit(docs / "activations" / "one.md", "# One\n", "# One\n\nA line.\n")
    assert [problem.line for problem in read()[0].problems] == [17]


def test_an_inline_value_that_failed_once_does_not_pass_for_the_one_that_did_not(
    read: Read, docs: Path
) -> None:
    path = docs / "concepts" / "idea.md"
    for before, after in (("6 * 7", "6 / 0"), ("6 / 0", "6 * 8"), ("6 * 8", "6 / 0")):
        edit(path, before, after)
        found, _ = read()
        assert bool(found.problems) == (after == "6 / 0")


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
        recognised.paths(docs),
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
    assert cache.get("an old page", object) is None
    assert read()[1] == []
