"""Where pages stand in the navigation: by their folders, and there by their families."""

from __future__ import annotations

from typing import Any

from pages import HEADER, page

from actbook.book.cached import NOTHING
from actbook.result import Entry
from actbook.weaving.navigation import navigation


def entry(source: str, title: str, family: str = "") -> Entry:
    header = HEADER.replace("title: Ramp", f"title: {title}")
    header = header.replace("family: rectifiers\n", f"family: {family}\n" if family else "")
    made = page("# A\n\n$$ \\operatorname{ramp}(x) = x $$\n", header)
    return Entry(f"docs/{source}", source, "", made, NOTHING)


def shown(**titles: str) -> list[Any]:
    entries = {
        source.replace("__", "/") + ".md": entry(source, *title.split(":"))
        for source, title in titles.items()
    }
    return navigation(entries, ["index.md", *entries, "about.md", "more/other.md"], "index.md")


def test_pages_of_no_folder_stand_beside_the_folders() -> None:
    assert shown(b="B", optics__a="A") == [
        {"Gallery": "index.md"},
        {"B": "b.md"},
        {"Optics": [{"A": "optics/a.md"}]},
        "about.md",
        {"More": ["more/other.md"]},
    ]


def test_pages_of_a_family_stand_together() -> None:
    assert shown(a="A:lines", b="B", c="C:lines")[1:3] == [
        {"B": "b.md"},
        {"Lines": [{"A": "a.md"}, {"C": "c.md"}]},
    ]
