"""Search: a page is found by its names, its calls and its formulas, however they are typed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from browsing import FAR, browsing, serving
from pages import HEADER, page, result
from playwright.sync_api import Locator, TimeoutError

from actbook.hosts import searching
from actbook.result import Entry
from actbook.weaving import finding
from actbook.weaving.finding import Keys

BODY = """# Ramp

$$
\\operatorname{ramp}(x) = \\max(0, x) = 1.0475\\,x\\,\\sigma(x) = \\frac{x}{1 + e^{-x}}
$$
"""
CALLED = HEADER.replace("NumPy: np.maximum(x, 0)", 'Torch: torch.nn.functional.ramp(x, way="up")')
#: What is typed, and whether the page is found by it.
TYPED = {
    **dict.fromkeys(
        ("Ramp", "ramp", "max(0,x)", "1.0475*x*sigmoid(x)", "1.0475*x*sigma(x)", "1.0475"), True
    ),
    **dict.fromkeys(("x/(1+exp(-x))", "x/(1+e^-x)", "F.ramp", "nn.functional.ramp"), True),
    **dict.fromkeys(('way="up"', "torch.nn.functional.ramp", "half_wave", "half-wave"), True),
    **dict.fromkeys(("min(0,x)", "wave", "1.04", "x", "functional"), False),
}


def entry(body: str, header: str) -> Entry:
    read = page(body, header)
    return Entry(read.path, read.slug, read.text, read, result())


@pytest.mark.parametrize(("typed", "found"), TYPED.items())
def test_a_page_is_found_by_what_it_is_called(typed: str, found: bool) -> None:
    one = entry(BODY, CALLED.replace("---\n", "---\nsearch: {words: [half-wave]}\n", 1))
    curve = HEADER.replace("symbol: ramp", "symbol: \\sigma").replace("Ramp", "Sigmoid")
    other = entry("# Sigmoid\n", curve)
    keys = finding.keys({"a/ramp.md": one, "a/curve.md": other})
    known = {*keys["a/ramp.md"].title, *keys["a/ramp.md"].others}
    typed = finding.key(typed)
    assert bool(known & {finding.NAME + typed, finding.WHOLE + typed}) == found
    calls = [f"{finding.WHOLE}{name}" for name in ("maximum", "nmaximum", "npmaximum", "sigmoidx")]
    names = [f"{finding.NAME}{name}" for name in ("sigma", "σ")]
    title = [f"{finding.NAME}{name}" for name in ("ramp", "sigmoid")]
    assert keys["a/curve.md"] == Keys(title, sorted([*names, *calls]), True)


def test_a_page_that_cannot_be_read_has_no_keys() -> None:
    assert finding.keys({"a/b.md": replace(entry(BODY, HEADER), page=None)}) == {}


def test_the_index_that_a_page_loads_is_empty_and_the_other_knows_names(tmp_path: Path) -> None:
    docs: list[dict[str, Any]] = [
        {"location": "a/", "title": "A", "text": "t", "boost": 7},
        {"location": "a/#b", "title": "B", "text": "t"},
        {"location": "c/", "title": "C", "text": "t"},
    ]
    (tmp_path / "search").mkdir()
    stub = tmp_path / "search" / "search_index.json"
    stub.write_text(json.dumps({"config": {"lang": ["en"], "fields": {}}, "docs": docs}))
    keys = {"a/": Keys(["alpha"], ["beta"], True), "c/": Keys([], [])}
    searching.write(tmp_path, keys)
    assert json.loads(stub.read_text())["docs"] == []
    index = json.loads((tmp_path / "search" / "index.json").read_text())
    assert index["config"]["fields"]["names"]["boost"] > 1e6
    assert [doc.get("names") for doc in index["docs"]] == [["beta"], None, []]
    assert [doc.get("called") for doc in index["docs"]] == [["alpha"], None, []]
    assert [doc.get("boost") for doc in index["docs"]] == [7, 2, None]


# ---- The book's own search ----

QUERIES = [
    (query, first)
    for first, queries in yaml.safe_load(
        (Path(__file__).parent / "data" / "search.yaml").read_text("utf-8")
    ).items()
    for query in queries
]


@pytest.fixture(scope="module")
def found(book_site: Path) -> Iterator[Any]:
    """The first hit of a query, and what the site was asked for before the first was typed."""
    with browsing() as browser, serving(book_site, "project/") as address:
        tab = browser.new_context().new_page()
        tab.set_default_timeout(FAR)
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        before = list(asked)

        def type_until(words: str, shows: Locator, state: Literal["visible", "detached"]) -> None:
            # The theme drops what is typed within a moment of the last: a key is pressed again.
            tab.locator(".md-search__input").fill(words)
            for _ in range(60):
                tab.keyboard.press("Shift")
                with contextlib.suppress(TimeoutError):
                    return shows.wait_for(state=state, timeout=FAR / 60)
            raise AssertionError(f"{words} is not answered")

        def first(query: str) -> str:
            hit = tab.locator(".md-search-result__item a").first
            type_until("qqzzxx", hit, "detached")  # nothing has it: the last results go
            type_until(query, hit, "visible")
            return str(hit.get_attribute("href")).partition("?")[0].removeprefix(address)

        yield first, before


def test_at_least_forty_queries_are_tried() -> None:
    assert len(QUERIES) >= 40


@pytest.mark.parametrize(("query", "page"), QUERIES)
def test_the_page_that_is_meant_comes_first(found: Any, query: str, page: str) -> None:
    assert found[0](query).partition("#")[0] == page


def test_the_index_is_loaded_when_something_is_typed(found: Any) -> None:
    assert not any(url.endswith(("search/index.json", "min.js#", "index.js")) for url in found[1])
    assert not any("/workers/search." in url for url in found[1])
    assert any(url.endswith("search_index.json") for url in found[1])
