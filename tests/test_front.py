"""The front page: what it says of the book, and a gallery that readers choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import browsing
from pages import HEADER, page, result

from actbook.markup import held
from actbook.reading.page import Fact, Function
from actbook.result import Entry, Glance, Result
from actbook.verdict import Subject, Verdict
from actbook.weaving import front, gallery, overview
from actbook.weaving.attachments import asset
from actbook.weaving.choosing import properties
from actbook.weaving.gallery import Card
from actbook.weaving.references import Bibliography

BODY = """# Ramp

One.

$$
\\operatorname{ramp}(x) = \\begin{cases} x & \\text{if } x > 0 \\\\
0 & \\text{if } x \\le 0 \\end{cases}
= \\max(0, x)
$$
"""
SAID = Verdict(Subject("fact", "minimum"), "f", "f", "proved", "the smallest value is 0")
SHOWN = "<!-- counts -->\n\n<!-- shown: ramp minimum -->\n"


def entry(slug: str = "ramp", found: Result | None = None) -> Entry:
    read = replace(page(BODY), slug=slug)
    row = Glance("Minimum", "$0$ at $x = 0$", SAID, "", "minimum")
    one = found or result(
        glance=(row,), verdicts=(SAID,), portrait="<p><svg>f</svg><svg>s</svg></p>"
    )
    return Entry(f"docs/activations/{slug}.md", slug, read.text, read, one)


def filled(text: str, *entries: Entry) -> str:
    known = {f"activations/{each.slug}.md": each for each in entries}
    assert [*front.problems(text, "docs/index.md", known)] == []
    return overview.filled(text, known, lambda source: f"to/{source}", Bibliography(Path("none")))


def test_a_front_page_counts_what_is_checked_and_shows_a_claim_with_its_figure() -> None:
    made = filled(SHOWN, entry(), entry("other"))
    for part in (
        "<b>2</b> functions",
        '<b>2</b> <a href="to/checks.md">checks</a>',
        "<b>2</b> proved",
        "<b>0</b> open",
        "Ramp: minimum <",
        "proved: the smallest value is 0.",
        '<a href="to/activations/ramp.md">All of Ramp</a>',
        ">f</svg>",
    ):
        assert part in made
    assert ">s</svg>" not in made


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("ramp maximum", "no page `ramp` states `maximum`"),
        ("curve minimum", "there is no page `curve`"),
    ],
)
def test_a_claim_that_no_page_makes_is_refused(wanted: str, said: str) -> None:
    known = {"activations/ramp.md": entry()}
    text = f"# Front\n\n<!-- shown: {wanted} -->\n"
    (problem,) = front.problems(text, "docs/index.md", known)
    assert str(problem) == f"docs/index.md:3: `shown: {wanted}`: {said}"


def test_a_claim_of_a_page_that_cannot_be_read_is_left_out() -> None:
    unread = replace(entry(), page=None, result=result())
    assert filled("<!-- shown: ramp minimum -->", unread) == ""


def test_a_card_has_a_formula_without_cases_where_there_is_one() -> None:
    assert gallery.formula(page(BODY)) == r"\max(0, x)"
    only = BODY.replace("= \\max(0, x)\n", "")
    assert gallery.formula(page(only)).startswith(r"\begin{cases}")
    assert gallery.formula(page(only.replace("x & ", "x + x^2 + x^3 + x^4 + x^5 & "))) == ""


def function(**facts: Any) -> Function:
    found = [Fact(name, value, None, 1) for name, values in facts.items() for value in values]
    return replace(page(BODY, HEADER).functions[0], facts=tuple(found), parameters=())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"range": ["(0, 1)"]}, ["bounded"]),
        ({"range": ["(0, 1)", "[0, oo)"]}, []),
        ({"monotonic": ["non-decreasing"], "smoothness": ["C^oo"]}, ["monotone", "smooth"]),
        ({"monotonic": ["none"], "smoothness": ["C^1"], "parity": ["neither"]}, []),
        ({"parity": ["odd"], "convexity": ["strictly convex"]}, ["convex", "odd"]),
        ({}, []),
    ],
)
def test_a_property_is_what_is_stated_for_all_parameters(facts: Any, said: list[str]) -> None:
    assert properties(function(**facts)) == said


def test_what_a_page_leaves_open_is_no_property() -> None:
    open_one = replace(function(range=["(0, 1)"]).facts[0], unproved="hard")
    assert properties(replace(function(), facts=(open_one,))) == []


def card(name: str, family: str, *said: str) -> Card:
    return Card(name.title(), family, "f", "", "<svg></svg>", f"{name}/", name, "x", said)


CARDS = [
    card("bell", "humps", "bounded"),
    card("ramp", "bends"),
    card("apse", "bends"),
    card("wave", "waves", "bounded", "odd"),
    card("mesa", "humps", "bounded"),
    card("tide", "waves", "odd"),
    card("surf", "waves"),
]


def names(markdown: str) -> list[str]:
    return [part.partition('"')[0].rstrip("/") for part in markdown.split('<a href="')[1:]]


def test_cards_stand_in_the_order_that_is_wanted_and_others_behind_their_families() -> None:
    shown = names(gallery.gallery(CARDS, "ramp, bell"))
    assert shown == ["ramp", "bell", "apse", "mesa", "surf", "tide", "wave"]
    assert names(gallery.gallery(CARDS))[:3] == ["surf", "tide", "wave"]
    assert gallery.MARKER.fullmatch("<!-- gallery: ramp, leaky-ramp -->")
    assert gallery.MARKER.fullmatch("<!-- gallery -->")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


def test_cards_are_chosen_by_keyboard_without_a_script(browser: Any) -> None:
    tab = browser.new_context(java_script_enabled=False).new_page()
    made = held(gallery.gallery(CARDS * 10, "ramp"), str)
    tab.set_content(f"<style>{asset('actbook-front.css')}</style>{made}")

    def shown() -> int:
        return sum(each.is_visible() for each in tab.locator(".actbook-gallery li").all())

    assert shown() == 70
    tab.locator("#actbook-family-0").focus()
    tab.keyboard.press("ArrowRight")  # bends
    assert shown() == 20
    tab.keyboard.press("ArrowLeft")
    tab.get_by_label("bounded 30").press("Space")
    assert shown() == 30
    tab.get_by_label("odd 20").press("Space")
    assert shown() == 10
    assert tab.locator(".actbook-number").get_attribute("data-all") == "70"
    tab.close()
