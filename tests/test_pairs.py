"""What is said and what is true: a page each, listed as pairs that readers choose from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from browsing import browsing
from pages import HEADER, bibliography, page, result

from actbook.markup import held
from actbook.result import Entry, Output
from actbook.weaving import overview
from actbook.weaving.attachments import asset

SAID = """# Ramps rise

Often *said*: the [ramp](../functions/ramp.md) falls.

More of the [ramp](../functions/ramp.md), and of [nothing](none.md).
"""
PLAIN = "---\ntitle: Ramps rise\ntags: [Lib]\n---\n\n"


def entries() -> dict[str, Entry]:
    printed = result((Output("value", "7"), Output("stdout", "slope: <1>\n")))
    ramp, said = page("# Ramp\n", HEADER), page(SAID, PLAIN)
    other = replace(said, title="A bend", metadata={}, text=PLAIN + "# A bend\n\nNothing.\n")
    return {
        "functions/ramp.md": Entry("f/ramp.md", "ramp", ramp.text, ramp, result()),
        "errors/rise.md": Entry("e/rise.md", "rise", said.text, said, printed),
        "errors/bend.md": Entry("e/bend.md", "bend", other.text, other, result()),
        "errors/unread.md": Entry("e/unread.md", "unread", "", None, result()),
    }


def listed(tmp_path: Path, text: str = "<!-- pairs: errors -->") -> str:
    found = overview.filled(text, entries(), lambda source: f"to/{source}", bibliography(tmp_path))
    return held(found, str)


def test_each_page_of_the_folder_is_a_pair_with_what_decides_it(tmp_path: Path) -> None:
    made = listed(tmp_path)
    for part in (
        '<li id="rise"',
        '<a href="to/errors/rise.md">Ramps rise</a>',
        "Often said: the ramp falls.",
        "slope: &lt;1&gt;</pre>",
        'href="#rise"',
    ):
        assert part in made
    assert made.index("A bend") < made.index("Ramps rise")
    assert "unread" not in made and "functions/ramp" not in made
    assert listed(tmp_path, "<!-- pairs: functions/none -->").count("<li") == 0


def test_pairs_are_chosen_by_function_and_by_library(tmp_path: Path) -> None:
    with browsing() as browser:
        tab = browser.new_context(java_script_enabled=False).new_page()
        tab.set_content(f"<style>{asset('actbook-front.css')}</style>{listed(tmp_path)}")
        for label in ("Ramp 1", "Lib 1"):
            assert tab.locator("#bend").is_visible()
            tab.get_by_label(label).press("Space")
            assert tab.locator("#rise").is_visible() and not tab.locator("#bend").is_visible()
            tab.get_by_label("all").first.press("Space")
