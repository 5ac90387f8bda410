"""What `check` says of pages is what a build says: one verdict at two doors."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from actbook.book.progress import Progress
from actbook.hosts import doors, site
from actbook.verdict import Diagnostic

CONFIG = """site_name: tiny
theme: {name: material, font: false}
plugins: [actbook]
markdown_extensions: [attr_list, footnotes, pymdownx.superfences, {toc: {permalink: true}}]
validation:
  nav: {omitted_files: warn, not_found: warn, absolute_links: warn}
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""
GOOD = """---
title: Good
symbol: good
---

# Good

It triples.

## Definition { #def }

$$ \\operatorname{good}(x) = 3x $$

```python
print(1)
```
"""
#: What a page says below its title, the line of what is wrong, and a word of what is said.
PAGES: dict[str, tuple[str, int, str]] = {
    "citation": ("It is so [@nobody2020].\n", 7, "`nobody2020` is not in"),
    "inline-latex": ("The set $\\mathfoo{1}$.\n", 7, "mathfoo"),
    "display-latex": ('$$ \\begin{alignat}{2} x $$ {unchecked="a"}\n', 7, "alignat"),
    "environment": ("\\begin{align} x \\end{align}\n", 7, "write `$$`"),
    "wrong-formula": ("$$ \\operatorname{good}(1) = 4 $$\n", 7, "gives"),
    "wrong-sentence": ("So $\\operatorname{good}(1) = 4$.\n", 7, "gives"),
    "unknown-function": ("$$ \\operatorname{bad}(1) = 4 $$\n", 7, "bad"),
    "cell": ("```python\n1 / 0\n```\n", 8, "ZeroDivisionError"),
    "computed": ("It is `{python} nothing`.\n", 7, "NameError"),
    "option": ("```python nothing\n1\n```\n", 7, "not an option"),
    "quotation": ("> ```python\n> 1\n> ```\n", 7, "in a quotation"),
    "unclosed": ("```python\n1\n", 7, "never closed"),
    "session": ("```pycon\n>>> 1\n```\n", 7, "pycon"),
}
HEADS: dict[str, tuple[str, int, str]] = {
    "key": ("colour: red\n", 3, "unknown key `colour`"),
    "twice": ("symbol: good\n", 3, "is the symbol of"),
    "source": ("sources: [nobody2020]\n", 3, "`nobody2020` is not in"),
    "undefined": ("symbol: f\nfacts: {parity: odd}\n", 3, "no formula defines f"),
    "icon": ("icon: nowhere/there\n", 3, "no icon `nowhere/there`"),
    "yaml": ("symbol: a: b\n", 3, "not YAML"),
}
#: Links, with what is said of them: each stands in line 8 of a page of a formula.
LINKS: dict[str, tuple[str, str]] = {
    "page": ("[a](nowhere.md)", "is not found among documentation files"),
    "folder": ("[a](../up.md)", "is not found among documentation files"),
    "reference": ("[a][b]\n\n[b]: nowhere.md", "is not found among documentation files"),
    "picture": ("![a](nowhere.png)", "is not found among documentation files"),
    "anchor": ("[a](good.md#nowhere)", "does not contain an anchor '#nowhere'"),
    "own-anchor": ("[a](#nowhere)", "there is no such anchor on this page"),
    "absolute": ("[a](/good/)", "contains an absolute link '/good/'"),
    "doubled-id": ('<a id="q"></a> <i id="q">a</i>', "the id `q` stands twice"),
    "doubled-heading": ("\n\n## A { #own } \n\n## B { #own }\n\n", "the id `own` stands twice"),
    "address": ("[a](good/)", "contains an unrecognized relative link 'good/'"),
}
RIGHT = {
    "title": "[a](good.md#def)",
    "part": "[a](good.md#checks)",
    "download": "[a](good.ipynb)",
    "report": "[a](checks.md)",
    "plain": "[a](index.md#more)",
    "self": "[a](#right-self)",
    "web": "[a](https://example.org/x.md#y)",
}


def linked(name: str, link: str) -> str:
    return f"---\ntitle: T\n---\n\n# Right {name}\n\nHere is $x^2$,\nand here {link}.\n"


def project(folder: Path, pages: dict[str, str], more: str = "") -> Path:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG + more)
    own = {"index": "# Tiny\n\n## More\n", "good": GOOD}
    for name, text in {**own, **pages}.items():
        (folder / "docs" / f"{name}.md").write_text(text)
    return folder


def check(folder: Path, *paths: Path) -> list[Diagnostic]:
    told: list[Diagnostic] = []
    one = site.load(folder / "mkdocs.yml")
    found = doors.check(one, list(paths) or None, Progress(found=told.append))
    assert sorted(map(str, told)) == sorted(map(str, found.problems))
    return sorted(told, key=str)


def build(folder: Path) -> list[Diagnostic]:
    told: list[Diagnostic] = []
    one = site.load(folder / "mkdocs.yml")
    found, built = doors.build(one, folder / "site", Progress(found=told.append))
    assert built is not bool(told)
    assert sorted(map(str, told)) == sorted(map(str, found.problems))
    return sorted(told, key=str)


