"""What stands about a page: citations, reports, metadata, and the page for what is not there."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import browsing, serving

from actbook.weaving import about
from actbook.weaving.about import About

CONFIG = """site_name: tiny
theme: {name: material, font: false}
plugins: [search, actbook]
extra: {corrections: corrections/, licence: "https://licence.example/"}
markdown_extensions: [attr_list, pymdownx.superfences]
"""
PAGE = """---
title: NAME
family: FAMILY
symbol: NAME
---

# NAME

One sentence.

$$ \\operatorname{NAME}(x) = 2x $$
"""
ONE = About("A & B", "a/b.md", "", "It <is>.", "Site", "Them & co", "2030-01-02")
PUBLISHED = "https://site.example/project/"


def test_a_page_is_cited_as_it_was_built() -> None:
    entry = about.bibtex(ONE)
    assert entry.startswith("@misc{site-a-b,\n  title = {{A \\& B}},\n")
    assert "author = {{Them \\& co}}" in entry and "year = {2030}" in entry
    assert "url" not in entry
    shown = about.end(ONE)
    assert "<summary>Cite this page</summary>" in shown and "<a " not in shown


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("", ""),
        ("https://github.com/a/b/", "https://github.com/a/b/issues/new?title=a/b.md%3A%20"),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/issues/new?issue[title]=a/b.md%3A%20"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
    ],
)
def test_an_error_is_reported_where_the_repository_is(repository: str, address: str) -> None:
    assert about.report(repository, "a/b.md") == address


def test_machines_are_told_of_a_page_that_has_an_address_alone() -> None:
    assert about.head(ONE) == ""
    bad = About("</script><b>", "a.md", PUBLISHED, '"', "S", "A", "2030-01-02", function=True)
    head = about.head(bad)
    assert head.count("<script") == head.count("</script") == 1 and "<b>" not in head
    (told,) = re.findall(r'json">(.*?)</script>', head)
    data = json.loads(told)
    assert (data["@type"], data["headline"]) == ("TechArticle", "</script><b>")
    assert data["about"]["name"] == "</script><b>"
    assert '"@type": "Dataset"' in about.head(bad, f"{PUBLISHED}actbook.json")


def built(folder: Path, address: str) -> tuple[Path, str]:
    docs = folder / "docs" / "functions"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        CONFIG + f"site_url: '{address}'\nrepo_url: https://github.com/a/b\n"
    )
    (folder / "docs" / "index.md").write_text("# Tiny\n\n<!-- gallery -->\n")
    (folder / "docs" / "corrections.md").write_text("# Corrections\n")
    for name, family in (("one", "first"), ("two", "first"), ("three", "second")):
        (docs / f"{name}.md").write_text(PAGE.replace("NAME", name).replace("FAMILY", family))
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site", done.stderr


def test_what_needs_an_address_is_written_with_one(tmp_path: Path) -> None:
    site, said = built(tmp_path, PUBLISHED)
    page = (site / "functions" / "one" / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{PUBLISHED}functions/one/">' in page
    assert '"@type": "TechArticle"' in page and "functions/one/" in page
    assert '"@type": "Dataset"' in (site / "index.html").read_text("utf-8")
    assert (site / "sitemap.xml").is_file() and "site_url" not in said
    assert 'href="../../corrections/"' in page
    assert "https://github.com/a/b/issues/new?title=functions/one.md" in page
    # The picture is one of a size that sites show, and stands where the page says.
    (picture,) = re.findall(r'property="og:image" content="([^"]*)"', page)
    drawn = (site / picture.removeprefix(PUBLISHED)).read_bytes()
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", drawn[16:24]) == (1200, 630)
    assert drawn != (site / "assets" / "social" / "functions" / "two.png").read_bytes()
    assert "og:image" not in (site / "index.html").read_text("utf-8")
    # Previous and next stay within the family.
    last = (site / "functions" / "two" / "index.html").read_text("utf-8")
    assert 'rel="prev"' in last and 'rel="next"' not in last
    assert 'href="/project/functions/one/"' in (site / "404.html").read_text("utf-8")


def test_without_an_address_the_page_for_what_is_not_there_finds_the_site(tmp_path: Path) -> None:
    site, said = built(tmp_path, "")
    assert "there is no `site_url`" in said
    assert not (site / "sitemap.xml").exists() and not (site / "assets" / "social").exists()
    page = (site / "functions" / "one" / "index.html").read_text("utf-8")
    assert "canonical" not in page and "ld+json" not in page
    with browsing() as browser, serving(site, "some/project/") as address:
        tab = browser.new_page()
        tab.goto(f"{address}functions/four/deep/")
        card = tab.locator(".actbook-gallery a").first
        card.wait_for()
        tab.locator('a[href^="/some/project/"]').first.wait_for()
        columns = "e => getComputedStyle(e).display"
        assert tab.locator(".actbook-gallery > ul").evaluate(columns) == "grid"
        card.click()
        tab.wait_for_url(f"{address}functions/**")
        assert tab.locator("h1").text_content()
        tab.goto(f"{address}functions/four/")
        tab.locator('a[href^="/some/project/"]').first.wait_for()
        tab.get_by_label("Search").fill("three")
        tab.keyboard.press("Enter")
        tab.locator(".md-search-result__item a").first.wait_for()
        assert "functions/three/" in tab.locator(".md-search-result__item a").first.get_attribute(
            "href"
        )
