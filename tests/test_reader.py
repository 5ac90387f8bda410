"""What readers can count on, in a browser: paper, light pages, and nothing that axe finds."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import browsing, opened, serving

#: Sheets of A4 that a page may take.
SHEETS = 10
#: Elements of a page: in the median of all, and at the most.
ELEMENTS = (3000, 4500)


@pytest.fixture(scope="module")
def site(book_site: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of the built book, and the addresses of its pages under it."""
    found = sorted(book_site.rglob("index.html"))
    pages = [f"{path.parent.relative_to(book_site).as_posix()}/" for path in found]
    with serving(book_site) as base:
        yield base, pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


def test_a_page_prints_on_few_sheets_in_light_colours_with_nothing_cut(site, browser):
    base, _ = site
    tab = opened(browser, color_scheme="dark").new_page()
    tab.goto(f"{base}activations/gelu/")
    tab.wait_for_selector("act-plot[data-ready]")
    sheets = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4")))
    assert 4 <= sheets <= SHEETS
    tab.set_viewport_size({"width": 718, "height": 1000})
    tab.emulate_media(media="print")
    # The theme opens what is folded before it prints; evidence stays closed.
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert not tab.locator(".actbook-evidence table").first.is_visible()
    kept = tab.locator(".md-typeset .highlight, .actbook-output, tr").evaluate_all(
        "all => all.every(one => getComputedStyle(one).breakInside === 'avoid')"
    )
    assert kept
    cut = tab.locator(".actbook-scroll > table, pre > code").evaluate_all(
        "all => all.filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
    names = ["--actbook-tint", "--actbook-series-1", "--actbook-good"]
    of_paper = "names => names.map(n => getComputedStyle(document.body).getPropertyValue(n).trim())"
    dark = tab.evaluate(of_paper, names)
    tab.emulate_media(media="print", color_scheme="light")
    assert tab.evaluate(of_paper, names) == dark


def test_pages_have_few_elements(site, browser):
    base, pages = site
    tab = opened(browser).new_page()
    counts = {}
    for page in pages:
        tab.goto(base + page)
        if tab.locator("act-plot").count():
            tab.wait_for_selector("act-plot[data-ready]")
        counts[page] = tab.evaluate("document.querySelectorAll('*').length")
    assert statistics.median(counts.values()) <= ELEMENTS[0]
    assert {page: n for page, n in counts.items() if n > ELEMENTS[1]} == {}