def mkdocs(folder: Path) -> list[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    lines = re.findall(r"^(?:(?:WARNING|ERROR) +- +)(\S+:\d+:.*)$", done.stderr, re.MULTILINE)
    assert done.returncode == bool(lines), done.stderr
    return sorted(lines)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    body = {n: f"---\ntitle: T\n---\n\n# T\n\n{text}" for n, (text, _, _) in PAGES.items()}
    head = {n: f"---\ntitle: T\n{text}---\n\n# T\n\n$x^2$\n" for n, (text, _, _) in HEADS.items()}
    return project(tmp_path_factory.mktemp("broken"), body | head)


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {name: linked(name, link) for name, (link, _) in LINKS.items()}
    return project(tmp_path_factory.mktemp("loose"), pages)


def test_wrong_pages_are_told_alike_by_all_doors(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken)
    checked = check(broken)
    assert [str(p) for p in checked] == [str(p) for p in build(broken)] == mkdocs(broken)
    for name, (_, line, said) in (PAGES | HEADS).items():
        own = [p for p in checked if p.path == f"docs/{name}.md"]
        assert own, name
        assert (own[0].line, said in own[0].message) == (line, True), own
        assert check(broken, broken / "docs" / f"{name}.md") == own
    assert {Path(p.path).stem for p in checked} == {*PAGES, *HEADS}


def test_links_are_told_alike_by_all_doors(loose: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(loose)
    checked = check(loose)
    assert [str(p) for p in checked] == [str(p) for p in build(loose)] == mkdocs(loose)
    for name, (link, said) in LINKS.items():
        (own,) = (p for p in checked if p.path == f"docs/{name}.md")
        assert (own.line, said in own.message) == (8 + link.rstrip().count("\n"), True), own
        assert check(loose, loose / "docs" / f"{name}.md") == [own]
    assert len(checked) == len(LINKS)
    assert check(loose, loose / "docs") == checked


def test_the_same_link_is_told_at_each_of_its_lines(tmp_path: Path) -> None:
    text = linked("twice", "[a](no.md)\nand [b](no.md), not [c](data/no.md)")
    found = check(project(tmp_path, {"twice": text}))
    assert sorted(p.line for p in found) == [8, 9, 9]


@pytest.mark.parametrize("link", RIGHT.values(), ids=RIGHT)
def test_right_links_are_told_of_nowhere(tmp_path: Path, link: str) -> None:
    folder = project(tmp_path, {"self": linked("self", link)})
    assert check(folder) == []
    assert check(folder, folder / "docs" / "self.md") == []


def test_navigation_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = "nav:\n  - index.md\n  - Here: nowhere.md\n  - There: /good/\n"
    folder = project(tmp_path, {}, more)
    monkeypatch.chdir(folder)
    found = check(folder)
    assert [str(p) for p in found] == [str(p) for p in build(folder)] == mkdocs(folder)
    lines = (CONFIG + more).split("\n")
    for word in ("nowhere.md", "/good/"):
        line = next(n for n, text in enumerate(lines, 1) if word in text)
        assert any((p.path, p.line) == ("mkdocs.yml", line) and word in p.message for p in found)
    assert ("docs/good.md", 1) in [(p.path, p.line) for p in found]


def test_drafts_are_checked_where_they_are_asked_for(tmp_path: Path) -> None:
    text = GOOD.replace("good", "draft").replace(
        "3x $$", "3x $$\n\n$$ \\operatorname{draft}(1) = 4 $$"
    )
    folder = project(tmp_path, {"_draft": text}, "draft_docs: _*.md\n")
    assert check(folder) == check(folder, folder / "docs") == build(folder) == []
    (problem,) = check(folder, folder / "docs" / "_draft.md")
    assert problem.line == 14


#: How much is said of a page outside of the site alone, and with its neighbours.
OUTSIDE = {
    "[a](nowhere.md)": (1, 1),
    "[a](other.md#right-other)": (0, 0),
    "[a](other.md#nowhere)": (0, 1),
    "[a](../concepts/idea.md)": (0, 0),
    "![a](picture.png)": (0, 0),
    "[@nobody2020]": (1, 1),
    "$\\mathfoo{1}$": (1, 1),
    "$\\operatorname{good}(1) = 3$": (0, 0),
}


@pytest.mark.parametrize(("text", "problems"), OUTSIDE.items(), ids=OUTSIDE)
def test_a_page_outside_of_the_site_is_checked_as_one_in_it(
    tmp_path: Path, text: str, problems: tuple[int, int]
) -> None:
    project(tmp_path, {})
    (tmp_path / "docs" / "concepts").mkdir()
    (tmp_path / "docs" / "concepts" / "idea.md").write_text("# Idea\n")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "good.md").write_text(linked("good", text))
    (folder / "other.md").write_text(linked("other", ""))
    (folder / "picture.png").write_bytes(b"")
    for asked, count in zip((folder / "good.md", folder), problems, strict=True):
        assert [p.line for p in check(tmp_path, asked)] == [8] * count


@pytest.mark.parametrize("text", [linked("a", "[b](nowhere.md)"), GOOD.replace("3x", "3x = 4x")])
def test_a_build_that_mkdocs_refuses_leaves_the_last_site(tmp_path: Path, text: str) -> None:
    folder = project(tmp_path, {})
    assert mkdocs(folder) == []
    (folder / "site" / ".git").write_text("kept")
    before = {p: p.read_bytes() for p in (folder / "site").rglob("*") if p.is_file()}
    page = folder / "docs" / "new.md"
    page.write_text(text.replace("good", "new"))
    assert len(mkdocs(folder)) == 1
    assert {p: p.read_bytes() for p in (folder / "site").rglob("*") if p.is_file()} == before
    page.write_text(linked("b", ""))
    assert mkdocs(folder) == []
    assert (folder / "site" / "new" / "index.html").is_file()
    assert (folder / "site" / ".git").read_text() == "kept"
    assert sorted(p.name for p in folder.iterdir() if "site" in p.name) == ["site"]
