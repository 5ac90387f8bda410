"""Notebooks in a site: pages like others, searched once, refused where wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from notebook_script import SMALL

CONFIG = """site_name: tiny
repo_url: https://github.com/someone/book
theme: {name: material, font: false}
plugins:
  - search
  - mkdocs-jupyter: {execute: false, include: ["notebooks/*.ipynb"]}
  - actbook
markdown_extensions: [attr_list, pymdownx.superfences, pymdownx.highlight]
"""
RAMP = """---
title: Ramp
symbol: ramp
---

# Ramp

The ramp keeps what is positive; [a notebook](../notebooks/first.py#then) uses it.

## Definition

$$ \\operatorname{ramp}(x) = \\max(0, x) $$
"""


def project(folder, script, config=CONFIG):
    (folder / "mkdocs.yml").write_text(config)
    for name, text in (
        ("index.md", "# Tiny\n"),
        ("activations/ramp.md", RAMP),
        ("notebooks/first.py", script),
    ):
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text)
    return folder


def run(folder, *command):
    command = [sys.executable, *command]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("notebooks"), SMALL)
    done = run(folder, "-m", "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    return folder


def page(folder):
    return (folder / "site" / "notebooks" / "first" / "index.html").read_text()


def test_a_site_has_the_notebook_as_a_page_like_others(built):
    html = page(built)
    for part in (
        '<pre class="actbook-stdout" tabindex="0">&lt;needle&gt; 42',
        '<pre class="actbook-error" tabindex="0">ZeroDivisionError: division by zero',
        '<svg aria-label="A line that rises."',
        'class="actbook-mark actbook-proved"',
        '<h2 id="then">Then<a class="headerlink"',
        '<a href="../../activations/ramp/#definition">page</a>',
        '<a download="first.ipynb" href="../first.ipynb">Notebook</a>',
        "/someone/book/blob/gh-pages/notebooks/first.ipynb",
    ):
        assert part in html, part
    assert "40 + 2" not in html and "#|" not in html and "In&nbsp;[" not in html
    ramp = (built / "site" / "activations" / "ramp" / "index.html").read_text()
    assert '<a href="../../notebooks/first/#then">' in ramp
    assert "Notebooks" in ramp


def test_a_notebook_asks_no_other_host_and_brings_no_styles_of_its_own(built):
    html = page(built)
    article = html[html.index("<article") : html.index("</article>")]
    assert not re.search(r"<(script|link|img|iframe)\b", article)
    assert "".join(re.findall(r"<style>(.*?)</style>", article, re.DOTALL)).strip() == ""
    assert not re.search(r"(?:src|@import)\W+https?:", html)
    assert len(article) < 30_000
    ramp = (built / "site" / "activations" / "ramp" / "index.html").read_text()
    around = len(ramp) - (ramp.index("</article>") - ramp.index("<article"))
    assert len(html) - len(article) < 1.5 * around


def test_search_reads_the_text_of_a_notebook_once(built):
    index = json.loads((built / "site" / "search" / "index.json").read_text())
    found = [doc for doc in index["docs"] if doc["location"].startswith("notebooks/")]
    text = " ".join(doc["text"] for doc in found)
    assert text.count("needle") == 2 and "A paragraph with" in text
    assert not re.search(r"<m|svg|stroke|ipynb", text)


def test_nothing_is_written_into_the_source_folder(built):
    found = sorted(path.name for path in (built / "docs").rglob("*") if path.is_file())
    assert found == ["first.py", "index.md", "ramp.md"]


def test_a_warm_build_executes_nothing(built):
    code = (
        "import sys\nfrom mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\nbuild(load_config())\n"
        "print([m for m in ('torch', 'numpy', 'sympy', 'matplotlib', 'flint') if m in sys.modules])"
    )
    before = page(built)
    done = run(built, "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
    assert page(built) == before


def test_a_notebook_that_fails_ends_the_build_and_is_served_with_its_problem(tmp_path):
    folder = project(tmp_path, SMALL.replace('print("<needle>", 6 * 7)', "print(needle)"))
    done = run(folder, "-m", "mkdocs", "build")
    line = SMALL.split("\n").index('print("<needle>", 6 * 7)') + 1
    assert done.returncode == 1
    assert done.stderr.count(f"docs/notebooks/first.py:{line}: NameError") == 1
    code = (
        "from mkdocs.commands.build import build\nfrom mkdocs.config import load_config\n"
        "config = load_config()\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
        "build(config)\nconfig.plugins.on_shutdown()"
    )
    served = run(folder, "-c", code)
    assert served.returncode == 0, served.stderr
    assert f"docs/notebooks/first.py:{line}: NameError" in page(folder)


@pytest.mark.parametrize(
    ("config", "script", "said"),
    [
        (re.sub("  - mkdocs-jupyter.*\n", "", CONFIG), SMALL, "list mkdocs-jupyter in `plugins`"),
        (CONFIG, SMALL.replace("ramp.md", "slope.md"), "first.py:8: the book has no `../activ"),
        (CONFIG, SMALL.replace("# title: First", "# colour: red"), "first.py:2:"),
    ],
    ids=["without the renderer", "a link to nothing", "unreadable"],
)
def test_a_build_refuses(tmp_path, config, script, said):
    done = run(project(tmp_path, script, config), "-m", "mkdocs", "build")
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
