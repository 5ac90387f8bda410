"""The figure as an instrument: its values are the book's, and it is played by hand and by key."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import math
import random
import re
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from browsing import browsing
from formulas import tree

from actbook.checking.points import breakpoints, parameter_values
from actbook.drawing import figures, sampled
from actbook.drawing.instrument import Steps, folded, instrument, program
from actbook.drawing.panel import DASHES
from actbook.facts.prover import Prover
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.expression import OPERATORS, RELATIONS, Apply, Expression, Symbol
from actbook.formula.functions import ELEMENTARY
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import derivative
from actbook.hosts.mkdocs import MODULES
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import Reading, read_formulas
from actbook.weaving.attachments import asset

ROOT = Path(__file__).parent.parent
#: Doubles on either side of what formulas of doubles cannot help losing.
CLOSE = 2e-12
#: Pages to play with: front matter and formulas.
PLAYED = {
    "step": (
        "title: Step\nsymbol: step\nparameters: {c: {default: 0.5, domain: '[-1, 1]'}}",
        r"\operatorname{step}(x) = \begin{cases} 1 & \text{if } x \ge c \\"
        r" 0 & \text{if } x < c \end{cases}",
    ),
    "bent": (
        "title: Bent\nfamily: bends\nsymbol: bent\n"
        "parameters: {a: {symbol: '\\alpha', default: 1, domain: '(0, oo)'}}\n"
        "figure: {x: [-5, 3], parameters: [{a: 0.5}, {a: 2}]}",
        r"\operatorname{bent}(x) = \begin{cases} x & \text{if } x > 0 \\"
        r" \alpha (e^x - 1) & \text{if } x \le 0 \end{cases}",
    ),
    "ramp": (
        "title: Ramp\nfamily: bends\nsymbol: ramp\nfigure: {x: [-3, 3]}",
        r"\operatorname{ramp}(x) = \max(0, x)",
    ),
    "clip": (
        "title: Clip\nfamily: bends\nsymbol: clip\nfigure: {x: [-3, 3]}\n"
        "parameters:\n  low: {symbol: a, default: -1, domain: '(-oo, oo)'}\n"
        "  high: {symbol: b, default: 1, domain: '(low, oo)'}",
        r"\operatorname{clip}(x) = \max(a, \min(x, b))",
    ),
    "curve": (
        "title: Curve\nfamily: curves\nsymbol: curve\nfigure: {x: [-6, 6]}",
        r"\operatorname{curve}(x) = \frac{1}{1 + e^{-x}}",
    ),
    "gate": (
        "title: Gate\nfamily: curves\nsymbol: gate",
        r"\operatorname{gate}(x) = \frac{x}{1 + e^{-x}}",
    ),
    "bell": (
        "title: Bell\nfamily: curves\nsymbol: bell\nfigure: {x: [-4, 3]}\n"
        "variants: {near: {title: 'Bell, tanh form', symbol: '\\operatorname{bell}_{\\tanh}'}}",
        r"\operatorname{bell}(x) = \frac{x}{2} (1 + \operatorname{erf}(x / \sqrt{2}))",
        r"\operatorname{bell}_{\tanh}(x) = \frac{x}{2} (1 + \tanh(\sqrt{2 / \pi}"
        r" (x + 0.044715 x^3)))",
    ),
}
VALUES = """async ([tasks, address]) => {
  const { evaluate } = await import(address)
  return tasks.map(([steps, results, places]) => places.map((names) => {
    const { values } = evaluate(steps, names)
    return results.map((at) => String(values[at]))
  }))
}"""


def book() -> list[tuple[Page, Reading]]:
    """The pages of the book with functions of one variable."""
    paths = sorted((ROOT / "docs" / "activations").glob("[!_]*.md"))
    pages = [read(path.read_text("utf-8"), str(path)) for path in paths]
    scalar = [page for page in pages if page.functions and not page.functions[0].vector]
    return [(page, read_formulas(page, [p for p in pages if p is not page])) for page in scalar]


BOOK = book()


def shown(page: Page, reading: Reading) -> tuple[str, str]:
    """The HTML of a page's figure, and the JSON that it is explored with."""
    own = page.functions[0]
    definition = reading.definitions[own.symbol]
    portrait = sampled.portrait(page, definition, Prover(definition.expression).at)
    explored = instrument(page, reading.definitions, portrait)
    return figures.portrait(portrait, page.slug, explored, len(own.parameters)), explored


