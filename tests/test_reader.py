"""What readers can count on, in a browser: paper, light pages, and nothing that axe finds."""

from __future__ import annotations

import math
import os
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from browsing import browsing, opened, serving

#: Sheets of A4 that a page may take.
SHEETS = 10
#: Elements of a page: in the median of all, and at the most.
ELEMENTS = (3000, 4500)


#: Where axe-core is looked for: `npm install --prefix .cache/axe axe-core@4.10.2` brings it.
AXE = Path(__file__).parent.parent / ".cache" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
#: Pages of each kind; `make test-all` takes all.
KINDS = ("", "activations/gelu/", "activations/softmax/", "compare/", "checks/",
         "concepts/saturation-and-precision/", "notebooks/how-relus-die/")  # fmt: skip


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


def names(tab: Any) -> list[str]:
    return tab.locator(".actbook-ranges tbody tr:not([hidden]) td:first-child").all_inner_texts()


def test_functions_are_chosen_and_sorted_by_meaning_and_the_choice_stands_in_the_address(
    site, browser
):
    base, _ = site
    tab = opened(browser).new_page()
    tab.goto(f"{base}compare/")
    tab.wait_for_selector("act-compare[data-ready]")
    tab.wait_for_selector(".actbook-ranges.actbook-cards")
    every = names(tab)
    tab.get_by_role("button", name="odd", exact=True).click()
    tab.get_by_role("button", name="in PyTorch", exact=True).click()
    odd = names(tab)
    assert {"Tanh", "Softsign"} <= set(odd) < set(every) and "ReLU" not in odd
    tab.get_by_role("columnheader", name="Smoothness").get_by_role("button").click()
    shown = tab.locator(".actbook-ranges tbody tr:not([hidden]) td:nth-child(5)")
    orders = [one for one in shown.evaluate_all("all => all.map(cell => cell.dataset.sort)") if one]
    assert [float(one) for one in orders] == sorted(map(float, orders))
    assert float(orders[-1]) == math.inf
    tab.get_by_text("Columns", exact=True).click()
    tab.locator(".actbook-columns").get_by_role("button", name="Kinks").click()
    assert tab.get_by_role("columnheader", name="Kinks").count() == 0
    # The figure above keeps its choice in the address, too.
    tab.get_by_role("button", name="less the first").click()
    kept = parse_qs(tab.url.partition("?")[2], keep_blank_values=True)
    assert set(kept["has"][0].split("|")) == {"odd", "in PyTorch"}
    assert "less" in kept and "f" in kept and kept["hide"] == ["Kinks"] and kept["sort"] == ["4"]
    again = opened(browser).new_page()
    again.goto(tab.url)
    again.wait_for_selector(".actbook-ranges.actbook-cards")
    assert names(again) == names(tab)
    assert again.get_by_role("columnheader", name="Kinks").count() == 0
    family = again.get_by_role("combobox", name="Family")
    family.select_option(index=1)
    assert set(names(again)) < set(odd)


def test_on_a_phone_a_row_is_a_card_with_its_labels(site, browser):
    base, _ = site
    tab = opened(browser, viewport={"width": 390, "height": 844}).new_page()
    tab.goto(f"{base}compare/")
    tab.wait_for_selector(".actbook-ranges.actbook-cards")
    row = tab.locator(".actbook-ranges tbody tr").first
    cells = row.locator("td").evaluate_all(
        "all => all.map(cell => [cell.dataset.label, getComputedStyle(cell).display])"
    )
    assert ["Range", "block"] in cells
    assert row.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing(site, browser, scheme, width):
    base, pages = site
    if not AXE.exists():
        pytest.skip("no axe-core: `make axe` fetches it with npm")
    chosen = pages if os.environ.get("ACTBOOK_PAGES") == "all" else KINDS
    context = opened(
        browser,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    tab = context.new_page()
    found = []
    for page in chosen:
        tab.goto(base + page)
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        tab.wait_for_load_state("networkidle")
        tab.evaluate("document.fonts.ready")
        tab.evaluate(AXE.read_text("utf-8"))
        tab.wait_for_timeout(200)  # what opens is measured a frame later
        results = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found += [
            (page, rule["id"], node["target"], node["html"][:120], node["failureSummary"][:160])
            for rule in results["violations"]
            for node in rule["nodes"]
        ]
    context.close()
    assert found == []


def test_axe_would_find_something(browser):
    if not AXE.exists():
        pytest.skip("no axe-core: `make axe` fetches it with npm")
    tab = opened(browser).new_page()
    tab.set_content("<html lang=en><title>T</title><main><h1>T</h1><img src='data:,'></main>")
    tab.evaluate(AXE.read_text("utf-8"))
    assert [rule["id"] for rule in tab.evaluate("axe.run()")["violations"]] == ["image-alt"]


def test_the_keyboard_sees_where_it_is_on_the_first_screen(site, browser):
    base, _ = site
    tab = opened(browser, viewport={"width": 1280, "height": 900}).new_page()
    tab.goto(f"{base}activations/gelu/")
    tab.wait_for_selector("act-plot[data-ready]")
    unseen = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(
            """() => { const e = document.activeElement
              const labels = e.parentElement.querySelector(".tabbed-labels")
              const all = [e, e.nextElementSibling, e.parentElement, labels].filter(Boolean)
              return [e.outerHTML.slice(0, 80), all.some((one) => {
                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
                return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none"
              })] }"""
        )
        if not seen[1]:
            unseen.append(seen[0])
    assert unseen == []
