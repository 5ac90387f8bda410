"""A sweep goes on where it was ended, and its record says nothing of other code than it swept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from books import edit, whole
from click.testing import CliRunner

from actbook.book import sweeping
from actbook.book.book import Book
from actbook.book.sweeping import STRETCHES, Wanted
from actbook.checking.sweep import BLOCK
from actbook.commands.main import main
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import parse
from actbook.reading.page import Page
from actbook.records import store, sweeps
from actbook.records.taking import Policy
from actbook.swept import Swept
from actbook.verdict import Diagnostic

PAGE = """---
title: Double
symbol: double
parameters:
  factor: {default: 2, domain: "(0, oo)"}
implementations:
  NumPy: double(x, factor)
  plainly: factor * x
---

# Double

$$ \\operatorname{double}(x) = factor \\cdot x $$

```python
import numpy as np

unused = 1

def double(x, factor=2.0):
    return np.where(x == 1.5, x + x + 3 * 2.0**-22, factor * x).astype(x.dtype)
```
""".replace("factor \\cdot", "f \\cdot").replace("  factor: {", '  factor: {symbol: "f", ')
#: Around 1.5, in so many stretches of one block.
PATTERNS = (0x3FC00000 - 64 * BLOCK, 0x3FC00000 + 64 * BLOCK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "activations" / "double.md"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE)
    return path


def read(path: Path) -> Page:
    return parse.read(path.read_text(), str(path))


def swept(
    path: Path, pool: Pool, cache: Path, end_at: int = 2 * STRETCHES, *libraries: str
) -> tuple[list[Swept], list[int]]:
    """What a sweep finds, and how many stretches were known at each; as if ended at one."""
    seen: list[int] = []

    def begun(what: str, stretches: int) -> None:
        if what.startswith("sweeping"):
            seen.append(stretches)
            if stretches >= end_at:
                raise KeyboardInterrupt

    wanted = Wanted(read(path), (), libraries, PATTERNS)
    answer = sweeping.sweep(wanted, Cache(cache), pool, begun)
    assert isinstance(answer, tuple), answer
    assert not answer[1]
    return list(answer[0]), seen


def test_a_planted_error_is_found_where_it_is(path: Path, pool: Pool, tmp_path: Path) -> None:
    (own, plain), seen = swept(path, pool, tmp_path / "cache")
    assert (own.library, own.above, own.worst_ulp) == ("NumPy", (1, 1, 1, 0, 0, 0), 3.0)
    assert float.fromhex(own.at) == 1.5 and float(own.value) == 3
    assert own.bound == pytest.approx(3, abs=1e-5)
    assert (plain.library, plain.above, plain.at) == ("plainly", (0,) * 6, "")
    assert own.inputs == STRETCHES * BLOCK
    assert seen == [*range(2 * STRETCHES)]


def test_a_sweep_that_is_ended_goes_on(path: Path, pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        swept(path, pool, tmp_path / "cache", 100)
    found, seen = swept(path, pool, tmp_path / "cache")
    assert min(seen) >= 100 and seen[-1] == 2 * STRETCHES - 1
    assert found == swept(path, pool, tmp_path / "other")[0]
    again, seen = swept(path, pool, tmp_path / "cache", 2 * STRETCHES + 1)
    assert again == found and set(seen) == {2 * STRETCHES}


def test_only_the_code_that_is_named_is_swept(path: Path, pool: Pool, tmp_path: Path) -> None:
    (found,), _ = swept(path, pool, tmp_path / "cache", 2 * STRETCHES, "plainly")
    assert found.library == "plainly"


@pytest.fixture
def recorded(path: Path, pool: Pool, tmp_path: Path) -> Path:
    """A page with its record."""
    page = read(path)
    # Builds refuse the page if its code is wrong.
    path.write_text(PAGE.replace(" + 3 * 2.0**-22", ""))
    sweeps.write(sweeps.place(page), swept(path, pool, tmp_path / "cache")[0])
    return path


def built(path: Path, pool: Pool, policy: Policy = "refuse") -> Book:
    root = path.parents[2]
    return whole(root / "docs", Cache(root / "book"), pool, policy=policy)


def test_a_record_is_read_as_it_was_written(recorded: Path, pool: Pool) -> None:
    place = sweeps.place(read(recorded))
    assert place.relative_to(recorded.parents[2]) == Path("records/sweeps/activations/double.json")
    found = built(recorded, pool)
    assert found.problems == ()
    assert found.entries[0].result.sweeps == sweeps.read(place)
    assert sweeps.read(place.with_name("none.json")) == ()


CHANGES = {
    "the code": ("factor * x).astype", "x * factor).astype"),
    "what is called": ("NumPy: double(x, factor)", "NumPy: double(x, factor=factor)"),
    "a default": ("default: 2,", "default: 3,"),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_a_stale_record_is_told_and_not_shown_after_a_change_of(
    recorded: Path, pool: Pool, before: str, after: str
) -> None:
    edit(recorded, before, after)
    problems = [str(problem) for problem in built(recorded, pool).problems]
    assert any(f"{recorded}:7: the sweep of Double in NumPy is stale" in one for one in problems)
    assert all(f"actbook sweep {recorded}" in one for one in problems if "is stale" in one)
    served = built(recorded, pool, "run")
    assert not [problem for problem in served.problems if "stale" in problem.message]
    assert "NumPy" not in [one.library for one in served.entries[0].result.sweeps]


def test_what_the_code_does_not_use_makes_no_record_stale(recorded: Path, pool: Pool) -> None:
    edit(recorded, "unused = 1", "unused = 2")
    edit(recorded, "# Double\n", "# Double\n\nProse.\n")
    assert built(recorded, pool).problems == ()


def test_a_record_without_its_code_is_told(recorded: Path, pool: Pool) -> None:
    edit(recorded, "  plainly: factor * x\n", "")
    (problem,) = built(recorded, pool).problems
    assert "the page has no such code" in problem.message


DAMAGES = {
    "a number changed by hand": ('"inputs": 8388608', '"inputs": 9'),
    "half a file": ('"dtype"', "\0"),
    "another format": ('"format": 1', '"format": 0'),
    "another shape": ('"sweeps"', '"swept"'),
}


@pytest.mark.parametrize(("before", "after"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_record_is_told(recorded: Path, pool: Pool, before: str, after: str) -> None:
    place = sweeps.place(read(recorded))
    edit(place, before, after)
    with pytest.raises(store.Damaged):
        sweeps.read(place)
    (problem,) = built(recorded, pool).problems
    assert problem.path == str(place) and "actbook sweep" in problem.message


def test_the_command_writes_what_is_found_beside_what_is_known(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, place = recorded.parents[2], sweeps.place(read(recorded))
    (root / "mkdocs.yml").write_text("site_name: tiny\nplugins: [actbook]\n")
    (root / "docs" / "index.md").write_text("# Tiny\n")
    monkeypatch.chdir(root)
    own, plain = sweeps.read(place)
    asked: list[Wanted] = []

    def sweep(wanted: Wanted, *_: object) -> tuple[list[Swept], list[Diagnostic]]:
        asked.append(wanted)
        return [replace(own, worst_ulp=7.0, wrong=(("nan", 2, "0x1p+0"),))], []

    monkeypatch.setattr(sweeping, "sweep", sweep)
    done = CliRunner().invoke(main, ["sweep", "double", "--library", "NumPy", "--quiet"])
    assert done.exit_code == 0, done.output
    assert "Double in NumPy: 7.00 ulp" in done.output and "nan: 2" in done.output
    assert (asked[0].libraries, asked[0].patterns) == (("NumPy",), (0, 2**32))
    assert [one.worst_ulp for one in sweeps.read(place)] == [plain.worst_ulp, 7.0]


def test_the_command_refuses_what_is_no_function(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = recorded.parents[2]
    (root / "mkdocs.yml").write_text("site_name: tiny\nplugins: [actbook]\n")
    monkeypatch.chdir(root)
    done = CliRunner().invoke(main, ["sweep", "treble"])
    assert done.exit_code == 2 and "treble is no page of a function" in done.output
