"""Nothing moves while a page comes in: what a browser counts as layout shift, and the room that is
kept for what scripts bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import browsing, opened, serving

#: What pages may shift, of 1 for a whole screen: https://web.dev/articles/cls takes 0.1 for good.
MOST = 0.02
#: Functions with no parameter, one, two, several forms and no figure, and other kinds of pages.
PAGES = ("", "activations/relu/", "activations/gelu/", "activations/elu/", "activations/threshold/",
         "activations/softmax/", "compare/", "checks/", "concepts/choosing/",
         "errors/gelu-default/")  # fmt: skip
COUNT = """
window.shifted = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""


@pytest.fixture(scope="module")
def base(book_site: Path) -> Iterator[str]:
    with serving(book_site) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


def shifts(tab: Any, url: str) -> float:
    """What a page has shifted when all of it is there. An observer hears a frame later."""
    tab.add_init_script(COUNT)
    tab.goto(url)
    tab.wait_for_load_state("networkidle")
    tab.evaluate("document.fonts.ready")
    tab.evaluate("new Promise(done => setTimeout(done, 300))")
    return float(tab.evaluate("window.shifted"))


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_keep_still_while_they_come_in(base, browser, width):
    moved = {}
    for page in PAGES:
        context = opened(browser, viewport={"width": width, "height": 900})
        moved[page] = shifts(context.new_page(), base + page)
        context.close()
    assert {page: much for page, much in moved.items() if much > MOST} == {}


def test_what_moves_is_counted(browser, tmp_path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><p id=p>one<h1 style='height: 300px'>two</h1><script>setTimeout(() => {"
        "p.style.marginBottom = '300px' }, 100)</script>"
    )
    with serving(tmp_path) as base:
        assert shifts(opened(browser).new_page(), base) > MOST


@pytest.mark.parametrize("width", [1440, 1000, 390])
@pytest.mark.parametrize("page", ["relu", "gelu", "elu", "hardtanh"])
def test_a_figure_is_as_high_before_its_script_as_after(base, browser, page, width):
    heights = []
    for blocked in (True, False):
        context = opened(browser, viewport={"width": width, "height": 900})
        tab = context.new_page()
        if blocked:
            tab.route("**/actbook-plot.js", lambda route: route.abort())
        tab.goto(f"{base}activations/{page}/")
        if not blocked:
            tab.wait_for_selector("act-plot[data-ready]")
        tab.evaluate("document.fonts.ready")
        heights.append(tab.locator("act-plot").evaluate("e => e.getBoundingClientRect().height"))
        context.close()
    assert abs(heights[0] - heights[1]) <= 3
