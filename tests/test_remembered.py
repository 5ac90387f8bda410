"""What is set once is kept for the next build, until something of it changes."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import yaml
from pages import bibliography, page, result

from actbook.execution.cache import Cache
from actbook.result import Entry
from actbook.weaving import remembered
from actbook.weaving.evidence import Link
from actbook.weaving.navigation import titled
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Woven


def test_the_bibliography_of_the_book_can_be_set():
    path = Path(__file__).parent.parent / "docs" / "references.bib"
    keys = re.findall(r"^@\w+\{([^,]+),", path.read_text("utf-8"), re.MULTILINE)
    book = Bibliography(path)
    set_ = [book.reference(key) for key in keys]
    assert len(set_) > 50
    assert [reference.key for reference in set_ if re.search(r"[{}]", reference.title)] == []


def test_references_are_remembered_until_the_bibliography_or_the_engine_changes(tmp_path):
    path, cache = bibliography(tmp_path).path, Cache(tmp_path / "cache")
    key = re.findall(r"^@\w+\{([^,]+),", path.read_text("utf-8"), re.MULTILINE)[0]

    def known(engine):
        with remembered.bibliography(path, cache, engine) as found:
            before = dict(found.known)
            reference = found.reference(key)
        assert before in ({}, {key: reference})
        return bool(before)

    assert [known("one"), known("one"), known("two")] == [False, True, False]
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert not known("one")


def test_a_page_is_woven_once_until_something_of_it_changes(tmp_path, monkeypatch):
    cited, cache, done = bibliography(tmp_path), Cache(tmp_path / "cache"), []

    def weave(page, *rest):
        done.append(page.text)
        return Woven(page.text)

    monkeypatch.setattr(remembered, "weave", weave)
    first, other = page("# One"), page("# Other")
    known, failed = replace(result(), key="known"), result()
    for which, outcome in ((first, known), (first, known), (other, known), (first, failed)):
        found = remembered.woven(which, outcome, cited, [], "", cache)
        assert found.markdown == which.text
    link = Link("f", "F", "../f/")
    remembered.woven(first, known, cited, [link], "", cache)
    assert done == [first.text, other.text, first.text, first.text]


def test_a_title_and_a_summary_of_any_characters_reach_the_site_builder(tmp_path):
    one = replace(page("# One\n\nThe mean $\\mathbb{E}[x]$ 😀."), title='Any: "title" 😀')
    entry = Entry("activations/one.md", "one", one.text, one, result())
    header = titled(entry, Woven("body"), bibliography(tmp_path)).split("---\n")[1]
    found = yaml.safe_load(header)
    assert html.unescape(found["title"]) == 'Any: "title" 😀'
    assert "😀" in found["description"]
