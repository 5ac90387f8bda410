"""What is said and what is true: a page each, listed as pairs that readers choose from, and tied to
the functions that they are about."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from browsing import browsing
from pages import HEADER, bibliography, page, result

from actbook.markup import held
from actbook.result import Entry, Output
from actbook.weaving import overview, pairs
from actbook.weaving.attachments import asset

SAID = """# Ramps rise

Often *said*: the [ramp](../functions/ramp.md) falls.

More of the [ramp](../functions/ramp.md), and of [nothing](none.md).
"""
PLAIN = "---\ntitle: Ramps rise\ntags: [Lib]\nstatus: mended\ndate: 2026-01-02\n---\n\n"
MARKER = "<!-- pairs: errors -->"
CONFIG = """site_name: tiny
theme: {name: material, font: false, features: [navigation.footer, navigation.indexes]}
plugins: [actbook]
markdown_extensions: [attr_list, pymdownx.superfences]
not_in_nav: |
  errors/*.md
  !errors/index.md
"""


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


def address(source: str) -> str:
    return f"to/{source}"


def listed(tmp_path: Path, text: str = MARKER) -> str:
    return held(overview.filled(text, entries(), address, bibliography(tmp_path)), str)


def test_each_page_of_the_folder_is_a_pair_with_what_decides_it(tmp_path: Path) -> None:
    made = listed(tmp_path)
    for part in (
        '<li id="rise"',
        '<a href="to/errors/rise.md">Ramps rise</a>',
        "Often said: the ramp falls.",
        "slope: &lt;1&gt;</pre>",
        "Lib · mended",
        'href="#rise"',
    ):
        assert part in made
    assert made.index("A bend") < made.index("Ramps rise")
    assert "unread" not in made and "functions/ramp" not in made
    assert listed(tmp_path, "<!-- pairs: functions/none -->").count("<li") == 0


def test_a_marker_within_a_line_is_spoken_of(tmp_path: Path) -> None:
    for spoken in (f"By `{MARKER}` they are listed.", "Counts: `<!-- counts -->`."):
        assert listed(tmp_path, spoken) == spoken
        assert pairs.ties({"guide.md": spoken}, entries()).lists == {}


def tied(source: str) -> str:
    found = pairs.ties({"errors/index.md": f"# All\n\n{MARKER}\n"}, entries())
    text = f"---\ntitle: A\n---\n# A\n\nMore.\n\n```python\n# {source}\n```\n"
    return held(pairs.tied(text, source, found, entries(), address), str)


def test_a_pair_says_below_its_heading_what_it_is_about_and_leads_to_the_list() -> None:
    made = tied("errors/rise.md")
    below = made.split("# A\n\n")[1].split("More.")[0]
    assert 'href="to/errors/index.md#rise"' in below
    assert "· Lib · mended (2026-01-02)" in below and made.count("#rise") == 1
    assert " · " not in tied("errors/bend.md") and "#bend" in tied("errors/bend.md")


def test_the_page_of_a_function_ends_with_what_is_said_wrongly_of_it() -> None:
    made = tied("functions/ramp.md")
    assert made.rstrip().endswith("</aside>")
    assert made.count("<li>") == 1 and '<a href="to/errors/rise.md">Ramps rise</a>' in made
    for source in ("errors/index.md", "other.md"):
        assert "<" not in tied(source)


def test_pairs_are_chosen_by_function_by_library_and_by_what_became_of_them(tmp_path: Path) -> None:
    with browsing() as browser:
        tab = browser.new_context(java_script_enabled=False).new_page()
        tab.set_content(f"<style>{asset('actbook-front.css')}</style>{listed(tmp_path)}")
        for at, label in enumerate(("Ramp 1", "Lib 1", "mended 1")):
            assert tab.locator("#bend").is_visible()
            tab.get_by_label(label).press("Space")
            assert tab.locator("#rise").is_visible() and not tab.locator("#bend").is_visible()
            tab.get_by_label("all").nth(at).press("Space")


def test_pages_of_no_navigation_follow_each_other_under_the_index_beside_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    for name, text in {
        "index": "# Home\n",
        "errors/index": f"# Errors\n\n{MARKER}\n",
        **{f"errors/{name}": f"# {name}\n\n```python\n1\n```\n" for name in ("c", "a", "b")},
    }.items():
        path = tmp_path / "docs" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = name.rpartition("/")[2].upper()
        path.write_text(f"---\ntitle: {title}\n---\n\n{text}")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    subprocess.run(command, cwd=tmp_path, check=True)
    site = tmp_path / "site" / "errors"
    html = {name: (site / name / "index.html").read_text() for name in ("a", "b", "c", "")}
    steps = {
        name: re.findall(r'aria-label="(Previous|Next): ([^"]*)"', text)
        for name, text in html.items()
    }
    assert steps["a"] == [("Next", "B")]
    assert steps["b"] == [("Previous", "A"), ("Next", "C")]
    assert steps["c"] == [("Previous", "B")] and steps[""] == []
    for name in "abc":
        assert f'href="../#{name}"' in html[name]
        assert "md-nav__item--active" in html[name]
        assert f'<a href="../{name}/" class="md-nav__link' not in html["a"]
