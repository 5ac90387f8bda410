"""The book's site in a browser: every page, light and dark, on a desk and on a phone."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path

import pytest
from browsing import FAR, browsing

from actbook.weaving.templates import Row, Sorted, part

ROOT = Path(__file__).parent.parent
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: How many times as tall as written each brace before cases is.
STRETCH = """() => [...document.querySelectorAll('math[display=block] mtable')].map(table =>
  table.previousElementSibling).filter(brace => brace?.textContent === '{').map(brace =>
    brace.getBoundingClientRect().height / parseFloat(getComputedStyle(brace).fontSize))"""


@pytest.fixture(scope="module")
def site(book_site):
    """The address of the built book, and the addresses of its pages under it."""
    folder = book_site

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages = [
        f"{path.parent.relative_to(folder).as_posix()}/"
        for path in sorted(folder.rglob("index.html"))
    ]
    yield f"http://127.0.0.1:{server.server_port}/", pages
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    with browsing() as browser:
        yield browser


def opened(browser, **options):
    """A new window of the browser."""
    context = browser.new_context(**options)
    context.set_default_timeout(FAR)
    return context


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_fits_is_silent_and_asks_no_other_host(site, browser, scheme, width):
    base, pages = site
    context = opened(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on(
        "console", lambda m: m.type in ("error", "warning") and wrong.append(f"{tab.url}: {m.text}")
    )
    tab.on("pageerror", lambda error: wrong.append(f"{tab.url}: {error}"))
    tab.on("request", lambda r: r.url.startswith((base, "data:")) or wrong.append(r.url))
    for page in pages:
        tab.goto(base + page)
        if (over := tab.evaluate(OVERFLOW)) > 0:
            wrong.append(f"{page} is {over} px too wide")
        # Opened, the evidence must fit as well.
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        if (over := tab.evaluate(OVERFLOW)) > 0:
            wrong.append(f"{page} with its evidence is {over} px too wide")
    context.close()
    assert wrong == []


@pytest.mark.parametrize(("width", "least"), [(1440, 900), (1280, 900), (390, 2 * 844)])
def test_the_first_screen_of_a_function_is_the_function(site, browser, width, least):
    base, pages = site
    tab = opened(browser, viewport={"width": width, "height": 900}).new_page()
    ends = {}
    for page in filter(lambda page: page.startswith("activations/"), pages):
        tab.goto(base + page)
        tab.evaluate("document.fonts.ready")
        if tab.locator("act-plot").count():
            tab.wait_for_selector("act-plot[data-ready]")
        ends[page] = tab.evaluate(
            "document.querySelector('.actbook-plate').getBoundingClientRect().bottom"
        )
        # A phone scrolls a formula within its box; a desk has room for all of it.
        cut = tab.locator(".actbook-large math").evaluate_all(
            "found => found.filter(math => math.scrollWidth > math.clientWidth + 1).length"
        )
        assert not cut or width < 500, page
    assert len(ends) >= 10
    assert {page: end for page, end in ends.items() if end > least} == {}


def test_a_mark_leads_to_its_row_and_a_form_is_chosen_by_keyboard(site, browser):
    base, _ = site
    tab = opened(browser).new_page()
    tab.goto(base + "activations/gelu/")
    mark = tab.locator("#fact-range > .actbook-seal")
    box = mark.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    mark.click()
    tab.wait_for_selector("#check-fact-range", state="visible")
    shown = tab.locator(".actbook-shown")
    assert shown.nth(0).is_visible() and not shown.nth(1).is_visible()
    tab.locator("#actbook-form-1").focus()
    tab.keyboard.press("ArrowRight")
    assert shown.nth(1).is_visible() and not shown.nth(0).is_visible()


def test_the_choice_of_a_form_switches_figure_and_code(site, browser):
    base, _ = site
    tab = opened(browser).new_page()
    tab.goto(base + "activations/gelu/")
    tab.wait_for_selector("act-plot[data-ready]")
    codes = tab.locator(".actbook-code")
    assert "def gelu(x)" in codes.filter(visible=True).inner_text()
    curves = tab.locator("svg.actbook-live .actbook-curve")
    tab.locator("label", has_text="tanh form").click()
    # Both forms in one figure: the chosen one, and the other laid over it.
    assert tab.locator("svg.actbook-live .actbook-curve.actbook-other").count() == 2
    assert tab.locator(".actbook-added").inner_text() == "g: GELU"
    assert "def gelu_tanh(x)" in codes.filter(visible=True).inner_text()
    tab.locator("label", has_text="gap").click()
    assert curves.count() == 2
    assert "f − g = " in tab.get_by_role("slider", name="x").get_attribute("aria-valuetext")
    tab.reload()  # the browser may keep the choice: figure and formulas agree on it
    tab.wait_for_selector("act-plot[data-ready]")
    chosen = tab.locator("input[name=actbook-form]:checked").get_attribute("data-gap") is not None
    reading = tab.get_by_role("slider", name="x").get_attribute("aria-valuetext")
    assert ("f − g" in reading) == chosen


def test_without_scripts_the_gap_is_seen_where_it_is_chosen(site, browser):
    base, _ = site
    tab = opened(browser, java_script_enabled=False).new_page()
    tab.goto(base + "activations/gelu/")
    gap, whole = tab.locator(".actbook-gap"), tab.locator(".actbook-opening")
    assert whole.is_visible() and not gap.is_visible()
    tab.locator("#actbook-form-3").check(force=True)
    assert gap.is_visible() and not whole.is_visible()


def test_formulas_are_set_in_the_math_font_and_braces_stretch(site, browser):
    base, pages = site
    tab = opened(browser).new_page()
    tried = 0
    for page in pages:
        tab.goto(base + page)
        tab.evaluate("document.fonts.ready")
        if tab.locator("math").count():
            assert tab.evaluate("""document.fonts.check("16px 'STIX Two Math Subset'")"""), page
        if heights := tab.evaluate(STRETCH):
            tried += 1
            assert max(heights) > 1.8, page
    tab.close()
    assert tried > 0


def test_the_lettering_of_figures_follows_the_palette(site, browser):
    base, pages = site
    figures = 0
    for page in pages:
        colours = []
        for scheme in SCHEMES:
            context = opened(browser, color_scheme=scheme)
            tab = context.new_page()
            tab.goto(base + page)
            lettering = tab.locator(".md-content svg text")
            if lettering.count():
                colours.append(lettering.first.evaluate("e => getComputedStyle(e).fill"))
            context.close()
        figures += bool(colours)
        assert len(set(colours)) == len(colours), page
    assert figures > 0


def test_the_palette_switches_without_a_reload(site, browser):
    base, pages = site
    context = opened(browser, color_scheme="light")
    tab = context.new_page()
    tab.goto(base + next(page for page in pages if page.startswith("activations/")))
    background = "getComputedStyle(document.body).backgroundColor"
    before = tab.evaluate(background)
    for _ in range(3):
        tab.locator("label[for^=__palette]:visible").click()
        if tab.evaluate(background) != before:
            break
    assert tab.evaluate(background) != before
    context.close()


def test_evidence_opens_by_keyboard(site, browser):
    base, pages = site
    tab = opened(browser).new_page()
    shown = 0
    for page in pages:
        tab.goto(base + page)
        evidence = tab.locator("details.actbook-evidence").filter(has=tab.locator("table")).first
        if evidence.count():
            shown += 1
            evidence.locator("summary").focus()
            tab.keyboard.press("Enter")
            assert evidence.locator("table").first.is_visible(), page
    tab.close()
    assert shown > 0


def test_search_finds_words_and_no_debris_of_formulas(site, browser):
    base, _ = site
    tab = opened(browser).new_page()
    index = tab.goto(f"{base}search/index.json").text()
    assert "exponential linear unit" in index
    for debris in ("<math", "<mrow", "data-search", "actbook-"):
        assert debris not in index
    tab.close()


@pytest.fixture
def table(browser):
    """A page with a table of words, counts and sizes, and the script that sorts it."""
    columns = [(name,) for name in ("Word", "Count", "Size")]
    cells = [
        ("pear", "1,200", Sorted("one", 3)),
        ("Apple", "30", Sorted("two", -1)),
        ("fig", "", ""),
    ]
    rows = [Row(row, f"row-{row[0]}") for row in cells]
    tab = opened(browser).new_page()
    # An address that is answered here: the page's own can then name a row.
    page = part("table", columns, rows, "Fruit", "actbook-sortable")
    tab.route("**/*", lambda route: route.fulfill(body=page, content_type="text/html"))
    tab.goto("http://fruit.invalid/")
    tab.add_script_tag(path=ROOT / "src" / "actbook" / "assets" / "actbook-tables.js")
    yield tab
    tab.close()


def words(tab) -> list[str]:
    return tab.locator("tbody tr:not([hidden]) td:first-child").all_text_contents()


@pytest.mark.parametrize(
    ("heading", "ascending", "descending"),
    [
        ("Word", ["Apple", "fig", "pear"], ["pear", "fig", "Apple"]),
        ("Count", ["Apple", "pear", "fig"], ["pear", "Apple", "fig"]),
        ("Size", ["Apple", "pear", "fig"], ["pear", "Apple", "fig"]),
    ],
)
def test_a_table_is_sorted_by_keyboard(table, heading, ascending, descending):
    button = table.get_by_role("button", name=heading)
    button.focus()
    for way, expected in (("ascending", ascending), ("descending", descending)):
        table.keyboard.press("Enter")
        assert words(table) == expected
        assert table.locator(f"th[aria-sort={way}]").text_content() == heading
    assert table.locator("th[aria-sort]").count() == 1


def test_a_table_is_filtered_by_words_in_any_order(table):
    box = table.get_by_label("Filter")
    box.fill("ONE pea")
    assert words(table) == ["pear"]
    assert table.locator("output").text_content() == "1 of 3 rows"
    box.fill("one two")
    assert words(table) == []
    box.fill("")
    assert len(words(table)) == 3


def test_a_row_that_is_led_to_is_shown_in_spite_of_the_filter(table):
    table.get_by_label("Filter").fill("pear")
    table.evaluate("location.hash = 'row-fig'")
    table.wait_for_function("!document.getElementById('row-fig').hidden")
    assert len(words(table)) == 3