def value(formula: Expression, names: dict[str, float]) -> float:
    try:
        return float(ball(formula, names, 60))
    except (Undefined, Undecided, Contradiction):
        return math.nan


def html(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="actbook-figures.css"><style>html { font-size: 20px }</style>'
        f'<body><h1>{title}</h1>{body}<p>After.</p><script type="module" src="actbook-plot.js">'
        "</script></body></html>"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the figure of each page to play with."""
    folder = tmp_path_factory.mktemp("plots")
    for name in (*MODULES, "actbook-figures.css"):
        (folder / name).write_text(asset(name), encoding="utf-8")
    chosen = '<div class="actbook-compare" data-functions="ramp,gate">Needs scripts.</div>'
    (folder / "compare.html").write_text(html("Compare", chosen), encoding="utf-8")
    found = []
    for slug, (header, *formulas) in PLAYED.items():
        blocks = "\n".join(f"$$\n{formula}\n$$\n" for formula in formulas)
        page = read(f"---\n{header}\n---\n\n{blocks}", f"{slug}.md")
        reading = read_formulas(page)
        assert reading.problems == ()
        figure, explored = shown(page, reading)
        (folder / f"{page.slug}.html").write_text(html(page.title, figure), encoding="utf-8")
        family = {"family": page.family or "others"}
        found += [function | family for function in json.loads(explored)["functions"]]
    (folder / "actbook-functions.json").write_text(json.dumps(found), encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A window whose errors fail the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    yield tab
    context.close()
    assert wrong == []


def opened(tab: Any, address: str) -> Any:
    tab.goto(address)
    tab.wait_for_selector("act-plot[data-ready]")
    return tab.get_by_role("slider", name="x", exact=True)


def computed(tab: Any, site: str, tasks: list[Any]) -> list[list[list[float]]]:
    tab.goto(f"{site}actbook-figures.css")
    found = tab.evaluate(VALUES, [tasks, f"{site}actbook-formula.js"])
    return [[[float(one) for one in place] for place in task] for task in found]


def wrong(found: float, true: float, scale: float = 1.0) -> bool:
    if math.isnan(true) or math.isinf(true):
        return math.isfinite(found) and math.isnan(true)
    return not abs(found - true) <= CLOSE * max(scale, abs(true))


# ---- Values ----


def test_the_domain_of_a_parameter_may_end_at_a_constant() -> None:
    text = (
        "---\ntitle: Line\nsymbol: line\nconstants: {edge: {value: -1/4, symbol: E}}\n"
        "parameters: {a: {default: 1, domain: '(edge, oo)'}}\n---\n\n"
        r"$$ \operatorname{line}(x) = (a - E) x $$"
    )
    page = read(text, "line.md")
    _, explored = shown(page, read_formulas(page, []))
    (line,) = json.loads(explored)["functions"]
    (a,) = line["parameters"]
    assert (line["steps"][a["low"]], a["default"], a["closed"]) == (-0.25, 1, [False, False])


def test_the_script_knows_every_operation_of_the_engine(tab, site):
    tab.goto(f"{site}actbook-figures.css")
    known = tab.evaluate(
        "async (address) => Object.keys((await import(address)).OPERATIONS)",
        f"{site}actbook-formula.js",
    )
    assert {*OPERATORS, *ELEMENTARY, *RELATIONS, "pi", "e", "oo"} - set(known) == set()


def test_each_elementary_function_stands_in_the_table_of_the_script():
    script = asset("actbook-formula.js")
    table = script[script.index("OPERATIONS = ") : script.index("DECISIONS = ")]
    assert [name for name in ELEMENTARY if not re.search(rf"\b{name}\b", table)] == []


def test_a_number_beyond_all_doubles_has_no_step():
    with pytest.raises(ValueError, match="beyond all doubles"):
        Steps().number(Fraction(10) ** 400)


def test_elementary_functions_are_right_to_the_last_digits(tab, site):
    generator = random.Random("elementary")
    points = [
        0.0,
        0.5,
        -0.3,
        1.0,
        -1.0,
        2.0,
        2.4999,
        2.5,
        2.5001,
        -2.5,
        6.0,
        1e-9,
        -1e-9,
        1e3,
        30.0,
    ]
    points += [generator.uniform(-8, 8) for _ in range(200)]
    points += [10 ** generator.uniform(-8, 2) for _ in range(100)] + [-0.367879, -0.36, -0.25]
    tasks = [[["x", [name, 0]], [1], [{"x": x} for x in points]] for name in ELEMENTARY]
    for name, places in zip(ELEMENTARY, computed(tab, site, tasks), strict=True):
        formula = Apply(name, (Symbol("x"),))
        bad = [
            (x, found, true)
            for x, (found,) in zip(points, places, strict=True)
            if (true := value(formula, {"x": x})) is not None
            and abs(true) < 1e300
            # Relative, also where the value is small.
            and not abs(found - true) <= 1e-12 * abs(true) + 1e-300
        ]
        assert bad == [], name


def places(page: Page, formula: Expression, parameters: dict[str, float]) -> list[float]:
    """Where a figure may be read: four times its span, the borders and what is beside them."""
    low, high = (float(end) for end in page.figure.get("x", [-5, 5]))
    generator = random.Random(page.slug)
    middle, half = (low + high) / 2, 3.5 * (high - low)
    found = [generator.uniform(middle - half, middle + half) for _ in range(60)]
    found += [generator.uniform(low, high) for _ in range(60)]
    for edge in map(float, breakpoints(formula, parameters)):
        # Nearer than this e^x − 1 is 0 in doubles, and no figure can be read there.
        found += [edge, edge + 1e-9, edge - 1e-9, edge + 1e-12 * max(1, abs(edge))]
    return found


@pytest.mark.parametrize(("page", "reading"), BOOK, ids=[page.slug for page, _ in BOOK])
def test_values_are_those_of_the_book(page, reading, tab, site):
    data = json.loads(shown(page, reading)[1])
    scalar = [f for f in page.functions if not f.vector and f.symbol in reading.definitions]
    tasks, truths = [], []
    for function, written in zip(scalar, data["functions"], strict=True):
        formula = reading.definitions[function.symbol].expression
        wanted = [formula, derivative(formula), derivative(formula, 2)]
        results = [written["f"], written["slope"], written["bend"]]
        names = [
            {**parameters, "x": x}
            for parameters in parameter_values(function.parameters)
            # No slider goes to the hugest and tiniest values that checks try.
            if all(v == 0 or 1e-4 < abs(v) < 1e4 for v in parameters.values())
            for x in places(page, formula, parameters)
        ]
        tasks.append([written["steps"], results, names])
        truths.append([[value(one, at) for one in wanted] for at in names])
    found = computed(tab, site, tasks)
    bad = [
        (names, got, true)
        for task, task_found, task_true in zip(tasks, found, truths, strict=True)
        for names, gots, trues in zip(task[2], task_found, task_true, strict=True)
        for got, true in zip(gots, trues, strict=True)
        if wrong(got, true, max(1.0, *(abs(v) for k, v in names.items() if k != "x"), 1.0))
    ]
    assert bad == []


def test_a_wrong_value_would_be_found():
    assert wrong(1 + 1e-11, 1.0) and wrong(math.nan, 1.0) and wrong(1.0, math.nan)
    assert not wrong(1 + 1e-13, 1.0)


def test_a_common_part_is_one_step():
    steps = Steps("x")
    x = Symbol("x")
    both = Apply("+", (Apply("exp", (x,)), Apply("exp", (x,))))
    assert steps.of(both) == 2 and steps.written == ["x", ["exp", 0], ["+", 1, 1]]


def test_what_another_page_spells_out_is_called_by_name():
    quotient = tree(r"\frac{e^x - e^{-x}}{e^x + e^{-x}}")
    inner = substitute(quotient, {"x": tree(r"3 \alpha x")})
    formula = Apply("+", (inner, tree(r"e^x - e^{-2x}")))
    found = folded(formula, {"tanh": quotient})
    assert found == tree(r"\tanh(3 \alpha x) + (e^x - e^{-2x})")


def test_a_constant_has_no_slider():
    own = read(
        "---\ntitle: T\nsymbol: f\nconstants: {c: 3/2}\nfacts:\n  minimum: {x: -c, value: 0}\n---\n"
        "$$ f(x) = |x + c| $$\n",
        "f.md",
    )
    written = program(read_formulas(own).definitions["f"], {})
    assert written["parameters"] == [] and "c" not in written["steps"]
    assert 1.5 in written["steps"]


def test_the_script_is_small():
    served = {name: asset(name) for name in MODULES}
    loaded = [text.encode() for name, text in served.items() if name != "actbook-compare.js"]
    assert sum(len(gzip.compress(text)) for text in loaded) <= 12_000
    assert not any(re.search(r"\b(eval|Function)\(", text) for text in served.values())
    assert "//" not in served["actbook-formula.js"]


# ---- Playing ----


@pytest.mark.parametrize("slug", ["bell", "bent", "clip", "curve", "ramp"])
def test_at_first_it_looks_as_it_was_drawn(tab, site, slug):
    opened(tab, f"{site}{slug}.html")
    looks = """(kind) => [...document.querySelectorAll(`svg.actbook-${kind}`)].map((svg) => [
      [...svg.querySelectorAll("text")].map((text) => text.textContent).sort(),
      ["x", "y", "width", "height"].map((n) => +svg.querySelector("clipPath rect").getAttribute(n)),
    ])"""
    drawn, live = (tab.evaluate(looks, kind) for kind in ("still", "live"))
    assert [words for words, _ in live] == [words for words, _ in drawn]
    for (_, frame), (_, same) in zip(live, drawn, strict=True):
        assert frame == pytest.approx(same, abs=0.02)


def test_dashes_are_those_of_the_drawn_figure():
    assert f"DASHES = {json.dumps(list(DASHES))}" in asset("actbook-panel.js")


def test_keys_read_the_function(tab, site):
    cursor = opened(tab, f"{site}bent.html")
    cursor.focus()
    tab.keyboard.press("Home")
    assert cursor.get_attribute("aria-valuenow") == cursor.get_attribute("aria-valuemin") == "-5"
    assert cursor.get_attribute("aria-valuetext") == "x = −5.00, f = −0.9933, f′ = 0.0067"
    tab.keyboard.press("PageUp")
    assert cursor.get_attribute("aria-valuenow") == "-4"
    tab.keyboard.press("ArrowRight")
    assert cursor.get_attribute("aria-valuenow") == "-3.9"
    tab.keyboard.press("Shift+ArrowLeft")
    assert cursor.get_attribute("aria-valuenow") == "-3.91"
    tab.keyboard.press("End")
    assert cursor.get_attribute("aria-valuetext") == "x = 3.00, f = 3.0000, f′ = 1.0000"
    outline = cursor.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


def test_the_pointer_reads_and_stops_at_a_kink_of_which_both_slopes_are_read(tab, site):
    cursor = opened(tab, f"{site}ramp.html")
    box = tab.locator("svg.actbook-live").first.bounding_box()
    middle = box["x"] + box["width"] * (30.24 + 252 / 2) / 288
    tab.mouse.move(middle + 2, box["y"] + 60)
    assert cursor.get_attribute("aria-valuetext") == (
        "x = 0.00, f = 0.0000, f′ = 0.0000 on the left, 1.0000 on the right"
    )
    tab.mouse.move(middle + 60, box["y"] + 60)
    assert float(cursor.get_attribute("aria-valuenow")) > 0.5
    assert tab.locator(".actbook-tangent").count() == 1


def test_a_finger_reads(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    tab = context.new_page()
    cursor = opened(tab, f"{site}curve.html")
    before = cursor.get_attribute("aria-valuenow")
    box = tab.locator("svg.actbook-live").last.bounding_box()
    tab.touchscreen.tap(box["x"] + 0.3 * box["width"], box["y"] + 80)
    assert cursor.get_attribute("aria-valuenow") != before
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_a_slider_redraws_both_curves_and_reset_brings_them_back(tab, site):
    cursor = opened(tab, f"{site}bent.html")
    curves = tab.locator("svg.actbook-live .actbook-curve:not(.actbook-wish)")
    before = [curves.nth(n).get_attribute("d") for n in range(2)]
    assert curves.count() == 2 and tab.locator("svg.actbook-live .actbook-open").count() == 0
    slider = tab.get_by_role("slider", name="α")
    slider.focus()
    tab.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "α = 4"
    after = [curves.nth(n).get_attribute("d") for n in range(2)]
    assert before[0] != after[0] and before[1] != after[1]
    # At α = 4 it has a kink, a diamond, whose slopes are open dots.
    assert tab.locator("svg.actbook-live .actbook-open").count() == 2
    assert tab.locator("svg.actbook-live path.actbook-dot").count() == 1
    assert "α = 4" in tab.locator("svg.actbook-live").first.get_attribute("aria-label")
    cursor.focus()
    tab.keyboard.press("Home")
    assert "f = −3.9730" in cursor.get_attribute("aria-valuetext")
    tab.get_by_role("button", name="Reset").click()
    assert [curves.nth(n).get_attribute("d") for n in range(2)] == before


def test_a_slider_keeps_to_a_domain_that_depends_on_another(tab, site):
    opened(tab, f"{site}clip.html")
    low, high = (tab.get_by_role("slider", name=name, exact=True) for name in "ab")
    low.focus()
    tab.keyboard.press("End")
    assert float(high.input_value()) > float(low.input_value()) == 2.0


def test_another_form_is_laid_over_and_the_gap_is_drawn(tab, site):
    cursor = opened(tab, f"{site}bell.html")
    assert tab.get_by_role("button", name="difference").is_hidden()
    select = tab.get_by_role("combobox", name="Lay another function over")
    select.focus()
    tab.wait_for_function("document.querySelectorAll('act-plot optgroup').length > 2")
    select.select_option(label="Bell, tanh form")
    assert tab.locator(".actbook-curve.actbook-other").count() >= 2
    assert "g: Bell, tanh form" in tab.locator(".actbook-added").inner_text()
    tab.get_by_role("button", name="difference").click()
    cursor.focus()
    text = cursor.get_attribute("aria-valuetext")
    assert "f − g = " in text and "10⁻" in text
    # The largest difference, which the page has found with error bounds.
    assert "−4.732 · 10⁻⁴" in tab.locator("svg.actbook-live text.actbook-tag").text_content()
    tab.get_by_role("button", name="Reset").click()
    assert tab.locator("svg.actbook-live .actbook-other").count() == 0


def test_a_function_of_another_page_is_laid_over(tab, site):
    opened(tab, f"{site}bell.html")
    select = tab.get_by_role("combobox", name="Lay another function over")
    select.focus()
    tab.wait_for_function("document.querySelectorAll('act-plot optgroup').length > 2")
    select.select_option(label="Gate")
    assert "g: Gate" in tab.locator(".actbook-added").inner_text()


def test_the_second_derivative_and_zoom(tab, site):
    cursor = opened(tab, f"{site}curve.html")
    tab.get_by_role("button", name="second derivative").click()
    assert "f″ = " in cursor.get_attribute("aria-valuetext")
    cursor.focus()
    tab.keyboard.press("+")
    low, high = (float(cursor.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
    assert high - low == 6
    tab.keyboard.press("0")
    assert cursor.get_attribute("aria-valuemin") == "-6"


def test_a_jump_has_a_closed_dot_at_its_value_and_an_open_one_beside(tab, site):
    cursor = opened(tab, f"{site}step.html")
    first = tab.locator("svg.actbook-live").first
    dots = first.locator("g:not([aria-hidden]) > .actbook-dot")
    assert [d.get_attribute("class").endswith("open") for d in dots.all()] == [True, False]
    cursor.focus()
    tab.keyboard.press("Home")
    while float(cursor.get_attribute("aria-valuenow")) < 0.5:
        tab.keyboard.press("PageUp")
    assert "x = 0.50, f = 1.0000, f′ = none" in cursor.get_attribute("aria-valuetext")


def test_without_scripts_and_in_print_the_drawn_figure_stands(browser, tab, site):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{site}bell.html")
    assert still.locator("act-plot svg.actbook-figure").count() == 2
    assert still.locator("act-plot button").count() == 0
    gap = still.locator("act-plot").bounding_box()["height"]
    context.close()
    assert gap < 700
    opened(tab, f"{site}bell.html")
    assert tab.locator("svg.actbook-still").first.is_hidden()
    tab.emulate_media(media="print")
    assert tab.locator("svg.actbook-still").first.is_visible()
    assert tab.locator("svg.actbook-live").first.is_hidden()
    assert tab.locator(".actbook-reading").is_hidden() and tab.locator(".actbook-tools").is_hidden()


def test_paper_has_the_key_of_the_figure_that_is_on_it(tab, site):
    opened(tab, f"{site}bent.html")
    tab.get_by_role("slider", name="α").focus()
    tab.keyboard.press("End")
    key = tab.locator(".actbook-key").first
    assert "α = 4" in key.inner_text() and "α = 1" not in key.inner_text()
    tab.emulate_media(media="print")
    assert "α = 1" in key.inner_text() and "α = 4" not in key.inner_text()


# ---- Compare ----


def test_functions_are_compared_and_the_choice_stands_in_the_address(tab, site):
    cursor = opened_compare(tab, f"{site}compare.html")
    assert [row.inner_text() for row in tab.locator(".actbook-chosen > li > span").all()] == [
        *("f: Ramp", "g: Gate")
    ]
    tab.get_by_role("combobox", name="Add a function").select_option(label="Bent")
    assert tab.url.endswith("compare.html?f=ramp,gate,bent")
    slider = tab.get_by_role("slider", name="α of Bent")
    slider.focus()
    tab.keyboard.press("End")
    assert tab.url.endswith("?f=ramp,gate,bent(a=2)")
    tab.get_by_role("button", name="less the first").click()
    assert tab.url.endswith("&less")
    cursor.focus()
    tab.keyboard.press("Home")
    words = cursor.get_attribute("aria-valuetext")
    assert "g − f = −0.0335" in words and "h − f = −1.9865" in words
    # The gate is farthest from the ramp where it is lowest.
    tags = [tag.text_content() for tag in tab.locator("text.actbook-tag").all()]
    assert "(−1.278, −0.2785)" in tags or "(1.278, −0.2785)" in tags
    again = opened_compare(tab, tab.url)
    again.focus()
    tab.keyboard.press("Home")
    assert again.get_attribute("aria-valuetext") == words
    tab.get_by_role("button", name="Remove Gate").click()
    assert tab.locator(".actbook-chosen > li").count() == 2
    tab.emulate_media(media="print")
    assert tab.locator("svg.actbook-live").first.is_visible()
    assert tab.locator(".actbook-chosen").is_visible()
    assert tab.get_by_role("button").count() == 0


def test_an_address_that_names_nothing_known_shows_what_it_can(tab, site):
    opened_compare(tab, f"{site}compare.html?f=nothing,bell.near,bent(a=x;b=2)")
    assert [row.inner_text() for row in tab.locator(".actbook-chosen > li > span").all()] == [
        *("f: Bell, tanh form", "g: Bent")
    ]


def opened_compare(tab: Any, address: str) -> Any:
    tab.goto(address)
    tab.wait_for_selector("act-compare[data-ready]")
    return tab.get_by_role("slider", name="x", exact=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_controls_come(browser, site, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    for name in ("bell", "bent", "clip"):
        opened(tab, f"{site}{name}.html")
        shift = tab.evaluate(
            """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
              list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe(
                { type: "layout-shift", buffered: true })
              || setTimeout(() => resolve(0), 200))"""
        )
        assert shift <= 0.02, name
    context.close()
