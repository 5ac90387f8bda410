"""A record stands in for a cell while its code is the same, and is never trusted blindly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import edit, whole

from actbook.book import recording
from actbook.book.book import Book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.execution.running import Listener
from actbook.reading import parse
from actbook.reading.page import Page
from actbook.records import machine, store, taking
from actbook.records.taking import Policy
from actbook.weaving import recorded

PAGE = """---
title: Idea
---

# Idea

```python
import numpy as np

seed = 0
size = 300

def draw(n):
    return np.random.default_rng(seed).normal(size=n)
```

```python record="mean curve"
import time

values = draw(size)
mean, curve = values.mean(), values
print("measured at", time.time_ns())
```

```python
assert abs(mean) < 0.5
print(len(curve), np.random.rand())
```

It is `{python} f"{mean:.3f}"`.
"""

Read = Callable[..., Book]


@pytest.fixture
def idea(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "concepts" / "idea.md"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE)
    return path


@pytest.fixture
def build(idea: Path, tmp_path: Path, pool: Pool) -> Read:
    def building(policy: Policy = "refuse") -> Book:
        return whole(tmp_path / "docs", Cache(tmp_path / "cache"), pool, policy=policy)

    return building


def page(path: Path) -> Page:
    return parse.read(path.read_text(), str(path))


Renew = Callable[..., store.Record | None]


@pytest.fixture
def renew(idea: Path, pool: Pool) -> Renew:
    """As `actbook record` does."""

    def renewing(processors: bool = False, seeds: int = 0) -> store.Record | None:
        read = page(idea)
        runs = recording.runs([read], processors, seeds)
        found = list(recording.execute(runs, Listener(), pool, 1))
        if (record := recording.record(read, found)) is not None:
            store.write(store.place(idea), record)
        return record

    return renewing


def file(path: Path) -> Path:
    found = store.place(path)
    assert found.is_file()
    return found


def printed(found: Book) -> list[str]:
    return [output.text for cell in found.entries[0].result.outputs.cells for output in cell]


def said(found: Book) -> list[str]:
    return [f"{Path(p.path).name}:{p.line}: {p.message}" for p in found.problems]


def test_a_cell_that_is_not_recorded_yet_is_refused_with_the_command_that_does_it(
    idea, build, renew
):
    assert said(build()) == [
        f"idea.md:17: `mean`, `curve` of this cell are not recorded yet; renew it with "
        f"`actbook record {idea}`"
    ]


def test_a_build_takes_the_record_and_computes_everything_else(idea, build, renew):
    record = renew()
    first, second = build(), build()
    assert not first.problems
    assert printed(first) == printed(second)
    assert printed(first)[0] == record.cells[0].outputs[0].text
    edit(idea, "abs(mean) < 0.5", "abs(mean) > 0.5")
    assert said(build())[0].startswith("idea.md:26: AssertionError")


def test_random_numbers_do_not_depend_on_whether_the_cell_ran(idea, build, renew):
    fresh = build("fresh")
    renew()
    taken = build()
    assert printed(fresh)[1] == printed(taken)[1]
    assert printed(fresh)[0] != printed(taken)[0]  # which ran at another time


@pytest.mark.parametrize(
    ("before", "after"),
    [("draw(size)", "draw(size)[:290]"), ("size = 300", "size = 301"), ("normal(", "laplace(")],
)
def test_a_record_is_stale_when_code_changes_that_it_rests_on(idea, build, renew, before, after):
    renew()
    edit(idea, before, after)
    assert said(build())[0].startswith("idea.md:17: the record of `mean`, `curve` is stale")
    lenient = build("run")
    assert not lenient.problems
    assert [note.line for note in lenient.notes] == [17]
    assert "renew it with `actbook record " in lenient.notes[0].message


def test_prose_comments_and_later_code_leave_a_record_fresh(idea, build, renew):
    renew()
    edit(idea, "# Idea\n", "# Idea\n\nMore prose.\n")
    edit(idea, "size = 300", "size = 300  # many")
    edit(idea, "print(len(curve)", "print(2 * len(curve)")
    assert not build().problems
    assert not build("run").notes


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_text("{"), "is not JSON"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "cannot be read"),
        (lambda path: path.write_text("[]"), "is not a record of format 1"),
        (lambda path: edit(path, '"mean"', '"maen"'), "digest"),
        (lambda path: edit(path, '"seconds": 0', '"seconds": 9'), "digest"),
        (lambda path: next(path.with_suffix("").glob("*.npy")).write_bytes(b"x"), "digest"),
        (lambda path: next(path.with_suffix("").glob("*.npy")).unlink(), "digest"),
        (lambda path: sealed(path, cells=[{}]), "shape"),
        (lambda path: sealed(path, cells=3), "shape"),
        (lambda path: sealed(path, versions=None), "shape"),
    ],
)
@pytest.mark.parametrize("policy", ["refuse", "run"])
def test_a_damaged_record_is_named_with_its_path(idea, build, renew, damage, message, policy):
    renew()
    damage(file(idea))
    found = build(policy)
    assert len(found.problems) == 1
    assert found.problems[0].path == str(file(idea))
    assert message in found.problems[0].message
    assert "actbook record" in found.problems[0].message


def sealed(path: Path, **changes: object) -> None:
    """Change a record as somebody would who knows how it is sealed."""
    data = json.loads(path.read_text()) | changes
    del data["digest"]
    data["digest"] = store._seal(data, store._arrays(path))
    path.write_text(json.dumps(data))


def test_a_value_of_the_wrong_shape_is_refused_at_the_cell(idea, build, renew):
    renew()
    data = json.loads(file(idea).read_text())
    data["cells"][0]["values"]["mean"] = {"$scalar": ["float64", [2], [1.0]]}
    sealed(file(idea), cells=data["cells"])
    assert "idea.md:17: its record holds what is no value" in said(build())[0]


def test_a_record_that_is_written_again_is_the_same_file(idea, build, renew):
    record = renew()
    before = file(idea).read_bytes()
    assert store.read(file(idea)) == record
    store.write(file(idea), record)
    assert file(idea).read_bytes() == before


def test_arrays_that_are_recorded_no_longer_are_deleted(idea, renew):
    renew()
    assert [path.name for path in file(idea).with_suffix("").iterdir()] == ["mean-0.npy"]
    edit(idea, "size = 300", "size = 30")
    renew()
    assert not file(idea).with_suffix("").exists()


def test_a_cell_that_is_run_sees_its_values_as_the_record_will_give_them(idea, build, renew):
    edit(idea, "mean, curve = values.mean(), values", "mean, curve = values.mean(), object()")
    assert "`curve` holds a object, which no record keeps" in said(build("run"))[0]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('record=""', "names the variables"),
        ('record="a-b"', "names the variables"),
        ('record="mean mean"', "recorded twice"),
        ('record="mean" raises=ValueError', "no `raises`"),
        ('record="mean" alt="a"', "no `alt`"),
        ('record="mean"', "`curve` is set by the recorded cell at line 18"),
    ],
)
def test_what_cannot_be_recorded_is_refused_when_the_page_is_read(
    idea, build, renew, cell, message
):
    edit(idea, 'record="mean curve"', cell)
    assert any(message in problem for problem in said(build()))


def test_a_recorded_cell_draws_no_figure(idea, build, renew):
    edit(
        idea, "values = draw(size)", "import matplotlib.pyplot as plt; plt.plot(values := draw(9))"
    )
    assert "draws no figure" in said(build("run"))[0]


def test_an_assertion_in_a_recorded_cell_is_refused(idea, build, renew):
    edit(idea, "mean, curve =", "assert size\nmean, curve =")
    assert said(build())[0].startswith("idea.md:21: a build does not check an assertion")


def test_no_record_stands_in_for_the_code_of_a_function(idea, build, renew):
    edit(idea, "title: Idea\n", "title: Idea\nsymbol: idea\n")
    assert any("a page of a function records nothing" in problem for problem in said(build()))


def test_claims_are_counted_under_processors_and_seeds(idea, renew, monkeypatch):
    variants = {"as it is": {}, "PyTorch without vectors": {"ATEN_CPU_CAPABILITY": "default"}}
    monkeypatch.setattr(machine, "variants", lambda: variants)
    edit(idea, "abs(mean) < 0.5", "seed < 3 and abs(mean) < 0.5")
    record = renew(processors=True, seeds=4)
    assert record.processors == tuple(variants)
    assert record.trials == (
        store.Trials("seed < 3 and abs(mean) < 0.5", (len(record.processors),) * 2, (2, 4)),
    )
    assert taking.worst(record, "seeds") == (2, 4)


@pytest.mark.parametrize(
    ("seeds", "enough"),
    [((0, 0), True), ((19, 20), True), ((18, 20), False), ((9, 10), False), ((38, 40), True)],
)
def test_one_of_twenty_sets_of_seeds_may_be_an_exception(seeds, enough):
    assert recording.enough(seeds) is enough


def test_a_page_that_fails_as_it_is_is_not_recorded(idea, renew):
    edit(idea, "abs(mean) < 0.5", "abs(mean) > 0.5")
    assert renew() is None
    assert not store.place(idea).exists()


def test_a_record_never_lies_among_the_pages_of_a_site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("docs_dir: content\n")
    for page, record in (
        ("content/ideas/one.md", "records/ideas/one.json"),
        ("docs/one.md", "records/one.json"),
        ("elsewhere.md", "records/elsewhere.json"),
    ):
        assert store.place(Path(page)) == Path(record)
        assert store.place(tmp_path / page) == tmp_path / record


def test_a_claim_after_a_failure_does_not_hold(idea, pool):
    edit(idea, "mean, curve =", "if seed: raise ValueError\nmean, curve =")
    read = page(idea)
    runs = recording.runs([read], False, 2)
    found = list(recording.execute(runs, Listener(), pool))
    assert [claim.seeds for claim in recording.claims(read, found)] == [(0, 2)]


BREAKS = """import os
from pathlib import Path

