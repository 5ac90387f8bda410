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


def shown(named: dict[str, str], **titles: str) -> list[Any]:
    entries = {
        source.replace("__", "/") + ".md": entry(source, *title.split(":"))
        for source, title in titles.items()
    }
    return navigation(
        entries, ["index.md", *entries, "about.md", "optics/z.md", "more/other.md"], named
    )


def test_pages_of_no_folder_stand_beside_the_folders() -> None:
    assert shown({"index.md": "Gallery"}, b="B", optics__a="A") == [
        {"Gallery": "index.md"},
        {"B": "b.md"},
        {"Optics": [{"A": "optics/a.md"}, "optics/z.md"]},
        {"More": ["more/other.md"]},
        "about.md",
    ]


def test_pages_of_a_family_stand_together() -> None:
    assert shown({}, a="A:lines", b="B", c="C:lines")[:2] == [
        {"B": "b.md"},
        {"Lines": [{"A": "a.md"}, {"C": "c.md"}]},
    ]


def test_what_has_a_title_comes_first_by_that_name() -> None:
    named = {"more": "Further", "optics": "Light", "about.md": "Who we are", "b.md": "Bee"}
    named |= {"optics/z.md": "Last"}
    assert shown(named, b="B", optics__a="A", waves__c="C") == [
        {"Who we are": "about.md"},
        {"Bee": "b.md"},
        {"Further": ["more/other.md"]},
        {"Light": [{"Last": "optics/z.md"}, {"A": "optics/a.md"}]},
        {"Waves": [{"C": "waves/c.md"}]},
        "index.md",
    ]
