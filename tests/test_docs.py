"""Every page of the book holds."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
import yaml
from books import whole

from actbook.book import recording
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.reading import recognised
from actbook.reading.page import Function
from actbook.records import store, taking
from actbook.result import Entry
from actbook.verdict import ACCURATE, inaccurate
from actbook.weaving import evidence, report

ROOT = Path(__file__).resolve().parent.parent
PAGES = [path.relative_to(ROOT) for path in recognised.paths(ROOT / "docs")]


@pytest.fixture(scope="session")
def entries(pool: Pool) -> dict[str, Entry]:
    # By the paths that MkDocs gives, so that its cache serves here too.
    with contextlib.chdir(ROOT):
        found = whole(Path("docs"), Cache(Path(".cache")), pool)
    return {entry.path: entry for entry in found.entries}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_holds(page: Path, entries: dict[str, Entry]) -> None:
    entry = entries[str(page)]
    assert entry.page is not None
    assert [str(problem) for problem in entry.result.problems] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_asserts_of_its_records_holds_elsewhere(
    page: Path, entries: dict[str, Entry]
) -> None:
    found = entries[str(page)]
    assert found.page is not None
    if (record := found.result.record) is None:
        return
    assert store.size(record) <= store.BOUND
    assert taking.untried(found.page, record) == []
    for one in record.trials:
        held, of = one.processors
        assert held == of >= 2 and one.seeds[1] >= 20 and recording.enough(one.seeds), one.claim


def misplaced(family: str, function: Function) -> list[str]:
    """The facts that a function of a family would have to have, and has not."""
    wanted = yaml.safe_load((ROOT / "tests/data/families.yaml").read_text("utf-8"))
    stated = {
        name: [str(fact.value) for fact in function.facts if fact.name == name]
        for name in wanted.get(family, ())
    }
    pattern = {name: re.compile(wanted[family][name]) for name in stated}
    return [
        name
        for name, values in stated.items()
        if not (values and all(pattern[name].fullmatch(value) for value in values))
    ]


def test_functions_are_what_the_names_of_their_families_say(entries: dict[str, Entry]) -> None:
    pages = {page.slug: page for entry in entries.values() if (page := entry.page)}
    functions = {slug: page for slug, page in pages.items() if page.functions and page.family}
    found = {s: misplaced(p.family or "", p.functions[0]) for s, p in functions.items()}
    assert {slug: missing for slug, missing in found.items() if missing} == {}
    # One with kinks is refused among the smooth, and what has no bound among the sigmoids.
    assert misplaced("smooth rectifiers", pages["hard-swish"].functions[0]) == ["kinks"]
    assert misplaced("sigmoids", pages["log-sigmoid"].functions[0]) == ["range"]


#: What no one would say of code that is off by many units in the last place.
PRAISE = re.compile(
    r"explain|correct|\bright\b|accurate|precise|exact|no problem|[✓∎]|holds|proved"
)


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.name == "activations"], ids=str)
def test_inaccurate_code_is_nowhere_praised(page: Path, entries: dict[str, Entry]) -> None:
    found = entries[str(page)]
    assert found.page is not None
    shown = str(evidence.checks(found.result.verdicts, found.page))
    shown += report.report({"k.md": found}, lambda _: "u/", None)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", shown)
    for verdict in found.result.verdicts:
        if inaccurate(verdict):
            assert verdict.cause is not None and verdict.cause in verdict.evidence
            own = [row for row in rows if str(evidence.told(verdict)) in row]
            assert own
            for row in own:
                assert 'actbook-inaccurate">inaccurate' in row
                words = re.sub("<math.*?</math>|<[^>]*>", "", row).replace("inaccurate", "")
                assert not PRAISE.search(words), words
    for line in found.result.numerics:
        for error, cause in (
            (line.worst_ulp, line.cause),
            (line.worst_ulp_derivative, line.cause_derivative),
        ):
            assert (cause is not None) == (error is not None and error > ACCURATE)
            # What the formulas of a page do not explain is a page to be read again.
            assert cause != "unexplained"


def test_the_book_has_pages() -> None:
    assert len(PAGES) >= 10


#: The tests that hold for whatever right pages the book has.
OF_THE_BOOK = {
    *("test_blocks", "test_browser", "test_docs", "test_julia", "test_percent", "test_remembered"),
    *("test_instrument", "test_sources", "test_finding", "test_policy", "test_domains"),
    *("test_wording", "test_listing", "test_reader", "test_still", "test_errors", "test_libraries"),
    # What the guide says of the engine.
    *("test_fact_kinds", "test_guide", "test_data_formulas", "test_conformance_book"),
}


def test_tests_of_the_engine_have_pages_of_their_own() -> None:
    """A new page of the book, which they know nothing of, must not fail them."""
    reading = {
        path.stem
        for path in (ROOT / "tests").glob("test_*.py")
        if re.search(r'(ROOT|parent) / "docs"|\bbook_site\b', path.read_text("utf-8"))
    }
    assert reading <= OF_THE_BOOK