if seed == {seed} and not Path({mark!r}).exists():
    Path({mark!r}).touch()
    os._exit(1)
import time
"""


def test_a_run_that_is_broken_off_is_tried_once_more(idea, renew, tmp_path):
    edit(idea, "import time\n", BREAKS.format(seed=1, mark=str(tmp_path / "mark")))
    assert renew(seeds=2).trials[0].seeds == (2, 2)
    assert (tmp_path / "mark").exists()


def test_nothing_is_recorded_if_a_run_breaks_off_each_time(idea, renew, tmp_path):
    edit(idea, "import time\n", "import os\n\nif seed == 1:\n    os._exit(1)\nimport time\n")
    assert renew(seeds=2) is None


def test_trials_stay_with_a_record_that_is_renewed_with_the_same_code(idea, renew):
    tried = renew(seeds=2)
    assert renew().trials == tried.trials
    edit(idea, "size = 300", "size = 301")
    assert renew().trials == ()


def test_an_assertion_that_no_trial_knows_is_said_to_be_untried(idea, renew):
    record = renew(seeds=1)
    assert taking.untried(page(idea), record) == []
    edit(idea, "assert abs(mean) < 0.5", "assert abs(mean) < 0.5 and size")
    assert taking.untried(page(idea), record) == ["abs(mean) < 0.5 and size"]
    note = recorded.note(page(idea).cells[1], page(idea), record)
    assert "1 assertion not tried elsewhere yet" in note
