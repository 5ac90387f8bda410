"""What libraries mean by a function, side by side, and from one to another in a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from browsing import browsing

from actbook.book.cached import NOTHING
from actbook.port import Port
from actbook.reading.parse import read
from actbook.result import Entry
from actbook.weaving import porting

ROOT = Path(__file__).parent.parent
TEXT = "---\ntitle: Ramp\nsymbol: ramp\n---\n\n# Ramp\n\nA ramp.\n"
X = (-2.0, 0.0, 1.0)
LEAKY = Port(
    *("", "Leaf", "Leaf 1.2", "leaf.leaky", "(x, /, *, slope=0.3)"),
    *("Ramp, $a = 0.3$", "leaf.leaky(-2) is -0.6, the formula -0.2", X, (-0.6, 0.0, 1.0)),
    *((("0", "1"),), {"float64": "float32", "int32": "raises TypeError"}),
)
PLAIN = Port(
    *("", "Root", "Root 3", "root.leaky", "(input, a=0.1)", "Ramp", "", X, (-0.2, 0.0, 1.0)),
    *((("0", "0.1"),), {"float64": "float64", "int32": "int32"}),
)
MORE = replace(
    PLAIN, library="Stem", called="stem.leaky", formula="", values=(), slopes=(), formats={},
    failure="raised TypeError: a is missing",
)  # fmt: skip


def shown(*ports: Port) -> str:
    page = read(TEXT, "docs/ramp.md")
    entry = Entry(page.path, page.slug, TEXT, page, replace(NOTHING, ports=ports))
    return str(porting.porting({"ramp.md": entry}, lambda source: "../ramp/"))


def test_a_row_says_what_a_library_means() -> None:
    found = shown(LEAKY, PLAIN, MORE)
    for words in (
        "leaf.<wbr>leaky(<wbr>x, slope=<wbr>0.<wbr>3)",
        "leaf.leaky(−2) is −0.6, the formula −0.2",
        "float64 to float32; int32 raises TypeError",
        "all kept",
        "needs more than x: TypeError: a is missing",
        "Found by running Leaf 1.2; Root 3, as recorded.",
    ):
        assert words in found, words


def test_a_page_whose_function_no_library_has_has_no_rows() -> None:
    assert porting.section(NOTHING) == ""
    assert "actbook-porting" not in porting.section(replace(NOTHING, ports=(LEAKY,)))


@pytest.fixture(scope="module")
def tab():
    """The table at an address that is answered here, as its own names the choice."""
    with browsing() as browser:
        tab = browser.new_page()
        body = shown(LEAKY, PLAIN, MORE, ROWS, COLUMNS)
        tab.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        yield tab


def moved(tab, start: str, end: str) -> list[list[str]]:
    tab.goto(f"http://leaf.invalid/?from={start}&to={end}")
    tab.add_script_tag(path=ROOT / "src" / "actbook" / "assets" / "actbook-porting.js")
    rows = tab.locator(".actbook-changes tbody tr").all()
    return [row.locator("td").nth(1).inner_text().split("\n") for row in rows]


ROWS = replace(LEAKY, library="Row", called="row.soft", vector=True, slopes=(), formats={})
COLUMNS = replace(ROWS, library="Column", called="column.soft", values=(-0.6, 0.0, 0.5))


#: From one library to another: what changes.
CHANGES = {
    ("Leaf", "Root"): [
        "leaf.leaky(−2) is −0.6, root.leaky(−2) is −0.2",
        "slope at 0: 1, then 0.1",
        "float64 gives float32, then float64",
        "int32 raises TypeError, then int32",
    ],
    ("Root", "Stem"): ["one of them needs more than x"],
    ("Row", "Column"): ["row.soft at the entry 1 is 1, column.soft at the entry 1 is 0.5"],
}


@pytest.mark.parametrize(("start", "end"), CHANGES)
def test_the_address_says_what_is_compared(tab, start: str, end: str) -> None:
    assert moved(tab, start, end) == [CHANGES[start, end]]
    assert tab.locator("output").inner_text() == "1 of 1 rows change"


def test_a_choice_stands_in_the_address(tab) -> None:
    assert moved(tab, "Leaf", "Leaf") == []
    tab.locator("select").nth(1).select_option("Root")
    assert tab.url.endswith("?from=Leaf&to=Root")
    assert tab.locator(".actbook-changes tbody tr").count() == 1
